"""Catalogs: the top of the namespace, and what they hold by default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.sandbox.api import ApiError, Json, Principal
from wizard.sandbox.characters import refusals
from wizard.sandbox.unity import access, names, records, schemas, storage

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.characters.model import Way
    from wizard.sandbox.store import Document

_CHANGEABLE = ("comment", "owner", "properties", "options", "isolation_mode", "enable_predictive_optimization")


def seed(sb: Sandbox) -> None:
    """Make the catalogs that a workspace of this character has from the start, unless they exist."""
    for first in sb.character.catalogs:
        if not sb.store.get("catalog", first.name):
            _put_new(sb, Principal(first.owner), first.name, comment=first.comment)
            granted = {who: list(privileges) for who, privileges in first.grants.items()}
            sb.store.put("grants", f"catalog:{first.name}", granted)


def create_catalog(sb: Sandbox, principal: Principal, name: str, *, comment: str | None = None,
                   properties: dict[str, str] | None = None, storage_root: str | None = None,
                   options: dict[str, str] | None = None, way: Way = "rest") -> Document:  # fmt: skip
    """Create a catalog with its `default` schema. Needs CREATE CATALOG on the metastore, and a place to lie in."""
    name = names.check(name, "catalog")
    with sb.store.transaction():
        access.require(sb, principal, "CREATE_CATALOG", "metastore", sb.metastore_id)
        refusals.place_for_catalog(sb, storage_root, way)
        if sb.store.get("catalog", name):
            raise names.exists("catalog", name)
        return _put_new(sb, principal, name, comment=comment, options=options, storage_root=storage_root,
                        properties=records.properties(properties))  # fmt: skip


def get_catalog(sb: Sandbox, principal: Principal, name: str) -> Document:
    """Return a catalog that the principal may see."""
    return access.require_visible(sb, principal, "catalog", name)


def update_catalog(sb: Sandbox, principal: Principal, name: str, changes: Json) -> Document:
    """Change comment, owner, properties or options of a catalog. Needs MANAGE."""
    with sb.store.transaction():
        found = access.require_manage(sb, principal, "catalog", name)
        wanted = {field: value for field, value in changes.items() if field in _CHANGEABLE and value is not None}
        doc = records.changed(sb, principal, found, wanted)
        sb.store.put("catalog", doc["name"], doc)
    return doc


def delete_catalog(sb: Sandbox, principal: Principal, name: str, force: bool = False) -> None:
    """Delete a catalog. Without `force` only an empty one; with it everything inside, data included."""
    with sb.store.transaction():
        name = access.require_manage(sb, principal, "catalog", name)["name"]
        held = sb.store.list("schema", name)
        if held and not force:
            message = f"Catalog '{name}' is not empty. The catalog has {len(held)} schema(s)"
            raise ApiError(400, "INVALID_STATE", message)
        data = [place for schema in held for place in schemas.drop_contents(sb, schema["full_name"])]
        for schema in held:
            records.forget(sb, "schema", schema["full_name"])
        records.forget(sb, "catalog", name)
    for place in data:
        storage.remove(sb, place)
    for container in [*(schema["full_name"] for schema in held), name]:
        storage.remove_empty(sb, container)


def _put_new(sb: Sandbox, principal: Principal, name: str, **fields: object) -> Document:
    """Store a new catalog without asking whether the principal may make it."""
    doc = records.new(
        sb, principal, "catalog", name=name, full_name=name, catalog_type="MANAGED_CATALOG", isolation_mode="OPEN",
        enable_predictive_optimization="INHERIT", **{"properties": {}, **fields},
    )  # fmt: skip
    sb.store.put("catalog", name, doc)
    schemas.put_new(sb, principal, name, "default", comment="Default schema (auto-created)")
    return doc
