"""The process that carries out a run: `python -m wizard.run.runner RUN_DIRECTORY`.

It owns its session, so a closed terminal or a killed command line does not end it. The main thread does nothing that
can hang: it waits, hears signals and requests to stop, and leaves in time whatever a step is doing. A run that is
resumed is this same program in the same directory: the journal says what is done.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from wizard.errors import CancelledError, ExitCode, PreflightError, WizardError
from wizard.plan.basis import Moved, tell
from wizard.plan.estimate import per_step
from wizard.plan.model import Plan, Step
from wizard.plan.pace import UNMEASURED
from wizard.plan.span import WORKERS
from wizard.preflight.need import Preflight, email_command
from wizard.run.backend import Backend, WizardBackend
from wizard.run.directory import RunDirectory
from wizard.run.events import (
    CancelRequested,
    Event,
    PlanApproved,
    PlanReady,
    PreflightDone,
    RunFinished,
    RunNoted,
    RunStarted,
)
from wizard.run.execute import Results, execute
from wizard.run.history import History
from wizard.run.interrupt import stoppable, watch_for_cancel
from wizard.run.journal import Journal
from wizard.run.locks import Lock
from wizard.run.measured import measured
from wizard.run.reporter import Reporter
from wizard.run.start import signature
from wizard.scrub import ScrubbedStream
from wizard.workspace.environment import place
from wizard.workspace.notices import listen

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec

STATUS = {ExitCode.DONE: "succeeded", ExitCode.CANCELLED: "cancelled"}


class Runner:
    """One attempt at one run."""

    def __init__(self, run: RunDirectory, backend: Backend, workers: int = WORKERS) -> None:
        self._run, self._backend, self._workers = run, backend, workers
        self._history = History.read(run)
        self._spec: DemoSpec | None = None
        self._journal = Journal(run.events, run.id)
        self._cancel = threading.Event()
        self._began = time.monotonic()

    def go(self) -> ExitCode:
        """Plan if there is no plan yet, execute it, and write how it ended. Never raises."""
        watch_for_cancel(self._cancel, self._run.is_cancel_requested, lambda: self._emit(CancelRequested()))
        try:
            self._announce()
            results = self._carry_out()
            last = self._finished(results)
        except CancelledError as error:
            last = self._ended(ExitCode.CANCELLED, error.message)
        except WizardError as error:
            traceback.print_exc()
            last = self._ended(error.exit_code, error.message, error.hint)
        except BaseException as error:  # the reader of the journal must learn of it
            traceback.print_exc()
            last = self._ended(ExitCode.FAILED, f"{type(error).__name__}: {error}", f"Details: {self._run.log}")
        self._journal.close(last)
        return ExitCode(last.exit_code)

    def _announce(self) -> None:
        request = self._run.request
        attempt = self._history.attempts + 1
        self._emit(RunStarted(attempt, os.getpid(), request.demo, request.target, request.title))

    def _carry_out(self) -> Results:
        target = self._run.request.target
        listen(lambda text: self._emit(RunNoted(text)))
        self._emit(RunNoted(f"connecting to {place(target)}"))
        context = stoppable(lambda: self._backend.connect(target, self._cancel), self._cancel)
        plan = self._plan(context)
        if self._await_approval(plan):
            self._refuse_moved(plan, context)
        return execute(
            plan.steps,
            lambda step: self._backend.apply(step, context, self._reporter(step)),
            self._emit,
            self._cancel,
            self._workers,
            self._history.done,
            _log_crash,
            self._run.skipped(),
        )

    def _plan(self, context: Any) -> Plan:
        if self._run.plan.exists():
            plan = Plan.from_json(self._run.plan.read_text())
            if not self._history.begun:
                self._refuse_moved(plan, context)
            return plan
        self._emit(RunNoted("planning"))
        plan = stoppable(lambda: self._backend.build(self._load(), context, self._examine), self._cancel)
        self._run.write("plan.json", plan.to_json())
        return plan

    def _refuse_moved(self, plan: Plan, context: Any) -> None:
        """Raise PreflightError when the target is not as it was when the plan was made."""
        self._emit(RunNoted("looking whether the target is as it was when the plan was made"))
        differences = stoppable(lambda: self._backend.moved(plan, context), self._cancel)
        if differences:
            raise moved_since(plan, differences)

    def _examine(self, found: Preflight) -> None:
        """Tell what the demo needs; raise PreflightError when something is missing."""
        data = found.as_data()
        self._emit(PreflightDone(found.ok, data["needs"], data["grants"], data["catalogs"]))
        found.require(email_command(str(self._run.spec), self._run.request.target))

    def _load(self) -> DemoSpec:
        self._spec = self._backend.load(self._run.spec)
        return self._spec

    def _expected(self, plan: Plan) -> dict[str, float]:
        """Seconds by step, from earlier runs on this target if there are any."""
        return per_step(plan, self._spec, measured(self._run.path.parent, self._run.request.target) or UNMEASURED)

    def _await_approval(self, plan: Plan) -> bool:
        """Wait for a yes, if one was asked for and is needed; returns whether anybody was waited for."""
        waits = self._run.request.approval and needs_a_yes(plan) and not self._run.is_approved(plan.hash)
        self._emit(plan_ready(plan, approval=waits, expected=self._expected(plan)))
        while waits and not self._run.is_approved(plan.hash):
            if self._cancel.wait(0.05):
                raise CancelledError("The plan was not approved. Nothing was changed.")
        if waits:
            self._emit(PlanApproved(plan.hash))
        return waits

    def _reporter(self, step: Step) -> Reporter:
        return Reporter(step.key, self._emit, self._cancel, self._run.attach, self._history.facts.get(step.key))

    def _emit(self, event: Event) -> None:
        self._journal.write(event)

    def _finished(self, results: Results) -> RunFinished:
        first = next(iter(results.errors.items()), None)
        if results.cancelled or first is None:
            return self._ended(results.exit_code, _left_out(results.skipped), counts=results.counts)
        key, error = first
        others = f" ({len(results.errors) - 1} more failed)" if len(results.errors) > 1 else ""
        return self._ended(results.exit_code, f"{key.replace(':', ' ', 1)}: {error.message}{others}", error.hint,
                           results.counts)

    def _ended(
        self, code: ExitCode, detail: str = "", hint: str = "", counts: dict[str, int] | None = None
    ) -> RunFinished:
        seconds = round(time.monotonic() - self._began, 3)
        return RunFinished(STATUS.get(ExitCode(code), "failed"), int(code), seconds, detail, hint, counts or {})


def needs_a_yes(plan: Plan) -> bool:
    """Whether the plan changes or deletes something that was there before it."""
    return bool(plan.alters)


def moved_since(plan: Plan, differences: Sequence[Moved]) -> PreflightError:
    """Why a plan is not carried out: what it was decided on is no longer so."""
    return PreflightError(
        f"The target has moved since plan {plan.hash} was made: nothing was changed.",
        f"{tell(differences)}\nPlan again, and review what is new: demo-wizard plan --spec … --out FILE",
    )


def plan_ready(plan: Plan, *, approval: bool, expected: Mapping[str, float] | None = None) -> PlanReady:
    """The plan as an event: without requests and payload, which stay in plan.json."""
    steps = [
        {"key": s.key, "kind": s.kind, "object": s.object, "action": s.action.value, "reason": s.reason,
         "depends_on": list(s.depends_on)}
        for s in plan.steps
    ]
    actions = dict(Counter(s.action.value for s in plan.steps))
    return PlanReady(plan.hash, plan.demo, plan.target, plan.host, actions, approval, steps, dict(expected or {}))


def _left_out(keys: Sequence[str]) -> str:
    """What a person should know of a run that succeeded without these steps."""
    return f"skipped on request: {', '.join(key.replace(':', ' ', 1) for key in keys)}" if keys else ""


def _log_crash(step: Step, error: BaseException) -> None:
    """Tracebacks go to the run's log: nobody sees one who does not ask."""
    sys.stderr.write(f"--- {step.key}\n" + "".join(traceback.format_exception(error)))


def _take_locks(run: RunDirectory, inherited: Sequence[int]) -> list[Lock]:
    paths = (run.lock, run.demo_lock)
    if inherited:
        return [Lock.inherit(path, descriptor) for path, descriptor in zip(paths, inherited, strict=True)]
    taken = [lock for lock in map(Lock.take, paths) if lock is not None]
    if len(taken) < len(paths):
        raise WizardError(f"Run {run.id}, or another run of the same demo, is being carried out by somebody else.",
                          "See it with: demo-wizard runs list")
    return taken


def main(arguments: Sequence[str], backend: Backend | None = None) -> NoReturn:
    """Carry out the run in the given directory and leave, whatever threads of client libraries still do."""
    parser = argparse.ArgumentParser(prog="python -m wizard.run.runner", description="Carry out a run.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--locks", type=int, nargs=2, default=[], help="inherited descriptors of the two locks")
    options = parser.parse_args(arguments)
    sys.stdout = sys.stderr = cast("Any", ScrubbedStream(sys.stderr))
    run = RunDirectory(options.directory)
    held = _take_locks(run, options.locks)
    for lock in held:
        lock.sign(signature(run, os.getpid()))
    code = Runner(run, backend or WizardBackend()).go()
    sys.stderr.flush()
    for lock in held:  # the end of a large process takes its time, and the next run may be waiting for these
        lock.release()
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
