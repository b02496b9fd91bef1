"""Jobs: task files into the workspace, the job created or reset, run once, and watched task by task."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from wizard.errors import WizardError
from wizard.identifiers import literal, quote
from wizard.plan.expiry import expiry
from wizard.plan.model import Action, Step, digest
from wizard.plan.observed import Observed
from wizard.spec.model import DemoSpec, Job, Task
from wizard.steps import data, grant, quality, story, view
from wizard.steps.context import Context, Reporter
from wizard.steps.recipes import data_recipes
from wizard.workspace import files, jobs
from wizard.workspace.repair import repair

KIND = "job"
SUFFIX = {"sql": ".sql", "python": ".py"}


def key(name: str) -> str:
    """The key of the step that saves the job."""
    return f"{KIND}:{name}"


def run_key(name: str) -> str:
    """The key of the step that runs the job."""
    return f"run:{name}"


def plan(spec: DemoSpec, observed: Observed) -> Iterator[Step]:
    """For each job a step that saves it and, unless the spec says otherwise, one that runs it."""
    for name, job in spec.jobs.items():
        if not job.enabled:
            continue
        tasks = [_task(spec, task) for task in job.tasks]
        dated = [spec.expires_days] if spec.expires_days else []
        recipe = digest([job.model_dump(mode="json"), tasks, *dated])
        yield _plan_job(spec, observed, name, job, tasks, recipe)
        if job.run:
            yield _plan_run(spec, observed, name, job, recipe)


def _task(spec: DemoSpec, task: Task) -> dict[str, Any]:
    kind, text = ("sql", task.sql) if task.sql is not None else ("python", task.python)
    assert text is not None  # noqa: S101  the spec has exactly one of the two
    filled = _in_sql(spec, text) if kind == "sql" else _in_python(spec, text)
    mark = "--" if kind == "sql" else "#"
    header = f"{mark} {task.comment}\n" if task.comment else ""
    return {
        "key": task.key, "kind": kind, "file": task.key + SUFFIX[kind], "text": header + filled.rstrip() + "\n",
        "depends_on": task.depends_on, "retries": task.retries, "timeout_seconds": task.timeout_seconds,
    }


def _in_sql(spec: DemoSpec, text: str) -> str:
    """Names in backticks, but for the demo's id as a text: with it a task stamps the tables that it makes."""
    stamped = text.replace("'{catalog}.{schema}'", literal(spec.demo_id))
    return stamped.replace("{catalog}", quote(spec.catalog)).replace("{schema}", quote(spec.schema_))


def _in_python(spec: DemoSpec, text: str) -> str:
    return text.replace("{catalog}", spec.catalog).replace("{schema}", spec.schema_)


def _plan_job(
    spec: DemoSpec, observed: Observed, name: str, job: Job, tasks: list[dict[str, Any]], recipe: str
) -> Step:
    seen = observed.jobs.get(name)
    after = ("schema:" + spec.schema_,)
    if seen and seen.recipe == recipe:
        return Step(key(name), KIND, job.name, Action.KEEP, "unchanged", after, recipe=recipe)
    request = f"POST /api/2.2/jobs/{'reset' if seen else 'create'} {{name: {job.name}, {len(tasks)} tasks}}"
    return Step(
        key(name), KIND, job.name, Action.UPDATE if seen else Action.CREATE,
        "its definition changed" if seen else "does not exist yet", after,
        (*(f"upload {t['file']}\n{t['text']}" for t in tasks), request), recipe,
        payload={
            "demo": spec.demo_id, "name": name, "comment": job.comment, "tasks": tasks,
            "schedule": job.schedule.model_dump() if job.schedule else None, "parameters": job.parameters,
            "job_id": seen.job_id if seen else None,
            "expires": expiry(spec.expires_days, spec.demo_id, observed.schema),
        },
    )


def _plan_run(spec: DemoSpec, observed: Observed, name: str, job: Job, recipe: str) -> Step:
    seen = observed.jobs.get(name)
    made_for = digest([recipe, data_recipes(spec)])
    after = (
        key(name), *(data.key(t) for t in spec.tables), *(view.key(v) for v in spec.views),
        *((quality.KEY,) if spec.quality else ()), *((story.KEY,) if spec.insights else ()),
        *((grant.PROOF,) if spec.grants else ()),
    )
    if seen and seen.last_success == made_for:
        return Step(run_key(name), "run", job.name, Action.KEEP, "has run on this data", after, recipe=made_for)
    reason = "job or data changed since its last successful run" if seen else "has not run yet"
    return Step(
        run_key(name), "run", job.name, Action.RUN, reason, after, ("POST /api/2.2/jobs/run-now",), made_for,
        payload={"demo": spec.demo_id},
    )


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Upload the task files and save the job."""
    payload = step.payload
    folder = f"{files.folder(ctx.ws, payload['demo'])}/{payload['name']}"
    made = []
    for task in payload["tasks"]:
        report.check()
        path = f"{folder}/{task['file']}"
        files.upload(ctx.ws, path, task["text"])
        made.append(
            jobs.TaskFile(
                task["key"], task["kind"], path, tuple(task["depends_on"]), task["retries"], task["timeout_seconds"]
            )
        )
    # Looked up again: a run that was killed after creating the job must not create a second one.
    known = jobs.find(ctx.ws, step.object, payload["demo"])
    wanted = jobs.settings(
        step.object, payload["comment"], payload["demo"], step.recipe, ctx.ws.warehouse_id, made,
        payload["schedule"], payload["parameters"], payload["expires"],
    )  # fmt: skip
    job_id = jobs.settle(ctx.ws, known.job_id if known else None, wanted)
    return f"job {job_id}, {len(made)} tasks"


def apply_run(step: Step, ctx: Context, report: Reporter) -> str:
    """Run the job and watch it to its end. Raises WizardError with the task's own error when it fails."""
    run_id = _start(step, ctx, report)
    logs: dict[str, jobs.Output] = {}
    shown: dict[str, tuple[str, int]] = {}
    for state in jobs.watch(ctx.ws, run_id, report.cancelled):
        for task in state.tasks:
            if task.ended and task.key not in logs:
                logs[task.key] = jobs.output(ctx.ws, task.run_id)
            elif task.state == "RUNNING":
                logs_now = jobs.output(ctx.ws, task.run_id)
                report.task(task.key, task.state, task.seconds, logs_now.log_tail, "")
                continue
            if shown.get(task.key) != (task.state, task.attempt):
                shown[task.key] = (task.state, task.attempt)
                got = logs.get(task.key, jobs.Output())
                report.task(task.key, task.state, task.seconds, got.log_tail, got.error)
    if state.succeeded:
        return f"run {run_id}, {len(state.tasks)} tasks succeeded"
    raise _failure(step, state, logs)


def _start(step: Step, ctx: Context, report: Reporter) -> int:
    """Start the run, or take up the one that an earlier attempt of this run started."""
    earlier = int(report.saved("job_run") or 0)
    if earlier and _goes_on(earlier, ctx, report):
        return earlier
    # The token is journaled before the call: the same call after a crash answers the same run. Only then the earlier
    # run is forgotten, for the old token would answer with it.
    token = (None if earlier else report.saved("token")) or uuid.uuid4().hex
    report.save("token", token)
    report.save("job_run", 0)
    found = jobs.find(ctx.ws, step.object, step.payload["demo"])
    if found is None:
        raise WizardError(f"The job {step.object} is gone.", "Run the same command again: it will be made anew.")
    run_id = jobs.start(ctx.ws, found.job_id, step.recipe, token)
    report.save("job_run", run_id)
    return run_id


def _goes_on(run_id: int, ctx: Context, report: Reporter) -> bool:
    """Whether a job run of an earlier attempt can be watched to its end: it goes on, has made it, or is repaired."""
    known = jobs.find_run(ctx.ws, run_id)
    if known is not None and (not known.ended or known.succeeded):
        report.note(f"going on with job run {run_id}")
        return True
    if known is not None and repair(ctx.ws, run_id):
        report.note(f"repairing job run {run_id}: what failed in it runs again, and what depends on that")
        return True
    report.note(f"job run {run_id} cannot be repaired: starting another")
    return False


def _failure(step: Step, state: jobs.RunState, logs: dict[str, jobs.Output]) -> WizardError:
    failed = [t for t in state.tasks if t.ended and logs.get(t.key, jobs.Output()).error]
    first = failed[0] if failed else None
    error = logs[first.key].error if first else state.message or state.state
    where = f"task {first.key}" if first else "the run"
    return WizardError(
        f"Job {step.object}: {where} failed: {error}",
        f"See {state.url}\nCorrect the task in the spec and run the same command again; if the task is right and what "
        "it needs is there now, resume the run: only what failed runs again." if state.url else "",
    )
