"""What the results ask of the target: fresh answers, whether the demo is ready, and to take it away.

All of it goes on in the background, one thing at a time; a line says what is going on, and for how long, or what went
wrong. The rest of the screen needs no target.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.widgets import Static, TabbedContent

from screens.modals.confirm import Confirm
from screens.results.checked import readiness, removal
from screens.results.found import NO_SPEC, Found
from screens.results.story import StoryPane
from screens.screen import WizardScreen
from wizard.desk.questions import AskDemo, CheckReady, Remove
from wizard.errors import WizardError
from wizard.printers.words import duration, plural

if TYPE_CHECKING:
    from wizard.steps.removal import Removal

WORTH_SAYING = 2.0
"""Seconds of waiting after which they are counted on the screen."""


class Asking(WizardScreen):
    """Mixed into the screen of the results."""

    found: Found | None = None
    removed = False
    _removing = False
    _doing = ""
    _since = 0.0

    # What is going on

    def on_mount(self) -> None:
        """Count the seconds of whatever goes on."""
        self.set_interval(0.5, self._tick)

    def _tick(self) -> None:
        if self._doing:
            seconds = time.monotonic() - self._since
            counted = f"  {duration(seconds)}" if seconds > WORTH_SAYING else ""
            self._say(Content.styled(f"▶ {self._doing}…{counted}", "$text-muted"))

    def _begin(self, doing: str) -> Found:
        """Say what is asked. Raises WizardError when there is nothing to ask with."""
        if self.found is None or not self.found.text:
            raise NO_SPEC
        self._doing, self._since = doing, time.monotonic()
        self._tick()
        return self.found

    def _end(self, said: Content | str = "") -> None:
        self._doing = ""
        self._say(said)

    def _say(self, said: Content | str) -> None:
        line = self.query_one("#said", Static)
        line.update(said)
        line.display = bool(said)

    def refuse(self, error: WizardError) -> None:
        """Say in place what went wrong, and what to do."""
        self._end(Content.assemble((f"✖ {error.message}", "$error"), f"  {error.hint}" if error.hint else ""))

    # Fresh answers

    @work(exclusive=True, group="ask", exit_on_error=False)
    async def ask_charts(self) -> None:
        """The rows behind every question and view."""
        try:
            found = self._begin("asking the demo for fresh answers")
            charts = await self.wizard.desk.ask(AskDemo(found.text, found.request.target))
        except WizardError as error:
            self.refuse(error)
            return
        self.query_one(StoryPane).refresh_charts(charts)
        self._end()

    # Ready?

    def check(self) -> None:
        """Ask everything again, twice, and time it."""
        if self._may_ask():
            self.to_tab("check")
            self._check()

    @work(exclusive=True, group="ask", exit_on_error=False)
    async def _check(self) -> None:
        try:
            found = self._begin("asking every question twice, to warm up and to time it")
            ready = await self.wizard.desk.ask(CheckReady(found.text, found.request.target))
        except WizardError as error:
            self.refuse(error)
            return
        self.query_one("#checked", Static).update(readiness(ready, found.request.source))
        self._end()

    # Away with it

    def remove_demo(self) -> None:
        """List what the demo made; then ask, and remove it."""
        if self._may_ask():
            self._look_what_would_go()

    def _may_ask(self) -> bool:
        if self._removing:
            self.notify("The demo is being removed: wait until it is gone.", severity="warning")
        return not self._removing

    @work(exclusive=True, group="ask", exit_on_error=False)
    async def _look_what_would_go(self) -> None:
        try:
            found = self._begin("looking at what would be removed")
            listed = await self.wizard.desk.ask(Remove(found.text, found.request.target, dry_run=True))
        except WizardError as error:
            self.refuse(error)
            return
        self._end()
        self.query_one("#removal", Static).update(removal(listed))
        if not listed.having("would remove"):
            self._end("Nothing of this demo is there that could be removed.")
            self._show_removal()
            return
        answers = {"remove": "Remove it", "keep": "Keep it"}
        self.app.push_screen(Confirm(f"Remove {listed.demo} from {listed.target}?", _named(listed), answers,
                                     careful=True), self._answered)  # fmt: skip

    def _answered(self, answer: str | None) -> None:
        if answer == "remove":
            self._remove()

    @work(exclusive=True, group="remove", exit_on_error=False)
    async def _remove(self) -> None:
        self._removing = True
        try:
            found = self._begin("removing the demo")
            gone = await self.wizard.desk.ask(Remove(found.text, found.request.target, dry_run=False))
        except WizardError as error:
            self.refuse(error)
            return
        finally:
            self._removing = False
            self.wizard.written += 1
        self.query_one("#removal", Static).update(removal(gone))
        self.removed = True
        self._end()
        self._show_removal()

    def _show_removal(self) -> None:
        self.query_one("#removal", Static).display = True
        self.to_tab("made")
        self.show_headline()

    def to_tab(self, name: str) -> None:
        """To another tab. What had the focus is hidden by that; a focus that went on within its tab would undo it."""
        self.set_focus(None)
        self.query_one(TabbedContent).active = f"tab-{name}"

    def show_headline(self) -> None:
        """Say how the run ended, and whether the demo is still there."""
        raise NotImplementedError


def _named(listed: Removal) -> str:
    """What goes, kind by kind with every name, and what stays."""
    kinds: dict[str, list[str]] = {}
    for item in listed.having("would remove"):
        kinds.setdefault(item.kind, []).append(item.name.removeprefix(f"{listed.demo}."))
    lines = [f"- {plural(len(names), kind)}: {', '.join(names)}" for kind, names in kinds.items()]
    return "\n".join([*lines, *(f"stays: {item.kind} {item.name}, {item.reason}" for item in listed.having("left"))])
