"""Volumes, as `w.volumes` calls them."""

from __future__ import annotations

from wizard.sandbox.api import Call, Json, Service, invalid
from wizard.sandbox.paging import page
from wizard.sandbox.unity import access, objects

service = Service("/api/2.1/unity-catalog/volumes")


@service.get("")
def list_volumes(call: Call) -> Json:
    """List the volumes of a schema that the caller may see."""
    for field in ("catalog_name", "schema_name"):
        if not call.query.get(field):
            raise invalid(f"Missing required field: {field}")
    schema = f"{call.query['catalog_name']}.{call.query['schema_name']}"
    schema = access.require_visible(call.sandbox, call.principal, "schema", schema)["full_name"]
    found = call.sandbox.store.list("volume", schema)
    return page(call, "volumes", found, "full_name", lambda doc: access.visible(
        call.sandbox, call.principal, "volume", doc["full_name"]))  # fmt: skip


@service.post("")
def create_volume(call: Call) -> Json:
    """Create a volume."""
    name = ".".join(call.text(field) for field in ("catalog_name", "schema_name", "name"))
    return objects.create_volume(
        call.sandbox, call.principal, name, volume_type=call.text("volume_type"), comment=call.body.get("comment"),
        storage_location=call.body.get("storage_location"),
    )  # fmt: skip


@service.get("/{full_name}")
def get_volume(call: Call) -> Json:
    """Return a volume."""
    return objects.get_volume(call.sandbox, call.principal, call.path["full_name"])


@service.patch("/{full_name}")
def update_volume(call: Call) -> Json:
    """Change a volume, its name included."""
    found = objects.update_volume(call.sandbox, call.principal, call.path["full_name"], call.body)
    new_name = call.body.get("new_name")
    return objects.rename(call.sandbox, call.principal, "volume", found["full_name"], new_name) if new_name else found


@service.delete("/{full_name}")
def delete_volume(call: Call) -> Json:
    """Delete a volume."""
    objects.delete_volume(call.sandbox, call.principal, call.path["full_name"])
    return {}
