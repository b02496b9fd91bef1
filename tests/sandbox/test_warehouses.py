"""Warehouses and their permissions, through the SDK and its waiters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from databricks.sdk import WorkspaceClient, errors
from databricks.sdk.service.sql import (
    State,
    WarehouseAccessControlRequest,
    WarehousePermissionLevel,
)

from tests.sandbox.conftest import ClientAs

CAN_USE = WarehousePermissionLevel.CAN_USE


@pytest.fixture
def warehouse(client: WorkspaceClient) -> Iterator[str]:
    made = client.warehouses.create(name="of the test", cluster_size="Small", auto_stop_mins=5).result()
    assert made.id
    yield made.id
    client.warehouses.delete(made.id)


def test_every_workspace_starts_with_one(client_as: ClientAs) -> None:
    found = next(iter(client_as("guest@example.com").warehouses.list()))
    assert (found.name, found.state) == ("Serverless Starter Warehouse", State.RUNNING)
    assert found.enable_serverless_compute


def test_states_and_settings(client: WorkspaceClient, warehouse: str) -> None:
    assert client.warehouses.stop(warehouse).result().state is State.STOPPED
    assert client.warehouses.start(warehouse).result().state is State.RUNNING
    client.warehouses.edit(warehouse, name="of the test", cluster_size="Large").result()
    found = client.warehouses.get(warehouse)
    assert (found.cluster_size, found.auto_stop_mins) == ("Large", 5)
    assert found.odbc_params
    assert found.odbc_params.path == f"/sql/1.0/warehouses/{warehouse}"
    with pytest.raises(errors.InvalidParameterValue):
        client.warehouses.create(name="of the test")
    with pytest.raises(errors.NotFound):
        client.warehouses.get("0" * 16)


def test_permissions_open_and_close_a_warehouse(
    client: WorkspaceClient, client_as: ClientAs, warehouse: str
) -> None:
    ana = client_as("ana@example.com")
    with pytest.raises(errors.PermissionDenied):
        ana.warehouses.get(warehouse)
    may_use = WarehouseAccessControlRequest(group_name="analysts", permission_level=CAN_USE)
    found = client.warehouses.update_permissions(warehouse, access_control_list=[may_use])
    names = [entry.group_name or entry.user_name for entry in found.access_control_list or []]
    assert names == ["owner@example.com", "analysts", "admins"]
    assert ana.warehouses.get(warehouse).state is State.RUNNING
    with pytest.raises(errors.PermissionDenied):
        ana.warehouses.stop(warehouse)
    client.warehouses.set_permissions(warehouse, access_control_list=[])
    assert warehouse not in {seen.id for seen in ana.warehouses.list()}
    stranger = WarehouseAccessControlRequest(group_name="nobody", permission_level=CAN_USE)
    with pytest.raises(errors.NotFound):
        client.warehouses.update_permissions(warehouse, access_control_list=[stranger])


def test_only_administrators_create(client_as: ClientAs) -> None:
    with pytest.raises(errors.PermissionDenied):
        client_as("dev@example.com").warehouses.create(name="mine")
