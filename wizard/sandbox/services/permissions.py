"""Grants on Unity Catalog objects, as `w.grants` calls them: read, read with what is inherited, change."""

from __future__ import annotations

from wizard.sandbox.api import Call, Json, Service, invalid
from wizard.sandbox.paging import page
from wizard.sandbox.unity import privileges

service = Service("/api/2.1/unity-catalog")
# A page must have room for all privileges of one principal, so the service refuses to cut smaller ones.
_SMALLEST_PAGE = 150


@service.get("/permissions/{type}/{full_name}")
def get_grants(call: Call) -> Json:
    """Return the grants on one object."""
    found = privileges.grants(
        call.sandbox, call.principal, call.path["type"], call.path["full_name"], call.query.get("principal")
    )
    return _page(call, found)


@service.get("/effective-permissions/{type}/{full_name}")
def get_effective(call: Call) -> Json:
    """Return the grants on one object and on its containers."""
    found = privileges.effective(
        call.sandbox, call.principal, call.path["type"], call.path["full_name"], call.query.get("principal")
    )
    return _page(call, found)


@service.patch("/permissions/{type}/{full_name}")
def change_grants(call: Call) -> Json:
    """Change the grants on one object: all changes or none."""
    changes = call.body.get("changes") or []
    if not isinstance(changes, list) or not all(isinstance(item, dict) for item in changes):
        raise invalid("Field changes must be a list of objects.")
    return privileges.change(call.sandbox, call.principal, call.path["type"], call.path["full_name"], changes)


def _page(call: Call, found: Json) -> Json:
    length = call.query.get("max_results", "")
    if length.isdecimal() and 0 < int(length) < _SMALLEST_PAGE:
        raise invalid(f"Invalid max_results: {length}. It must be 0, or {_SMALLEST_PAGE} or more.")
    return page(call, "privilege_assignments", found["privilege_assignments"], "principal")
