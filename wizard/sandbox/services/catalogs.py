"""Catalogs, as `w.catalogs` calls them."""

from __future__ import annotations

from wizard.sandbox.api import Call, Json, Service
from wizard.sandbox.paging import page
from wizard.sandbox.unity import access, objects

service = Service("/api/2.1/unity-catalog/catalogs")


@service.get("")
def list_catalogs(call: Call) -> Json:
    """List the catalogs that the caller may see."""
    found = call.sandbox.store.list("catalog")
    return page(call, "catalogs", found, "name", lambda doc: access.visible(
        call.sandbox, call.principal, "catalog", doc["name"]))  # fmt: skip


@service.post("")
def create_catalog(call: Call) -> Json:
    """Create a catalog."""
    body = call.body
    return objects.create_catalog(
        call.sandbox, call.principal, call.text("name"), comment=body.get("comment"),
        properties=body.get("properties"), storage_root=body.get("storage_root"), options=body.get("options"),
    )  # fmt: skip


@service.get("/{name}")
def get_catalog(call: Call) -> Json:
    """Return a catalog."""
    return objects.get_catalog(call.sandbox, call.principal, call.path["name"])


@service.patch("/{name}")
def update_catalog(call: Call) -> Json:
    """Change a catalog, its name included."""
    found = objects.update_catalog(call.sandbox, call.principal, call.path["name"], call.body)
    new_name = call.body.get("new_name")
    return objects.rename(call.sandbox, call.principal, "catalog", found["name"], new_name) if new_name else found


@service.delete("/{name}")
def delete_catalog(call: Call) -> Json:
    """Delete a catalog."""
    objects.delete_catalog(call.sandbox, call.principal, call.path["name"], call.flag("force"))
    return {}
