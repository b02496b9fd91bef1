"""Who can be granted something: the groups, users and service principals of a workspace, through SCIM."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from wizard.errors import WizardError
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised
from wizard.workspace.grants import EVERYONE

if TYPE_CHECKING:
    from databricks.sdk.service.iam import Group

MOST = 500
"""Of each kind: more than anybody scrolls through, and one or two calls."""
HEAVY = "members,entitlements,roles,groups"


@dataclass(frozen=True, slots=True)
class Principal:
    """`name` is what a GRANT names: a group's display name, a user's e-mail, a service principal's application id.

    `kind` is "group", "user" or "service_principal"; `title` is the name for people.
    """

    name: str
    kind: str
    title: str


def principals(ws: Workspace) -> tuple[Principal, ...]:
    """Groups, users, service principals, each sorted by title; 500 of a kind at most, `account users` always.

    A kind that may not be listed is left out. Raises WizardError when none may be.
    """
    lists = (_groups, _users, _service_principals)
    with ThreadPoolExecutor(len(lists)) as pool:
        asked = [pool.submit(_read, ws, one) for one in lists]
        found = [each.result() for each in asked]
    refused = [each for each in found if isinstance(each, WizardError)]
    if len(refused) == len(found):
        raise refused[0]
    return tuple(one for kind in found if not isinstance(kind, WizardError) for one in kind)


def _read(ws: Workspace, one: Callable[[Workspace], Iterator[Principal]]) -> list[Principal] | WizardError:
    try:
        with advised("reading the directory"):
            return sorted(islice(one(ws), MOST), key=lambda found: (found.title.casefold(), found.name))
    except WizardError as error:
        return error


def _groups(ws: Workspace) -> Iterator[Principal]:
    """Those of the account: a group of the workspace alone is refused by every GRANT."""
    yield Principal(EVERYONE, "group", EVERYONE)  # not every workspace lists it
    for group in ws.client.groups.list(excluded_attributes=HEAVY, count=MOST):
        name = group.display_name or ""
        if name and name != EVERYONE and not _is_local(group):
            yield Principal(name, "group", name)


def _is_local(group: Group) -> bool:
    return group.meta is not None and group.meta.resource_type == "WorkspaceGroup"


def _users(ws: Workspace) -> Iterator[Principal]:
    for user in ws.client.users.list(excluded_attributes=HEAVY, count=MOST):
        if user.user_name and user.active is not False:
            yield Principal(user.user_name, "user", user.display_name or user.user_name)


def _service_principals(ws: Workspace) -> Iterator[Principal]:
    for found in ws.client.service_principals.list(excluded_attributes=HEAVY, count=MOST):
        if found.application_id and found.active is not False:
            name = found.application_id
            yield Principal(name, "service_principal", found.display_name or name)
