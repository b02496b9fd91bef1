"""Granting and revoking: what may be granted, on what, to whom and by whom, and how it is reported back.

The wording and the refusals are the service's own, because a demo that is granted to a group of the wrong sort must
fail here as it would there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wizard.sandbox import directory
from wizard.sandbox.api import ApiError, Json, Principal, invalid
from wizard.sandbox.unity import access

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox


_OF_ADMINISTRATORS = [
    "CREATE_CATALOG", "CREATE_CONNECTION", "CREATE_EXTERNAL_LOCATION", "CREATE_PROVIDER", "CREATE_RECIPIENT",
    "CREATE_SERVICE_CREDENTIAL", "CREATE_SHARE", "CREATE_STORAGE_CREDENTIAL",
]  # fmt: skip


def seed(sb: Sandbox) -> None:
    """Grant the administrator what a workspace's have on its metastore, once: whoever revokes it means it.

    Databricks docs, "Workspace admin privileges when workspaces are enabled for Unity Catalog automatically".
    """
    key = f"metastore:{sb.metastore_id}"
    if sb.store.get("grants", key) is None:
        sb.store.put("grants", key, {sb.character.admin: _OF_ADMINISTRATORS})


def grant(sb: Sandbox, principal: Principal, securable_type: str, full_name: str, to: str,
          privileges: Sequence[str]) -> None:  # fmt: skip
    """Grant privileges on an object to one principal."""
    change(sb, principal, securable_type, full_name, [{"principal": to, "add": list(privileges)}])


def revoke(sb: Sandbox, principal: Principal, securable_type: str, full_name: str, from_: str,
           privileges: Sequence[str]) -> None:  # fmt: skip
    """Take privileges on an object from one principal; those it does not have are passed over."""
    change(sb, principal, securable_type, full_name, [{"principal": from_, "remove": list(privileges)}])


def change(sb: Sandbox, principal: Principal, securable_type: str, full_name: str, changes: Sequence[Json]) -> Json:
    """Apply a list of changes, `{principal, add, remove}` each, all or none. Returns the grants afterwards."""
    kind, name = access.kind_of(securable_type), full_name.lower()
    with sb.store.transaction():
        access.require_manage(sb, principal, kind, name)
        granted = access.grants_of(sb, kind, name)
        for item in changes:
            _apply(sb, kind, name, granted, item)
        sb.store.put("grants", f"{kind}:{name}", {who: held for who, held in granted.items() if held})
    return grants(sb, principal, kind, name)


def grants(sb: Sandbox, principal: Principal, securable_type: str, full_name: str, to: str | None = None) -> Json:
    """Return what is granted on the object itself, to everybody or to one principal."""
    kind, name = access.kind_of(securable_type), full_name.lower()
    _readable(sb, principal, kind, name, to)
    granted = access.grants_of(sb, kind, name)
    return {
        "privilege_assignments": [
            {"principal": who, "privileges": sorted(granted[who])} for who in _asked(sb, granted, to)
        ]
    }


def effective(sb: Sandbox, principal: Principal, securable_type: str, full_name: str, to: str | None = None) -> Json:
    """Return what is granted on the object and inherited from its containers, each with where it comes from."""
    kind, name = access.kind_of(securable_type), full_name.lower()
    _readable(sb, principal, kind, name, to)
    found: dict[str, list[Json]] = {}
    for level, level_name in access.lineage(kind, name):
        source = {} if level == kind else {"inherited_from_type": level.upper(), "inherited_from_name": level_name}
        for who, held in access.grants_of(sb, level, level_name).items():
            usable = sorted(set(held) & access.APPLICABLE[kind]) if source else sorted(held)
            found.setdefault(who, []).extend({"privilege": privilege, **source} for privilege in usable)
    assignments = [{"principal": who, "privileges": found[who]} for who in _asked(sb, found, to) if found[who]]
    return {"privilege_assignments": assignments}


def _apply(sb: Sandbox, kind: str, name: str, granted: dict[str, list[str]], item: Json) -> None:
    add = [_privilege(text) for text in item.get("add") or []]
    remove = [_privilege(text) for text in item.get("remove") or []]
    who = _grantee(sb, str(item.get("principal") or ""))
    both = sorted(set(add) & set(remove))
    if both:
        raise invalid(f"Duplicate privileges to add and delete for principal {who}: {', '.join(both)}.")
    for privilege in add:
        if privilege not in access.APPLICABLE[kind]:
            raise invalid(
                f"Privilege {access.label(privilege)} is not applicable to this entity [{name}:{kind.upper()}]. If "
                "this seems unexpected, please check the privilege version of the metastore in use [1.0]."
            )
    # Taking ALL PRIVILEGES away takes every single privilege with it.
    kept = set() if access.ALL in remove else set(granted.get(who, [])) - set(remove)
    granted[who] = sorted(kept | set(add))


def _privilege(text: object) -> str:
    privilege = str(text).upper().replace(" ", "_")
    if not any(privilege in known for known in access.APPLICABLE.values()):
        raise invalid(f"Privilege {text} is not supported.")
    return privilege


def _grantee(sb: Sandbox, name: str) -> str:
    found = directory.grantee(sb.store, name)
    if not found:
        raise ApiError(404, "PRINCIPAL_DOES_NOT_EXIST", f"Could not find principal with name {name}")
    return found


def _readable(sb: Sandbox, principal: Principal, kind: str, name: str, to: str | None) -> None:
    """Everybody who sees an object sees its grants, but the metastore's are for administrators, except one's own.

    Databricks docs, SHOW GRANTS: for an administrator, the owner of the object, or the user who is asked about.
    """
    if kind == "metastore":
        if to is None or to.lower() != principal.user_name.lower():
            access.require_manage(sb, principal, kind, name)
    else:
        access.require_visible(sb, principal, kind, name)


def _asked(sb: Sandbox, known: Iterable[str], to: str | None) -> list[str]:
    if to is None:
        return sorted(known)
    who = _grantee(sb, to)
    return [who] if who in known else []
