"""One run on its way from PENDING to TERMINATED.

There is no loop that polls. Whatever happens (a task ended, a delay is over, somebody cancelled) calls `advance`, which
starts the tasks that may start, ends those that never will, and ends the run with its last task. Every change is saved
before anybody can see the next one. All methods but the work of a task run under the scheduler's lock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from wizard.sandbox.jobs import graph, records
from wizard.sandbox.jobs.logs import LogTail
from wizard.sandbox.jobs.states import Doc, Outcome, Phase, ended, going, outcome_of
from wizard.sandbox.jobs.stopping import Stop
from wizard.sandbox.jobs.work import TaskResult

STOP_MESSAGES = {Outcome.CANCELED: "Run cancelled.", Outcome.TIMEDOUT: "Run timed out."}


class Workplace(Protocol):
    """What a run needs of the scheduler."""

    lock: threading.RLock
    closing: bool

    def now(self) -> int:
        """Milliseconds."""

    def new_task_id(self, run: Doc) -> int:
        """A fresh run id for an attempt of a task of `run`."""

    def save(self, run: Doc) -> None:
        """Make the run's document durable."""

    def save_output(self, task: Doc, log: LogTail, result: TaskResult) -> None:
        """Keep what an attempt left behind."""

    def submit(self, work: Callable[[], None]) -> None:
        """Do it in a worker thread."""

    def submit_task(self, task: Doc, work: Callable[[], None]) -> None:
        """Do the work of a task in a worker thread, when the workspace has room for it."""

    def perform(self, run: Doc, task: Doc, stop: Stop, log: LogTail) -> TaskResult:
        """Do the work of a task (without the lock)."""

    def finished(self, run: Doc) -> None:
        """The run has ended."""


class Execution:
    """A run that is going on."""

    def __init__(self, run: Doc, place: Workplace) -> None:
        self.run = run
        self._place = place
        self._begun: set[int] = set()
        self._stops: dict[int, Stop] = {}
        self._logs: dict[int, LogTail] = {}
        self._timers: list[threading.Timer] = []
        self._stopping: Outcome | None = None

    def start(self) -> None:
        """Begin, and limit the run's time if it has a limit."""
        self.run.update(going(Phase.RUNNING))
        if seconds := self.run["sandbox"]["timeout_seconds"]:
            self._after(seconds, lambda: self.stop(Outcome.TIMEDOUT))
        self.advance()

    def advance(self) -> None:
        """Bring every task as far as it can go now."""
        while self._step():
            pass
        self._place.save(self.run)
        if all(outcome_of(task) for task in records.latest(self.run).values()):
            self._finish()

    def log_of(self, run_id: int) -> LogTail | None:
        """What an attempt that is running has printed so far."""
        return self._logs.get(run_id)

    def stop(self, reason: Outcome) -> None:
        """End the run before its time: nothing more starts, what runs is asked to end."""
        with self._place.lock:
            if outcome_of(self.run) or self._stopping:
                return
            self._stopping = reason
            self.run.update(going(Phase.TERMINATING))
            for task in records.latest(self.run).values():
                if task["run_id"] in self._stops:
                    task.update(going(Phase.TERMINATING))
                elif not outcome_of(task):
                    self._close(task, Outcome.CANCELED, STOP_MESSAGES[Outcome.CANCELED])
            stops = list(self._stops.values())
            self.advance()
        for stop in stops:
            stop.set(reason)

    def abandon(self) -> None:
        """Stop the work without recording an end: the server is closing."""
        for timer in self._timers:
            timer.cancel()
        for stop in list(self._stops.values()):
            stop.set(Outcome.CANCELED)

    def _step(self) -> bool:
        """One pass over the tasks; true when a task ended in it, which may free others."""
        tasks = records.latest(self.run)
        done = {key: graph_end(task) for key, task in tasks.items() if outcome_of(task)}
        moved = False
        for key, task in tasks.items():
            if key in done or task["run_id"] in self._begun or not done.keys() >= set(graph.upstream(task)):
                continue
            verdict = graph.decide(task, done)
            if verdict is None:
                self._begin(task)
            else:
                self._close(task, verdict, _skip_message(verdict, task, done))
                moved = True
        return moved

    def _begin(self, task: Doc) -> None:
        self._begun.add(task["run_id"])
        task.update(going(Phase.PENDING))
        self._place.submit_task(task, lambda: self._attempt(task))

    def _attempt(self, task: Doc) -> None:
        stop, log, run_id = Stop(), LogTail(), task["run_id"]
        with self._place.lock:
            if outcome_of(task) or self._place.closing:
                return
            self._stops[run_id], self._logs[run_id] = stop, log
            task.update(going(Phase.RUNNING), start_time=self._place.now())
            self._place.save(self.run)
        timer = self._after(task["timeout_seconds"], lambda: stop.set(Outcome.TIMEDOUT))
        result = self._place.perform(self.run, task, stop, log)
        with self._place.lock:
            if timer:
                timer.cancel()
            if not self._place.closing:
                self._conclude(task, result, stop.reason, log)

    def _conclude(self, task: Doc, result: TaskResult, reason: Outcome | None, log: LogTail) -> None:
        """Record how an attempt ended, try again if the task allows it, and go on."""
        outcome, message = result.outcome, result.message
        if reason and outcome is not Outcome.SUCCESS:
            outcome, message = reason, STOP_MESSAGES[reason]
        if result.branch:
            task["condition_task"] = task["condition_task"] | {"outcome": result.branch}
        if result.values:
            self.run["sandbox"]["task_values"][task["task_key"]] = dict(result.values)
        self._close(task, outcome, message, result.code)
        self._place.save_output(task, log, result)
        del self._stops[task["run_id"]], self._logs[task["run_id"]]
        if self._may_retry(task, outcome):
            self._retry(task)
        self.advance()

    def _may_retry(self, task: Doc, outcome: Outcome) -> bool:
        if self._stopping or outcome not in (Outcome.FAILED, Outcome.TIMEDOUT):
            return False
        if outcome is Outcome.TIMEDOUT and not task.get("retry_on_timeout"):
            return False
        limit = task.get("max_retries", 0)
        return bool(limit < 0 or self.run["sandbox"]["retries"].get(task["task_key"], 0) < limit)

    def _retry(self, task: Doc) -> None:
        key, place = task["task_key"], self._place
        retries = self.run["sandbox"]["retries"]
        retries[key] = retries.get(key, 0) + 1
        again = records.attempt(task, place.new_task_id(self.run), task["attempt_number"] + 1)
        self.run["tasks"].append(again)
        self._begun.add(again["run_id"])
        again.update(going(Phase.WAITING_FOR_RETRY))
        delay = task.get("min_retry_interval_millis", 0) / 1000
        if not self._after(delay, lambda: self._begin_again(again)):
            self._begin(again)

    def _begin_again(self, task: Doc) -> None:
        with self._place.lock:
            if not outcome_of(task):
                self._begin(task)
                self._place.save(self.run)

    def _close(self, task: Doc, outcome: Outcome, message: str, code: str = "") -> None:
        now = self._place.now()
        task.update(ended(outcome, message, code), end_time=now)
        task["start_time"] = task["start_time"] or now
        task["execution_duration"] = task["run_duration"] = now - task["start_time"]

    def _finish(self) -> None:
        run, now = self.run, self._place.now()
        tasks = records.latest(run)
        outcome, message = graph.result(list(tasks.values()), {k: graph_end(t) for k, t in tasks.items()})
        if self._stopping:
            outcome, message = self._stopping, STOP_MESSAGES[self._stopping]
        for timer in self._timers:
            timer.cancel()
        run.update(ended(outcome, message), end_time=now)
        run["run_duration"] = now - run["start_time"]
        run["repair_history"][-1].update(state=run["state"], status=run["status"], end_time=now)
        self._place.save(run)
        self._place.finished(run)

    def _after(self, seconds: float, call: Callable[[], None]) -> threading.Timer | None:
        """Make `call` after `seconds`, in a thread of its own; None when there is nothing to wait for."""
        if seconds <= 0:
            return None
        timer = threading.Timer(seconds, call)
        timer.daemon = True
        timer.start()
        self._timers.append(timer)
        return timer


def graph_end(task: Doc) -> graph.Ended:
    """How an attempt that has ended did, as the task graph sees it."""
    outcome = outcome_of(task) or Outcome.INTERNAL_ERROR
    branch = task.get("condition_task", {}).get("outcome", "")
    return graph.Ended(outcome, task["state"]["state_message"], branch)


def _skip_message(verdict: Outcome, task: Doc, done: dict[str, graph.Ended]) -> str:
    if verdict is Outcome.UPSTREAM_FAILED or verdict is Outcome.UPSTREAM_CANCELED:
        culprits = [key for key in graph.upstream(task) if done[key].outcome is not Outcome.SUCCESS]
        word = "was cancelled" if verdict is Outcome.UPSTREAM_CANCELED else "failed"
        return f"Upstream task {culprits[0]} {word}."
    if verdict is Outcome.DISABLED:
        return "The task is disabled."
    return f"Run condition {task.get('run_if', 'ALL_SUCCESS')} was not met."
