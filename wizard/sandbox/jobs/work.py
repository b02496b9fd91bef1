"""What passes between a run and the executor of one of its tasks.

An executor is a plain function from a `TaskCall` to a `TaskResult`; it knows nothing of runs, retries or states, and a
run knows nothing of processes and statements.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wizard.sandbox.jobs.logs import LogTail
from wizard.sandbox.jobs.states import WORKLOAD_FAILED, Doc, Outcome
from wizard.sandbox.jobs.stopping import Stop

if TYPE_CHECKING:
    from wizard.sandbox.api import Principal
    from wizard.sandbox.app import Sandbox


@dataclass(frozen=True)
class TaskCall:
    """One attempt of one task: its settings with all references replaced, and with whose rights it runs."""

    sandbox: Sandbox
    run_as: Principal
    run_id: int
    task: Doc
    parameters: Mapping[str, str]
    overrides: Mapping[str, Any]
    task_values: Mapping[str, Mapping[str, Any]]
    stop: Stop
    log: LogTail


@dataclass(frozen=True)
class TaskResult:
    """What came of it. `error` and `trace` are the workload's own; `message` is what the state of the task says.

    `output` holds further fields for runs/get-output, `values` what the task hands on, `branch` a condition's result.
    """

    outcome: Outcome = Outcome.SUCCESS
    error: str = ""
    trace: str = ""
    message: str = ""
    code: str = ""
    output: Doc = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    branch: str = ""


Executor = Callable[[TaskCall], TaskResult]


def failed(error: str, trace: str = "", *, output: Doc | None = None) -> TaskResult:
    """The workload itself failed."""
    return TaskResult(Outcome.FAILED, error, trace, WORKLOAD_FAILED, output=output or {})


def refused(message: str, code: str = "RESOURCE_NOT_FOUND") -> TaskResult:
    """The task could not start: something that it needs is missing or not allowed."""
    return TaskResult(Outcome.FAILED, message, "", message.rstrip("."), code)
