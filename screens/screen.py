"""What every screen of the app has. Apart from the steps' frame, which the first screen does without."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen

if TYPE_CHECKING:
    from textual.command import Provider

    from screens.app import DemoWizard


def _screen_commands() -> type[Provider]:
    """Imported when the palette is opened."""
    from screens.commands import ScreenCommands

    return ScreenCommands


class WizardScreen(Screen[None]):
    """Any screen of the app: it knows the app by its own type, and its keys are in the palette too."""

    COMMANDS = Screen.COMMANDS | {_screen_commands}
    HELP_TEXT: ClassVar[str] = ""
    """Markdown for the help panel: what the screen is for, and what its keys do."""

    @property
    def wizard(self) -> DemoWizard:
        """The app."""
        return cast("DemoWizard", self.app)
