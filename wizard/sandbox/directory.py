"""The people of the sandbox: users, groups and service principals, in the shapes of SCIM.

Grants are worth rehearsing only against principals who exist and whose rights differ, so every sandbox comes with a
small company; which groups it has and who administers it is up to its character. Databricks knows two sorts of groups
and only one of them can be granted anything in Unity Catalog; the difference is kept here in `account_level`, since it
is what people trip over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wizard.sandbox.api import Principal
from wizard.sandbox.characters import people

if TYPE_CHECKING:
    from wizard.sandbox.characters import Character
    from wizard.sandbox.store import Document, Store

OWNER = people.OWNER
EVERYONE = people.EVERYONE
SYSTEM = people.SYSTEM
ENGINE = Principal("engine", "engine", admin=True)
_KINDS = {"Users": "user", "Groups": "group", "ServicePrincipals": "service_principal"}
_NAMES = {"user": "userName", "group": "displayName", "service_principal": "applicationId"}
_PEOPLE = [(OWNER, "Olive Owner"), (people.ANALYST, "Ana Analyst"), (people.ENGINEER, "Dev Engineer"),
           (people.GUEST, "Gus Guest")]  # fmt: skip
_RUNNER_ID = "6f3a0c52-6d4e-4c0b-9a51-0d9b8c1f7e21"


def seed(store: Store, character: Character) -> None:
    """Move the company in, unless it lives here already."""
    if store.get("user", "100"):
        return
    living = _PEOPLE + ([(people.ADMIN, "Ada Admin")] if character.admin == people.ADMIN else [])
    ids = {}
    for number, (user_name, name) in enumerate(living, start=100):
        ids[user_name] = add(store, "user", {"userName": user_name, "displayName": name}, id=str(number))["id"]
    runner = {"applicationId": _RUNNER_ID, "displayName": "demo-runner"}
    add(store, "service_principal", runner, id="200")
    groups: list[tuple[str, Sequence[str], bool]] = [
        *((name, members, True) for name, members in character.groups.items()),
        (EVERYONE, [], True), ("users", [], False), ("admins", [character.admin], False),
    ]  # fmt: skip
    for number, (name, members, account_level) in enumerate(groups, start=300):
        listed = [{"value": ids[member], "display": member} for member in members]
        add(store, "group", {"displayName": name, "members": listed}, id=str(number), account_level=account_level)


def kind_of(collection: str) -> str:
    """Return the kind of document behind a SCIM collection such as `Users`."""
    return _KINDS[collection]


def name_field(kind: str) -> str:
    """Return the SCIM attribute that holds the name grants are written under."""
    return _NAMES[kind]


def add(store: Store, kind: str, person: dict[str, Any], *, id: str = "",  # noqa: A002
        account_level: bool = False) -> Document:  # fmt: skip
    """Add a user, group or service principal and return it as stored."""
    number = id or str(1000 + store.next_id("directory"))
    defaults: Document = {"members": []} if kind == "group" else {"active": True}
    doc = {**defaults, **person, "id": number, "account_level": account_level or kind != "group"}
    store.put(kind, number, doc)
    return doc


def find(store: Store, kind: str, name: str) -> Document | None:
    """Return the one with this name; names are compared as the service does, without regard to case."""
    field = _NAMES[kind]
    return next((doc for doc in store.list(kind) if str(doc.get(field, "")).lower() == name.lower()), None)


def principal(store: Store, name: str) -> Principal | None:
    """Return the user or service principal with this name, with all groups that it belongs to."""
    user = find(store, "user", name)
    found = user or find(store, "service_principal", name)
    if not found or not found.get("active", True):
        return None
    kind = "user" if user else "service_principal"
    groups = groups_of(store, found["id"]) | {EVERYONE, "users"}
    return Principal(found[_NAMES[kind]], "user" if user else "service_principal", groups, admin="admins" in groups)


def groups_of(store: Store, member: str) -> frozenset[str]:
    """Return the names of the groups that hold this id, directly or through another group."""
    groups = store.list("group")
    seen: set[str] = set()
    names: set[str] = set()
    waiting = [member]
    while waiting:
        current = waiting.pop()
        for group in groups:
            if group["id"] not in seen and any(m["value"] == current for m in group["members"]):
                seen.add(group["id"])
                names.add(group["displayName"])
                waiting.append(group["id"])
    return frozenset(names)


def grantee(store: Store, name: str) -> str | None:
    """Return the exact spelling of a principal that Unity Catalog accepts in a grant, or None.

    Users by e-mail address, service principals by application id, groups only if they belong to the account.
    """
    for kind, field in _NAMES.items():
        found = find(store, kind, name)
        if found and found["account_level"]:
            return str(found[field])
    return None
