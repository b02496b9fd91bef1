"""What all Unity Catalog documents have in common: who made and changed them, and what disappears with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.sandbox import directory
from wizard.sandbox.api import ApiError, Json, Principal, invalid

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.store import Document

ENTITY_TYPES = {"catalog": "catalogs", "schema": "schemas", "table": "tables", "volume": "volumes"}


def new(sb: Sandbox, principal: Principal, kind: str, **fields: object) -> Document:
    """Return a document made now by this principal, who owns it. Fields that are None are left out."""
    now, who = sb.now(), principal.user_name
    stamp = {"owner": who, "created_at": now, "created_by": who, "updated_at": now, "updated_by": who}
    given = {name: value for name, value in fields.items() if value is not None}
    return {**given, **stamp, "metastore_id": sb.metastore_id, "securable_type": kind.upper()}


def changed(sb: Sandbox, principal: Principal, found: Document, changes: Json) -> Document:
    """Return a document with changes made now by this principal. Raises 400 when the new owner does not exist."""
    if "owner" in changes:
        owner = directory.grantee(sb.store, str(changes["owner"]))
        if not owner:
            message = f"Could not find principal with name {changes['owner']}"
            raise ApiError(404, "PRINCIPAL_DOES_NOT_EXIST", message)
        changes = {**changes, "owner": owner}
    return {**found, **changes, "updated_at": sb.now(), "updated_by": principal.user_name}


def properties(value: object) -> dict[str, str]:
    """Return properties as strings by name. Raises 400 for anything else."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid("Field properties must be an object of strings.")
    return {str(name): str(text) for name, text in value.items()}


def forget(sb: Sandbox, kind: str, full_name: str) -> None:
    """Delete a document with the grants and tags on it."""
    found = sb.store.get(kind, full_name) or {}
    sb.store.delete(kind, full_name)
    sb.store.delete("grants", f"{kind}:{full_name}")
    entities = [f"{ENTITY_TYPES[kind]}:{full_name}"]
    entities += [f"columns:{full_name}.{column['name']}" for column in found.get("columns", [])]
    for entity in entities:
        for tag in sb.store.list("tag", entity):
            sb.store.delete("tag", f"{entity}:{tag['tag_key']}")
