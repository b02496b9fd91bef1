"""Tags on every kind of entity, through the SDK."""

from __future__ import annotations

import pytest
from databricks.sdk import WorkspaceClient, errors
from databricks.sdk.service.catalog import EntityTagAssignment, PermissionsChange, Privilege, VolumeType

from tests.sandbox.conftest import ClientAs


def tag(kind: str, name: str, key: str, value: str | None = None) -> EntityTagAssignment:
    return EntityTagAssignment(entity_name=name, tag_key=key, entity_type=kind, tag_value=value)


def test_a_tag_lives_from_create_to_delete(client: WorkspaceClient, catalog: str) -> None:
    tags = client.entity_tag_assignments
    schema = f"{catalog}.default"
    client.volumes.create(catalog, "default", "v", VolumeType.MANAGED)
    for kind, name in (("catalogs", catalog), ("schemas", schema), ("volumes", f"{schema}.v")):
        made = tags.create(tag(kind, name, "domain/area", "sales"))
        assert (made.tag_value, made.updated_by) == ("sales", "owner@example.com")
        assert tags.get(kind, name, "domain/area").tag_value == "sales"
        assert tags.update(kind, name, "domain/area", tag(kind, name, "domain/area", "x"), "tag_value").tag_value == "x"
        tags.create(tag(kind, name, "plain"))
        assert [found.tag_key for found in tags.list(kind, name)] == ["domain/area", "plain"]
        assert [found.tag_key for found in tags.list(kind, name, max_results=1)] == ["domain/area", "plain"]
        tags.delete(kind, name, "domain/area")
        with pytest.raises(errors.NotFound):
            tags.get(kind, name, "domain/area")


def test_what_cannot_be_tagged(client: WorkspaceClient, catalog: str) -> None:
    tags = client.entity_tag_assignments
    tags.create(tag("catalogs", catalog, "k"))
    with pytest.raises(errors.AlreadyExists):
        tags.create(tag("catalogs", catalog, "k"))
    with pytest.raises(errors.NotFound):
        tags.create(tag("catalogs", "nope", "k"))
    for wrong in (tag("catalog", catalog, "k"), tag("catalogs", catalog, "k" * 256)):
        with pytest.raises(errors.InvalidParameterValue):
            tags.create(wrong)


def test_tagging_takes_apply_tag(client: WorkspaceClient, client_as: ClientAs, catalog: str) -> None:
    dev = client_as("dev@example.com")
    use = PermissionsChange(principal="data_engineers", add=[Privilege.USE_CATALOG])
    client.grants.update("catalog", catalog, changes=[use])
    with pytest.raises(errors.PermissionDenied, match="does not have APPLY TAG"):
        dev.entity_tag_assignments.create(tag("catalogs", catalog, "k"))
    apply = PermissionsChange(principal="data_engineers", add=[Privilege.APPLY_TAG])
    client.grants.update("catalog", catalog, changes=[apply])
    dev.entity_tag_assignments.create(tag("catalogs", catalog, "k"))


def test_tags_follow_a_new_name_and_end_with_their_object(client: WorkspaceClient, catalog: str) -> None:
    client.schemas.create("s", catalog)
    client.entity_tag_assignments.create(tag("schemas", f"{catalog}.s", "k", "v"))
    client.schemas.update(f"{catalog}.s", new_name="t")
    assert client.entity_tag_assignments.get("schemas", f"{catalog}.t", "k").tag_value == "v"
    client.schemas.delete(f"{catalog}.t")
    client.schemas.create("t", catalog)
    assert not list(client.entity_tag_assignments.list("schemas", f"{catalog}.t"))
