"""Job settings: what the service adds and what it refuses."""

import pytest

from wizard.sandbox.api import ApiError
from wizard.sandbox.jobs import settings

SQL = {"task_key": "t", "sql_task": {"warehouse_id": "w", "file": {"path": "/a.sql"}}}
PYTHON = {"task_key": "t", "environment_key": "e", "spark_python_task": {"python_file": "/a.py"}}
ENVIRONMENTS = [{"environment_key": "e", "spec": {"environment_version": "4"}}]


def test_the_fields_that_the_service_adds():
    done = settings.complete({"name": "j", "tasks": [SQL]})
    assert done["email_notifications"] == done["webhook_notifications"] == {}
    assert (done["timeout_seconds"], done["max_concurrent_runs"], done["format"]) == (0, 1, "MULTI_TASK")
    assert done["tasks"][0]["run_if"] == "ALL_SUCCESS"
    assert done["tasks"][0]["timeout_seconds"] == 0


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({}, "At least one task must be specified."),
        ({"tasks": [{"task_key": "t"}]}, "exactly one task type"),
        ({"tasks": [{**SQL, "task_key": "no spaces"}]}, "Invalid task key 'no spaces'"),
        ({"tasks": [{**PYTHON, "environment_key": None}]}, "An environment is required for serverless task t."),
        ({"tasks": [PYTHON]}, "environment 'e', which is not defined"),
        ({"tasks": [{**SQL, "existing_cluster_id": "1"}]}, "Only serverless compute is supported in the workspace."),
        ({"tasks": [{"task_key": "t", "pipeline_task": {"pipeline_id": "1"}}]}, "pipeline_task are not available"),
        ({"tasks": [{"task_key": "t", "sql_task": {"warehouse_id": "w", "query": {"query_id": "1"}}}]}, "use a file"),
        ({"tasks": [{"task_key": "t", "sql_task": {"file": {"path": "/a"}}}]}, "requires a warehouse_id"),
        ({"tasks": [{**SQL, "run_if": "SOMETIMES"}]}, "run_if must be one of"),
        ({"tasks": [{**SQL, "max_retries": -2}]}, "max_retries must not be less than -1"),
        ({"tasks": [SQL], "parameters": [{"name": "a", "default": "1"}] * 2}, "Duplicate job parameter name 'a'"),
        ({"tasks": [SQL], "max_concurrent_runs": 1001}, "max_concurrent_runs must be between"),
    ],
)
def test_what_is_refused(wanted, message):
    with pytest.raises(ApiError) as refused:
        settings.complete(wanted)
    assert message in refused.value.message
    assert refused.value.code == "INVALID_PARAMETER_VALUE"


def test_a_python_task_with_its_environment_is_accepted():
    settings.check({"tasks": [PYTHON], "environments": ENVIRONMENTS})


def test_update_merges_tasks_by_key_and_replaces_the_rest():
    old = settings.complete({"name": "j", "tags": {"a": "1"}, "tasks": [SQL, {**SQL, "task_key": "u"}]})
    changed = {**SQL, "description": "new"}
    merged = settings.merge(old, {"tasks": [changed], "tags": {"b": "2"}}, ["timeout_seconds", "tasks/u"])
    assert merged["tasks"] == [changed]
    assert merged["tags"] == {"b": "2"}
    assert "timeout_seconds" not in merged
