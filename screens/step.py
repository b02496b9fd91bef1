"""What every step of the wizard has: the rail above, a body that scrolls, and Back and Next that stay where they are.

A step shows the choices and changes them; it keeps nothing of its own, so going back and forth loses nothing. Enter is
always the primary action: the line above the keys says what it will do, or why it cannot be done yet.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static

from screens.screen import WizardScreen
from screens.steps import after
from screens.widgets.field import Field
from screens.widgets.footer import Footer
from screens.widgets.rail import Rail
from wizard.spec.choices import Choices, Examined, Value, number


class BarButton(Button, can_focus=False):
    """A button that the mouse presses; its key is the screen's, wherever the focus is."""


class StepScreen(WizardScreen):
    """One step. Subclasses give `STEP`, `body`, `show`, and where something can be missing, `blocked`."""

    STEP: ClassVar[str] = ""
    AUTO_FOCUS = ""  # nothing: Enter goes on, Tab goes into the body
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next", id="step.next", tooltip="Go on to the next step"),
        Binding("escape", "back", "Back", id="step.back", tooltip="Back, nothing is lost"),
    ]

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield Rail(self.STEP)
        with VerticalScroll(id="body", can_focus=False):
            yield from self.body()
        with Horizontal(id="bar"):
            yield BarButton("Back", id="back", compact=True)
            yield Static(id="hint", markup=False)
            yield BarButton("Next", id="next", compact=True, variant="primary")
        yield Footer()

    def body(self) -> ComposeResult:
        """The step's own widgets."""
        raise NotImplementedError

    def show(self, examined: Examined) -> None:
        """Put the choices on the screen. Called whenever they may have changed, and when the step is entered."""

    def blocked(self) -> str:
        """Why one cannot go on from here; empty if one can."""
        found = next(iter(self.wizard.examined.problems), None)
        return f"{found.path}: {found.message}" if found else ""

    def does(self) -> str:
        """What Enter will do, after "Enter: "."""
        step = after(self.STEP)
        return step.does if step else ""

    def refresh_frame(self) -> None:
        """Say anew what Enter does, or why it cannot."""
        reason = self.blocked()
        self.query_one("#hint", Static).update(reason or f"Enter: {self.does()}")
        self.query_one("#bar").set_class(bool(reason), "-blocked")

    def choose(self, choices: Choices) -> None:
        """Other choices; `show` follows when they were examined."""
        self.wizard.choose(choices)

    def put(self, path: str, value: Value) -> None:
        """Choose one value."""
        self.choose(self.wizard.choices.put(path, value))

    def examined(self, examined: Examined) -> None:
        """The choices were examined: by the app, for the screen that is in front."""
        if not self.is_mounted:  # it is about to be there, and looks for itself then
            return
        self.show(examined)
        for field in self.query(Field):
            field.judge(examined)
        self.refresh_frame()

    def on_screen_resume(self) -> None:
        """One came here, or came back."""
        rail = self.query_one(Rail)
        rail.reached = max(rail.reached, self.wizard.reached)
        rail.refresh()
        self.examined(self.wizard.examined)

    def on_field_edited(self, event: Field.Edited) -> None:
        """Somebody typed a value: empty means as the spec has it."""
        event.stop()
        choices, field = self.wizard.choices, event.field
        if not event.text.strip():
            changed = choices.drop(field.path)
        else:
            changed = choices.put(field.path, number(event.text) if field.number else event.text)
        if changed != choices:
            self.choose(changed)
        else:
            field.judge(self.wizard.examined)
            self.refresh_frame()

    @on(Button.Pressed, "#next")
    @on(Input.Submitted)
    async def _go_on(self) -> None:
        await self.run_action("next")

    @on(Button.Pressed, "#back")
    def _go_back(self) -> None:
        self.action_back()

    async def action_next(self) -> None:
        """Go on, unless something keeps from it: then say what."""
        await self.wizard.settled()
        if reason := self.blocked():
            self.notify(reason, title="Not yet", severity="warning")
            return
        step = after(self.STEP)
        if step is not None:
            self.wizard.action_go(step.name)

    def action_back(self) -> None:
        """To the step before this one; from the first to the welcome screen."""
        self.wizard.back(self.STEP)
