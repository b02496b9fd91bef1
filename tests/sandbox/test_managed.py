"""Managed tables and views, made as the SQL front end makes them: their documents, data and what the engine is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.sandbox import directory
from wizard.sandbox.api import ApiError, Principal
from wizard.sandbox.app import Sandbox
from wizard.sandbox.plain_path import is_plain
from wizard.sandbox.unity import objects, privileges, storage

ADMIN = Principal("owner@example.com", admin=True)
ID = {"name": "id", "type_text": "bigint", "type_name": "LONG", "position": 0, "nullable": False, "comment": "key"}


@pytest.fixture
def sb(tmp_path: Path) -> Iterator[Sandbox]:
    made = Sandbox(tmp_path / "home", "http://127.0.0.1:1")
    objects.create_catalog(made, ADMIN, "c")
    objects.create_schema(made, ADMIN, "c", "s")
    yield made
    made.close()


def managed(sb: Sandbox, name: str, **more: object) -> Path:
    place = objects.managed_location(sb, name)
    place.mkdir(parents=True)
    (place / "part-0.parquet").write_bytes(b"rows")
    objects.create_table(
        sb, ADMIN, name, table_type="MANAGED", columns=[ID], storage_location=objects.location_of(place), **more
    )  # type: ignore[arg-type]
    return place


def view(sb: Sandbox, name: str) -> None:
    objects.create_table(sb, ADMIN, name, table_type="VIEW", columns=[ID], view_definition="SELECT 1 AS id")


def test_people_and_the_engine_are_told_different_things(sb: Sandbox) -> None:
    place = managed(sb, "c.s.t", comment="c", properties={"demo": "x"})
    found = objects.get_table(sb, ADMIN, "C.S.T")
    assert found["table_type"] == "MANAGED"
    assert (found["columns"], found["comment"], found["properties"]) == ([ID], "c", {"demo": "x"})
    assert {"table_id", "schema_id", "owner", "created_at", "updated_by", "metastore_id"} <= found.keys()
    engine = objects.for_engine(sb, objects.get_table(sb, directory.ENGINE, "c.s.t"))
    assert (engine["table_type"], engine["columns"], engine["storage_location"]) == ("EXTERNAL", [], place.as_uri())


def test_a_folder_with_a_space_reaches_the_engine_by_a_plain_path(tmp_path: Path) -> None:
    sb = Sandbox(tmp_path / "Ünï Application Support", "http://127.0.0.1:1")
    objects.create_catalog(sb, ADMIN, "c")
    objects.create_schema(sb, ADMIN, "c", "s")
    place = managed(sb, "c.s.t")
    found = objects.get_table(sb, ADMIN, "c.s.t")
    told = objects.path_of(objects.for_engine(sb, found)["storage_location"])
    assert objects.path_of(found["storage_location"]) == place
    assert is_plain(told)
    assert told.samefile(place)
    sb.close()
    assert not told.exists()
    assert place.exists()


def test_a_view_has_a_definition_and_no_data(sb: Sandbox) -> None:
    view(sb, "c.s.v")
    found = objects.get_table(sb, ADMIN, "c.s.v")
    assert found["view_definition"] == "SELECT 1 AS id"
    assert not {"storage_location", "data_source_format"} & found.keys()
    with pytest.raises(ApiError):
        objects.for_engine(sb, found)


def test_tables_and_views_share_one_namespace(sb: Sandbox) -> None:
    managed(sb, "c.s.t")
    with pytest.raises(ApiError, match=r"Table 'c\.s\.t' already exists"):
        view(sb, "c.s.t")


@pytest.mark.parametrize("whole", ["table", "schema", "catalog"])
def test_data_goes_with_whatever_holds_it(sb: Sandbox, whole: str) -> None:
    place = managed(sb, "c.s.t")
    if whole == "table":
        objects.delete_table(sb, ADMIN, "c.s.t")
    elif whole == "schema":
        objects.delete_schema(sb, ADMIN, "c.s", force=True)
    else:
        objects.delete_catalog(sb, ADMIN, "c", force=True)
    assert not place.exists()
    assert sb.store.list("table") == []


def test_a_replaced_table_keeps_identity_and_grants(sb: Sandbox) -> None:
    managed(sb, "c.s.t")
    privileges.grant(sb, ADMIN, "table", "c.s.t", "analysts", ["SELECT"])
    before = objects.get_table(sb, ADMIN, "c.s.t")
    sb.clock = lambda: before["created_at"] / 1000 + 5
    managed(sb, "c.s.t", replace=True)
    after = objects.get_table(sb, ADMIN, "c.s.t")
    assert after["table_id"] == before["table_id"]
    assert after["created_at"] == before["created_at"] < after["updated_at"]
    assert privileges.grants(sb, ADMIN, "table", "c.s.t")["privilege_assignments"]


def test_a_renamed_table_keeps_data_and_grants_and_frees_its_name(sb: Sandbox) -> None:
    place = managed(sb, "c.s.t")
    privileges.grant(sb, ADMIN, "table", "c.s.t", "analysts", ["SELECT"])
    objects.rename(sb, ADMIN, "table", "c.s.t", "u")
    assert managed(sb, "c.s.t") != place
    assert objects.get_table(sb, ADMIN, "c.s.u")["storage_location"] == place.as_uri()
    assert privileges.grants(sb, ADMIN, "table", "c.s.u")["privilege_assignments"]
    assert not privileges.grants(sb, ADMIN, "table", "c.s.t")["privilege_assignments"]


def test_comments_take_modify_and_owners_take_manage(sb: Sandbox) -> None:
    managed(sb, "c.s.t")
    view(sb, "c.s.v")
    dev = directory.principal(sb.store, "dev@example.com")
    assert dev
    privileges.grant(sb, ADMIN, "catalog", "c", "data_engineers", ["USE_CATALOG", "USE_SCHEMA", "MODIFY"])
    assert objects.update_table(sb, dev, "c.s.t", {"comment": "new"})["comment"] == "new"
    assert "comment" not in objects.update_table(sb, dev, "c.s.t", {"comment": None})
    for name, changes in (("c.s.t", {"owner": "dev@example.com"}), ("c.s.v", {"comment": "new"})):
        with pytest.raises(ApiError, match="does not have MANAGE"):
            objects.update_table(sb, dev, name, changes)


def test_locations_are_plain_and_never_shared(sb: Sandbox) -> None:
    for name in ("c.s.t", "c.s.ünï#?%", "c.s." + "ü" * 255, "c.s.name'with\"quotes"):
        first, second = objects.managed_location(sb, name), objects.managed_location(sb, name)
        assert first != second
        assert first.is_relative_to(sb.home / "warehouse")
        assert objects.path_of(objects.location_of(first)) == first
        assert first.name.isascii()
        assert len(first.name) < 120


def test_only_folders_of_the_sandbox_are_removed(sb: Sandbox, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    climbing = (sb.home / "warehouse" / ".." / ".." / "precious").as_uri()
    for location in (precious.as_uri(), climbing, sb.home.as_uri(), (sb.home / "warehouse").as_uri()):
        storage.remove(sb, location)
    assert precious.exists()
    assert (sb.home / "sandbox.db").exists()
