"""Who may see, run and change a job: its access control list, and what the service says to those who may not.

Levels rise CAN_VIEW < CAN_MANAGE_RUN < IS_OWNER < CAN_MANAGE; administrators have CAN_MANAGE on every job. A job has
exactly one owner, whose rights its runs have unless it names another in `run_as`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wizard.sandbox import acl, directory
from wizard.sandbox.api import Principal, denied, invalid, missing
from wizard.sandbox.jobs.states import Doc

if TYPE_CHECKING:
    from wizard.sandbox.store import Store

LEVELS = ("CAN_VIEW", "CAN_MANAGE_RUN", "IS_OWNER", "CAN_MANAGE")
NAME_FIELDS = ("user_name", "group_name", "service_principal_name")
_KINDS = {"user_name": "user", "group_name": "group", "service_principal_name": "service_principal"}
_TITLES = {
    "user_name": "UserName", "group_name": "GroupName", "service_principal_name": "ServicePrincipalName",
}  # fmt: skip
_NEEDED = {
    "CAN_VIEW": "View or Admin or Manage Run or Owner",
    "CAN_MANAGE_RUN": "Manage Run or Owner or Admin",
    "IS_OWNER": "Owner or Admin",
    "CAN_MANAGE": "Owner or Admin",
}


def owner_entry(principal: Principal) -> Doc:
    """The entry that makes `principal` the owner."""
    return acl.entry(principal, "IS_OWNER")


def owner_of(entries: Sequence[Doc]) -> str:
    """The name of the owner."""
    return next(name_of(entry) for entry in entries if entry["permission_level"] == "IS_OWNER")


def name_of(entry: Doc) -> str:
    """The principal of an entry."""
    return str(next(entry[field] for field in NAME_FIELDS if entry.get(field)))


def level_of(principal: Principal, entries: Sequence[Doc]) -> int:
    """The highest level of `principal`, as an index into LEVELS; -1 for none."""
    if principal.admin:
        return LEVELS.index("CAN_MANAGE")
    levels = [LEVELS.index(e["permission_level"]) for e in entries if name_of(e) in principal.names]
    return max(levels, default=-1)


def allowed(principal: Principal, entries: Sequence[Doc], level: str) -> bool:
    """Whether `principal` has at least `level`. Owners may do all that managers may."""
    wanted = "IS_OWNER" if level == "CAN_MANAGE" else level
    return level_of(principal, entries) >= LEVELS.index(wanted)


def require(principal: Principal, job: Doc, level: str) -> None:
    """Answer 403, in the service's words, unless `principal` has `level` on the job."""
    if not allowed(principal, job["access"], level):
        raise denied(f"User {principal.user_name} does not have {_NEEDED[level]} permissions on job {job['job_id']}")


def keep_owner(principal: Principal, owner: str, entries: Sequence[Doc]) -> None:
    """Answer 403 when somebody but an administrator makes another than `owner` the owner, whose rights runs have."""
    if owner_of(entries) != owner and not principal.admin:
        raise denied(f"User {principal.user_name} does not have permission to change the owner of a job.")


def checked(store: Store, entries: Sequence[Doc]) -> list[Doc]:
    """An access control list as it is kept: known principals and levels; of several entries for one, the last counts.

    Raises ApiError 400 for what the service refuses, 404 for a stranger.
    """
    kept: dict[tuple[str, str], Doc] = {}
    for entry in entries:
        named = [field for field in NAME_FIELDS if entry.get(field)]
        level = entry.get("permission_level")
        if len(named) != 1:
            raise invalid("Exactly one of user_name, group_name or service_principal_name must be specified.")
        if level not in LEVELS:
            raise invalid(f"Invalid permission level {level}. Valid levels for jobs are {', '.join(LEVELS)}.")
        field, name = named[0], str(entry[named[0]])
        if not directory.find(store, _KINDS[field], name):
            raise missing(f"Principal: {_TITLES[field]}({name}) does not exist")
        if level == "IS_OWNER" and field == "group_name":
            raise invalid("Groups can not be owners of a job.")
        kept[field, name] = {field: name, "permission_level": level}
    owners = [entry for entry in kept.values() if entry["permission_level"] == "IS_OWNER"]
    if len(owners) != 1:
        raise invalid("The job must have exactly one owner.")
    return list(kept.values())


def merged(store: Store, old: Sequence[Doc], new: Sequence[Doc]) -> list[Doc]:
    """`old` with `new` over it, as PATCH does. A new owner takes the place of the old one."""
    if any(entry.get("permission_level") == "IS_OWNER" for entry in new):
        old = [entry for entry in old if entry["permission_level"] != "IS_OWNER"]
    return checked(store, [*old, *new])
