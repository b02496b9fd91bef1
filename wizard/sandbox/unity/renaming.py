"""Renaming an object with everything that is filed under its name: what it holds, grants and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.sandbox.api import Principal
from wizard.sandbox.unity import access, names, records

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.store import Document

_DEPTH = {"catalog": 1, "schema": 2, "table": 3, "volume": 3}


def rename(sb: Sandbox, principal: Principal, kind: str, full_name: str, new_name: str) -> Document:
    """Give an object a new last name within its container and return it. Needs MANAGE. Data stays where it lies."""
    with sb.store.transaction():
        old = access.require_manage(sb, principal, kind, full_name)["full_name"]
        container = names.parent(old)
        new = f"{container}.{names.check(new_name, kind)}".lstrip(".")
        if sb.store.get(kind, new):
            raise names.exists(kind, new)
        kinds = [kind] if _DEPTH[kind] == 3 else [level for level, depth in _DEPTH.items() if depth >= _DEPTH[kind]]
        for level in kinds:
            for doc in sb.store.list(level):
                if doc["full_name"] == old or doc["full_name"].startswith(f"{old}."):
                    _move(sb, level, doc, new + doc["full_name"][len(old) :])
    found = sb.store.get(kind, new)
    assert found  # noqa: S101 - moved just now
    return found


def _move(sb: Sandbox, kind: str, doc: Document, new: str) -> None:
    old = doc["full_name"]
    granted = access.grants_of(sb, kind, old)
    entities = {f"{records.ENTITY_TYPES[kind]}:{old}": f"{records.ENTITY_TYPES[kind]}:{new}"}
    entities |= {f"columns:{old}.{c['name']}": f"columns:{new}.{c['name']}" for c in doc.get("columns", [])}
    tags = {target: sb.store.list("tag", source) for source, target in entities.items()}
    records.forget(sb, kind, old)
    parts = new.split(".")
    named = dict(zip(("catalog_name", "schema_name"), parts[:-1], strict=False))
    sb.store.put(kind, new, {**doc, **named, "name": parts[-1], "full_name": new}, parent=names.parent(new))
    if granted:
        sb.store.put("grants", f"{kind}:{new}", granted)
    for entity, found in tags.items():
        for tag in found:
            moved = {**tag, "entity_name": entity.partition(":")[2]}
            sb.store.put("tag", f"{entity}:{tag['tag_key']}", moved, parent=entity)
