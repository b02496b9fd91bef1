"""The screen of the review: asks for the plan once, shows it, and begins exactly what it shows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from screens.modals.confirm import Confirm
from screens.review.reviewed import Reviewed, requests
from screens.review.saving import Saving
from screens.review.steps import StepList, name
from screens.step import StepScreen
from screens.threads import in_thread
from screens.widgets.keys import Keys
from screens.widgets.sql import SqlView
from wizard.desk.questions import MakePlan
from wizard.errors import WizardError
from wizard.preflight.need import MissingError
from wizard.printers.words import duration
from wizard.spec.choices import Choices, Examined

if TYPE_CHECKING:
    from wizard.plan.model import Step
    from wizard.run.directory import RunDirectory
    from wizard.spec.model import DemoSpec

WORTH_SAYING = 2.0
"""Seconds of waiting after which they are counted on the screen."""
LISTED = 8
"""So many objects that would be changed are named before somebody says yes; the rest are counted."""


class ReviewScreen(Saving, StepScreen):
    """The plan, before it is carried out."""

    STEP = "review"
    CSS_PATH = "../style/review.tcss"
    HELP_TEXT: ClassVar[str] = """\
# Review

Nothing has been written yet. This is the plan: every object, what happens to it and why, and word for word what will be
sent. What you see is what is carried out; if the target changes before that, nothing is.

* **up, down** another step; **tab** to its SQL, to scroll it
* **y** copies the SQL of the step, **Y** that of all steps; where rights are missing, **y** copies an e-mail that asks
  for them
* **w** saves the spec, to make the same demo again: `demo-wizard --spec FILE`
* **p** saves the plan, for somebody to approve: `demo-wizard apply --plan FILE`
* **c** copies the command that makes this demo without the app
* **r** looks at the target again and plans anew
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_sql", "Copy SQL", id="review.copy-sql", show=False, tooltip="Copy the SQL of this step"),
        Binding("Y", "copy_all", "Copy all SQL", id="review.copy-all", show=False, tooltip="Copy the SQL of all steps"),
        Binding("c", "copy_command", "Copy command", id="review.copy-command", show=False,
                tooltip="Copy the command that does the same without the app"),
        Binding("r", "again", "Plan again", id="review.again", show=False, tooltip="Look at the target again"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.reviewed: Reviewed | None = None
        self._planned_for: tuple[Choices, str, int] | None = None
        self._failed: WizardError | None = None
        self._asked_at = 0.0

    def body(self) -> ComposeResult:
        """What it comes to, the steps, and the SQL of the one that is chosen."""
        yield Static(id="summary")
        yield Static(id="waiting")
        with Container(id="panes"):
            yield StepList(id="steps")
            with Vertical(id="sending"):
                yield Static(id="object", markup=False)
                yield SqlView(id="sql")
        yield Static(id="command", markup=False)
        yield Keys(_KEYS, id="keys")

    def on_mount(self) -> None:
        """Say in the bar what Enter does here, and count seconds while somebody waits."""
        self.query_one("#next", Button).label = "Make it"
        self.set_interval(0.5, self._show_waiting)

    def show(self, examined: Examined) -> None:
        """Ask for the plan, unless it is there: of these choices, for this target."""
        wanted = (examined.choices, self.wizard.target, self.wizard.written)
        if examined.choices != self.wizard.choices or wanted == self._planned_for:
            return
        self._planned_for, self.reviewed, self._failed, self._asked_at = wanted, None, None, time.monotonic()
        self._show_plan()
        if examined.spec is not None and examined.dressed is not None:
            self._plan(examined.spec, examined.dressed, examined.choices)

    @work(exclusive=True, group="plan", exit_on_error=False)
    async def _plan(self, spec: DemoSpec, dressed: DemoSpec, choices: Choices) -> None:
        try:
            question = MakePlan(await in_thread(_pinned, spec), self.wizard.target)
            plan = await self.wizard.desk.ask(question)
            self.reviewed = await in_thread(Reviewed.of, plan, question, dressed, choices)
        except WizardError as error:
            self._failed = error
        self._show_plan()

    def _show_plan(self) -> None:
        reviewed = self.reviewed
        self.set_class(reviewed is None, "-waiting")
        self.query_one("#summary", Static).update(_summary(reviewed) if reviewed else "")
        if reviewed is not None:
            self.query_one(StepList).show(reviewed)
            self.query_one("#command", Static).update(f"$ {reviewed.command}")
            if self.focused is None:
                self.query_one(StepList).focus()
        self._show_waiting()
        self.refresh_frame()

    def _show_waiting(self) -> None:
        if self.reviewed is None:
            self.query_one("#waiting", Static).update(self._instead())

    def _instead(self) -> Content:
        """What stands where the plan will be: what is going on, or what went wrong."""
        if self._failed is not None:
            parts = [("✖ There is no plan. ", "bold $error"), (self._failed.message, "$error")]
            hint = f"\n\n{self._failed.hint}" if self._failed.hint else ""
            copies = "y: copy it as an e-mail   " if isinstance(self._failed, MissingError) else ""
            return Content.assemble(*parts, hint, (f"\n\n{copies}r: try again", "$text-muted"))
        problems = self.wizard.examined.problems
        if problems:
            lines = "\n".join(f"  {found.path}: {found.message}. {found.hint}".rstrip() for found in problems)
            return Content.assemble(("✖ The spec is not complete yet.\n", "bold $error"), lines)
        seconds = time.monotonic() - self._asked_at
        counted = f"  {duration(seconds)}" if seconds > WORTH_SAYING else ""
        return Content.styled(f"▶ Looking at what is on {self.wizard.target}, to plan what is to be done…{counted}",
                              "$text-muted")

    @on(OptionList.OptionHighlighted)
    def _chose(self) -> None:
        step = self.query_one(StepList).step
        if step is not None:
            self.query_one("#object", Static).update(name(step))
            self.query_one(SqlView).show(requests(step) or f"-- {step.reason}: nothing is sent")

    # Going on

    def blocked(self) -> str:
        """Without a plan nothing is done."""
        if reason := super().blocked():
            return reason
        if self._failed is not None:
            return "There is no plan. r: try again"
        return "" if self.reviewed else "The plan is being made"

    def does(self) -> str:
        """What is about to happen."""
        if self.reviewed and self.reviewed.nothing_to_do:
            return "look at the demo: everything is there already"
        return f"make the demo on {self.wizard.target}"

    async def action_next(self) -> None:
        """Carry out the plan; ask first if it changes what is there. Without anything to do, look at what is there."""
        await self.wizard.settled()
        if (reason := self.blocked()) or self.reviewed is None:
            self.notify(reason, title="Not yet", severity="warning")
        elif self.reviewed.nothing_to_do:
            self._look_at_it(self.reviewed)
        elif altered := self.reviewed.plan.alters:
            answers = {"make": "Change it", "stay": "Not yet"}
            self.app.push_screen(Confirm("This changes what is there.", _listed(altered), answers, careful=True),
                                 self._answered)
        else:
            self._begin(self.reviewed)

    def _answered(self, answer: str | None) -> None:
        if answer == "make" and self.reviewed is not None:
            self._begin(self.reviewed)

    @work(exclusive=True, group="begin", exit_on_error=False)
    async def _begin(self, reviewed: Reviewed) -> None:
        from wizard import locations
        from wizard.run.begin import begin
        from wizard.run.directory import Request

        request = Request(reviewed.plan.demo, reviewed.target, reviewed.command, reviewed.title)
        spec, plan = reviewed.spec, await in_thread(reviewed.plan.to_json)
        try:
            started = await in_thread(begin, locations.runs(), request, self.wizard.runner, spec=spec, plan=plan)
        except WizardError as error:
            self._refuse(error)
            return
        self.wizard.written += 1
        self.wizard.watch_run(started.run, started.attempt)

    @work(exclusive=True, group="begin", exit_on_error=False)
    async def _look_at_it(self, reviewed: Reviewed) -> None:
        from wizard import locations
        from wizard.run.history import succeeded

        made = succeeded(locations.runs(), reviewed.plan.demo, reviewed.target)
        run: RunDirectory | None = await in_thread(next, made, None)
        if run is None:  # it was made from another machine: a run that keeps everything says what is there
            self._begin(reviewed)
        else:
            self.wizard.show_results(run)

    def _refuse(self, error: WizardError) -> None:
        self.query_one("#hint", Static).update(f"{error.message} {error.hint}".strip())
        self.query_one("#bar").add_class("-blocked")
        self.notify(f"{error.message}\n{error.hint}", title="Not begun", severity="error", timeout=10)

    def action_again(self) -> None:
        """Look at the target again."""
        self._planned_for = None
        self.show(self.wizard.examined)
        self.refresh_frame()

    # Taking along

    def action_copy_sql(self) -> None:
        """The selected step's requests; where rights are missing, the letter to whoever can give them."""
        step = self.query_one(StepList).step
        if isinstance(self._failed, MissingError):
            self.take_along(self._failed.found.email(), "The e-mail")
        elif self.reviewed is not None and step is not None:
            self.take_along(requests(step), f"What is sent for {step.title}")

    def action_copy_all(self) -> None:
        """All requests."""
        if self.reviewed is not None:
            self.take_along(self.reviewed.sql, "Everything that is sent")

    def action_copy_command(self) -> None:
        """The command that does the same."""
        if self.reviewed is not None:
            self.take_along(self.reviewed.command, "The command")


_KEYS = (
    ("y", "copy_sql", "copy SQL"), ("Y", "copy_all", "all SQL"), ("c", "copy_command", "command"),
    ("w", "save_spec", "save spec"), ("p", "save_plan", "save plan"), ("r", "again", "plan again"),
)  # fmt: skip


def _pinned(spec: DemoSpec) -> str:
    from wizard.spec import dump

    return dump(spec, "pinned")


def _summary(reviewed: Reviewed) -> Content:
    from wizard.plan.explain import counts

    plan = reviewed.plan
    head = "Everything is there already: nothing is to be done." if reviewed.nothing_to_do else counts(plan)
    lines = [
        Content.assemble((head, "bold $primary"), (f"  plan {reviewed.hash}", "$text-muted")),
        Content(f"{plan.demo} on {plan.target}" + ("" if plan.target == "sandbox" else f", {plan.host}")),
        Content(reviewed.estimate),
    ]
    return Content("\n").join(line for line in lines if line)


def _listed(steps: tuple[Step, ...]) -> str:
    lines = [f"• {step.title}: {step.reason}" for step in steps[:LISTED]]
    return "\n".join([*lines, f"and {len(steps) - LISTED} more"] if len(steps) > LISTED else lines)
