"""The screen of the jobs: a card for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Checkbox, Static

from screens.jobs.card import WHAT, WHEN, JobCard
from screens.step import StepScreen
from screens.widgets.options import Options
from screens.widgets.tick import Tick
from wizard.spec.choices import Examined

if TYPE_CHECKING:
    from wizard.spec.choices import Choices


class JobsScreen(StepScreen):
    """Which jobs, and when."""

    STEP = "jobs"
    CSS_PATH = "../style/jobs.tcss"
    HELP_TEXT: ClassVar[str] = """\
# Jobs

A job belongs to the demo as its tables do. It is run once when everything else is there, and its tasks are shown live.

A **schedule** is stored paused unless you say otherwise, so that nothing costs anything by itself. Cron is Quartz cron:
six fields, seconds first, `?` for the day that does not matter.
"""

    def body(self) -> ComposeResult:
        """One card a job; filled when the spec is known."""
        yield Static("What stays behind?", classes="title")
        yield Static("This demo has no jobs.", id="none", classes="quiet")
        yield Vertical(id="cards")

    def show(self, examined: Examined) -> None:
        """The jobs as they are now: other cards only where there are other jobs."""
        spec = examined.dressed
        if spec is None:
            return
        self.query_one("#none").display = not spec.jobs
        cards = {card.key: card for card in self.query(JobCard)}
        if list(cards) != list(spec.jobs):
            box = self.query_one("#cards")
            box.remove_children()
            box.mount_all(JobCard(key, job, self.wizard.choices) for key, job in spec.jobs.items())
            return
        for key, card in cards.items():
            if card.query(Options):
                card.show(spec.jobs[key], self.wizard.choices)

    @on(Options.Chosen)
    def _chosen(self, event: Options.Chosen) -> None:
        event.stop()
        card = next(node for node in event.options.ancestors if isinstance(node, JobCard))
        base, choices = f"jobs.{card.key}", self.wizard.choices
        if event.options.id == "what":
            choices = choices.put(f"{base}.enabled", event.word != WHAT[2])
            if event.word != WHAT[2]:
                choices = choices.put(f"{base}.run", event.word == WHAT[0])
        elif WHEN[event.word]:
            choices = choices.put(f"{base}.schedule.cron", WHEN[event.word])
        else:
            choices = _never(choices, base)
        self.choose(choices)

    @on(Checkbox.Changed)
    def _switched(self, event: Checkbox.Changed) -> None:
        event.stop()
        if isinstance(event.checkbox, Tick):
            self.put(event.checkbox.key, event.value)


def _never(choices: Choices, base: str) -> Choices:
    """Without a schedule: as the spec has it if that is none, else none in so many words."""
    from wizard.errors import WizardError

    dropped = choices.drop(f"{base}.schedule")
    try:
        job: Any = dropped.spec().jobs[base.removeprefix("jobs.")]
    except (WizardError, KeyError):
        return dropped
    return dropped if job.schedule is None else dropped.put(f"{base}.schedule", None)
