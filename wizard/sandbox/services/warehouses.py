"""SQL warehouses and their permissions, as `w.warehouses` calls them."""

from __future__ import annotations

from wizard.sandbox import acl, warehouses
from wizard.sandbox.api import Call, Json, Service

service = Service("/api/2.0")
_PERMISSIONS = ("/permissions/warehouses/{id}", "/permissions/sql/warehouses/{id}")


@service.get("/sql/warehouses")
def list_warehouses(call: Call) -> Json:
    """List the warehouses that the caller may see."""
    seen = [
        doc for doc in call.sandbox.store.list("warehouse")
        if acl.holds(call.sandbox, call.principal, "warehouses", doc["id"], "CAN_VIEW", warehouses.LEVELS)
    ]  # fmt: skip
    return {"warehouses": [warehouses.describe(call.sandbox, doc) for doc in seen]}


@service.post("/sql/warehouses")
def create_warehouse(call: Call) -> Json:
    """Create a warehouse."""
    call.admin_only()
    return {"id": warehouses.create(call.sandbox, call.principal, call.body)["id"]}


@service.get("/sql/warehouses/{id}")
def get_warehouse(call: Call) -> Json:
    """Return a warehouse."""
    return warehouses.describe(call.sandbox, warehouses.find(call.sandbox, call.principal, call.path["id"]))


@service.post("/sql/warehouses/{id}/start")
def start_warehouse(call: Call) -> Json:
    """Start a warehouse."""
    found = warehouses.find(call.sandbox, call.principal, call.path["id"], "CAN_USE")
    warehouses.start(call.sandbox, found)
    return {}


@service.post("/sql/warehouses/{id}/stop")
def stop_warehouse(call: Call) -> Json:
    """Stop a warehouse."""
    found = warehouses.find(call.sandbox, call.principal, call.path["id"], "IS_OWNER")
    warehouses.set_state(call.sandbox, found, "STOPPED")
    return {}


@service.post("/sql/warehouses/{id}/edit")
def edit_warehouse(call: Call) -> Json:
    """Change the settings of a warehouse."""
    found = warehouses.find(call.sandbox, call.principal, call.path["id"], "IS_OWNER")
    warehouses.edit(call.sandbox, found, call.body)
    return {}


@service.delete("/sql/warehouses/{id}")
def delete_warehouse(call: Call) -> Json:
    """Delete a warehouse."""
    found = warehouses.find(call.sandbox, call.principal, call.path["id"], "IS_OWNER")
    warehouses.delete(call.sandbox, found)
    return {}


def get_permissions(call: Call) -> Json:
    """Return who may do what with a warehouse."""
    warehouses.find(call.sandbox, call.principal, call.path["id"])
    return acl.describe(call.sandbox, "warehouses", call.path["id"], "warehouses")


def set_permissions(call: Call) -> Json:
    """Replace the permissions on a warehouse."""
    return _change(call, replace=True)


def add_permissions(call: Call) -> Json:
    """Add to the permissions on a warehouse."""
    return _change(call, replace=False)


for _path in _PERMISSIONS:
    service.get(_path)(get_permissions)
    service.put(_path)(set_permissions)
    service.patch(_path)(add_permissions)


def _change(call: Call, replace: bool) -> Json:
    warehouses.find(call.sandbox, call.principal, call.path["id"], "IS_OWNER")
    wanted = call.body.get("access_control_list")
    acl.change(call.sandbox, "warehouses", call.path["id"], wanted, warehouses.LEVELS, replace)
    return acl.describe(call.sandbox, "warehouses", call.path["id"], "warehouses")
