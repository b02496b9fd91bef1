"""Catalogs, schemas, tables and volumes through the SDK: shapes, names, errors, pages, deletion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient, errors
from databricks.sdk.service.catalog import PermissionsChange, Privilege, VolumeType
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.conftest import Answer, ClientAs
from wizard.sandbox.api import ApiError
from wizard.sandbox.lifecycle import Running
from wizard.sandbox.unity import names, storage

Http = Callable[..., Answer]
PutTable = Callable[[str], None]


def code_of(error: pytest.ExceptionInfo[errors.DatabricksError]) -> str:
    return str(error.value.error_code)


def test_the_metastore_and_its_default_catalog(client: WorkspaceClient) -> None:
    current, summary = client.metastores.current(), client.metastores.summary()
    assert current.metastore_id == summary.metastore_id
    assert current.default_catalog_name == "main"
    assert summary.storage_root
    assert client.catalogs.get("main").owner == "System user"
    assert client.schemas.get("main.default").catalog_name == "main"


def test_a_catalog_comes_back_as_it_was_made(client: WorkspaceClient) -> None:
    made = client.catalogs.create("Mixed_Case", comment="c", properties={"demo": "retail"})
    found = client.catalogs.get("mixed_case")
    assert found == made
    assert (found.name, found.comment, found.properties) == ("mixed_case", "c", {"demo": "retail"})
    assert found.owner == found.created_by == "owner@example.com"
    assert found.created_at
    assert [s.name for s in client.schemas.list("mixed_case")] == ["default"]
    changed = client.catalogs.update("mixed_case", comment="d", owner="analysts")
    assert (changed.comment, changed.owner) == ("d", "analysts")
    renamed = client.catalogs.update("mixed_case", new_name="renamed")
    assert renamed.name == "renamed"
    assert client.schemas.get("renamed.default").catalog_name == "renamed"
    with pytest.raises(errors.NotFound):
        client.schemas.get("mixed_case.default")
    client.catalogs.delete("renamed", force=True)


def test_a_taken_name_is_400_and_a_plain_bad_request(client: WorkspaceClient, catalog: str) -> None:
    with pytest.raises(errors.BadRequest) as error:
        client.catalogs.create(catalog.upper())
    assert (code_of(error), type(error.value)) == ("CATALOG_ALREADY_EXISTS", errors.BadRequest)
    client.schemas.create("s", catalog)
    with pytest.raises(errors.BadRequest, match="Schema 's' already exists") as error:
        client.schemas.create("s", catalog)
    assert code_of(error) == "SCHEMA_ALREADY_EXISTS"


@pytest.mark.parametrize("name", ["a b", "a.b", "a/b", "tab\t", "nul\x00", "", "x" * 256])
def test_bad_names_are_refused(client: WorkspaceClient, catalog: str, name: str) -> None:
    with pytest.raises(errors.InvalidParameterValue):
        client.catalogs.create(name)
    with pytest.raises(errors.InvalidParameterValue):
        client.schemas.create(name, catalog)


@given(st.text(max_size=300))
def test_a_name_is_stored_whole_in_lower_case_or_refused(name: str) -> None:
    forbidden = set("./ \x7f") | {chr(number) for number in range(32)}
    if name and len(name) <= 255 and not set(name) & forbidden:
        assert names.check(name, "table") == name.lower()
    else:
        with pytest.raises(ApiError, match=r"name"):
            names.check(name, "table")


def test_what_does_not_exist_says_so_level_by_level(client: WorkspaceClient, catalog: str) -> None:
    for call, code, said in (
        (lambda: client.catalogs.get("nope"), "CATALOG_DOES_NOT_EXIST", "Catalog 'nope' does not exist."),
        (lambda: client.schemas.create("s", "nope"), "CATALOG_DOES_NOT_EXIST", "Catalog 'nope' does not exist."),
        (lambda: client.schemas.get(f"{catalog}.x"), "SCHEMA_DOES_NOT_EXIST", f"Schema '{catalog}.x' does not exist."),
        (lambda: client.tables.get(f"{catalog}.x.t"), "SCHEMA_DOES_NOT_EXIST", "does not exist"),
        (lambda: client.tables.get(f"{catalog}.default.t"), "TABLE_DOES_NOT_EXIST", "does not exist"),
        (lambda: client.volumes.read(f"{catalog}.default.v"), "VOLUME_DOES_NOT_EXIST", "does not exist"),
        (lambda: list(client.tables.list(catalog, "x")), "SCHEMA_DOES_NOT_EXIST", "does not exist"),
    ):
        with pytest.raises(errors.NotFound) as error:
            call()
        assert code_of(error) == code
        assert said in str(error.value)
    assert client.tables.exists(f"{catalog}.default.t").table_exists is False
    with pytest.raises(errors.InvalidParameterValue):
        client.tables.get("only.two")


def test_a_full_schema_and_catalog_go_only_by_force(
    client: WorkspaceClient, catalog: str, put_table: PutTable
) -> None:
    client.schemas.create("s", catalog)
    put_table(f"{catalog}.s.t")
    client.volumes.create(catalog, "s", "v", VolumeType.MANAGED)
    said = rf"Schema '{catalog}.s' is not empty. The schema has 1 tables\(s\), 0 functions\(s\), 1 volumes\(s\)"
    with pytest.raises(errors.BadRequest, match=said):
        client.schemas.delete(f"{catalog}.s")
    with pytest.raises(errors.BadRequest, match=f"Catalog '{catalog}' is not empty"):
        client.catalogs.delete(catalog)
    client.schemas.delete(f"{catalog}.s", force=True)
    with pytest.raises(errors.NotFound):
        client.tables.get(f"{catalog}.s.t")
    client.schemas.delete(f"{catalog}.default")
    client.catalogs.delete(catalog)


def test_a_volume_has_a_folder_as_long_as_it_lives(client: WorkspaceClient, sandbox: Running, catalog: str) -> None:
    made = client.volumes.create(catalog, "default", "Files", VolumeType.MANAGED, comment="c")
    assert made.storage_location
    place = storage.path_of(made.storage_location)
    assert place.parent == sandbox.home / "volumes" / catalog / "default"
    assert place.is_dir()
    assert [v.full_name for v in client.volumes.list(catalog, "default")] == [f"{catalog}.default.files"]
    assert client.volumes.update(f"{catalog}.default.files", comment="d").comment == "d"
    client.volumes.delete(f"{catalog}.default.files")
    assert not place.exists()


def test_the_data_of_an_external_table_is_not_ours_to_delete(
    client: WorkspaceClient, catalog: str, put_table: PutTable
) -> None:
    put_table(f"{catalog}.default.ext")
    found = client.tables.get(f"{catalog}.default.ext")
    assert found.table_type is not None
    assert (found.table_type.value, found.catalog_name, found.schema_name) == ("EXTERNAL", catalog, "default")
    client.tables.delete(f"{catalog}.default.ext")
    assert found.storage_location
    assert storage.path_of(found.storage_location).is_dir()


def test_folders_of_this_machine_are_registered_by_administrators_only(
    client: WorkspaceClient, client_as: ClientAs, catalog: str, put_table: PutTable
) -> None:
    put_table(f"{catalog}.default.ext")
    place = client.tables.get(f"{catalog}.default.ext").storage_location
    body = {
        "name": "mine", "catalog_name": catalog, "schema_name": "default", "table_type": "EXTERNAL",
        "data_source_format": "DELTA", "storage_location": place,
    }  # fmt: skip
    all_rights = PermissionsChange(principal="dev@example.com", add=[Privilege.ALL_PRIVILEGES])
    client.grants.update("catalog", catalog, changes=[all_rights])
    with pytest.raises(errors.PermissionDenied):
        client_as("dev@example.com").api_client.do("POST", "/api/2.1/unity-catalog/tables", body=body)
    with pytest.raises(errors.InvalidParameterValue):
        client.api_client.do("POST", "/api/2.1/unity-catalog/tables", body={**body, "storage_location": "file:///etc"})


def test_pages_are_cut_before_hidden_objects_are_removed(
    client: WorkspaceClient, client_as: ClientAs, http: Http, catalog: str
) -> None:
    for number in range(4):
        client.schemas.create(f"s{number}", catalog)
    use = [PermissionsChange(principal="analysts", add=[Privilege.USE_CATALOG])]
    client.grants.update("catalog", catalog, changes=use)
    client.grants.update(
        "schema", f"{catalog}.s3", changes=[PermissionsChange(principal="analysts", add=[Privilege.USE_SCHEMA])]
    )
    ana = client_as("ana@example.com")
    pages: list[list[str]] = []
    query: dict[str, Any] = {"catalog_name": catalog, "max_results": 1}
    while True:
        found: Any = ana.api_client.do("GET", "/api/2.1/unity-catalog/schemas", query=query)
        pages.append([schema["name"] for schema in found["schemas"]])
        if "next_page_token" not in found:
            break
        query["page_token"] = found["next_page_token"]
    assert pages == [[], [], [], [], ["s3"]]
    assert [s.name for s in ana.schemas.list(catalog, max_results=1)] == ["s3"]
    assert [s.name for s in client.schemas.list(catalog, max_results=2)] == ["default", "s0", "s1", "s2", "s3"]
    for bad in ("max_results=-1", "max_results=x", "page_token=%FF"):
        found = http("GET", f"/api/2.1/unity-catalog/schemas?catalog_name={catalog}&{bad}")
        assert (found.status, found.body["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_a_table_list_leaves_out_what_was_asked_to(
    client: WorkspaceClient, catalog: str, put_table: PutTable
) -> None:
    for name in ("a", "b"):
        put_table(f"{catalog}.default.{name}")
    assert [t.name for t in client.tables.list(catalog, "default")] == ["a", "b"]
    assert not any(t.columns for t in client.tables.list(catalog, "default", omit_columns=True))
    found = list(client.tables.list_summaries(catalog, table_name_pattern="b%"))
    assert [t.full_name for t in found] == [f"{catalog}.default.b"]
