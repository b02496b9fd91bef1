"""Who may do what in Unity Catalog: ownership, inheritance and the USE privileges on the way down.

Databricks docs, "Unity Catalog permissions model": a privilege on a catalog or schema holds for everything inside,
now and later; an owner has every privilege on what it owns; reaching an object takes USE CATALOG and USE SCHEMA on
its containers, whatever is granted on the object itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.sandbox.api import ApiError, Principal, denied, invalid
from wizard.sandbox.unity import names

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.store import Document

METASTORE = "sandbox"
"""The name of the only metastore; grants are kept under its id."""
ALL = "ALL_PRIVILEGES"
# ALL PRIVILEGES leaves these out, so that it never lets data leave or rights be handed on.
_NOT_IN_ALL = frozenset({"MANAGE", "EXTERNAL_USE_SCHEMA", "EXTERNAL_USE_LOCATION"})
_IN_TABLE = {"SELECT", "MODIFY", "REFRESH"}
_IN_VOLUME = {"READ_VOLUME", "WRITE_VOLUME"}
_EVERYWHERE = {ALL, "MANAGE", "APPLY_TAG"}
_IN_SCHEMA = {
    "USE_SCHEMA", "CREATE_TABLE", "CREATE_VOLUME", "CREATE_FUNCTION", "CREATE_MODEL", "CREATE_MATERIALIZED_VIEW",
    "EXTERNAL_USE_SCHEMA", "EXECUTE",
} | _EVERYWHERE | _IN_TABLE | _IN_VOLUME  # fmt: skip
APPLICABLE = {
    "metastore": {
        "CREATE_CATALOG", "CREATE_CONNECTION", "CREATE_EXTERNAL_LOCATION", "CREATE_PROVIDER", "CREATE_RECIPIENT",
        "CREATE_SHARE", "CREATE_STORAGE_CREDENTIAL", "CREATE_SERVICE_CREDENTIAL", "MANAGE_ALLOWLIST",
        "SET_SHARE_PERMISSION", "USE_MARKETPLACE_ASSETS", "USE_PROVIDER", "USE_RECIPIENT", "USE_SHARE",
    },
    "catalog": {"USE_CATALOG", "CREATE_SCHEMA", "CREATE_FOREIGN_SECURABLE", "BROWSE"} | _IN_SCHEMA,
    "schema": _IN_SCHEMA,
    "table": _EVERYWHERE | _IN_TABLE,
    "volume": _EVERYWHERE | _IN_VOLUME,
}  # fmt: skip
_USE = {"catalog": "USE_CATALOG", "schema": "USE_SCHEMA"}
_READ = {**_USE, "table": "SELECT", "volume": "READ_VOLUME"}


def kind_of(securable_type: str) -> str:
    """Return the kind of object behind a securable type of the API, in any case. Raises 400 for an unknown one."""
    kind = securable_type.lower()
    if kind not in APPLICABLE:
        raise invalid(f"SECURABLETYPE {securable_type.upper()} is not a valid securable type here.")
    return kind


def holds(sb: Sandbox, principal: Principal, privilege: str, kind: str, full_name: str) -> bool:
    """Say whether the principal has the privilege on the object, by grant, ownership or inheritance."""
    if principal.admin:
        return True
    return any(
        _owns(sb, principal, *level) or _includes(_granted(sb, principal, *level), privilege)
        for level in lineage(kind, full_name)
    )


def locate(sb: Sandbox, principal: Principal, kind: str, full_name: str) -> Document:
    """Return the document of an object that the principal can reach.

    Raises 403 at the first container that may not be used and 404 at the first thing that does not exist: a name in a
    schema that one cannot use does not betray whether it is taken.
    """
    if kind == "metastore":
        return {"name": "metastore", "owner": ""}
    found: Document | None = None
    for level, name in reversed(lineage(kind, names.parse(full_name, kind))):
        found = sb.store.get(level, name)
        if not found:
            raise names.not_found(level, name)
        if level != kind:
            _demand(sb, principal, _USE[level], level, name)
    assert found  # noqa: S101 - the loop ran at least once and raised unless it found something
    return found


def require(sb: Sandbox, principal: Principal, privilege: str, securable_type: str, full_name: str) -> Document:
    """Return the object's document if the principal has a privilege on it and may reach it; raise 403 or 404 if not."""
    kind = kind_of(securable_type)
    found = locate(sb, principal, kind, full_name)
    _demand(sb, principal, privilege, kind, full_name.lower())
    return found


def require_read(sb: Sandbox, principal: Principal, full_name: str) -> Document:
    """Return the document of a table or view whose rows the principal may read."""
    return require(sb, principal, "SELECT", "table", full_name)


def require_write(sb: Sandbox, principal: Principal, full_name: str) -> Document:
    """Return the document of a table whose rows the principal may change."""
    return require(sb, principal, "MODIFY", "table", full_name)


def require_manage(sb: Sandbox, principal: Principal, securable_type: str, full_name: str) -> Document:
    """Return the object's document if the principal owns it or a container of it, or has MANAGE."""
    return require(sb, principal, "MANAGE", securable_type, full_name)


def require_visible(sb: Sandbox, principal: Principal, kind: str, full_name: str) -> Document:
    """Return the object's document if the principal may see that it exists."""
    name = names.parse(full_name, kind)
    found = sb.store.get(kind, name)
    if found and holds(sb, principal, "BROWSE", kind, name):
        return found
    found = locate(sb, principal, kind, name)
    if not visible(sb, principal, kind, name):
        raise _missing(_READ[kind], kind, name)
    return found


def visible(sb: Sandbox, principal: Principal, kind: str, full_name: str) -> bool:
    """Say whether an object appears in the principal's lists: anything held on it, and its containers in use."""
    if principal.admin or holds(sb, principal, "BROWSE", kind, full_name):
        return True
    own, *containers = lineage(kind, full_name)
    if not all(holds(sb, principal, _USE[level], level, name) for level, name in containers):
        return False
    levels = [own, *containers]
    return any(_owns(sb, principal, *level) or _granted(sb, principal, *level) & APPLICABLE[kind] for level in levels)


def lineage(kind: str, full_name: str) -> list[tuple[str, str]]:
    """Return the object and its containers, from the inside out, as (kind, full name)."""
    if kind == "metastore":
        return [(kind, full_name)]
    parts = full_name.split(".")
    outer = [("catalog", 1), ("schema", 2)][: len(parts) - 1]
    return [(kind, full_name)] + [(level, ".".join(parts[:count])) for level, count in reversed(outer)]


def grants_of(sb: Sandbox, kind: str, full_name: str) -> dict[str, list[str]]:
    """Return what is granted on exactly this object: privileges by principal."""
    return sb.store.get("grants", f"{kind}:{full_name}") or {}


def label(privilege: str) -> str:
    """Return a privilege as people write it: USE_CATALOG is USE CATALOG."""
    return privilege.replace("_", " ")


def _demand(sb: Sandbox, principal: Principal, privilege: str, kind: str, name: str) -> None:
    if not holds(sb, principal, privilege, kind, name):
        raise _missing(privilege, kind, name)


def _missing(privilege: str, kind: str, name: str) -> ApiError:
    shown = METASTORE if kind == "metastore" else name
    return denied(f"User does not have {label(privilege)} on {kind.capitalize()} '{shown}'.")


def _owns(sb: Sandbox, principal: Principal, kind: str, name: str) -> bool:
    found = sb.store.get(kind, name)
    return found is not None and found["owner"] in principal.names


def _granted(sb: Sandbox, principal: Principal, kind: str, name: str) -> set[str]:
    granted = grants_of(sb, kind, name)
    return {privilege for who in principal.names & granted.keys() for privilege in granted[who]}


def _includes(granted: set[str], privilege: str) -> bool:
    return privilege in granted or (ALL in granted and privilege not in _NOT_IN_ALL)
