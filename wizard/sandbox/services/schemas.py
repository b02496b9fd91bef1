"""Schemas, as `w.schemas` calls them."""

from __future__ import annotations

from wizard.sandbox.api import Call, Json, Service, invalid
from wizard.sandbox.paging import page
from wizard.sandbox.unity import access, objects

service = Service("/api/2.1/unity-catalog/schemas")


@service.get("")
def list_schemas(call: Call) -> Json:
    """List the schemas of a catalog that the caller may see."""
    if not call.query.get("catalog_name"):
        raise invalid("Missing required field: catalog_name")
    catalog = access.require_visible(call.sandbox, call.principal, "catalog", call.query["catalog_name"])["name"]
    found = call.sandbox.store.list("schema", catalog)
    return page(call, "schemas", found, "full_name", lambda doc: access.visible(
        call.sandbox, call.principal, "schema", doc["full_name"]))  # fmt: skip


@service.post("")
def create_schema(call: Call) -> Json:
    """Create a schema."""
    body = call.body
    return objects.create_schema(
        call.sandbox, call.principal, call.text("catalog_name"), call.text("name"), comment=body.get("comment"),
        properties=body.get("properties"), storage_root=body.get("storage_root"),
    )  # fmt: skip


@service.get("/{full_name}")
def get_schema(call: Call) -> Json:
    """Return a schema."""
    return objects.get_schema(call.sandbox, call.principal, call.path["full_name"])


@service.patch("/{full_name}")
def update_schema(call: Call) -> Json:
    """Change a schema, its name included."""
    found = objects.update_schema(call.sandbox, call.principal, call.path["full_name"], call.body)
    new_name = call.body.get("new_name")
    return objects.rename(call.sandbox, call.principal, "schema", found["full_name"], new_name) if new_name else found


@service.delete("/{full_name}")
def delete_schema(call: Call) -> Json:
    """Delete a schema."""
    objects.delete_schema(call.sandbox, call.principal, call.path["full_name"], call.flag("force"))
    return {}
