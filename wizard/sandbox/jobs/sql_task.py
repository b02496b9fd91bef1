"""`sql_task` with a file: its statements one after another, as the principal that the job runs as."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wizard.sandbox import warehouses
from wizard.sandbox.api import ApiError
from wizard.sandbox.jobs import files
from wizard.sandbox.jobs.states import Doc, Outcome
from wizard.sandbox.jobs.work import TaskCall, TaskResult, failed, refused

if TYPE_CHECKING:
    from wizard.sandbox.sql import Result

SHOWN_ROWS = 20
SHOWN_CHARACTERS = 80
_MUSTACHE = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


def run_sql_task(call: TaskCall) -> TaskResult:
    """Run the statements of a file until one fails. Job parameters serve `{{name}}` and `:name`."""
    from wizard.sandbox.sql import SqlError, split_statements  # 0.2 s, which a start of the sandbox need not pay

    settings = call.task["sql_task"]
    warehouse = settings["warehouse_id"]
    try:
        warehouses.use(call.sandbox, call.run_as, warehouse)
    except ApiError as refusal:
        return refused(refusal.message)
    if not _await_running(call, warehouse):
        return TaskResult(call.stop.reason or Outcome.CANCELED)
    path = settings["file"]["path"]
    file = files.read(call.sandbox, call.run_as, path)
    if file is None:
        return refused(
            f"Unable to access the file {path}. Either it does not exist, or {call.run_as.user_name} lacks the "
            "required permissions."
        )
    values = {**settings.get("parameters", {}), **call.parameters, **call.overrides.get("sql_params", {})}
    text = _MUSTACHE.sub(lambda match: str(values.get(match.group(1), match.group(0))), file.text)
    keys: list[Doc] = []
    place: dict[str, str | None] = {}
    try:
        for statement in split_statements(text):
            if call.stop.reason:
                return TaskResult(call.stop.reason)
            keys.append({"lookup_key": str(uuid.uuid4())})
            call.log.write(f"> {_headline(statement)}\n".encode())
            result = _run(call, statement, values, operation_id=keys[-1]["lookup_key"], **place)
            _show(call, result)
            place = {"catalog": result.catalog or place.get("catalog"), "schema": result.schema or place.get("schema")}
    except SqlError as fault:
        call.log.write(f"{fault.message}\n".encode())
        return failed(fault.message, output=_output(warehouse, text, keys))
    return TaskResult(Outcome.SUCCESS, output=_output(warehouse, text, keys))


def _run(call: TaskCall, statement: str, values: Mapping[str, object], **options: Any) -> Result:
    from wizard.sandbox.sql import run

    parameters = [{"name": name, "value": str(value), "type": "STRING"} for name, value in values.items()]
    options["serverless"] = warehouses.is_serverless(call.sandbox, call.task["sql_task"]["warehouse_id"])
    done = threading.Event()
    call.stop.on_set(lambda: _interrupt(call, options["operation_id"], done))
    try:
        return run(call.sandbox, call.run_as, statement, parameters=parameters, **options)
    finally:
        done.set()


def _await_running(call: TaskCall, warehouse: str) -> bool:
    """Wait while the warehouse starts; False when the task was stopped meanwhile."""
    stopped = threading.Event()
    call.stop.on_set(stopped.set)
    return not stopped.wait(warehouses.seconds_until_running(call.sandbox, warehouse))


def _interrupt(call: TaskCall, operation_id: str, done: threading.Event) -> None:
    """Interrupt until the statement is over: the engine may learn of it only after the first attempt."""

    def insist() -> None:
        while not done.is_set():
            call.sandbox.engine.interrupt(operation_id)
            done.wait(0.05)

    threading.Thread(target=insist, daemon=True).start()


def _show(call: TaskCall, result: Result) -> None:
    """One row is told as `name: value`, which a person can read in the last line of a log; more are a table."""
    names = [column.name for column in result.columns]
    rows = [["null" if value is None else value for value in row] for row in result.rows[:SHOWN_ROWS]]
    if len(rows) == 1:
        lines = [", ".join(f"{name}: {_short(value)}" for name, value in zip(names, rows[0], strict=True))]
    else:
        lines = ["\t".join(row) for row in ([names, *rows] if rows else [])]
    if len(result.rows) > SHOWN_ROWS:
        lines.append(f"… {len(result.rows) - SHOWN_ROWS} more rows")
    call.log.write("".join(f"{line}\n" for line in lines).encode())


def _short(value: str) -> str:
    return value if len(value) <= SHOWN_CHARACTERS else f"{value[: SHOWN_CHARACTERS - 1]}…"


def _headline(statement: str) -> str:
    first = next((line for line in statement.splitlines() if line.strip() and not line.lstrip().startswith("--")), "")
    return first.strip()


def _output(warehouse: str, text: str, keys: list[Doc]) -> Doc:
    return {"sql_output": {"query_output": {"warehouse_id": warehouse, "query_text": text, "sql_statements": keys}}}
