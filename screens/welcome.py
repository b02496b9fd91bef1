"""The first screen: begin a demo, go on with one, look at those that were made."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Footer, Static

from screens.step import WizardScreen
from screens.threads import in_thread
from wizard.spec.choices import Choices


class WelcomeScreen(WizardScreen):
    """Begin."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "new", "New demo", id="welcome.new")]

    def compose(self) -> ComposeResult:
        """A title and what can be done."""
        yield Static("Demo Wizard", classes="title")
        yield Button("New demo", id="new", compact=True)
        yield Footer(show_command_palette=False)

    def on_button_pressed(self) -> None:
        """The only button."""
        self.action_new()

    @work(exclusive=True)
    async def action_new(self) -> None:
        """A new demo."""
        self.wizard.begin(await in_thread(Choices.of, "retail"), "story")
