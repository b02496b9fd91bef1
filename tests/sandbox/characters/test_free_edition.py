"""Free Edition: no new catalogs at all, one small warehouse, five tasks at a time, nobody but `account users`."""

from __future__ import annotations

from pathlib import Path

import pytest
from databricks.sdk import WorkspaceClient, errors
from databricks.sdk.service.catalog import PermissionsChange, Privilege
from databricks.sdk.service.compute import Environment
from databricks.sdk.service.jobs import JobEnvironment, QueueDetailsCodeCode, SparkPythonTask, SubmitTask
from databricks.sdk.service.workspace import ImportFormat

from tests.sandbox.sql.conftest import Sql
from wizard.sandbox.characters.choice import Choice

CHOICE = Choice("free-edition")


def test_no_way_leads_to_a_new_catalog(client: WorkspaceClient, sql: Sql) -> None:
    with pytest.raises(errors.InvalidState, match="Metastore storage root URL does not exist"):
        client.catalogs.create("retail")
    with pytest.raises(errors.NotFound, match="No parent external location was found for path 's3://bucket'"):
        client.catalogs.create("retail", storage_root="s3://bucket")
    failure = sql.fails("CREATE CATALOG retail MANAGED LOCATION 's3://bucket'")
    assert "No parent external location was found for path 's3://bucket'" in failure.message
    for statement in ("CREATE CATALOG retail", "CREATE CATALOG IF NOT EXISTS workspace"):
        assert sql.fails(statement).message.startswith("[INVALID_STATE] Metastore storage root URL does not exist.")


def test_she_owns_the_catalog_that_is_there(client: WorkspaceClient) -> None:
    assert [(found.name, found.owner) for found in client.catalogs.list()] == [("workspace", "owner@example.com")]
    assert client.metastores.summary().storage_root is None
    client.schemas.create("retail", "workspace")
    change = PermissionsChange(principal="account users", add=[Privilege.USE_CATALOG])
    client.grants.update("catalog", "workspace", changes=[change])


def test_there_are_no_groups_to_grant_to(client: WorkspaceClient) -> None:
    assert {group.display_name for group in client.groups.list()} == {"account users", "admins", "users"}
    with pytest.raises(errors.NotFound, match="Could not find principal with name analysts"):
        client.grants.update("catalog", "workspace", changes=[
            PermissionsChange(principal="analysts", add=[Privilege.USE_CATALOG])])  # fmt: skip
    with pytest.raises(errors.NotFound):
        client.api_client.do("POST", "/api/2.0/account/scim/v2/Groups", body={"displayName": "analysts"})


def test_there_is_one_small_warehouse_and_no_other(client: WorkspaceClient, warehouse: str) -> None:
    found = client.warehouses.get(warehouse)
    assert (found.cluster_size, found.enable_serverless_compute) == ("2X-Small", True)
    with pytest.raises(errors.BadRequest, match="You have reached the maximum number of SQL warehouses") as refusal:
        client.warehouses.create(name="second", cluster_size="2X-Small")
    assert refusal.value.error_code == "QUOTA_EXCEEDED"
    with pytest.raises(errors.InvalidParameterValue, match="Invalid cluster size Large"):
        client.warehouses.edit(warehouse, name="larger", cluster_size="Large")
    with pytest.raises(errors.InvalidParameterValue, match="Only serverless compute"):
        client.warehouses.edit(warehouse, name="classic", enable_serverless_compute=False)


def test_there_are_no_clusters(client: WorkspaceClient) -> None:
    assert list(client.clusters.list()) == []
    with pytest.raises(errors.InvalidParameterValue, match="Only serverless compute is supported in the workspace"):
        client.clusters.create(spark_version="17.3.x-scala2.13", num_workers=1)
    with pytest.raises(errors.ResourceDoesNotExist, match="Cluster 0123-4 does not exist"):
        client.clusters.get("0123-4")


def test_five_tasks_run_and_the_sixth_is_queued(client: WorkspaceClient, tmp_path: Path) -> None:
    begun, gate = tmp_path / "begun", tmp_path / "gate"
    begun.mkdir()
    code = "\n".join([
        "import pathlib, sys, time",
        "begun, gate, name = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]",
        "(begun / name).touch()",
        "while not gate.exists(): time.sleep(0.01)",
    ])  # fmt: skip
    path = "/Users/owner@example.com/wait.py"
    client.workspace.upload(path, code.encode(), format=ImportFormat.AUTO, overwrite=True)
    tasks = [
        SubmitTask(task_key=f"t{i}", environment_key="default", spark_python_task=SparkPythonTask(
            python_file=path, parameters=[str(begun), str(gate), f"t{i}"]))
        for i in range(6)
    ]  # fmt: skip
    environment = JobEnvironment(environment_key="default", spec=Environment(environment_version="4"))
    run_id = client.jobs.submit(run_name="six", tasks=tasks, environments=[environment]).run_id
    while len(list(begun.iterdir())) < 5:
        assert client.jobs.get_run(run_id).end_time == 0
    last = next(task for task in client.jobs.get_run(run_id).tasks or [] if task.task_key == "t5")
    assert last.status
    assert last.status.queue_details
    assert last.status.queue_details.code is QueueDetailsCodeCode.ACTIVE_RUNS_LIMIT_REACHED
    assert not (begun / "t5").exists()
    gate.touch()
    while not (run := client.jobs.get_run(run_id)).end_time:
        pass
    assert run.state
    assert run.state.result_state
    assert run.state.result_state.value == "SUCCESS"
    assert (begun / "t5").exists()
