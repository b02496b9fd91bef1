"""Jobs and their runs: /api/2.2/jobs.

Handlers check who asks, find the documents, and leave the rest to `wizard.sandbox.jobs`. The permissions of a job have
another address but the same documents; their routes are in `job_permissions`.
"""

from __future__ import annotations

from collections.abc import Callable

from wizard.sandbox import directory
from wizard.sandbox.api import ApiError, Call, Json, Service, denied, invalid
from wizard.sandbox.jobs import access, graph, records, settings, views
from wizard.sandbox.jobs.launch import create_run, repair_run
from wizard.sandbox.jobs.runtime import scheduler
from wizard.sandbox.jobs.scheduler import new_id
from wizard.sandbox.jobs.states import outcome_of

service = Service("/api/2.2/jobs")

JOBS_A_PAGE = (20, 100)
RUNS_A_PAGE = (20, 25)


@service.post("/create")
def create(call: Call) -> Json:
    """Make a job, owned by the caller."""
    wanted = dict(call.body)
    entries = wanted.pop("access_control_list", [])
    completed = settings.complete(wanted)
    entries = access.merged(call.sandbox.store, [access.owner_entry(call.principal)], entries)
    access.keep_owner(call.principal, call.principal.user_name, entries)
    _check_run_as(call, wanted)
    job = {
        "job_id": new_id(call.sandbox),
        "creator_user_name": call.principal.user_name,
        "created_time": call.sandbox.now(),
        "settings": completed,
        "access": entries,
    }
    _save(call, job)
    return {"job_id": job["job_id"]}


@service.get("/get")
def get(call: Call) -> Json:
    """One job."""
    return views.job(_job(call, call.query.get("job_id"), "CAN_VIEW"), call.query.get("page_token", ""))


@service.get("/list")
def list_jobs(call: Call) -> Json:
    """The jobs that the caller may see, the newest first; `name` is matched exactly, without regard to case."""
    name, expand = call.query.get("name", "").lower(), call.flag("expand_tasks")
    found = [
        job
        for job in reversed(call.sandbox.store.list("job"))
        if access.allowed(call.principal, job["access"], "CAN_VIEW")
        and (not name or job["settings"]["name"].lower() == name)
    ]
    return _page(call, "jobs", found, "job_id", JOBS_A_PAGE, lambda job: views.listed_job(job, expand=expand))


@service.post("/update")
def update(call: Call) -> Json:
    """Change some settings of a job."""
    job = _job(call, call.body.get("job_id"), "CAN_MANAGE")
    new = call.body.get("new_settings") or {}
    merged = settings.merge(job["settings"], new, call.body.get("fields_to_remove") or [])
    return _change(call, job, settings.complete(merged))


@service.post("/reset")
def reset(call: Call) -> Json:
    """Replace all settings of a job; as on the service, `run_as` stays unless it is given."""
    job = _job(call, call.body.get("job_id"), "CAN_MANAGE")
    kept = {field: job["settings"][field] for field in ("run_as",) if field in job["settings"]}
    return _change(call, job, kept | settings.complete(call.need("new_settings")))


@service.post("/delete")
def delete(call: Call) -> Json:
    """Remove a job; its active runs are cancelled, the others stay readable."""
    job = _job(call, call.body.get("job_id"), "CAN_MANAGE")
    call.sandbox.store.delete("job", str(job["job_id"]))
    for run_id in scheduler(call.sandbox).active_ids(job["job_id"]):
        scheduler(call.sandbox).cancel(run_id)
    return {}


@service.post("/run-now")
def run_now(call: Call) -> Json:
    """Run a job."""
    job = _job(call, call.body.get("job_id"), "CAN_MANAGE_RUN")
    request = records.Request(
        creator=call.principal.user_name,
        run_as=views.run_as(job),
        access=job["access"],
        settings=_only(job["settings"], call.body.get("only") or []),
        overrides=call.body,
        job_id=job["job_id"],
    )
    run = create_run(call.sandbox, request, call.body.get("idempotency_token") or "")
    return {"run_id": run["run_id"], "number_in_job": run["number_in_job"]}


@service.post("/runs/submit")
def submit(call: Call) -> Json:
    """Run tasks once, without a job."""
    settings.check(call.body)
    _check_run_as(call, call.body)
    run_as = call.body.get("run_as", {})
    own = access.owner_entry(call.principal)
    request = records.Request(
        creator=call.principal.user_name,
        run_as=run_as.get("user_name") or run_as.get("service_principal_name") or call.principal.user_name,
        access=access.merged(call.sandbox.store, [own], call.body.get("access_control_list", [])),
        settings={"name": call.body.get("run_name") or "Untitled", **call.body},
        overrides={},
    )
    return {"run_id": create_run(call.sandbox, request, call.body.get("idempotency_token") or "")["run_id"]}


@service.get("/runs/get")
def get_run(call: Call) -> Json:
    """One run, or one attempt of a task as a run of its own."""
    run, task = _run(call, call.query.get("run_id"), "CAN_VIEW")
    if task:
        return views.task_run(call.sandbox, run, task)
    return views.run(call.sandbox, run, call.query.get("page_token", ""), history=call.flag("include_history"))


@service.get("/runs/list")
def list_runs(call: Call) -> Json:
    """Runs that the caller may see, the newest first."""
    active, completed, expand = (call.flag(name) for name in ("active_only", "completed_only", "expand_tasks"))
    if active and completed:
        raise invalid("active_only and completed_only can not both be true.")
    first = _number(call.query.get("start_time_from") or 0, "start_time_from")
    last = _number(call.query.get("start_time_to") or 2**62, "start_time_to")
    kind = call.query.get("run_type")
    scheduler(call.sandbox)  # closes the runs of a server that died, before anybody looks
    found = [
        run
        for run in reversed(call.sandbox.store.list("job_run", call.query.get("job_id")))
        if (outcome_of(run) is None if active else outcome_of(run) is not None if completed else True)
        and first <= run["start_time"] <= last
        and kind in (None, run["run_type"])
        and access.allowed(call.principal, _access_of(call, run)["access"], "CAN_VIEW")
    ]
    return _page(call, "runs", found, "run_id", RUNS_A_PAGE, lambda r: views.listed_run(call.sandbox, r, expand=expand))


@service.get("/runs/get-output")
def get_output(call: Call) -> Json:
    """What one task left behind: logs, the error with its trace, what a notebook returned."""
    run, task = _run(call, call.query.get("run_id"), "CAN_VIEW")
    if not task:
        raise invalid(
            "Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each "
            "individual task run instead."
        )
    if not task["start_time"]:
        raise invalid(f"Run {task['run_id']} has not started yet.")
    log = scheduler(call.sandbox).log_of(run["run_id"], task["run_id"])
    kept = call.sandbox.store.get("job_output", str(task["run_id"])) or {}
    if log and not kept:
        kept = {"logs": log.text(), "logs_truncated": log.truncated}
    return kept | {"metadata": views.task_run(call.sandbox, run, task)}


@service.post("/runs/cancel")
def cancel(call: Call) -> Json:
    """Ask a run to end; one that has ended is left as it is."""
    run, _ = _run(call, call.body.get("run_id"), "CAN_MANAGE_RUN")
    scheduler(call.sandbox).cancel(run["run_id"])
    return {}


@service.post("/runs/cancel-all")
def cancel_all(call: Call) -> Json:
    """Ask all active runs of a job to end."""
    job = _job(call, call.body.get("job_id"), "CAN_MANAGE_RUN")
    for run_id in scheduler(call.sandbox).active_ids(job["job_id"]):
        scheduler(call.sandbox).cancel(run_id)
    return {}


@service.post("/runs/repair")
def repair(call: Call) -> Json:
    """Run tasks of an ended run again."""
    run, _ = _run(call, call.body.get("run_id"), "CAN_MANAGE_RUN")
    return {"repair_id": repair_run(call.sandbox, run["run_id"], call.body)}


@service.post("/runs/delete")
def delete_run(call: Call) -> Json:
    """Forget a run that has ended, with its output."""
    run, _ = _run(call, call.body.get("run_id"), "CAN_MANAGE")
    if not outcome_of(run):
        raise ApiError(400, "INVALID_STATE", f"Run {run['run_id']} can not be deleted while it is active.")
    with call.sandbox.store.transaction():
        for task in run["tasks"]:
            call.sandbox.store.delete("job_task", str(task["run_id"]))
            call.sandbox.store.delete("job_output", str(task["run_id"]))
        call.sandbox.store.delete("job_run", str(run["run_id"]))
    return {}


def _job(call: Call, job_id: object, level: str) -> Json:
    number = _number(job_id, "job_id")
    job = call.sandbox.store.get("job", str(number))
    if not job:
        raise invalid(f"Job {number} does not exist.")
    access.require(call.principal, job, level)
    return job


def _run(call: Call, run_id: object, level: str) -> tuple[Json, Json | None]:
    """The run with this id, or the run of the task with this id and that task."""
    number = _number(run_id, "run_id")
    scheduler(call.sandbox)  # closes the runs of a server that died, before anybody looks
    index = call.sandbox.store.get("job_task", str(number))
    run = call.sandbox.store.get("job_run", str(index["run_id"] if index else number))
    if not run:
        raise invalid(f"Run {number} does not exist.")
    access.require(call.principal, _access_of(call, run), level)
    return run, records.find_task(run, number) if index else None


def _access_of(call: Call, run: Json) -> Json:
    """What decides over access to a run: its job, or when there is none (any more) what held when it was made."""
    job = call.sandbox.store.get("job", str(run.get("job_id", "")))
    return job or {"job_id": run.get("job_id", run["run_id"]), "access": run["sandbox"]["access"]}


def _number(value: object, name: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        word = "Missing required field" if value in (None, "") else "Invalid value of field"
        raise invalid(f"{word}: {name}") from None


def _page(
    call: Call, field: str, found: list[Json], key: str, sizes: tuple[int, int], shape: Callable[[Json], Json]
) -> Json:
    """A page of a list that is sorted by falling `key`."""
    default, most = sizes
    size = _number(call.query.get("limit", default), "limit") or most
    if not 0 < size <= most:
        raise invalid(f"limit must be greater than 0 and not greater than {most}.")
    if before := views.offset(call.query.get("page_token", "")):
        found = [doc for doc in found if doc[key] < before]
    found = found[_number(call.query.get("offset", 0), "offset") :]
    answer: Json = {field: [shape(doc) for doc in found[:size]], "has_more": len(found) > size}
    if answer["has_more"]:
        answer["next_page_token"] = views.page_token(found[size - 1][key])
    return answer


def _only(job_settings: Json, keys: list[str]) -> Json:
    """The settings for a run of some tasks only, which then wait for one another but for no others."""
    if not keys:
        return job_settings
    tasks = [
        task | {"depends_on": [d for d in task.get("depends_on", []) if d["task_key"] in keys]}
        for task in job_settings["tasks"]
        if task["task_key"] in keys
    ]
    if unknown := set(keys) - {task["task_key"] for task in tasks}:
        raise invalid(f"Task {min(unknown)} does not exist in the job.")
    graph.check(tasks)
    return job_settings | {"tasks": tasks}


def _check_run_as(call: Call, wanted: Json) -> None:
    run_as = wanted.get("run_as") or {}
    name = run_as.get("user_name") or run_as.get("service_principal_name")
    if not name:
        return
    if not directory.principal(call.sandbox.store, name):
        raise invalid(f"The run_as principal {name} does not exist.")
    if name != call.principal.user_name and not call.principal.admin:
        raise denied(f"User {call.principal.user_name} does not have permission to run jobs as {name}.")


def _change(call: Call, job: Json, new: Json) -> Json:
    if new.get("run_as") != job["settings"].get("run_as"):
        _check_run_as(call, new)
    _save(call, job | {"settings": new})
    return {}


def _save(call: Call, job: Json) -> None:
    call.sandbox.store.put("job", str(job["job_id"]), job)
