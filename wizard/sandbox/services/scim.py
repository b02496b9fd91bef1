"""Users, groups and service principals, as SCIM 2.0 has them.

Groups made here belong to the workspace, not to the account, exactly as on Databricks: they can be given workspace
objects but nothing in Unity Catalog.
"""

from __future__ import annotations

import re
import uuid

from wizard.sandbox import directory, workspace_tree
from wizard.sandbox.api import ApiError, Call, Json, Service, invalid, missing
from wizard.sandbox.store import Document

service = Service("/api/2.0/preview/scim/v2")
_FILTER = re.compile(r'^\s*(\w+)\s+(eq|co|sw)\s+"?([^"]*)"?\s*$', re.IGNORECASE)
_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


@service.get("/Me")
def me(call: Call) -> Json:
    """Return the caller."""
    if call.principal.kind == "engine":
        return {"userName": call.principal.user_name}
    found = directory.find(call.sandbox.store, call.principal.kind, call.principal.user_name)
    if not found:
        raise missing("The caller does not exist any more.")
    return {**_shape(call, call.principal.kind, found), "userName": call.principal.user_name}


@service.get("/{collection}")
def list_people(call: Call) -> Json:
    """List users, groups or service principals: `filter`, `startIndex`, `count`, and which attributes of them."""
    return listed(call, _kind(call))


def listed(call: Call, kind: str, *, account_only: bool = False) -> Json:
    """Return the page of a kind that the query asks for, with `account_only` without what belongs to the workspace."""
    found = [doc for doc in call.sandbox.store.list(kind) if _matches(doc, call.query.get("filter", ""))]
    found = [doc for doc in found if doc["account_level"] or not account_only]
    start = max(_number(call, "startIndex", 1), 1)
    shown = found[start - 1 :][: _number(call, "count", 100)]
    return {
        "schemas": [_SCHEMA], "totalResults": len(found), "startIndex": start, "itemsPerPage": len(shown),
        "Resources": [_cut(call, _shape(call, kind, doc)) for doc in shown],
    }  # fmt: skip


@service.get("/{collection}/{id}")
def get_person(call: Call) -> Json:
    """Return one user, group or service principal."""
    return _shape(call, _kind(call), _existing(call))


@service.post("/{collection}")
def create_person(call: Call) -> Json:
    """Create a user, group or service principal."""
    return created(call, _kind(call))


def created(call: Call, kind: str, *, account_level: bool = False) -> Json:
    """Create one of a kind; a group with `account_level` can be granted something in Unity Catalog."""
    call.admin_only()
    person = {name: value for name, value in call.body.items() if name not in ("id", "schemas")}
    if kind == "service_principal":
        person.setdefault("applicationId", str(uuid.uuid4()))
    name = person.get(directory.name_field(kind))
    if not isinstance(name, str) or not name:
        raise invalid(f"Missing required field: {directory.name_field(kind)}")
    if "/" in name:
        raise invalid(f"{directory.name_field(kind)} must not hold a slash.")
    if directory.find(call.sandbox.store, kind, name):
        raise ApiError(409, "RESOURCE_ALREADY_EXISTS", f"{kind.replace('_', ' ').capitalize()} {name} already exists.")
    if kind != "group":
        workspace_tree.add_home(call.sandbox, name)
    return _shape(call, kind, directory.add(call.sandbox.store, kind, person, account_level=account_level))


@service.patch("/Groups/{id}")
def change_group(call: Call) -> Json:
    """Add members to a group, or remove them."""
    call.admin_only()
    group = _existing(call, "group")
    for operation in call.body.get("Operations", []):
        _change_members(group, operation)
    call.sandbox.store.put("group", group["id"], group)
    return {}


@service.delete("/{collection}/{id}")
def delete_person(call: Call) -> Json:
    """Delete a user, group or service principal."""
    call.admin_only()
    call.sandbox.store.delete(_kind(call), _existing(call)["id"])
    return {}


def _change_members(group: Document, operation: Json) -> None:
    verb = str(operation.get("op", "")).lower()
    path = str(operation.get("path", ""))
    chosen = re.fullmatch(r'members\[value eq "([^"]+)"\]', path)
    if verb == "remove" and chosen:
        group["members"] = [member for member in group["members"] if member["value"] != chosen.group(1)]
        return
    value = operation.get("value")
    members = value.get("members") if isinstance(value, dict) else value
    if verb != "add" or not isinstance(members, list) or path not in ("", "members"):
        raise invalid("Only adding members to a group and removing them is supported.")
    known = {member["value"] for member in group["members"]}
    group["members"] += [{"value": m["value"]} for m in members if m["value"] not in known]


def _kind(call: Call) -> str:
    try:
        return directory.kind_of(call.path["collection"])
    except KeyError:
        raise ApiError(404, "ENDPOINT_NOT_FOUND", f"No API found for '{call.path['collection']}'") from None


def _existing(call: Call, kind: str = "") -> Document:
    kind = kind or _kind(call)
    found = call.sandbox.store.get(kind, call.path["id"])
    if not found:
        raise missing(f"{kind.replace('_', ' ').capitalize()} with id {call.path['id']} not found.")
    return found


def _matches(doc: Document, wish: str) -> bool:
    if not wish:
        return True
    parts = _FILTER.match(wish)
    if not parts:
        raise invalid(f"The filter '{wish}' is not supported.")
    name, verb, value = parts.group(1), parts.group(2).lower(), parts.group(3).lower()
    known = str(next((doc[key] for key in doc if key.lower() == name.lower()), "")).lower()
    return {"eq": known == value, "co": value in known, "sw": known.startswith(value)}[verb]


def _number(call: Call, name: str, default: int) -> int:
    text = call.query.get(name, str(default))
    if not text.isdecimal():
        raise invalid(f"{name} must be a number.")
    return int(text)


def _cut(call: Call, shown: Json) -> Json:
    """Leave the attributes that were asked for; the id comes always (RFC 7644, 3.9)."""
    wanted, unwanted = (
        {name.strip().lower() for name in call.query.get(field, "").split(",")} - {""}
        for field in ("attributes", "excludedAttributes")
    )
    return {
        name: value for name, value in shown.items()
        if name == "id" or (name.lower() not in unwanted and (not wanted or name.lower() in wanted))
    }  # fmt: skip


def _shape(call: Call, kind: str, doc: Document) -> Json:
    """Return a document as SCIM has it: people list their groups, groups say where they belong."""
    shown = {name: value for name, value in doc.items() if name != "account_level"}
    if kind == "group":
        shown["meta"] = {"resourceType": "Group" if doc["account_level"] else "WorkspaceGroup"}
        return shown
    names = sorted(directory.groups_of(call.sandbox.store, doc["id"]) | {directory.EVERYONE, "users"})
    shown["groups"] = [{"display": name, "value": name, "type": "direct"} for name in names]
    if kind == "user":
        shown["emails"] = [{"type": "work", "value": doc["userName"], "primary": True}]
    return shown
