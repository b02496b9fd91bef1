"""Privileges on securables, and the principals that hold them.

`securable_type` is a plain string for the SDK ("catalog", "schema", "table"): an enum would end up in the URL by its
Python name. Views are tables here.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised

if TYPE_CHECKING:
    from databricks.sdk.service.catalog import GetPermissionsResponse

EVERYONE = "account users"


def granted(ws: Workspace, securable_type: str, name: str) -> dict[str, frozenset[str]]:
    """Privileges granted on the securable itself, by principal."""
    found: dict[str, frozenset[str]] = {}
    page: str | None = None
    while True:
        answer = ws.client.grants.get(securable_type, name, page_token=page)
        found |= _by_principal(answer)
        page = answer.next_page_token
        if not page:
            return found


def _by_principal(answer: GetPermissionsResponse) -> dict[str, frozenset[str]]:
    return {
        a.principal or "": frozenset(p.value for p in a.privileges or [])
        for a in answer.privilege_assignments or []
    }


def effective(ws: Workspace, securable_type: str, name: str, principal: str) -> frozenset[str]:
    """Privileges that the principal has on the securable, inherited ones included."""
    with advised(f"reading what {principal} may do on {name}"):
        found: set[str] = set()
        page: str | None = None
        while True:
            answer = ws.client.grants.get_effective(securable_type, name, principal=principal, page_token=page)
            for assignment in answer.privilege_assignments or []:
                found |= {p.privilege.value for p in assignment.privileges or [] if p.privilege}
            page = answer.next_page_token
            if not page:
                return frozenset(found)


def change(ws: Workspace, securable_type: str, name: str, add: Mapping[str, Iterable[str]]) -> None:
    """Grant privileges to several principals: one PATCH for the securable."""
    from databricks.sdk.service.catalog import PermissionsChange, Privilege

    changes = [
        PermissionsChange(principal=principal, add=[Privilege(p) for p in sorted(privileges)])
        for principal, privileges in sorted(add.items())
    ]
    with advised(f"granting on {securable_type} {name}"):
        ws.client.grants.update(securable_type, name, changes=changes)


def unknown_principals(ws: Workspace, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The names that nobody has here, each with the most similar groups that exist.

    A group must be an account-level group: workspace-local ones are refused by Unity Catalog, which only the grant
    itself can tell.
    """
    missing = [name for name in names if name != EVERYONE and not _exists(ws, name)]
    if not missing:
        return {}
    with advised("listing groups"):
        groups = [g.display_name or "" for g in ws.client.groups.list(attributes="displayName")]
    return {name: tuple(difflib.get_close_matches(name, groups)) for name in missing}


def _exists(ws: Workspace, name: str) -> bool:
    value = name.replace("\\", "\\\\").replace('"', '\\"')
    with advised(f"looking for the principal {name}"):
        if "@" in name:
            return any(True for _ in ws.client.users.list(filter=f'userName eq "{value}"', attributes="userName"))
        if any(True for _ in ws.client.groups.list(filter=f'displayName eq "{value}"', attributes="displayName")):
            return True
        return any(True for _ in ws.client.service_principals.list(filter=f'applicationId eq "{value}"'))
