"""Runs the steps of a plan: each after what it depends on, several side by side, a bounded number at a time.

This knows nothing of workspaces or files: it is given a function that does a step and one that takes events. A step
that fails takes with it what depends on it, and nothing else; one that somebody wants skipped counts as passed. A step
that does not stop when the run is cancelled is left behind after a grace period: its thread is a daemon, and what it
says afterwards is not heard.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from wizard.errors import CancelledError, ExitCode, WizardError
from wizard.plan.model import Action, Step
from wizard.plan.span import WORKERS
from wizard.run.events import Event, StepFinished, StepSkipped, StepStarted

CANCEL_GRACE = 0.1
"""Seconds that running steps have to stop: enough to send a cancel to the workspace, short enough to feel instant."""

POLL = 0.02
Emit = Callable[[Event], object]
Apply = Callable[[Step], str]
OnCrash = Callable[[Step, BaseException], None]


@dataclass
class Results:
    """How each step ended, by key: its status (`succeeded`, `failed`, `cancelled`) or its cause of being skipped."""

    outcomes: dict[str, str] = field(default_factory=dict)
    errors: dict[str, WizardError] = field(default_factory=dict)

    @property
    def skipped(self) -> list[str]:
        """Keys of the steps that were skipped on request."""
        return [key for key, outcome in self.outcomes.items() if outcome == "skipped"]

    @property
    def cancelled(self) -> bool:
        """Whether a step was stopped, or not begun, because somebody asked the run to stop."""
        return "cancelled" in self.outcomes.values()

    @property
    def exit_code(self) -> ExitCode:
        """The one code that all failures share, or FAILED when they differ."""
        if self.cancelled:
            return ExitCode.CANCELLED
        codes = {ExitCode(error.exit_code) for error in self.errors.values()}
        if not codes:
            return ExitCode.DONE
        return codes.pop() if len(codes) == 1 else ExitCode.FAILED

    @property
    def counts(self) -> dict[str, int]:
        """Steps by outcome."""
        return dict(Counter(self.outcomes.values()))


@dataclass(frozen=True, slots=True)
class _Ended:
    """A worker's word: the step's event, and its error if it failed."""

    event: StepFinished
    error: WizardError | None = None


def execute(
    steps: Sequence[Step],
    apply: Apply,
    emit: Emit,
    cancel: threading.Event,
    workers: int = WORKERS,
    done: Collection[str] = frozenset(),
    on_crash: OnCrash = lambda _step, _error: None,
    skip: Collection[str] = frozenset(),
) -> Results:
    """Run every step that is neither `done` nor to be skipped.

    Returns when all have ended or the grace period after a cancel is over.
    """
    run = _Execution(steps, apply, emit, cancel, workers, on_crash, skip)
    run.skip_settled(done)
    while run.waiting or run.running:
        if cancel.is_set():
            run.stop()
            break
        run.start_ready()
        run.collect(POLL)
    return run.results


class _Execution:
    """The state of one `execute`. Only the calling thread touches it: workers speak through the queue."""

    def __init__(
        self, steps: Sequence[Step], apply: Apply, emit: Emit, cancel: threading.Event, workers: int, on_crash: OnCrash,
        skip: Collection[str],
    ) -> None:
        self.waiting = {step.key: step for step in steps}
        self.running: dict[str, float] = {}
        self.results = Results()
        self._apply, self._emit, self._cancel, self._workers = apply, emit, cancel, workers
        self._on_crash, self._left_out = on_crash, skip
        self._ended: queue.SimpleQueue[_Ended] = queue.SimpleQueue()
        check(steps)

    def skip_settled(self, done: Collection[str]) -> None:
        """Steps with nothing to do, or done in an earlier attempt."""
        for step in list(self.waiting.values()):
            if step.action is Action.KEEP:
                self._skip(step, "kept", step.reason)
            elif step.key in done:
                self._skip(step, "done", "done in an earlier attempt")

    def start_ready(self) -> None:
        """Start what may start, in plan order, as far as there are workers.

        A step that is to be skipped waits for its turn all the same: what depends on it comes after what it needs.
        """
        for step in list(self.waiting.values()):
            has_its_turn = all(key in self.results.outcomes for key in step.depends_on)
            broken = [key for key in step.depends_on if self.results.outcomes.get(key) in ("failed", "blocked")]
            if step.key in self._left_out:
                if has_its_turn:
                    self._skip(step, "skipped", "skipped on request")
            elif broken:
                self._skip(step, "blocked", f"needs {broken[0].replace(':', ' ', 1)}, which did not succeed")
            elif has_its_turn and len(self.running) < self._workers:
                self._start(step)

    def collect(self, timeout: float) -> None:
        """Take what ended within `timeout` seconds."""
        try:
            ended = self._ended.get(timeout=timeout)
            while True:
                self._settle(ended)
                ended = self._ended.get_nowait()
        except queue.Empty:
            return

    def stop(self) -> None:
        """Start nothing more; give running steps their grace; write off the rest."""
        deadline = time.monotonic() + CANCEL_GRACE
        while self.running and time.monotonic() < deadline:
            self.collect(POLL)
        for key, began in list(self.running.items()):
            self._settle(_Ended(StepFinished(key, "cancelled", _since(began), "left behind: it did not stop in time")))
        for step in list(self.waiting.values()):
            self._skip(step, "cancelled", "the run was cancelled")

    def _start(self, step: Step) -> None:
        del self.waiting[step.key]
        self.running[step.key] = time.monotonic()
        self._emit(StepStarted(step.key, step.title, step.action.value))
        threading.Thread(target=self._work, args=(step,), name=step.key, daemon=True).start()

    def _work(self, step: Step) -> None:
        began = time.monotonic()
        try:
            detail = self._apply(step)
        except CancelledError as error:
            self._ended.put(_Ended(StepFinished(step.key, "cancelled", _since(began), error.message)))
        except BaseException as error:  # whatever a step raises is its outcome
            self._on_crash(step, error)
            self._ended.put(_failed(step.key, error, _since(began)))
        else:
            self._ended.put(_Ended(StepFinished(step.key, "succeeded", _since(began), detail or "")))

    def _settle(self, ended: _Ended) -> None:
        event = ended.event
        self.running.pop(event.step, None)
        if event.status == "cancelled" and not self._cancel.is_set():
            # Nobody asked this run to stop: somebody stopped the step's work in the workspace.
            ended = _failed(event.step, WizardError(event.detail or "It was cancelled."), event.seconds)
        self.results.outcomes[event.step] = ended.event.status
        if ended.error is not None:
            self.results.errors[event.step] = ended.error
        self._emit(ended.event)

    def _skip(self, step: Step, cause: str, reason: str) -> None:
        del self.waiting[step.key]
        self.results.outcomes[step.key] = cause
        self._emit(StepSkipped(step.key, reason, cause))


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)


def _failed(key: str, error: BaseException, seconds: float) -> _Ended:
    if not isinstance(error, WizardError):
        name = type(error).__name__
        error = WizardError(f"{name}: {error}" if str(error) else name,
                            "This was not expected. The run's log has the whole story: --debug shows it.")
    return _Ended(StepFinished(key, "failed", seconds, error.message, error.hint, int(error.exit_code)), error)


def check(steps: Sequence[Step]) -> None:
    """Every dependency is an earlier step of the plan, and no key occurs twice. Raises WizardError."""
    seen: set[str] = set()
    for step in steps:
        missing = [key for key in step.depends_on if key not in seen]
        if missing or step.key in seen:
            problem = f"needs {missing[0]} before it" if missing else "occurs twice"
            raise WizardError(f"The plan is not in order: {step.key} {problem}.", "Make the plan again.")
        seen.add(step.key)
