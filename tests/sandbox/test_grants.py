"""Grants: what is accepted, what is reported back, and that they hold for everybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from databricks.sdk import WorkspaceClient, errors
from databricks.sdk.service.catalog import PermissionsChange, Privilege

from tests.sandbox.conftest import Answer, ClientAs

PutTable = Callable[[str], None]
PATCH = "/api/2.1/unity-catalog/permissions"


def grant(client: WorkspaceClient, kind: str, name: str, to: str, *privileges: Privilege) -> dict[str, list[str]]:
    found = client.grants.update(kind, name, changes=[PermissionsChange(principal=to, add=list(privileges))])
    return as_dict(found.privilege_assignments or [])


def as_dict(assignments: Iterable[object]) -> dict[str, list[str]]:
    return {a.principal: [p.value for p in a.privileges] for a in assignments}  # type: ignore[attr-defined]


def test_grants_add_up_sorted_and_shrink(client: WorkspaceClient, catalog: str) -> None:
    first = grant(client, "catalog", catalog, "analysts", Privilege.USE_SCHEMA, Privilege.SELECT)
    assert first == {"analysts": ["SELECT", "USE_SCHEMA"]}
    both = grant(client, "catalog", catalog, "ana@example.com", Privilege.BROWSE)
    assert list(both) == ["ana@example.com", "analysts"]
    change = PermissionsChange(principal="analysts", remove=[Privilege.SELECT, Privilege.MODIFY])
    client.grants.update("catalog", catalog, changes=[change])
    found = client.grants.get("catalog", catalog, principal="analysts")
    assert as_dict(found.privilege_assignments or []) == {"analysts": ["USE_SCHEMA"]}


def test_removing_all_privileges_clears_the_principal(client: WorkspaceClient, catalog: str) -> None:
    grant(client, "catalog", catalog, "analysts", Privilege.USE_SCHEMA, Privilege.SELECT)
    change = PermissionsChange(principal="analysts", add=[Privilege.MODIFY], remove=[Privilege.ALL_PRIVILEGES])
    found = client.grants.update("catalog", catalog, changes=[change])
    assert as_dict(found.privilege_assignments or []) == {"analysts": ["MODIFY"]}


@pytest.mark.parametrize("name", ["users", "admins", "nobody", "demo-runner"])
def test_principals_that_the_account_does_not_know(client: WorkspaceClient, catalog: str, name: str) -> None:
    with pytest.raises(errors.NotFound, match=f"Could not find principal with name {name}") as error:
        grant(client, "catalog", catalog, name, Privilege.USE_CATALOG)
    assert error.value.error_code == "PRINCIPAL_DOES_NOT_EXIST"


def test_everybody_and_service_principals_can_be_granted(client: WorkspaceClient, catalog: str) -> None:
    runner = next(iter(client.service_principals.list())).application_id
    assert runner
    grant(client, "catalog", catalog, runner, Privilege.USE_CATALOG)
    assert "account users" in grant(client, "catalog", catalog, "account users", Privilege.USE_CATALOG)


def test_contradictions_and_wrong_privileges_are_refused(
    client: WorkspaceClient, http: Callable[..., Answer], catalog: str
) -> None:
    both = PermissionsChange(principal="analysts", add=[Privilege.SELECT], remove=[Privilege.SELECT])
    with pytest.raises(errors.InvalidParameterValue):
        client.grants.update("catalog", catalog, changes=[both])
    with pytest.raises(errors.InvalidParameterValue, match="CREATE SCHEMA is not applicable to this entity"):
        grant(client, "schema", f"{catalog}.default", "analysts", Privilege.CREATE_SCHEMA)
    for body in ({"changes": 3}, {"changes": ["x"]}, {"changes": [{"principal": "analysts", "add": ["FLY"]}]}):
        assert http("PATCH", f"{PATCH}/catalog/{catalog}", body).status == 400
    assert http("GET", f"{PATCH}/SecurableType.CATALOG/{catalog}").body["error_code"] == "INVALID_PARAMETER_VALUE"


def test_a_list_of_changes_is_applied_whole_or_not_at_all(client: WorkspaceClient, catalog: str) -> None:
    good = PermissionsChange(principal="analysts", add=[Privilege.SELECT])
    bad = PermissionsChange(principal="nobody", add=[Privilege.SELECT])
    with pytest.raises(errors.NotFound):
        client.grants.update("catalog", catalog, changes=[good, bad])
    assert not client.grants.get("catalog", catalog).privilege_assignments


def test_effective_grants_say_where_they_come_from(
    client: WorkspaceClient, catalog: str, put_table: PutTable
) -> None:
    put_table(f"{catalog}.default.t")
    grant(client, "catalog", catalog, "analysts", Privilege.USE_CATALOG, Privilege.SELECT)
    grant(client, "schema", f"{catalog}.default", "analysts", Privilege.USE_SCHEMA)
    grant(client, "table", f"{catalog}.default.t", "analysts", Privilege.MODIFY)
    found = client.grants.get_effective("table", f"{catalog}.default.t", principal="analysts", max_results=0)
    (assignment,) = found.privilege_assignments or []
    told = {
        (p.privilege.value, p.inherited_from_type.value if p.inherited_from_type else None, p.inherited_from_name)
        for p in assignment.privileges or [] if p.privilege
    }  # fmt: skip
    assert told == {("MODIFY", None, None), ("SELECT", "CATALOG", catalog)}
    assert not client.grants.get_effective("schema", f"{catalog}.default", principal="guest@example.com").as_dict()
    with pytest.raises(errors.InvalidParameterValue):
        client.grants.get_effective("catalog", catalog, max_results=10)


def test_a_right_on_the_table_is_useless_without_the_way_to_it(
    client: WorkspaceClient, client_as: ClientAs, catalog: str, put_table: PutTable
) -> None:
    put_table(f"{catalog}.default.t")
    ana, table = client_as("ana@example.com"), f"{catalog}.default.t"
    grant(client, "table", table, "analysts", Privilege.SELECT)
    with pytest.raises(errors.PermissionDenied, match=f"does not have USE CATALOG on Catalog '{catalog}'"):
        ana.tables.get(table)
    grant(client, "catalog", catalog, "analysts", Privilege.USE_CATALOG)
    with pytest.raises(errors.PermissionDenied, match=f"does not have USE SCHEMA on Schema '{catalog}.default'"):
        ana.tables.get(table)
    grant(client, "schema", f"{catalog}.default", "analysts", Privilege.USE_SCHEMA)
    assert ana.tables.get(table).name == "t"
    with pytest.raises(errors.PermissionDenied):
        ana.tables.delete(table)


def test_what_one_may_not_see_is_not_listed(
    client: WorkspaceClient, client_as: ClientAs, catalog: str, put_table: PutTable
) -> None:
    guest = client_as("guest@example.com")
    for name in ("a", "b"):
        put_table(f"{catalog}.default.{name}")
    assert catalog not in {found.name for found in guest.catalogs.list()}
    grant(client, "catalog", catalog, "guest@example.com", Privilege.USE_CATALOG, Privilege.USE_SCHEMA)
    grant(client, "table", f"{catalog}.default.b", "account users", Privilege.SELECT)
    assert catalog in {found.name for found in guest.catalogs.list()}
    assert [found.name for found in guest.tables.list(catalog, "default")] == ["b"]
    with pytest.raises(errors.PermissionDenied, match="does not have SELECT on Table"):
        guest.tables.get(f"{catalog}.default.a")


def test_browse_shows_without_the_way(
    client: WorkspaceClient, client_as: ClientAs, catalog: str, put_table: PutTable
) -> None:
    put_table(f"{catalog}.default.t")
    grant(client, "catalog", catalog, "guest@example.com", Privilege.BROWSE)
    assert client_as("guest@example.com").tables.get(f"{catalog}.default.t").name == "t"


def test_creating_takes_the_right_privilege(client: WorkspaceClient, client_as: ClientAs, catalog: str) -> None:
    dev = client_as("dev@example.com")
    with pytest.raises(errors.PermissionDenied, match="does not have CREATE CATALOG on Metastore"):
        dev.catalogs.create("mine")
    with pytest.raises(errors.PermissionDenied, match="does not have USE CATALOG"):
        dev.schemas.create("mine", catalog)
    grant(client, "catalog", catalog, "data_engineers", Privilege.USE_CATALOG)
    with pytest.raises(errors.PermissionDenied, match="does not have CREATE SCHEMA"):
        dev.schemas.create("mine", catalog)
    grant(client, "catalog", catalog, "data_engineers", Privilege.CREATE_SCHEMA)
    assert dev.schemas.create("mine", catalog).owner == "dev@example.com"


def test_the_owner_of_a_schema_grants_on_it_but_not_above(
    client: WorkspaceClient, client_as: ClientAs, catalog: str
) -> None:
    dev = client_as("dev@example.com")
    grant(client, "catalog", catalog, "data_engineers", Privilege.USE_CATALOG, Privilege.CREATE_SCHEMA)
    dev.schemas.create("mine", catalog)
    assert grant(dev, "schema", f"{catalog}.mine", "analysts", Privilege.SELECT) == {"analysts": ["SELECT"]}
    with pytest.raises(errors.PermissionDenied, match="does not have MANAGE on Catalog"):
        grant(dev, "catalog", catalog, "analysts", Privilege.USE_CATALOG)
    with pytest.raises(errors.PermissionDenied):
        grant(dev, "schema", f"{catalog}.default", "analysts", Privilege.SELECT)


def test_all_privileges_is_everything_but_handing_it_on(
    client: WorkspaceClient, client_as: ClientAs, catalog: str
) -> None:
    dev = client_as("dev@example.com")
    grant(client, "catalog", catalog, "dev@example.com", Privilege.ALL_PRIVILEGES)
    dev.schemas.create("mine", catalog)
    with pytest.raises(errors.PermissionDenied):
        grant(dev, "catalog", catalog, "analysts", Privilege.USE_CATALOG)
    with pytest.raises(errors.PermissionDenied):
        dev.schemas.delete(f"{catalog}.default")
    grant(client, "catalog", catalog, "dev@example.com", Privilege.MANAGE)
    grant(dev, "catalog", catalog, "analysts", Privilege.USE_CATALOG)
    dev.schemas.delete(f"{catalog}.default")


def test_create_catalog_is_granted_on_the_metastore(client: WorkspaceClient, client_as: ClientAs) -> None:
    metastore = client.metastores.current().metastore_id
    grant(client, "metastore", metastore, "dev@example.com", Privilege.CREATE_CATALOG)
    dev = client_as("dev@example.com")
    assert dev.catalogs.create("of_dev").owner == "dev@example.com"
    dev.catalogs.delete("of_dev", force=True)
    change = PermissionsChange(principal="dev@example.com", remove=[Privilege.CREATE_CATALOG])
    client.grants.update("metastore", metastore, changes=[change])
    with pytest.raises(errors.PermissionDenied):
        dev.catalogs.create("of_dev")


def test_an_administrator_has_on_the_metastore_what_a_workspace_gives_its_own(
    client: WorkspaceClient, client_as: ClientAs
) -> None:
    metastore = client.metastores.current().metastore_id
    found = client.grants.get_effective("metastore", metastore, principal="owner@example.com", max_results=0)
    held = {p.privilege for a in found.privilege_assignments or [] for p in a.privileges or []}
    assert {Privilege.CREATE_CATALOG, Privilege.CREATE_EXTERNAL_LOCATION} <= held
    guest = client_as("guest@example.com")
    assert not guest.grants.get_effective("metastore", metastore, principal="guest@example.com").privilege_assignments
    with pytest.raises(errors.PermissionDenied):
        guest.grants.get_effective("metastore", metastore, principal="owner@example.com")


def test_grants_go_with_their_object(client: WorkspaceClient, catalog: str) -> None:
    client.schemas.create("s", catalog)
    grant(client, "schema", f"{catalog}.s", "analysts", Privilege.SELECT)
    client.schemas.update(f"{catalog}.s", new_name="t")
    kept = client.grants.get("schema", f"{catalog}.t").privilege_assignments or []
    assert as_dict(kept) == {"analysts": ["SELECT"]}
    client.schemas.delete(f"{catalog}.t")
    client.schemas.create("t", catalog)
    assert not client.grants.get("schema", f"{catalog}.t").privilege_assignments


def test_ownership_moves_to_principals_that_exist(
    client: WorkspaceClient, client_as: ClientAs, catalog: str, put_table: PutTable
) -> None:
    put_table(f"{catalog}.default.t")
    with pytest.raises(errors.NotFound):
        client.tables.update(f"{catalog}.default.t", owner="nobody")
    client.tables.update(f"{catalog}.default.t", owner="analysts")
    grant(client, "catalog", catalog, "analysts", Privilege.USE_CATALOG, Privilege.USE_SCHEMA)
    client_as("ana@example.com").tables.delete(f"{catalog}.default.t")
