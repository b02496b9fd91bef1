"""The people of the sandbox, through SCIM."""

from __future__ import annotations

import pytest
from databricks.sdk import WorkspaceClient, errors
from databricks.sdk.service import iam

from tests.sandbox.conftest import ClientAs
from wizard.sandbox import lifecycle
from wizard.sandbox.lifecycle import Running


def test_everybody_is_who_their_token_says(client_as: ClientAs) -> None:
    for user in ("owner@example.com", "ana@example.com", "dev@example.com", "guest@example.com"):
        assert client_as(user).current_user.me().user_name == user


def test_users_list_their_groups(client_as: ClientAs) -> None:
    groups = {group.display for group in client_as("ana@example.com").current_user.me().groups or []}
    assert groups == {"analysts", "account users", "users"}


def test_filters_and_pages(client: WorkspaceClient) -> None:
    assert [g.display_name for g in client.groups.list(filter='displayName eq "analysts"')] == ["analysts"]
    assert [g.display_name for g in client.groups.list(filter="displayName eq ANALYSTS")] == ["analysts"]
    assert [u.user_name for u in client.users.list(filter='userName eq "dev@example.com"')] == ["dev@example.com"]
    assert [s.display_name for s in client.service_principals.list(filter='displayName eq "demo-runner"')]
    assert not list(client.groups.list(filter='displayName eq "nobody"'))
    everybody = [user.user_name for user in client.users.list()]
    assert everybody == [user.user_name for user in client.users.list(count=1)]
    with pytest.raises(errors.InvalidParameterValue):
        list(client.groups.list(filter="displayName like x and more"))


def test_lists_hold_the_attributes_that_were_asked_for(client: WorkspaceClient) -> None:
    analysts = next(iter(client.groups.list(filter="displayName eq analysts", attributes="displayName")))
    assert (analysts.display_name, analysts.members, analysts.meta) == ("analysts", [], None)
    assert analysts.id
    analysts = next(iter(client.groups.list(filter="displayName eq analysts", excluded_attributes="members,roles")))
    assert (analysts.display_name, analysts.members) == ("analysts", [])
    assert analysts.meta is not None


def test_a_group_made_in_the_workspace_is_local_and_cannot_be_granted_anything(
    client: WorkspaceClient, catalog: str
) -> None:
    from databricks.sdk.service.catalog import PermissionsChange, Privilege

    group = client.groups.create(display_name="just_here")
    assert group.meta is not None
    assert group.meta.resource_type == "WorkspaceGroup"
    with pytest.raises(errors.NotFound, match="Could not find principal with name just_here"):
        client.grants.update(
            "catalog", catalog, changes=[PermissionsChange(principal="just_here", add=[Privilege.USE_CATALOG])]
        )
    assert group.id
    client.groups.delete(group.id)


def test_a_new_user_can_be_impersonated_and_joins_groups(
    client: WorkspaceClient, sandbox: Running, client_as: ClientAs
) -> None:
    user = client.users.create(user_name="new@example.com", display_name="Newcomer")
    group = client.groups.create(display_name="newcomers")
    assert group.id
    add = iam.Patch(op=iam.PatchOp.ADD, path="members", value=[{"value": user.id}])
    client.groups.patch(group.id, operations=[add])
    found = client_as("new@example.com").current_user.me()
    assert "newcomers" in {g.display for g in found.groups or []}
    client_as("new@example.com").workspace.mkdirs("/Users/new@example.com/work")
    with pytest.raises(errors.ResourceAlreadyExists):
        client.users.create(user_name="new@example.com")
    assert user.id
    client.users.delete(user.id)
    with pytest.raises(errors.Unauthenticated):
        client_as("new@example.com").current_user.me()


def test_only_administrators_change_the_directory(client_as: ClientAs) -> None:
    with pytest.raises(errors.PermissionDenied):
        client_as("guest@example.com").groups.create(display_name="mine")


def test_no_token_for_a_stranger(sandbox: Running) -> None:
    with pytest.raises(lifecycle.UsageError, match=r"nobody@example.com does not exist"):
        lifecycle.environment("nobody@example.com", sandbox.home)


def test_spark_connect_is_for_the_owner_alone(sandbox: Running) -> None:
    assert lifecycle.environment(home=sandbox.home)["SPARK_REMOTE"].startswith("sc://127.0.0.1:")
    assert "SPARK_REMOTE" not in lifecycle.environment("ana@example.com", sandbox.home)
