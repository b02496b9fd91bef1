"""Access control lists of workspace objects: the other permission system, where `users` is a right answer.

Unlike grants in Unity Catalog these lists name levels that include one another, belong to objects with a number, and
know workspace-local groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wizard.sandbox import directory
from wizard.sandbox.api import Json, Principal, invalid, missing

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.store import Document

_FIELDS = {"user_name": "user", "group_name": "group", "service_principal_name": "service_principal"}


def entry(principal: Principal, level: str) -> Json:
    """Return the entry that gives a principal a level."""
    field = "service_principal_name" if principal.kind == "service_principal" else "user_name"
    return {field: principal.user_name, "permission_level": level}


def allow(sb: Sandbox, kind: str, number: str, item: Json) -> None:
    """Add one entry to the list of an object."""
    sb.store.put("acl", f"{kind}/{number}", {"entries": [*_entries(sb, kind, number), item]})


def holds(sb: Sandbox, principal: Principal, kind: str, number: str, level: str, levels: Sequence[str]) -> bool:
    """Say whether the principal has this level or one later in `levels`, which rises."""
    if principal.admin:
        return True
    enough = levels[levels.index(level) :]
    return any(
        item["permission_level"] in enough and _name(item)[1] in principal.names for item in _entries(sb, kind, number)
    )


def change(sb: Sandbox, kind: str, number: str, wanted: object, levels: Sequence[str], replace: bool) -> None:
    """Set the list of an object (`replace`), or lay entries over it. For one principal the last level counts."""
    if not isinstance(wanted, list) or not all(isinstance(item, dict) for item in wanted):
        raise invalid("Field access_control_list must be a list of objects.")
    with sb.store.transaction():
        kept: dict[tuple[str, str], Json] = {}
        for item in [*([] if replace else _entries(sb, kind, number)), *wanted]:
            field, name = _checked(sb, item, levels)
            kept[field, name] = {field: name, "permission_level": item["permission_level"]}
        sb.store.put("acl", f"{kind}/{number}", {"entries": list(kept.values())})


def describe(sb: Sandbox, kind: str, number: str, object_type: str) -> Json:
    """Return the list of an object as the API shows it; administrators manage everything, by inheritance."""
    shown = [{**dict([_name(item)]), "all_permissions": [{"permission_level": item["permission_level"],
              "inherited": False}]} for item in _entries(sb, kind, number)]  # fmt: skip
    everything = {"permission_level": "CAN_MANAGE", "inherited": True, "inherited_from_object": [f"/{kind}/"]}
    shown.append({"group_name": "admins", "all_permissions": [everything]})
    return {"object_id": f"/{kind}/{number}", "object_type": object_type, "access_control_list": shown}


def forget(sb: Sandbox, kind: str, number: str) -> None:
    """Delete the list of an object that is gone."""
    sb.store.delete("acl", f"{kind}/{number}")


def _entries(sb: Sandbox, kind: str, number: str) -> list[Document]:
    found = sb.store.get("acl", f"{kind}/{number}") or {"entries": []}
    return list(found["entries"])


def _name(item: Json) -> tuple[str, str]:
    return next((field, str(item[field])) for field in _FIELDS if item.get(field))


def _checked(sb: Sandbox, item: Json, levels: Sequence[str]) -> tuple[str, str]:
    if sum(bool(item.get(field)) for field in _FIELDS) != 1:
        raise invalid("Exactly one of user_name, group_name or service_principal_name must be specified.")
    if item.get("permission_level") not in levels:
        raise invalid(f"Invalid permission level {item.get('permission_level')}. Use one of {', '.join(levels)}.")
    field, name = _name(item)
    if not directory.find(sb.store, _FIELDS[field], name):
        raise missing(f"Principal: {name} does not exist")
    return field, name
