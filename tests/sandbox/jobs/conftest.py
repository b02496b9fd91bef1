"""Jobs through the real SDK: files to run, jobs that are removed again, and waiting for runs."""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.service import compute, jobs, workspace

DEADLINE = 20
_folders = itertools.count(1)


@dataclass
class Bench:
    """A folder of task files and the jobs made from them."""

    client: WorkspaceClient
    folder: str
    made: list[int] = field(default_factory=list)

    def file(self, name: str, text: str) -> str:
        path = f"{self.folder}/{name}"
        content = io.BytesIO(text.encode())
        self.client.workspace.upload(path, content, overwrite=True, format=workspace.ImportFormat.AUTO)
        return path.removesuffix(".py") if "Databricks notebook source" in text else path

    def python(self, key: str, text: str, *needs: str, parameters: list[str] | None = None, **more: Any) -> jobs.Task:
        work = jobs.SparkPythonTask(python_file=self.file(f"{key}.py", text), parameters=parameters)
        return jobs.Task(key, spark_python_task=work, environment_key="e", depends_on=after(*needs), **more)

    def notebook(self, key: str, text: str, *needs: str, **parameters: str) -> jobs.Task:
        path = self.file(f"{key}.py", f"# Databricks notebook source\n{text}")
        work = jobs.NotebookTask(notebook_path=path, base_parameters=parameters or None)
        return jobs.Task(key, notebook_task=work, depends_on=after(*needs))

    def sql(self, key: str, text: str, *needs: str, **more: Any) -> jobs.Task:
        warehouse = next(iter(self.client.warehouses.list())).id or ""
        work = jobs.SqlTask(warehouse_id=warehouse, file=jobs.SqlTaskFile(path=self.file(f"{key}.sql", text)))
        return jobs.Task(key, sql_task=work, depends_on=after(*needs), **more)

    def job(self, *tasks: jobs.Task, **settings: Any) -> int:
        settings = {"name": f"job in {self.folder}", "environments": environments(), **settings}
        job_id = self.client.jobs.create(tasks=list(tasks), **settings).job_id or 0
        self.made.append(job_id)
        return job_id

    def start(self, job_id: int, **options: Any) -> int:
        return int(self.client.jobs.run_now(job_id, **options).run_id)

    def wait(self, run_id: int, until: Callable[[jobs.Run], bool] | None = None) -> jobs.Run:
        end = time.monotonic() + DEADLINE
        while not (until or has_ended)(run := self.client.jobs.get_run(run_id, include_history=True)):
            assert time.monotonic() < end, run.as_dict()
            time.sleep(0.01)  # the interval of a poll with a deadline
        return run

    def run(self, *tasks: jobs.Task, **settings: Any) -> jobs.Run:
        return self.wait(self.start(self.job(*tasks, **settings)))

    def output(self, run: jobs.Run, key: str) -> jobs.RunOutput:
        return self.client.jobs.get_run_output(task_of(run, key).run_id or 0)


def after(*keys: str) -> list[jobs.TaskDependency] | None:
    return [jobs.TaskDependency(key) for key in keys] or None


def environments() -> list[jobs.JobEnvironment]:
    return [jobs.JobEnvironment("e", compute.Environment(environment_version="4"))]


def has_ended(run: jobs.Run) -> bool:
    assert run.state
    return run.state.life_cycle_state in (
        jobs.RunLifeCycleState.TERMINATED, jobs.RunLifeCycleState.SKIPPED, jobs.RunLifeCycleState.INTERNAL_ERROR,
    )  # fmt: skip


def task_of(run: jobs.Run, key: str) -> jobs.RunTask:
    """The last attempt of a task."""
    return [task for task in run.tasks or [] if task.task_key == key][-1]


def result_of(run: jobs.Run | jobs.RunTask) -> str:
    assert run.state
    return run.state.result_state.value if run.state.result_state else ""


def results(run: jobs.Run) -> dict[str, str]:
    return {task.task_key: result_of(task) for task in run.tasks or []}


@pytest.fixture
def bench(client: WorkspaceClient) -> Iterator[Bench]:
    folder = f"/Shared/jobs_{next(_folders)}"
    client.workspace.mkdirs(folder)
    bench = Bench(client, folder)
    yield bench
    for job_id in bench.made:
        client.jobs.delete(job_id)
    client.workspace.delete(folder, recursive=True)
