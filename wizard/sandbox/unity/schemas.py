"""Schemas: made inside a catalog, emptied before they go."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from wizard.sandbox.api import ApiError, Json, Principal
from wizard.sandbox.unity import access, names, records, storage

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.store import Document

_CHANGEABLE = ("comment", "owner", "properties", "enable_predictive_optimization")


def create_schema(sb: Sandbox, principal: Principal, catalog: str, name: str, *, comment: str | None = None,
                  properties: dict[str, str] | None = None, storage_root: str | None = None) -> Document:  # fmt: skip
    """Create a schema. Needs USE CATALOG and CREATE SCHEMA on the catalog."""
    name = names.check(name, "schema")
    with sb.store.transaction():
        catalog = access.locate(sb, principal, "catalog", catalog)["name"]
        for privilege in ("USE_CATALOG", "CREATE_SCHEMA"):
            access.require(sb, principal, privilege, "catalog", catalog)
        if sb.store.get("schema", f"{catalog}.{name}"):
            raise names.exists("schema", f"{catalog}.{name}")
        return put_new(sb, principal, catalog, name, comment, properties, storage_root)


def put_new(sb: Sandbox, principal: Principal, catalog: str, name: str, comment: str | None = None,
            properties: dict[str, str] | None = None, storage_root: str | None = None) -> Document:  # fmt: skip
    """Store a new schema without asking whether the principal may."""
    full_name = f"{catalog}.{name}"
    doc = records.new(
        sb, principal, "schema", name=name, catalog_name=catalog, full_name=full_name, comment=comment,
        properties=records.properties(properties), storage_root=storage_root, schema_id=str(uuid.uuid4()),
        catalog_type="MANAGED_CATALOG", enable_predictive_optimization="INHERIT",
    )  # fmt: skip
    sb.store.put("schema", full_name, doc, parent=catalog)
    return doc


def get_schema(sb: Sandbox, principal: Principal, full_name: str) -> Document:
    """Return a schema that the principal may see."""
    return access.require_visible(sb, principal, "schema", full_name)


def update_schema(sb: Sandbox, principal: Principal, full_name: str, changes: Json) -> Document:
    """Change comment, owner or properties of a schema. Needs MANAGE."""
    with sb.store.transaction():
        found = access.require_manage(sb, principal, "schema", full_name)
        wanted = {field: value for field, value in changes.items() if field in _CHANGEABLE and value is not None}
        doc = records.changed(sb, principal, found, wanted)
        sb.store.put("schema", doc["full_name"], doc, parent=doc["catalog_name"])
    return doc


def delete_schema(sb: Sandbox, principal: Principal, full_name: str, force: bool = False) -> None:
    """Delete a schema. Without `force` only an empty one; with it everything inside, data included."""
    with sb.store.transaction():
        full_name = access.require_manage(sb, principal, "schema", full_name)["full_name"]
        tables, volumes = len(sb.store.list("table", full_name)), len(sb.store.list("volume", full_name))
        if (tables or volumes) and not force:
            message = f"Schema '{full_name}' is not empty. The schema has {tables} tables(s), 0 functions(s), "
            raise ApiError(400, "INVALID_STATE", f"{message}{volumes} volumes(s)")
        data = drop_contents(sb, full_name)
        records.forget(sb, "schema", full_name)
    for place in data:
        storage.remove(sb, place)
    storage.remove_empty(sb, full_name)


def drop_contents(sb: Sandbox, full_name: str) -> list[str]:
    """Delete the tables and volumes of a schema and return the locations of their data, for later removal."""
    data = []
    for kind in ("table", "volume"):
        for doc in sb.store.list(kind, full_name):
            records.forget(sb, kind, doc["full_name"])
            if doc.get("table_type") == "MANAGED" or doc.get("volume_type") == "MANAGED":
                data.append(doc["storage_location"])
    return data
