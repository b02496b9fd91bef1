"""Volumes: named folders of a schema, for files."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from wizard.sandbox.api import Json, Principal, invalid
from wizard.sandbox.unity import access, names, records, storage

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.store import Document


def create_volume(sb: Sandbox, principal: Principal, full_name: str, *, volume_type: str = "MANAGED",
                  comment: str | None = None, storage_location: str | None = None) -> Document:  # fmt: skip
    """Create a volume. Needs USE CATALOG, USE SCHEMA and CREATE VOLUME; its folder is made with it."""
    schema, name = names.parent(full_name).lower(), names.check(names.last(full_name), "volume")
    if volume_type != "MANAGED" or storage_location:
        raise invalid("The sandbox has no external locations: volume_type must be MANAGED, without storage_location.")
    with sb.store.transaction():
        for privilege in ("USE_SCHEMA", "CREATE_VOLUME"):
            access.require(sb, principal, privilege, "schema", schema)
        if sb.store.get("volume", f"{schema}.{name}"):
            raise names.exists("volume", f"{schema}.{name}")
        place = storage.managed_location(sb, f"{schema}.{name}", "volume")
        catalog_name, _, schema_name = schema.partition(".")
        doc = records.new(
            sb, principal, "volume", name=name, catalog_name=catalog_name, schema_name=schema_name, comment=comment,
            full_name=f"{schema}.{name}", volume_type="MANAGED", volume_id=str(uuid.uuid4()),
            storage_location=storage.location_of(place),
        )  # fmt: skip
        place.mkdir(parents=True)
        sb.store.put("volume", doc["full_name"], doc, parent=schema)
    return doc


def get_volume(sb: Sandbox, principal: Principal, full_name: str) -> Document:
    """Return a volume that the principal may see."""
    return access.require_visible(sb, principal, "volume", full_name)


def update_volume(sb: Sandbox, principal: Principal, full_name: str, changes: Json) -> Document:
    """Change comment or owner of a volume. Needs MANAGE."""
    with sb.store.transaction():
        found = access.require_manage(sb, principal, "volume", full_name)
        wanted = {field: changes[field] for field in ("comment", "owner") if changes.get(field) is not None}
        doc = records.changed(sb, principal, found, wanted)
        sb.store.put("volume", doc["full_name"], doc, parent=names.parent(doc["full_name"]))
    return doc


def delete_volume(sb: Sandbox, principal: Principal, full_name: str) -> None:
    """Delete a volume with its files. Needs MANAGE."""
    with sb.store.transaction():
        found = access.require_manage(sb, principal, "volume", full_name)
        records.forget(sb, "volume", found["full_name"])
    storage.remove(sb, found["storage_location"])
