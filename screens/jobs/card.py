"""One job: what becomes of it, its task graph, its schedule, its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Checkbox, Label, Static

from screens.widgets.field import Field
from screens.widgets.levels import drawn
from screens.widgets.options import Options
from screens.widgets.tick import Tick

if TYPE_CHECKING:
    from wizard.spec.choices import Choices
    from wizard.spec.model import Job

WHAT = ("make and run", "make only", "leave out")
WHEN = {"never": "", "hourly": "0 0 * * * ?", "daily at 6": "0 0 6 * * ?", "Mondays at 6": "0 0 6 ? * MON"}
"""Quartz cron expressions by what people call them."""


class JobCard(Vertical):
    """`key` is the job's in the spec."""

    def __init__(self, key: str, job: Job, choices: Choices) -> None:
        super().__init__()
        self.key, self._job, self._choices = key, job, choices

    def compose(self) -> ComposeResult:
        """What, then how its tasks depend on one another, then when."""
        base = f"jobs.{self.key}"
        yield Static(self._job.name, classes="title", markup=False)
        yield Static(" ".join(self._job.comment.split()), classes="quiet", markup=False)
        with Horizontal(classes="line"):
            yield Label("What", classes="field-label")
            yield Options(WHAT, id="what")
        yield Static(_graph(self._job), classes="graph")
        with Horizontal(classes="line"):
            yield Label("Schedule", classes="field-label")
            yield Options(tuple(WHEN), id="when")
        yield Field(f"{base}.schedule.cron", "or cron", help="Quartz: second minute hour day month weekday")
        yield Field(f"{base}.schedule.timezone", "Time zone", placeholder="UTC")
        yield Tick(f"{base}.schedule.paused", "paused: stored, and started by hand", value=True)
        for name, default in self._job.parameters.items():
            yield Field(f"{base}.parameters.{name}", name, placeholder=default)

    def on_mount(self) -> None:
        """As it is for a start: the parts are there now."""
        self.show(self._job, self._choices)

    def show(self, job: Job, choices: Choices) -> None:
        """The job as it is now."""
        base = f"jobs.{self.key}"
        self._choose("#what", WHAT[2] if not job.enabled else WHAT[0] if job.run else WHAT[1])
        cron = job.schedule.cron if job.schedule else ""
        self._choose("#when", next((word for word, value in WHEN.items() if value == cron), ""))
        for field in self.query(Field):
            typed = choices.settings.get(field.path, "")
            known = field.path == f"{base}.schedule.cron" and typed in WHEN.values()
            field.fill("" if known else str(typed), cron if field.path.endswith(".cron") else field.placeholder)
        paused = self.query_one(Tick)
        with paused.prevent(Checkbox.Changed):
            paused.value = job.schedule.paused if job.schedule else True
        for part in (paused, self.query_one(f"#field-jobs-{self.key}-schedule-timezone")):
            part.display = job.schedule is not None

    def _choose(self, selector: str, word: str) -> None:
        options = self.query_one(selector, Options)
        options.set_reactive(Options.chosen, word)
        options.refresh(layout=True)


def _graph(job: Job) -> Table:
    shown = {task.key: Text.assemble(task.key, (f" {'sql' if task.sql else 'python'}", "dim")) for task in job.tasks}
    return drawn({task.key: task.depends_on for task in job.tasks}, shown)
