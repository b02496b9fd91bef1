"""The app: what has been chosen so far, who answers questions, and which screen is in front.

Screens are imported when they are first shown; what is heavy (the loader's models, the SDK) waits until the first paint
is done, or lives in another process.
"""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual._context import active_message_pump
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.events import Event, InputEvent
from textual.reactive import reactive
from textual.screen import Screen
from textual.worker import active_worker

from screens import memory, settings
from screens.beginning import ALONE, begin
from screens.sheet import Sheet
from screens.steps import NAMES, before
from screens.themes import DARK, LIGHT, THEMES
from screens.threads import in_thread
from wizard.run.command import RUNNER
from wizard.spec.choices import Choices, Examined

if TYPE_CHECKING:
    from textual.driver import Driver

    from screens.garbage import Garbage
    from wizard.desk.client import Desk
    from wizard.run.directory import RunDirectory

BETWEEN_KEYS = 0.05
"""Seconds that somebody who types is given for the next key before what was typed is examined."""
TWICE = 2.0
"""Seconds within which a second ctrl+c leaves the app."""
DEFAULT = "retail"
"""The industry that a new demo begins with."""

_HOMES = {
    "target": ("screens.target", "TargetScreen"),
    "industry": ("screens.industry", "IndustryScreen"),
    "story": ("screens.story", "StoryScreen"),
    "data": ("screens.data", "DataScreen"),
    "grants": ("screens.grants", "GrantsScreen"),
    "jobs": ("screens.jobs", "JobsScreen"),
    "review": ("screens.review", "ReviewScreen"),
}


class DemoWizard(App[int]):
    """`runner` carries out run directories; `desk` answers questions, a process of its own where none is given."""

    TITLE = "Demo Wizard"
    CSS_PATH = ["style/app.tcss", "style/welcome.tcss"]  # noqa: RUF012  as below; the first screen comes with the app
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  Textual declares them without ClassVar
        (0, "-tiny"), (60, "-narrow"), (80, "-normal"), (120, "-wide"), (200, "-huge"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012  as above
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="app.help", tooltip="What this screen is for, and its keys"),
        Binding("f2", "edit_spec", "Spec", id="app.spec", tooltip="The YAML that the choices amount to"),
        Binding("ctrl+p", "command_palette", "Commands", id="app.commands", tooltip="Everything that can be done"),
        Binding("f3", "toggle_theme", "Theme", id="app.theme", show=False, tooltip="Light or dark"),
        Binding("ctrl+q", "leave", "Quit", id="app.quit", priority=True, tooltip="Leave; a run goes on without us"),
        Binding("ctrl+c", "interrupt", "Quit", show=False, system=True),
    ]

    target: reactive[str] = reactive("sandbox")

    def __init__(
        self,
        *,
        begin: Sequence[str] = ("welcome",),
        desk: Desk | None = None,
        runner: Sequence[str] = RUNNER,
    ) -> None:
        super().__init__()
        self._kept = settings.load()
        self._dress(self._kept.theme)
        self.runner = runner
        self.choices = Choices(DEFAULT, "")
        self.examined = Examined(self.choices, None)
        self.reached = 0
        self.written = 0  # how often something on a target was changed from here: plans made before no longer hold
        self._begin, self._desk, self._interrupted = begin, desk, 0.0
        self._settled = asyncio.Event()
        self._made: list[str] = []
        self._begun_with: Choices | None = None
        self._garbage: Garbage | None = None
        if "SSH_CONNECTION" in os.environ:
            self.animation_level = "none"

    def _dress(self, theme: str) -> None:
        """Put on a theme before anything is drawn: to change it later would parse all styles a second time."""
        for each in THEMES:
            self.register_theme(each)
        self.set_reactive(App.theme, theme if theme in self.available_themes else DARK)
        self.stylesheet = Sheet(variables=self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)

    def get_default_screen(self) -> Screen[object]:
        """The screen below all others: the first one, or a blank where the app shows a run alone."""
        if self._begin[0] == ALONE:
            return super().get_default_screen()
        from screens.welcome import WelcomeScreen

        return cast("Screen[object]", WelcomeScreen())

    def get_driver_class(self) -> type[Driver]:
        """Textual's choice; on a terminal, one that leaves at once."""
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":  # a browser, a test
            return driver
        from screens import driver as ours

        return ours.Driver

    def on_ready(self) -> None:
        """It is painted: it looks for garbage itself, if whoever opened it left that to it (wizard.cli.terminal)."""
        if not gc.isenabled():
            from screens.garbage import Garbage

            self._garbage = Garbage()
            self.set_interval(1.0, self._garbage.look)

    async def on_event(self, event: Event) -> None:
        """Whatever happens; somebody who presses a key waits for what it does."""
        if self._garbage is not None and isinstance(event, InputEvent):
            self._garbage.touched()
        await super().on_event(event)

    def on_mount(self) -> None:
        """Put on the keys that people chose, then show what the app was opened for."""
        self.set_keymap(self._kept.keys)
        if self._kept.problem:
            self.notify(self._kept.problem, title="Settings", severity="warning", timeout=10)
        begin(self, *self._begin)

    @property
    def desk(self) -> Desk:
        """Who answers what takes time."""
        if self._desk is None:
            from wizard.desk.client import Desk

            self._desk = Desk()
        return self._desk

    # Choices

    def choose(self, choices: Choices) -> None:
        """These are the choices now; they are examined, and shown on the screen that is in front."""
        self.choices = choices
        self._settled.clear()
        self._examine()

    @work(exclusive=True, group="examine")
    async def _examine(self) -> None:
        await asyncio.sleep(BETWEEN_KEYS)
        self.examined = await in_thread(self.choices.examine)
        self._settled.set()
        self._tell()

    def _tell(self) -> None:
        from screens.step import StepScreen

        if self.is_running and isinstance(self.screen, StepScreen):  # else its widgets are going, one by one
            self.screen.examined(self.examined)

    async def settled(self) -> None:
        """Wait until the latest choices were examined."""
        await self._settled.wait()

    def begin(self, choices: Choices, step: str = "target") -> None:
        """A demo from these choices: all steps anew."""
        self.home()
        for name in self._made:
            self.uninstall_screen(name)
        self._made, self.reached = [], 0
        self.choose(choices)
        self.action_go(step)

    # Screens

    def action_go(self, name: str) -> None:
        """To a step of the wizard."""
        from screens.step import StepScreen

        if name not in self._made:
            module, kind = _HOMES[name]
            self.install_screen(getattr(import_module(module), kind)(), name)
            self._made.append(name)
        self.reached = max(self.reached, NAMES.index(name))
        self._remember(name)
        if isinstance(self.screen, StepScreen):
            self.switch_screen(name)
        else:
            self.push_screen(name)

    def back(self, name: str) -> None:
        """To the step before, or to the screen that the wizard was opened from."""
        step = before(name)
        if step is not None:
            self.action_go(step.name)
        else:
            self.pop_screen()

    def pop_screen(self) -> AwaitComplete:
        """Take away the screen in front; the one that the app was opened for alone takes the app with it."""
        if self._begin[0] == ALONE and len(self.screen_stack) == self.bottom:
            self.exit(0)
            return AwaitComplete()
        return super().pop_screen()

    @property
    def bottom(self) -> int:
        """How many screens are always there."""
        return 2 if self._begin[0] == ALONE else 1

    def home(self) -> None:
        """To the screen that everything else was opened from."""
        while len(self.screen_stack) > self.bottom:
            self.pop_screen()

    def watch_run(self, run: RunDirectory, attempt: int = 0, *, owner: bool = True, speed: float = 0.0) -> None:
        """Follow a run; with a `speed`, show one that has ended as it was, so many times as fast."""
        from screens.run import RunScreen
        from screens.step import StepScreen

        if isinstance(self.screen, StepScreen):
            self._begun_with = self.choices
            memory.forget()
        self.push_screen(RunScreen(run, attempt, owner=owner, speed=speed))

    def show_results(self, run: RunDirectory) -> None:
        """What a run made, and what can be done with it."""
        from screens.results import ResultsScreen

        self.push_screen(ResultsScreen(run))

    def action_edit_spec(self) -> None:
        """The YAML that the choices amount to."""
        from screens.editor import EditorScreen

        if not isinstance(self.screen, EditorScreen):
            self.push_screen(EditorScreen())

    # The app itself

    def action_help(self) -> None:
        """Show the help of this screen, or put it away."""
        if self.screen.query("HelpPanel"):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def action_command_palette(self) -> None:
        """Everything that can be done."""
        from screens.commands import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def action_toggle_theme(self) -> None:
        """From light to dark, or back; remembered."""
        self.theme = DARK if self.theme == LIGHT else LIGHT
        settings.remember_theme(self.theme)

    def action_interrupt(self) -> None:
        """Ctrl+C: leave if it is pressed twice."""
        if time.monotonic() - self._interrupted < TWICE:
            self.call_next(self.run_action, "app.leave")
            return
        self._interrupted = time.monotonic()
        self.notify("Press ctrl+c again to leave.", timeout=TWICE)

    async def action_leave(self) -> None:
        """Leave; a screen that would lose something asks first."""
        leave = getattr(self.screen, "may_leave", None)
        if leave is None or await leave():
            from screens.step import StepScreen

            for screen in self.screen_stack:
                if isinstance(screen, StepScreen):
                    self._remember(screen.STEP)
            self.exit(0)

    def _remember(self, step: str) -> None:
        """Keep the choices for the next time, unless a run was begun with them: it has them."""
        if self.choices != self._begun_with:
            memory.remember(self.choices, self.target, step)

    def _handle_exception(self, error: Exception) -> None:
        """A mistake of ours ends the app, but not what a part could not do because it had been taken away already.

        Keys can come faster than screens: one that is left before it was there is filled all the same by Textual.
        """
        worker = active_worker.get(None)
        part = worker.node if worker is not None else active_message_pump.get(None)
        if not isinstance(part, DOMNode) or not any(node._pruning for node in part.ancestors_with_self):  # noqa: SLF001
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """A mistake of ours: leave without Textual's traceback. Whoever opened the app tells it (screens.launch)."""
        self.bell()
        self._close_messages_no_wait()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no spec to edit before a demo was begun."""
        if action == "edit_spec" and not self.choices.text:
            return None
        return super().check_action(action, parameters)

    def on_unmount(self) -> None:
        """Nobody answers a desk whose app is gone."""
        if self._desk is not None:
            self._desk.close()
