"""Jobs: tasks that can run, in an order that exists."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from zoneinfo import available_timezones

from wizard.spec.check.graph import cycles
from wizard.spec.draft import Draft, JobDraft
from wizard.spec.model import Schedule, Task
from wizard.spec.problems import Finding, Path, did_you_mean

PLACEHOLDERS = ("catalog", "schema")
_CRON_FIELD = re.compile(r"[0-9A-Za-z*/,?#LW-]+", re.ASCII)
_OWN_PARAMETERS = "demo_wizard_"
_PLACEHOLDER = re.compile(r"(?<![${])\{([A-Za-z_]\w*)\}(?!\})")


def check(draft: Draft) -> Iterator[Finding]:
    """Keys and names that stand twice, dependencies that dangle or go round, tasks with nothing or two things to do."""
    names: set[str] = set()
    for key, job in draft.jobs.items():
        if job.name is not None and job.name in names:
            yield Finding(("jobs", key, "name"), f"another job is called {job.name!r}", "Give each job its own name.")
        names.add(job.name or "")
        yield from _schedule(("jobs", key, "schedule"), job.schedule)
        yield from _parameters(("jobs", key, "parameters"), job)
        yield from _order(("jobs", key, "tasks"), job)
        for index, task in enumerate(job.tasks):
            if task is not None:
                yield from _body(("jobs", key, "tasks", index), task)


def _schedule(path: Path, schedule: Schedule | None) -> Iterator[Finding]:
    """Quartz: six fields or seven, with one of the two days left open as `?`."""
    if schedule is None:
        return
    fields = schedule.cron.split()
    if len(fields) not in {6, 7} or not all(_CRON_FIELD.fullmatch(field) for field in fields):
        hint = "Six fields: second minute hour day-of-month month day-of-week, e.g. 0 0 6 * * ? for every day at six."
        yield Finding((*path, "cron"), f"{schedule.cron!r} is no Quartz cron expression", hint)
    elif (fields[3] == "?") == (fields[5] == "?"):
        hint = "Write ? for the one that does not matter, e.g. 0 0 6 ? * MON-FRI."
        yield Finding((*path, "cron"), "day-of-month or day-of-week must be ?, and only one of them", hint)
    if schedule.timezone not in available_timezones():
        hint = did_you_mean(schedule.timezone, sorted(available_timezones()))
        yield Finding((*path, "timezone"), f"{schedule.timezone!r} is no time zone", hint)


def _parameters(path: Path, job: JobDraft) -> Iterator[Finding]:
    """Names that the wizard does not need for itself."""
    for name in job.parameters:
        if name.startswith(_OWN_PARAMETERS):
            yield Finding((*path, name), f"{name!r} is a name of the wizard's own", "Choose another name.", on_key=True)


def _order(path: Path, job: JobDraft) -> Iterator[Finding]:
    # A task that could not be read may be the one that others wait for.
    whole = None not in job.tasks
    keys: dict[str, int] = {}
    edges: dict[str, list[str]] = {}
    for index, task in enumerate(job.tasks):
        if task is None:
            continue
        if task.key in keys:
            yield Finding((*path, index, "key"), f"another task is called {task.key!r}", "Give each task its own key.")
        keys.setdefault(task.key, index)
        edges.setdefault(task.key, task.depends_on)
    for index, task in enumerate(job.tasks):
        for number, needed in enumerate(task.depends_on if task else ()):
            where = (*path, index, "depends_on", number)
            if needed not in keys and whole:
                yield Finding(where, f"there is no task {needed!r} in this job", did_you_mean(needed, keys))
            elif task and needed in task.depends_on[:number]:
                yield Finding(where, f"{needed!r} stands here twice", "Keep one of the two.")
    for ring in cycles({key: [n for n in needs if n in keys] for key, needs in edges.items()}):
        where = (*path, keys[ring[0]], "depends_on")
        yield Finding(where, f"tasks wait for one another: {' → '.join(ring)}", "Remove one of the dependencies.")


def _body(path: Path, task: Task) -> Iterator[Finding]:
    if (task.sql is None) == (task.python is None):
        what = "has neither sql nor python" if task.sql is None else "has both sql and python"
        yield Finding((*path, "key"), f"task {task.key!r} {what}", "Write exactly one of them.")
    if task.sql is not None:
        yield from _sql((*path, "sql"), task.sql)
    if task.python is not None:
        yield from _python((*path, "python"), task.python)


def _sql(path: Path, text: str) -> Iterator[Finding]:
    if not text.strip(" \t\n\r;"):
        yield Finding(path, "holds no statement", "Write SQL statements, separated by semicolons.")
    for match in _PLACEHOLDER.finditer(text):
        if match[1] not in PLACEHOLDERS:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            hint = "Use {catalog} and {schema}."
            yield Finding(path, f"{match[0]} is no placeholder", hint, inside=(line, column))


def _python(path: Path, text: str) -> Iterator[Finding]:
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(text)
    except SyntaxError as error:
        inside = (error.lineno, error.offset or 1) if error.lineno else None
        yield Finding(path, f"is not Python: {error.msg}", "Mend the syntax.", inside=inside)
    except (ValueError, RecursionError, MemoryError):
        yield Finding(path, "is not Python that can be compiled", "Nest it less.")
