"""Tags on Unity Catalog objects, as `w.entity_tag_assignments` calls them."""

from __future__ import annotations

from wizard.sandbox.api import Call, Json, Service
from wizard.sandbox.paging import page
from wizard.sandbox.unity import tags

service = Service("/api/2.1/unity-catalog/entity-tag-assignments")


@service.post("")
def create_tag(call: Call) -> Json:
    """Put a tag on an entity."""
    value = str(call.body.get("tag_value") or "")
    where = (call.text("entity_type"), call.text("entity_name"), call.text("tag_key"))
    return tags.set_tag(call.sandbox, call.principal, *where, value, new=True)


@service.get("/{type}/{name}/tags")
def list_tags(call: Call) -> Json:
    """List the tags of an entity."""
    found = tags.list_tags(call.sandbox, call.principal, call.path["type"], call.path["name"])
    return page(call, "tag_assignments", found, "tag_key")


@service.get("/{type}/{name}/tags/{key:path}")
def get_tag(call: Call) -> Json:
    """Return one tag of an entity."""
    return tags.get_tag(call.sandbox, call.principal, *_where(call))


@service.patch("/{type}/{name}/tags/{key:path}")
def update_tag(call: Call) -> Json:
    """Change the value of a tag."""
    tags.get_tag(call.sandbox, call.principal, *_where(call))
    return tags.set_tag(call.sandbox, call.principal, *_where(call), str(call.body.get("tag_value") or ""))


@service.delete("/{type}/{name}/tags/{key:path}")
def delete_tag(call: Call) -> Json:
    """Take a tag off an entity."""
    tags.unset_tag(call.sandbox, call.principal, *_where(call))
    return {}


def _where(call: Call) -> tuple[str, str, str]:
    return call.path["type"], call.path["name"], call.path["key"]
