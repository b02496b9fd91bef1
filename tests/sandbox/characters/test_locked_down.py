"""A company's workspace: its person is an ordinary user with one catalog to make schemas in."""

from __future__ import annotations

from typing import Any

import pytest
from databricks.sdk import WorkspaceClient, errors
from databricks.sdk.service.catalog import PermissionsChange, Privilege
from databricks.sdk.service.jobs import RunResultState, SqlTask, SqlTaskFile, SubmitTask
from databricks.sdk.service.sql import State, StatementState
from databricks.sdk.service.workspace import ImportFormat

from tests.sandbox.conftest import ClientAs
from tests.sandbox.sql.conftest import Sql
from wizard.sandbox.characters import people
from wizard.sandbox.characters.choice import Choice

CHOICE = Choice("locked-down", warehouse_seconds=0.6)
USE = PermissionsChange(principal=people.ANALYST, add=[Privilege.USE_CATALOG])


@pytest.fixture(scope="module")
def admin(client_as: ClientAs) -> WorkspaceClient:
    return client_as(people.ADMIN)


def state(client: WorkspaceClient, warehouse: str) -> State | None:
    return client.warehouses.get(warehouse).state


def test_a_statement_waits_for_the_warehouse_that_it_wakes(client: WorkspaceClient, admin: WorkspaceClient,
                                                           warehouse: str) -> None:  # fmt: skip
    statements = client.statement_execution
    assert state(client, warehouse) is State.STOPPED
    first = statements.execute_statement("SELECT 1", warehouse, wait_timeout="0s")
    assert first.status
    assert first.status.state is StatementState.PENDING
    client.warehouses.start(warehouse)  # starts already
    answer = statements.execute_statement("SELECT 2", warehouse, wait_timeout="30s")
    assert answer.status
    assert answer.status.state is StatementState.SUCCEEDED
    assert state(client, warehouse) is State.RUNNING
    with pytest.raises(errors.PermissionDenied):
        client.warehouses.stop(warehouse)
    admin.warehouses.stop(warehouse)
    assert state(client, warehouse) is State.STOPPED


def test_she_sees_one_catalog_and_may_make_schemas_in_it(client: WorkspaceClient, sql: Sql) -> None:
    assert [found.name for found in client.catalogs.list()] == ["sales_demos"]
    held = client.grants.get_effective("catalog", "sales_demos", principal=people.OWNER).privilege_assignments or []
    assert [p.privilege for one in held for p in one.privileges or []] == [
        Privilege.CREATE_SCHEMA, Privilege.USE_CATALOG,
    ]  # fmt: skip
    assert client.schemas.create("retail", "sales_demos").owner == people.OWNER
    sql("CREATE TABLE sales_demos.retail.t (a INT)")
    sql("INSERT INTO sales_demos.retail.t VALUES (1)")
    assert sql("SELECT a FROM sales_demos.retail.t") == [["1"]]


def test_what_others_own_is_out_of_reach(client: WorkspaceClient) -> None:
    assert client.metastores.current().default_catalog_name == "main"
    with pytest.raises(errors.PermissionDenied, match=r"^User does not have USE CATALOG on Catalog 'main'\."):
        client.schemas.create("retail", "main")
    with pytest.raises(errors.PermissionDenied, match="not an administrator"):
        client.warehouses.create(name="mine", cluster_size="2X-Small")


def test_catalogs_are_refused_in_the_service_s_words(client: WorkspaceClient, sql: Sql) -> None:
    with pytest.raises(
        errors.PermissionDenied, match=r"^User does not have CREATE CATALOG on Metastore 'sandbox'\."
    ) as refusal:
        client.catalogs.create("retail")
    assert refusal.value.error_code == "PERMISSION_DENIED"
    failure = sql.fails("CREATE CATALOG IF NOT EXISTS retail")
    assert failure.sql_state == "42501"
    assert "User does not have CREATE CATALOG on Metastore 'sandbox'." in failure.message
    with pytest.raises(errors.PermissionDenied, match="CREATE CATALOG"):
        client.catalogs.create("sales_demos")


def test_the_groups_of_specs_do_not_exist(client: WorkspaceClient) -> None:
    client.schemas.create("for_groups", "sales_demos")
    for name in ("analysts", "data_engineers"):
        assert list(client.groups.list(filter=f'displayName eq "{name}"')) == []
        with pytest.raises(errors.NotFound, match=f"Could not find principal with name {name}"):
            client.grants.update("schema", "sales_demos.for_groups", changes=[
                PermissionsChange(principal=name, add=[Privilege.USE_SCHEMA])])  # fmt: skip


def test_she_grants_on_what_is_hers_and_on_nothing_else(client: WorkspaceClient, sql: Sql) -> None:
    client.schemas.create("granted", "sales_demos")
    hers = PermissionsChange(principal=people.ANALYST, add=[Privilege.USE_SCHEMA, Privilege.SELECT])
    client.grants.update("schema", "sales_demos.granted", changes=[hers])
    with pytest.raises(errors.PermissionDenied, match=r"^User does not have MANAGE on Catalog 'sales_demos'\."):
        client.grants.update("catalog", "sales_demos", changes=[USE])
    failure = sql.fails(f"GRANT USE CATALOG ON CATALOG sales_demos TO `{people.ANALYST}`")
    assert failure.message.startswith("[INSUFFICIENT_PERMISSIONS] Insufficient privileges:")


def test_the_administrator_grants_what_is_missing(client: WorkspaceClient, client_as: ClientAs, sql: Sql,
                                                  admin: WorkspaceClient) -> None:  # fmt: skip
    as_admin = type(sql)(admin, sql.warehouse, "")
    as_admin(f"GRANT CREATE CATALOG ON METASTORE TO `{people.OWNER}`")
    metastore = str(client.metastores.summary().metastore_id)
    held = client.grants.get_effective("metastore", metastore, principal=people.OWNER).privilege_assignments or []
    assert [p.privilege for one in held for p in one.privileges or []] == [Privilege.CREATE_CATALOG]
    assert client.catalogs.create("hers").owner == people.OWNER
    admin.grants.update("catalog", "sales_demos", changes=[USE])
    assert [found.name for found in client_as(people.ANALYST).catalogs.list()] == ["sales_demos"]
    as_admin(f"REVOKE CREATE CATALOG ON METASTORE FROM `{people.OWNER}`")
    with pytest.raises(errors.PermissionDenied):
        client.catalogs.create("hers_too")
    client.catalogs.delete("hers", force=True)


def test_the_administrator_makes_the_groups_that_specs_name(client: WorkspaceClient, client_as: ClientAs,
                                                            admin: WorkspaceClient) -> None:  # fmt: skip
    address, wish = "/api/2.0/account/scim/v2/Groups", {"displayName": "sales", "members": [{"value": "101"}]}
    with pytest.raises(errors.PermissionDenied):
        client.api_client.do("POST", address, body=wish)
    admin.api_client.do("POST", address, body=wish)
    admin.groups.create(display_name="of the workspace")
    listed: Any = admin.api_client.do("GET", address)
    assert [group["displayName"] for group in listed["Resources"]] == ["sales", "account users"]
    client.schemas.create("for_sales", "sales_demos")
    client.grants.update("schema", "sales_demos.for_sales", changes=[
        PermissionsChange(principal="sales", add=[Privilege.USE_SCHEMA])])  # fmt: skip
    assert "sales" in {group.display for group in client_as(people.ANALYST).current_user.me().groups or []}


def test_a_task_waits_for_the_warehouse_that_it_wakes(client: WorkspaceClient, admin: WorkspaceClient,
                                                      warehouse: str) -> None:  # fmt: skip
    path = f"/Users/{people.OWNER}/one.sql"
    client.workspace.upload(path, b"SELECT 1", format=ImportFormat.AUTO, overwrite=True)
    admin.warehouses.stop(warehouse)
    task = SubmitTask(task_key="one", sql_task=SqlTask(warehouse_id=warehouse, file=SqlTaskFile(path=path)))
    run_id = client.jobs.submit(run_name="one", tasks=[task]).run_id
    while not (run := client.jobs.get_run(run_id)).end_time:
        pass
    assert run.state
    assert run.state.result_state is RunResultState.SUCCESS
    assert run.tasks
    assert (run.tasks[0].execution_duration or 0) >= 500
    assert state(client, warehouse) is State.RUNNING


def test_faults_are_hers_to_plan_as_the_sandbox_is(client: WorkspaceClient, client_as: ClientAs) -> None:
    assert "admins" not in {group.display for group in client.current_user.me().groups or []}
    client.api_client.do("POST", "/sandbox/faults", body={"pattern": "/nothing", "status": 500})
    client.api_client.do("DELETE", "/sandbox/faults")
    with pytest.raises(errors.PermissionDenied):
        client_as(people.ANALYST).api_client.do("GET", "/sandbox/faults")
