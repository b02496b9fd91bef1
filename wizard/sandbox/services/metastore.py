"""The metastore that this workspace is attached to."""

from __future__ import annotations

from wizard.sandbox import directory
from wizard.sandbox.api import ApiError, Call, Json, Service
from wizard.sandbox.unity import access

service = Service("/api/2.1/unity-catalog")


@service.get("/current-metastore-assignment")
def current(call: Call) -> Json:
    """Return the assignment, with the catalog that names without one refer to."""
    return {**_ids(call), "default_catalog_name": call.sandbox.character.default_catalog}


@service.get("/metastore_summary")
def summary(call: Call) -> Json:
    """Return what anybody may know of the metastore."""
    return _metastore(call)


@service.get("/metastores/{id}")
def get_metastore(call: Call) -> Json:
    """Return the metastore."""
    if call.path["id"] != call.sandbox.metastore_id:
        raise ApiError(404, "METASTORE_DOES_NOT_EXIST", f"Metastore '{call.path['id']}' does not exist.")
    return _metastore(call)


@service.get("/metastores")
def list_metastores(call: Call) -> Json:
    """List the only metastore, for administrators."""
    call.admin_only()
    return {"metastores": [_metastore(call)]}


def _ids(call: Call) -> Json:
    return {"metastore_id": call.sandbox.metastore_id, "workspace_id": int(call.sandbox.workspace_id)}


def _metastore(call: Call) -> Json:
    has_root = call.sandbox.character.metastore_storage
    root = {"storage_root": (call.sandbox.home / "warehouse").as_uri()} if has_root else {}
    return {
        "metastore_id": call.sandbox.metastore_id, "name": access.METASTORE, "owner": directory.SYSTEM,
        "cloud": "local", "region": "local", **root,
        "global_metastore_id": f"local:local:{call.sandbox.metastore_id}", "privilege_model_version": "1.0",
        "delta_sharing_scope": "INTERNAL", "external_access_enabled": False,
    }  # fmt: skip
