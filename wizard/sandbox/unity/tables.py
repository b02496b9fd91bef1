"""Tables and views: their documents, and what becomes of their data.

The rows of a managed table are a Delta folder which the SQL front end makes and the engine writes; here is only what
the catalog knows of it. The engine cannot work with managed tables or with the catalog's notion of columns, so it is
told a version of its own (`for_engine`).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wizard.sandbox.api import Json, Principal, invalid
from wizard.sandbox.unity import access, names, records, storage

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.store import Document

# What the owner alone may change; the rest takes MODIFY, as ALTER TABLE does.
_OWNERS = frozenset({"owner", "view_definition"})
_KEPT_BY_REPLACE = ("owner", "created_at", "created_by", "table_id")


def require_new(sb: Sandbox, principal: Principal, full_name: str) -> str:
    """Return the name of a table or view that may be created, as it is stored; raise what stands in the way.

    Needs USE CATALOG, USE SCHEMA and CREATE TABLE. Call it before making files, as `create_table` asks again.
    """
    schema, name = names.parent(full_name).lower(), names.check(names.last(full_name), "table")
    for privilege in ("USE_SCHEMA", "CREATE_TABLE"):
        access.require(sb, principal, privilege, "schema", schema)
    if sb.store.get("table", f"{schema}.{name}"):
        raise names.exists("table", f"{schema}.{name}")
    return f"{schema}.{name}"


def create_table(sb: Sandbox, principal: Principal, full_name: str, *, table_type: str, columns: list[Json],
                 comment: str | None = None, properties: dict[str, str] | None = None,
                 storage_location: str | None = None, view_definition: str | None = None,
                 constraints: Sequence[Json] = (), replace: bool = False) -> Document:  # fmt: skip
    """Create a table (MANAGED, EXTERNAL) or VIEW. Columns and constraints are the SDK's ColumnInfo, TableConstraint.

    `replace` puts it in the place of an existing one, which takes MANAGE and keeps its id, owner, grants and age.
    """
    with sb.store.transaction():
        old = sb.store.get("table", full_name.lower()) if replace else None
        if old:
            access.require_manage(sb, principal, "table", full_name)
        name = old["full_name"] if old else require_new(sb, principal, full_name)
        catalog, schema, last = name.split(".")
        is_view = table_type == "VIEW"
        if not is_view and not storage_location:
            storage_location = storage.location_of(storage.managed_location(sb, name))
        doc = records.new(
            sb, principal, "table", name=last, catalog_name=catalog, schema_name=schema, full_name=name,
            table_type=table_type, data_source_format=None if is_view else "DELTA", columns=columns, comment=comment,
            properties=records.properties(properties), storage_location=storage_location, table_id=str(uuid.uuid4()),
            view_definition=view_definition, table_constraints=list(constraints) or None,
            schema_id=(sb.store.get("schema", f"{catalog}.{schema}") or {}).get("schema_id"),
        )  # fmt: skip
        if old:
            doc |= {field: old[field] for field in _KEPT_BY_REPLACE}
        sb.store.put("table", name, doc, parent=f"{catalog}.{schema}")
    return doc


def get_table(sb: Sandbox, principal: Principal, full_name: str) -> Document:
    """Return a table or view that the principal may see."""
    return access.require_visible(sb, principal, "table", full_name)


def update_table(sb: Sandbox, principal: Principal, full_name: str, changes: Json) -> Document:
    """Replace fields of a table's document; a field set to None is removed.

    Needs MODIFY, or MANAGE for a view, a new owner or a new definition.
    """
    with sb.store.transaction():
        found = access.locate(sb, principal, "table", full_name)
        owners = found["table_type"] == "VIEW" or _OWNERS & changes.keys()
        access.require(sb, principal, "MANAGE" if owners else "MODIFY", "table", full_name)
        doc = records.changed(sb, principal, found, changes)
        doc = {field: value for field, value in doc.items() if value is not None}
        sb.store.put("table", doc["full_name"], doc, parent=names.parent(doc["full_name"]))
    return doc


def delete_table(sb: Sandbox, principal: Principal, full_name: str) -> None:
    """Delete a table or view, and the data of a managed table. Needs MANAGE."""
    with sb.store.transaction():
        found = access.require_manage(sb, principal, "table", full_name)
        records.forget(sb, "table", found["full_name"])
    if found["table_type"] == "MANAGED":
        storage.remove(sb, found["storage_location"])


def for_engine(sb: Sandbox, found: Document) -> Document:
    """Return a table as the engine must see it: external, and without columns, which it reads from the Delta log."""
    if found["table_type"] == "VIEW":
        raise invalid(f"'{found['full_name']}' is a view: the engine cannot read it; ask the SQL warehouse.")
    place = sb.engine_home.translate(storage.path_of(found["storage_location"]))
    return {**found, "table_type": "EXTERNAL", "columns": [], "storage_location": storage.location_of(place)}
