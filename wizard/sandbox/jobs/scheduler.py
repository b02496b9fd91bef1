"""The scheduler: which runs may go on at once, and who does the work of their tasks.

A bounded pool of threads does the work, and the workspace may limit it further. A run that finds its job at
`max_concurrent_runs` waits in the queue or is skipped, as its job says. Runs that a previous server left unfinished are
closed when the scheduler opens, so that no client waits for them; those that had not begun stay in the queue.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from wizard.sandbox import directory
from wizard.sandbox.jobs import records, references
from wizard.sandbox.jobs.execution import Execution
from wizard.sandbox.jobs.logs import LogTail
from wizard.sandbox.jobs.settings import kind_of
from wizard.sandbox.jobs.slots import Slots
from wizard.sandbox.jobs.states import Doc, Outcome, Phase, ended, going, outcome_of, phase_of
from wizard.sandbox.jobs.stopping import Stop
from wizard.sandbox.jobs.work import Executor, TaskCall, TaskResult, refused

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

WORKERS = 8
RESTARTED = "The workspace was restarted while the run was going on."


class Scheduler:
    """Runs of one sandbox. Every document of a run that is going on is changed under `lock` only."""

    def __init__(
        self, sandbox: Sandbox, executors: Mapping[str, Executor], workers: int = WORKERS,
        tasks_at_once: int | None = None,
    ) -> None:  # fmt: skip
        self.lock = threading.RLock()
        self.closing = False
        self._sandbox = sandbox
        self._store = sandbox.store
        self._executors = executors
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="task")
        self._going: dict[int, Execution] = {}
        self._queue: list[Doc] = []
        self._slots = Slots(tasks_at_once, self.submit)
        self._recover()

    # What services ask for.

    def launch(self, run: Doc) -> None:
        """Start a new run, queue it, or skip it."""
        with self.lock:
            limit = run["sandbox"]["max_concurrent_runs"]
            if not run.get("job_id") or self._count(run["job_id"]) < limit:
                self._start(run)
                return
            if run["sandbox"]["queue"]:
                run.update(going(Phase.QUEUED, f"Queued because the limit of {limit} concurrent runs was reached."))
                self._queue.append(run)
            else:
                self._skip(run, limit)
            self.save(run)

    def repair(self, run: Doc, keys: set[str], repair_id: int) -> None:
        """Run the tasks `keys` of an ended run again."""
        with self.lock:
            now = self.now()
            chosen = [task for key, task in records.latest(run).items() if key in keys]
            again = [records.attempt(task, self.new_task_id(run), task["attempt_number"] + 1) for task in chosen]
            run["tasks"].extend(again)
            run["sandbox"]["retries"] = {}
            run.update(going(Phase.PENDING), end_time=0)
            run["repair_history"].append(records.history_item("REPAIR", run, again, now, repair_id))
            self._start(run)

    def cancel(self, run_id: int) -> None:
        """Ask a run to end. Nothing happens when it already has."""
        with self.lock:
            queued = next((run for run in self._queue if run["run_id"] == run_id), None)
            if queued:
                self._queue.remove(queued)
                self._close_unstarted(queued, Outcome.CANCELED, "Run cancelled.")
            execution = self._going.get(run_id)
        if execution:
            execution.stop(Outcome.CANCELED)

    def active_ids(self, job_id: int | None = None) -> list[int]:
        """The ids of runs that are going on or waiting, of one job or of all."""
        with self.lock:
            runs = [execution.run for execution in self._going.values()] + self._queue
            return [run["run_id"] for run in runs if job_id is None or run.get("job_id") == job_id]

    def log_of(self, run_id: int, task_run_id: int) -> LogTail | None:
        """What a task that is running has printed so far."""
        execution = self._going.get(run_id)
        return execution.log_of(task_run_id) if execution else None

    def close(self) -> None:
        """Stop all work, wait for it to be over, and start no more."""
        with self.lock:
            self.closing = True
            executions = list(self._going.values())
        for execution in executions:
            execution.abandon()
        self._pool.shutdown(wait=True, cancel_futures=True)

    # What an execution asks for.

    def now(self) -> int:
        """Milliseconds since the epoch."""
        return self._sandbox.now()

    def new_task_id(self, run: Doc) -> int:
        """A fresh run id for an attempt of a task, findable by that id from now on."""
        task_id = new_id(self._sandbox)
        self._store.put("job_task", str(task_id), {"run_id": run["run_id"]})
        return task_id

    def save(self, run: Doc) -> None:
        """Make the run's document durable."""
        self._store.put("job_run", str(run["run_id"]), run, parent=str(run.get("job_id", "")))

    def save_output(self, task: Doc, log: LogTail, result: TaskResult) -> None:
        """Keep what an attempt left behind."""
        kept = {"logs": log.text(), "logs_truncated": log.truncated, **result.output}
        kept |= {k: v for k, v in (("error", result.error), ("error_trace", result.trace)) if v}
        self._store.put("job_output", str(task["run_id"]), kept)

    def submit(self, work: Callable[[], None]) -> None:
        """Do it in a worker thread, unless the server is closing."""
        with self.lock:
            if not self.closing:
                self._pool.submit(work)

    def submit_task(self, task: Doc, work: Callable[[], None]) -> None:
        """Do the work of a task in a worker thread, when the workspace has room for it."""

        def work_and_release() -> None:
            try:
                work()
            finally:
                with self.lock:
                    self._slots.release()

        with self.lock:
            self._slots.take(task, work_and_release)

    def perform(self, run: Doc, task: Doc, stop: Stop, log: LogTail) -> TaskResult:
        """Do the work of a task, with its references replaced. A fault of an executor ends the task, not the server."""
        kind = kind_of(task)
        sandbox = self._sandbox
        names = references.names(run, task, host=sandbox.host_url, workspace_id=sandbox.workspace_id)
        run_as = directory.principal(self._store, run["sandbox"]["run_as"])
        if not run_as:
            return refused(f"User {run['sandbox']['run_as']} does not exist.", "UNAUTHORIZED_ERROR")
        try:
            call = TaskCall(
                sandbox=sandbox,
                run_as=run_as,
                run_id=task["run_id"],
                task=task | {kind: references.resolve(task[kind], names)},
                parameters={p["name"]: p.get("value", p["default"]) for p in run["job_parameters"]},
                overrides=run["overriding_parameters"],
                task_values=run["sandbox"]["task_values"],
                stop=stop,
                log=log,
            )
            return self._executors[kind](call)
        except Exception as fault:
            return TaskResult(Outcome.INTERNAL_ERROR, str(fault), message=f"{type(fault).__name__}: {fault}")

    def finished(self, run: Doc) -> None:
        """Forget a run that ended, and let the next one of its job go."""
        self._going.pop(run["run_id"], None)
        self._start_queued()

    # Inside.

    def _start(self, run: Doc) -> None:
        execution = Execution(run, self)
        self._going[run["run_id"]] = execution
        self.save(run)
        self.submit(execution.start)

    def _start_queued(self) -> None:
        for run in list(self._queue):
            if self._count(run["job_id"]) < run["sandbox"]["max_concurrent_runs"]:
                self._queue.remove(run)
                run["queue_duration"] = self.now() - run["start_time"]
                run.update(going(Phase.PENDING))
                self._start(run)

    def _count(self, job_id: int) -> int:
        return sum(execution.run.get("job_id") == job_id for execution in self._going.values())

    def _skip(self, run: Doc, limit: int) -> None:
        message = f"Skipping this run because the limit of {limit} maximum concurrent runs has been reached."
        self._close_unstarted(run, Outcome.MAXIMUM_CONCURRENT_RUNS_REACHED, message)

    def _close_unstarted(self, run: Doc, outcome: Outcome, message: str) -> None:
        now = self.now()
        for doc in [run, *run["tasks"]]:
            if not outcome_of(doc):
                doc.update(ended(outcome, message), end_time=now)
        run["repair_history"][-1].update(state=run["state"], status=run["status"], end_time=now)
        self.save(run)

    def _recover(self) -> None:
        for run in self._store.list("job_run"):
            if phase_of(run) is Phase.QUEUED:
                self._queue.append(run)
            elif phase_of(run):
                self._close_unstarted(run, Outcome.INTERNAL_ERROR, RESTARTED)
        with self.lock:
            self._start_queued()


# Identifiers are as long as the service's own, and of one length: text order is then the order of creation.
_FIRST_ID = 100_000_000_000_000


def new_id(sandbox: Sandbox) -> int:
    """A number for a job, a run, an attempt of a task, or a repair."""
    return _FIRST_ID + sandbox.store.next_id("job")
