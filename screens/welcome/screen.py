"""The screen itself: one list, and what becomes of the entry that is taken."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static

from screens import memory
from screens.memory import Left
from screens.screen import WizardScreen
from screens.threads import in_thread
from screens.welcome import entries
from screens.welcome.entries import CONTINUE, NEW, OPEN, Entry
from screens.widgets.footer import Footer
from screens.widgets.picks import Picks
from wizard import locations
from wizard.errors import WizardError
from wizard.run.statuses import RUNNING, SUCCEEDED
from wizard.spec.choices import Choices

if TYPE_CHECKING:
    from screens.modals.confirm import Confirm
    from wizard.run.directory import RunDirectory
    from wizard.run.overview import Glance, Offers

DEFAULT, SANDBOX = "retail", "sandbox"
ROOM = {True: 40, False: 60}
"""Cells of state and title at 80 columns, and beyond: the rest of the line is for the details."""
PAINTED = 0.1
"""Seconds after which this screen is drawn with all its keys; what is begun before delays it."""
EVERY = 2.0
"""Seconds after which a list with a running run in it is read again."""
WHAT = ("a Databricks demo for your customer", ", with a story in its data")
"""The sentence that says what this is, and what is left out of it where there is no room."""


_LATER = ("screens.target", "screens.story", "screens.data", "screens.grants", "screens.jobs", "screens.review",
          "screens.run", "screens.results", "wizard.steps")  # fmt: skip
"""What the screens behind this one begin with: up to a tenth of a second that no key need wait for."""


class Welcoming(Picks):
    """Enter does something else with each entry: the line below says what, the footer would not."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Take it", id="welcome.take", show=False)]


class WelcomeScreen(WizardScreen):
    """Begin, go on, look back."""

    AUTO_FOCUS = "#offers"
    HELP_TEXT: ClassVar[str] = """\
# Demo Wizard

Makes a complete Databricks demo, in a sandbox on this machine or in a workspace: believable data, a story to be found
in it, views, grants, jobs. Up and down choose, Enter takes what is chosen; the line below says what it does.

- **n** begins a new demo, **o** opens a spec file
- **d** discards an unfinished run or choices left behind: it is not offered any more, and nothing it made is touched
- **m** makes a demo again, from the spec that its run left

A run does not need this app: it goes on when you leave, and is offered here when you come back.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="welcome.new", tooltip="Begin a new demo"),
        Binding("o", "open", "Open", id="welcome.open", tooltip="Begin with a YAML file"),
        Binding("d", "discard", "Discard", id="welcome.discard", show=False, tooltip="Offer it no more"),
        Binding("m", "again", "Make again", id="welcome.again", show=False, tooltip="Make a demo again from its spec"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._left: Left | None = None
        self._groups = entries.entries(None, None)
        self._filled = False

    def compose(self) -> ComposeResult:
        """What this is, what can be done, what Enter does."""
        yield Static(id="rail")
        with Vertical(id="body"):
            yield Welcoming("offers")
        with Horizontal(id="bar"):
            yield Static(id="hint", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """What needs no reading is there at once; the rest follows when it was painted."""
        self._draw(NEW)
        self.set_timer(PAINTED, self._prepare)
        self.set_interval(EVERY, self._follow)

    @work(group="prepare", exit_on_error=False)
    async def _prepare(self) -> None:
        """Import what the next screens need while somebody reads this one."""
        self._read()
        try:
            await in_thread(self.wizard.desk.start)
        except WizardError:
            return  # whoever asks the desk is told
        await in_thread(_warm_up)

    def on_screen_resume(self) -> None:
        """One came back: there may be other runs."""
        if self._filled:
            self._read()

    def _follow(self) -> None:
        """A run that is going on gets further."""
        if self.is_current and any(each.glance and each.glance.status == RUNNING for each in self._all()):
            self._read()

    @work(exclusive=True, group="read", exit_on_error=False)
    async def _read(self) -> None:
        self._left, found = await in_thread(_offered)
        self._groups = entries.entries(found, self._left)
        first = next(iter(self._all()))
        look_at = self.query_one(Picks).looked_at
        if not self._filled and look_at == NEW:
            look_at = first.key
        self._filled = True
        self._draw(look_at)

    def _draw(self, look_at: str) -> None:
        roomy = not (self.has_class("-narrow") or self.has_class("-tiny"))
        what = "".join(WHAT if roomy else WHAT[:1])
        self.query_one("#rail", Static).update(f"[b $primary]Demo Wizard[/]  [$text-muted]{what}[/]")
        room = 0 if not roomy else ROOM[self.has_class("-normal")]
        self.query_one(Picks).fill(list(entries.options(self._groups, room)), look_at)
        self._tell()

    def on_resize(self) -> None:
        """Another width has room for one line an entry, or not."""
        self._draw(self.query_one(Picks).looked_at)

    @on(OptionList.OptionHighlighted, "#offers")
    def _tell(self) -> None:
        entry = self._looked_at()
        self.query_one("#hint", Static).update(f"Enter: {entry.does}" if entry else "")

    def _all(self) -> list[Entry]:
        return [entry for group in self._groups.values() for entry in group]

    def _looked_at(self) -> Entry | None:
        key = self.query_one(Picks).looked_at
        return next((entry for entry in self._all() if entry.key == key), None)

    # What can be done

    @on(OptionList.OptionSelected, "#offers")
    async def _take(self) -> None:
        """What Enter and a second click do."""
        entry = self._looked_at()
        if entry is None:
            return
        if entry.glance is None:
            await self.run_action({NEW: "new", OPEN: "open", CONTINUE: "go_on"}[entry.key])
        elif entry.glance.status == SUCCEEDED:
            self.wizard.show_results(entry.glance.run)
        elif entry.glance.status == RUNNING:
            self.wizard.watch_run(entry.glance.run, owner=False)
        else:
            self._resume(entry.glance.run)

    @work(exclusive=True, group="act", exit_on_error=False)
    async def action_new(self) -> None:
        """A new demo, in the sandbox unless something else is chosen."""
        choices = await in_thread(Choices.of, DEFAULT)
        self.wizard.target = SANDBOX
        self.wizard.begin(choices)

    def action_go_on(self) -> None:
        """With what was left behind."""
        if self._left is not None:
            self.wizard.target = self._left.target
            self.wizard.begin(self._left.choices, self._left.step)

    @work(exclusive=True, group="act", exit_on_error=False)
    async def action_open(self) -> None:
        """Begin with a file."""
        from screens.welcome.opening import OpenSpec

        choices = await self.app.push_screen_wait(OpenSpec())
        if choices is not None:
            self.wizard.begin(choices)

    @work(exclusive=True, group="act", exit_on_error=False)
    async def _resume(self, run: RunDirectory) -> None:
        from wizard.run.start import resume

        try:
            started = await in_thread(resume, run, self.wizard.runner)
        except WizardError as error:
            self.notify(f"{error.message}\n{error.hint}", title="Not resumed", severity="error", timeout=10)
            self._read()
            return
        self.wizard.watch_run(started.run, started.attempt)

    @work(exclusive=True, group="act", exit_on_error=False)
    async def action_again(self) -> None:
        """Make the demo that is looked at again, from its own spec."""
        entry = self._looked_at()
        if entry is None or entry.glance is None:
            return
        try:
            choices = await in_thread(Choices.of, str(entry.glance.run.spec))
        except WizardError as error:
            self.notify(str(error), title="Its spec cannot be read", severity="error", timeout=10)
            return
        self.wizard.target = entry.glance.request.target
        self.wizard.begin(choices)

    @work(exclusive=True, group="act", exit_on_error=False)
    async def action_discard(self) -> None:
        """Offer no more what is looked at, if it can be discarded."""
        entry = self._looked_at()
        if entry is None or not _can_be_discarded(entry):
            return
        if await self.app.push_screen_wait(_question(entry)) != "discard":
            return
        if entry.glance is None:
            await in_thread(memory.forget)
        else:
            await in_thread(entry.glance.run.discard, entry.glance.attempt)
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Grey out what cannot be done with the entry that is looked at."""
        entry = self._looked_at() if self.is_mounted and action in ("discard", "again") else None
        if action == "discard":
            return True if entry is not None and _can_be_discarded(entry) else None
        if action == "again":
            return True if entry is not None and entry.glance is not None else None
        return True


def _can_be_discarded(entry: Entry) -> bool:
    glance: Glance | None = entry.glance
    return entry.key == CONTINUE or (glance is not None and glance.status not in (SUCCEEDED, RUNNING))


def _question(entry: Entry) -> Confirm:
    from screens.modals.confirm import Confirm

    answers = {"discard": "Discard", "keep": "Keep it"}
    if entry.glance is None:
        return Confirm("Discard these choices?", "What was chosen and not made yet is gone.", answers, careful=True)
    detail = ("It is offered here no more. What it made stays where it is, and the run stays in the list:\n"
              f"demo-wizard runs resume {entry.glance.run.id}")  # fmt: skip
    return Confirm(f"Discard the run of {entry.title}?", detail, answers, careful=True)


def _offered() -> tuple[Left | None, Offers]:
    from wizard.run.overview import offers  # 30 ms that are spent in a thread, once this screen is there

    return memory.recall(), offers(locations.runs())


def _warm_up() -> None:
    """Import what the other screens need, and load the default industry: it is paid now, while somebody reads.

    Nothing of it goes away again, so nobody need look for garbage in it.
    """
    from screens.industry import cards

    cards.loaded(cards.heads()[0])
    for module in _LATER:
        import_module(module)
    gc.freeze()
