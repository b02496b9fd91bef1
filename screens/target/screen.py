"""The screen of step one: the targets there are, what the one looked at can do, and the demo's place in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.step import StepScreen
from screens.target import described
from screens.target.described import SANDBOX
from screens.threads import in_thread
from screens.widgets.facts import Facts, Pane
from screens.widgets.field import Field
from screens.widgets.picks import Picks
from wizard.desk.questions import About
from wizard.errors import WizardError
from wizard.spec.choices import Examined
from wizard.workspace import profiles

if TYPE_CHECKING:
    from wizard.workspace.about import TargetFacts

DEBOUNCE = 0.3
"""Seconds that a target is looked at before it is asked: arrows pass over many."""


class TargetScreen(StepScreen):
    """Where the demo is made."""

    STEP = "target"
    CSS_PATH = "../style/target.tcss"
    HELP_TEXT: ClassVar[str] = """\
# Where the demo is made

The **sandbox** is a Databricks-compatible workspace on this machine. It needs nothing: rehearse there.
Below it stand the profiles of `~/.databrickscfg`; make another with `databricks auth login --profile NAME`.

What is looked at is asked who you are there and what can be done: `✔` yes, `✖` no, `?` shows when it is tried.
You need not wait for the answer. **r** asks again.

**Catalog** and **schema** are where the demo's tables will stand. Empty means as the industry has it. Where it is not
sure that a catalog can be made, those that take the demo are listed below: looking at one chooses it.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "ask_again", "Ask again", id="target.ask-again", show=False, tooltip="Ask the target once more"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, TargetFacts | WizardError] = {}
        self._asked: dict[str, float] = {}
        self._soon: Timer | None = None
        self._default = ""

    def body(self) -> ComposeResult:
        """The targets beside what is known of one; the place of the demo below."""
        yield Static("Where shall the demo be made?", classes="title")
        with Container(id="panes"):
            with Container(id="there"):
                yield Picks("targets")
                yield Static(id="unreadable", classes="wrong", markup=False)
            with Pane(id="about"):
                yield Static(id="who", classes="title", markup=False)
                yield Facts(id="facts")
        yield Field("catalog", "Catalog", help="Made if it is not there.")
        yield Static("It is not sure that a catalog can be made here. These take a schema:", id="open", markup=False)
        yield Picks("catalogs")
        yield Field("schema", "Schema")

    def on_mount(self) -> None:
        """Offer the sandbox at once, and the profiles when they were read."""
        self._offer([])
        self.set_interval(0.5, self._tell_waiting)
        self._read_profiles()

    @work(exclusive=True, group="profiles", exit_on_error=False)
    async def _read_profiles(self) -> None:
        try:
            found = await in_thread(profiles.listed)
            self._default = next((profile.name for profile in found if profile.default), "")
            self._offer([profile.name for profile in found])
        except WizardError as error:
            self.query_one("#unreadable", Static).add_class("-said").update(error.message)

    def _offer(self, names: list[str]) -> None:
        """The sandbox, then the profiles; a target that was chosen before is offered even if its profile is gone."""
        target = self.wizard.target
        known = [SANDBOX, *(name for name in names if name != SANDBOX)]
        every = known if target in known else [*known, target]
        options = [Option(_entry(name, default=name == self._default), id=name) for name in every]
        self.query_one("#targets", Picks).fill(options, target)

    def show(self, examined: Examined) -> None:
        """The target that was chosen, and the place in it."""
        picks = self.query_one("#targets", Picks)
        if picks.looked_at != self.wizard.target:
            self._offer([option.id or "" for option in picks.options])
        spec = examined.spec
        defaults = {"catalog": spec.catalog, "schema": spec.schema_} if spec is not None else {}
        for field in self.query(Field):
            default = defaults.get(field.path, "")
            field.fill(str(self.wizard.choices.settings.get(field.path, "")), default or field.input.placeholder)
        self._look()

    def blocked(self) -> str:
        """A target that refused, or a name that cannot be one."""
        if isinstance(error := self._known.get(self.wizard.target), WizardError):
            return f"{described.title(self.wizard.target)}: {error.message}"
        found = self.wizard.examined.problem("catalog", "schema")
        return f"{found.path}: {found.message}" if found else ""

    @on(OptionList.OptionHighlighted, "#targets")
    def _turn(self, event: OptionList.OptionHighlighted) -> None:
        """Looking at a target is choosing it."""
        self.wizard.target = event.option.id or SANDBOX
        self._look()
        self.refresh_frame()

    @on(OptionList.OptionHighlighted, "#catalogs")
    def _place(self, event: OptionList.OptionHighlighted) -> None:
        """Looking at a catalog is choosing it; the first entry is the one that the industry has."""
        choices = self.wizard.choices
        self.choose(choices.put("catalog", event.option.id) if event.option.id else choices.drop("catalog"))

    @on(OptionList.OptionSelected, "#targets, #catalogs")
    async def _take(self) -> None:
        await self.run_action("next")

    def action_ask_again(self) -> None:
        """Forget what is known of this target."""
        self._known.pop(self.wizard.target, None)
        self._ask(self.wizard.target)
        self.refresh_frame()

    # What is known of the target

    def _look(self) -> None:
        """Show what is known; ask if nothing is and nobody did. The first target is asked at once."""
        target = self.wizard.target
        self._tell()
        if target in self._known or target in self._asked:
            return
        if self._soon is not None:
            self._soon.stop()
        if not self._known and not self._asked:
            self._ask(target)
        else:
            self._soon = self.set_timer(DEBOUNCE, lambda: self._ask(target))

    @work(group="about", exit_on_error=False)
    async def _ask(self, target: str) -> None:
        if target in self._asked:
            return
        self._asked[target] = time.monotonic()
        self._tell()
        try:
            facts = await self.wizard.desk.ask(About(target))
            self._known[target] = facts
        except WizardError as error:
            self._known[target] = error
        finally:
            self._asked.pop(target, None)
        self._tell()
        self.refresh_frame()

    def _tell(self) -> None:
        target = self.wizard.target
        self.query_one("#who", Static).update(described.title(target))
        facts, known = self.query_one(Facts), self._known.get(target)
        if isinstance(known, WizardError):
            facts.show(described.refused(known))
        elif known is None:
            facts.show(described.waiting(target, time.monotonic() - self._asked.get(target, time.monotonic())))
        else:
            facts.show(described.found(known))
            self.query_one("#field-catalog", Field).input.suggester = SuggestFromList(known.catalogs)
        self._offer_catalogs(known.open_catalogs if known and not isinstance(known, WizardError) else ())

    def _offer_catalogs(self, names: tuple[str, ...]) -> None:
        """Catalogs to choose from, where none can be made for sure."""
        picks = self.query_one("#catalogs", Picks)
        self.set_class(bool(names), "-choosing")
        chosen = str(self.wizard.choices.settings.get("catalog", ""))
        options = [Option("as the industry has it, made if that is allowed", id="")]
        picks.fill([*options, *(Option(name, id=name) for name in names)], chosen)

    def _tell_waiting(self) -> None:
        """The seconds go on while nobody answers."""
        if self.is_current and self.wizard.target in self._asked:
            self._tell()


def _entry(target: str, *, default: bool) -> Content:
    if target == SANDBOX:
        return Content.assemble("Sandbox\n", ("on this machine, nothing to set up", "$text-muted"))
    return Content.assemble(target, ("  default profile", "$text-muted")) if default else Content(target)
