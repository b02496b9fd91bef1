"""Permissions of a job: /api/2.0/permissions/jobs/{job_id}.

PUT replaces the list and needs an owner in it, PATCH adds to it. Administrators manage every job without being listed;
the answer shows that as inherited, as the service does.
"""

from __future__ import annotations

from wizard.sandbox.api import Call, Json, Service, missing
from wizard.sandbox.jobs import access

service = Service("/api/2.0/permissions/jobs/{job_id}")

_DESCRIPTIONS = {
    "IS_OWNER": "Owner of a job",
    "CAN_VIEW": "Can view a job and its runs",
    "CAN_MANAGE_RUN": "Can view, trigger, cancel and repair runs of a job",
    "CAN_MANAGE": "Can manage a job",
}


@service.get("")
def get(call: Call) -> Json:
    """Who may do what with the job."""
    return _shown(_job(call, "CAN_VIEW"))


@service.get("/permissionLevels")
def levels(call: Call) -> Json:
    """The levels that there are."""
    _job(call, "CAN_VIEW")
    return {"permission_levels": [{"permission_level": k, "description": v} for k, v in _DESCRIPTIONS.items()]}


@service.put("")
def replace(call: Call) -> Json:
    """Replace the access control list."""
    job = _job(call, "CAN_MANAGE")
    return _save(call, job, access.checked(call.sandbox.store, call.body.get("access_control_list") or []))


@service.patch("")
def update(call: Call) -> Json:
    """Add to the access control list."""
    job = _job(call, "CAN_MANAGE")
    new = call.body.get("access_control_list") or []
    return _save(call, job, access.merged(call.sandbox.store, job["access"], new))


def _job(call: Call, level: str) -> Json:
    job = call.sandbox.store.get("job", call.path["job_id"])
    if not job:
        raise missing(f"Job {call.path['job_id']} does not exist.")
    access.require(call.principal, job, level)
    return job


def _save(call: Call, job: Json, entries: list[Json]) -> Json:
    access.keep_owner(call.principal, access.owner_of(job["access"]), entries)
    job = job | {"access": entries}
    call.sandbox.store.put("job", call.path["job_id"], job)
    return _shown(job)


def _shown(job: Json) -> Json:
    entries = [
        {field: entry[field] for field in access.NAME_FIELDS if field in entry}
        | {"all_permissions": [{"permission_level": entry["permission_level"], "inherited": False}]}
        for entry in job["access"]
    ]
    inherited = {"permission_level": "CAN_MANAGE", "inherited": True, "inherited_from_object": ["/jobs/"]}
    entries.append({"group_name": "admins", "all_permissions": [inherited]})
    return {"object_id": f"/jobs/{job['job_id']}", "object_type": "job", "access_control_list": entries}
