"""The work of each kind of task. To teach the sandbox another kind, add a function here and a check in `settings`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wizard.sandbox import directory
from wizard.sandbox.jobs import files
from wizard.sandbox.jobs.child import Payload, Report
from wizard.sandbox.jobs.processes import run_child
from wizard.sandbox.jobs.sql_task import run_sql_task
from wizard.sandbox.jobs.states import Doc, Outcome
from wizard.sandbox.jobs.work import Executor, TaskCall, TaskResult, failed, refused

if TYPE_CHECKING:
    from wizard.sandbox.api import Principal
    from wizard.sandbox.app import Sandbox


def run_python_task(call: TaskCall) -> TaskResult:
    """`spark_python_task`: a file of the workspace in a Python process."""
    settings = call.task["spark_python_task"]
    file = files.read(call.sandbox, call.run_as, settings["python_file"])
    if file is None:
        return refused(
            f"Cannot read the python file {settings['python_file']}. Either it does not exist, or "
            f"{call.run_as.user_name} lacks the required permissions."
        )
    arguments = call.overrides.get("python_params", settings.get("parameters", []))
    code, report = _in_child(call, file, kind="python", arguments=[str(item) for item in arguments])
    return _judge(code, report, call)


def run_notebook_task(call: TaskCall) -> TaskResult:
    """`notebook_task`: a notebook in source format, in a Python process."""
    settings = call.task["notebook_task"]
    file = files.read(call.sandbox, call.run_as, settings["notebook_path"])
    if file is None:
        return refused(
            f'Unable to access the notebook "{settings["notebook_path"]}". Either it does not exist, or the identity '
            f"used to run this job, {call.run_as.user_name}, lacks the required permissions."
        )
    widgets = {**settings.get("base_parameters", {}), **call.parameters, **call.overrides.get("notebook_params", {})}
    warehouse = settings.get("warehouse_id") or _any_warehouse(call.sandbox)
    code, report = _in_child(call, file, kind="notebook", widgets=widgets, warehouse_id=warehouse)
    output = {"notebook_output": {"result": report["result"], "truncated": False}} if "result" in report else {}
    return _judge(code, report, call, output)


def run_condition_task(call: TaskCall) -> TaskResult:
    """`condition_task`: compares, and sends the run along one of two branches."""
    condition = call.task["condition_task"]
    left, right, op = str(condition["left"]), str(condition["right"]), condition["op"]
    if op in ("EQUAL_TO", "NOT_EQUAL"):
        holds = (left == right) is (op == "EQUAL_TO")
    else:
        try:
            first, second = float(left), float(right)
        except ValueError:
            return failed(f"Cannot compare '{left}' and '{right}' with {op}: both must be numbers.")
        holds = {
            "GREATER_THAN": first > second,
            "GREATER_THAN_OR_EQUAL": first >= second,
            "LESS_THAN": first < second,
            "LESS_THAN_OR_EQUAL": first <= second,
        }[op]
    return TaskResult(branch="true" if holds else "false")


EXECUTORS: dict[str, Executor] = {
    "sql_task": run_sql_task,
    "spark_python_task": run_python_task,
    "notebook_task": run_notebook_task,
    "condition_task": run_condition_task,
}


def _any_warehouse(sandbox: Sandbox) -> str:
    """The warehouse for SQL in notebooks that name none; empty without warehouses."""
    return next((doc["id"] for doc in sandbox.store.list("warehouse")), "")


def environment(sandbox: Sandbox, run_as: Principal) -> dict[str, str]:
    """The environment of a child process: this one's, with the workspace and the rights of `run_as`."""
    # The server may have been started from a shell that is set up for another workspace.
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DATABRICKS_", "SPARK_"))}
    # Spark Connect has no privileges of its own, so only administrators are told where it is, and the person at this
    # machine, who knows it anyway.
    trusted = run_as.admin or run_as.user_name == directory.OWNER
    spark = {"SPARK_REMOTE": f"sc://{sandbox.engine.address}"} if trusted else {}
    return (
        inherited
        | spark
        | {
            "DATABRICKS_HOST": sandbox.host_url,
            "DATABRICKS_TOKEN": sandbox.tokens.mint(run_as.user_name),
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",  # what lies in the workspace's folders is the workspace's content
        }
    )


def _in_child(
    call: TaskCall,
    file: files.SourceFile,
    *,
    kind: str,
    arguments: list[str] | None = None,
    widgets: Mapping[str, Any] | None = None,
    warehouse_id: str = "",
) -> tuple[int, Report]:
    payload: Payload = {
        "kind": kind,
        "name": file.name,
        "source": file.text,
        "folder": str(file.folder),
        "arguments": arguments or [],
        "widgets": {key: str(value) for key, value in (widgets or {}).items()},
        "task_values": {key: dict(values) for key, values in call.task_values.items()},
        "warehouse_id": warehouse_id,
        "report": "",
    }
    return run_child(payload, environment(call.sandbox, call.run_as), call.stop, call.log)


def _judge(code: int, report: Report, call: TaskCall, output: Doc | None = None) -> TaskResult:
    """From an exit code and a report to a result. Without a report the last words on the log must do."""
    if code == 0 and "error" not in report:
        return TaskResult(Outcome.SUCCESS, output=output or {}, values=report.get("values", {}))
    lines = call.log.text().strip().splitlines()
    ending = f"The Python process was ended by signal {-code}." if code < 0 else f"Exit code {code}."
    error = report.get("error") or (lines[-1] if lines and code > 0 else ending)
    return failed(error, report.get("trace", ""), output=output)
