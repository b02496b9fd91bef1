"""Tags on Unity Catalog objects and columns: free words that people search and govern by."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from wizard.sandbox.api import ApiError, Principal, invalid
from wizard.sandbox.unity import access, names, records

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.store import Document, Documents

_KINDS = {**{plural: kind for kind, plural in records.ENTITY_TYPES.items()}, "columns": "table"}
_LONGEST_KEY, _LONGEST_VALUE = 255, 1000


def set_tag(sb: Sandbox, principal: Principal, entity_type: str, name: str, key: str, value: str = "", *,
            new: bool = False) -> Document:  # fmt: skip
    """Put a tag on an entity (`entity_type` as in the API: catalogs, schemas, tables, columns, volumes).

    Needs APPLY TAG. With `new` a tag that is already there is an error.
    """
    if not key or len(key) > _LONGEST_KEY or len(value) > _LONGEST_VALUE:
        raise invalid(f"A tag key has 1 to {_LONGEST_KEY} characters, a tag value at most {_LONGEST_VALUE}.")
    with sb.store.transaction():
        entity = _entity(sb, principal, entity_type, name, "APPLY_TAG")
        if new and sb.store.get("tag", f"{entity}:{key}"):
            message = f"Tag assignment with tag key {key} already exists for {entity_type} {name}"
            raise ApiError(409, "ALREADY_EXISTS", message)
        when = datetime.datetime.fromtimestamp(sb.clock(), datetime.UTC).isoformat(timespec="milliseconds")
        doc: Document = {
            "entity_type": entity_type, "entity_name": entity.partition(":")[2], "tag_key": key, "tag_value": value,
            "updated_by": principal.user_name, "update_time": when.replace("+00:00", "Z"),
        }  # fmt: skip
        sb.store.put("tag", f"{entity}:{key}", doc, parent=entity)
    return doc


def get_tag(sb: Sandbox, principal: Principal, entity_type: str, name: str, key: str) -> Document:
    """Return one tag of an entity that the principal may see."""
    entity = _entity(sb, principal, entity_type, name)
    found = sb.store.get("tag", f"{entity}:{key}")
    if not found:
        raise ApiError(404, "NOT_FOUND", f"Tag assignment with tag key {key} does not exist for {entity_type} {name}")
    return found


def list_tags(sb: Sandbox, principal: Principal, entity_type: str, name: str) -> Documents:
    """Return the tags of an entity that the principal may see, by key."""
    return sb.store.list("tag", _entity(sb, principal, entity_type, name))


def unset_tag(sb: Sandbox, principal: Principal, entity_type: str, name: str, key: str) -> None:
    """Take a tag off an entity. Needs APPLY TAG."""
    with sb.store.transaction():
        entity = _entity(sb, principal, entity_type, name, "APPLY_TAG")
        get_tag(sb, principal, entity_type, name, key)
        sb.store.delete("tag", f"{entity}:{key}")


def _entity(sb: Sandbox, principal: Principal, entity_type: str, name: str, privilege: str = "") -> str:
    """Return the key that an entity's tags are filed under, once the principal may do this with them."""
    kind = _KINDS.get(entity_type)
    if not kind:
        raise invalid(f"Invalid entity type: {entity_type}. It must be one of {', '.join(sorted(_KINDS))}.")
    securable, column = (names.parent(name), names.last(name)) if entity_type == "columns" else (name, "")
    if privilege:
        found = access.require(sb, principal, privilege, kind, securable)
    else:
        found = access.require_visible(sb, principal, kind, securable)
    if not column:
        return f"{entity_type}:{found['full_name']}"
    for known in found.get("columns", []):
        if known["name"].lower() == column.lower():
            return f"columns:{found['full_name']}.{known['name']}"
    raise ApiError(404, "COLUMN_DOES_NOT_EXIST", f"Column '{name}' does not exist.")
