"""The process in which a Python task runs: `python -P -m wizard.sandbox.jobs.child`.

The sandbox writes one line of JSON to its standard input (`Payload`) and keeps that pipe open. When the sandbox dies,
the pipe ends and the whole process group goes with it, so that no orphan keeps writing to tables. How the workload
ended is reported in a file, because what a workload prints belongs to the workload.

As on serverless compute, a file runs as `__main__` with its folder first on `sys.path` and without `__file__`.
"""

from __future__ import annotations

import json
import linecache
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypedDict


class Payload(TypedDict):
    """What a child is told: `kind` is python or notebook, `name` the workspace path, `report` where to report."""

    kind: str
    name: str
    source: str
    folder: str
    arguments: list[str]
    widgets: dict[str, str]
    task_values: dict[str, dict[str, Any]]
    warehouse_id: str
    report: str


Report = dict[str, Any]


def main() -> int:
    """Run the workload that standard input describes; the exit code is 0, 1, or the workload's own."""
    lifeline = _take_standard_input()
    payload: Payload = json.loads(_first_line(lifeline))
    threading.Thread(target=_die_with_the_sandbox, args=(lifeline,), daemon=True).start()
    sys.path.insert(0, payload["folder"])
    report: Report = {}
    code = _guarded(lambda: _workload(payload)(payload, report), report)
    sys.stdout.flush()
    Path(payload["report"]).write_text(json.dumps(report))
    return code


def _take_standard_input() -> int:
    """Keep the pipe for ourselves: the workload and its children find their standard input empty."""
    pipe, nothing = os.dup(0), os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return pipe


def _first_line(pipe: int) -> bytes:
    """Read byte by byte: whatever follows the line is not ours to buffer."""
    line = bytearray()
    while (byte := os.read(pipe, 1)) not in (b"\n", b""):
        line += byte
    return bytes(line)


def _die_with_the_sandbox(pipe: int) -> None:
    while os.read(pipe, 1024):
        pass
    os.killpg(0, signal.SIGKILL)


def _workload(payload: Payload) -> Callable[[Payload, Report], None]:
    if payload["kind"] == "notebook":
        from wizard.sandbox.jobs.notebook import run_notebook  # most tasks are not notebooks

        return run_notebook
    return run_python


def _guarded(workload: Callable[[], None], report: Report) -> int:
    """Call `workload`; what it raises goes to the log and, with its trace, to the report."""
    try:
        workload()
    except SystemExit as leaving:
        if leaving.code in (None, 0):
            return 0
        report["error"] = f"SystemExit: {leaving.code}"
        report["trace"] = "".join(_trace_of(leaving))
        return leaving.code if isinstance(leaving.code, int) else 1
    except BaseException as fault:
        report["error"] = "".join(traceback.format_exception_only(fault)).strip()
        report["trace"] = "".join(_trace_of(fault))
        sys.stderr.write(report["trace"])
        return 1
    return 0


def _trace_of(fault: BaseException) -> list[str]:
    """The trace from the workload's first frame on: ours are of no use to its author."""
    own = str(Path(__file__).parent)
    trace = fault.__traceback__
    while trace and trace.tb_frame.f_code.co_filename.startswith(own):
        trace = trace.tb_next
    return traceback.format_exception(fault.with_traceback(trace))


def run_python(payload: Payload, _report: Report) -> None:
    """Run the file as `__main__` with its arguments."""
    sys.argv = [payload["name"], *payload["arguments"]]
    execute(payload["source"], payload["name"], fresh_main())


def fresh_main() -> dict[str, Any]:
    """The names of a new `__main__`, which pickling and `typing` look up in `sys.modules`."""
    module = ModuleType("__main__")
    sys.modules["__main__"] = module
    return module.__dict__


def execute(source: str, name: str, names: dict[str, Any]) -> None:
    """Run `source`; traces show its lines under `name`."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(source, name, "exec"), names)  # noqa: S102  running the workload is what this process is for


if __name__ == "__main__":
    sys.exit(main())
