"""The screen of step two: what there is to choose, found by typing, and all about the one looked at."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.industry import cards, drawn, lost
from screens.industry.cards import Card
from screens.modals.confirm import Confirm
from screens.step import StepScreen
from screens.threads import in_thread
from screens.widgets.facts import Facts, Pane
from screens.widgets.picks import Picks
from wizard.spec.choices import Examined

OWN = "."
"""The entry of a spec that is none of the shipped ones: no shipped spec can be called that."""


FOUND = "?"
"""No entry's name: look at whatever stands first."""


class Search(Input):
    """An input whose Enter is the screen's, and said so. Up and down pass the body by, which would scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Next", id="industry.take", tooltip="Take what is looked at, and go on"),
        Binding("up", "screen.look(-1)", show=False),
        Binding("down", "screen.look(1)", show=False),
    ]


class IndustryScreen(StepScreen):
    """Which industry."""

    STEP = "industry"
    AUTO_FOCUS = "#search"
    CSS_PATH = "../style/industry.tcss"
    HELP_TEXT: ClassVar[str] = """\
# Which industry

Every industry is one spec: a company, its tables, what went wrong in them, and the questions that find it out.
Up and down look at another one; Enter takes it and goes on. Type to search titles, stories and names of tables;
Escape clears the search.

A change of industry keeps company, brand, size, seed, day and grants. What would be reset is named first.
A spec of your own stands first in the list.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_or_back", "Back", id="step.back", tooltip="Clear the search, or back"),
        Binding("up", "look(-1)", "Before", id="industry.before", show=False, tooltip="The industry above"),
        Binding("down", "look(1)", "After", id="industry.after", show=False, tooltip="The industry below"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[str, Card] = {}
        self._chosen, self._asking = "", False

    def body(self) -> ComposeResult:
        """A search above, cards at the left, the one looked at to the right."""
        yield Search(id="search", placeholder="Type to search: industry, story, table", compact=True)
        with Container(id="panes"):
            yield Picks("industries")
            with Pane(id="about"):
                yield Static(id="name", classes="title", markup=False)
                yield Facts(id="facts")

    def on_mount(self) -> None:
        """The list at once, the cards one by one."""
        self._read()

    @work(exclusive=True, group="cards", exit_on_error=False)
    async def _read(self) -> None:
        self._cards |= {card.source: card for card in await in_thread(cards.heads)}
        self._find_chosen()
        for card in cards.heads():
            self._cards[card.source] = await in_thread(cards.loaded, card)
            self._draw()

    def on_screen_resume(self) -> None:
        """One came here, or came back: all are there, and the chosen one is looked at. A question changes nothing."""
        if not self._asking:
            self._chosen = ""
            with self.prevent(Input.Changed):
                self.query_one("#search", Input).clear()
        super().on_screen_resume()

    def on_screen_suspend(self) -> None:
        """One went on, or a question came up."""
        self._asking = isinstance(self.app.screen, ModalScreen)

    def on_resize(self) -> None:
        """Another width has more room in the list, or less."""
        self._draw()

    def show(self, examined: Examined) -> None:  # noqa: ARG002  whatever was examined, the spec is the app's
        """The spec that is chosen; nothing is known of it before the shipped ones were read."""
        if self._cards:
            self._find_chosen()

    def blocked(self) -> str:
        """Nothing can be taken where nothing was found."""
        if self._cards and not self.query_one(Picks).looked_at:
            return "Nothing there matches the search. Escape clears it."
        return ""

    def does(self) -> str:
        """What Enter takes, if it is something else than before."""
        card = self._cards.get(self.query_one(Picks).looked_at)
        if card is None or card is self._cards.get(self._chosen):
            return super().does()
        return f"take {card.industry} and go on"

    # The list

    def _find_chosen(self) -> None:
        """Look at the spec that is chosen, unless one did since."""
        source, text = self.wizard.choices.source, self.wizard.choices.text
        known = self._cards.get(source)
        chosen = source if known is not None and known.text == text else OWN
        own = self._cards.get(OWN)
        if chosen == OWN and (own is None or own.text != text):
            self._cards = {OWN: cards.head(source, text), **{k: v for k, v in self._cards.items() if k != OWN}}
            self._read_own(self._cards[OWN])
        if chosen != self._chosen:
            self._chosen = chosen
            self._draw(chosen)

    @work(exclusive=True, group="own", exit_on_error=False)
    async def _read_own(self, card: Card) -> None:
        self._cards[OWN] = await in_thread(cards.loaded, card)
        self._draw()

    def _draw(self, look_at: str = "") -> None:
        """The cards that match, each as far as it is known."""
        picks, wanted = self.query_one(Picks), self.query_one("#search", Input).value.strip()
        found = sorted((key for key, card in self._cards.items() if card.matches(wanted)),
                       key=lambda key: not self._cards[key].is_called(wanted))  # fmt: skip
        roomy = self.has_class("-wide") or self.has_class("-huge")
        options = [
            Option(drawn.entry(self._cards[key], chosen=key == self._chosen, own=key == OWN, roomy=roomy), id=key)
            for key in found
        ]
        picks.fill(options, look_at or picks.looked_at)
        self._tell()

    @on(OptionList.OptionHighlighted, "#industries")
    def _tell(self) -> None:
        card = self._cards.get(self.query_one(Picks).looked_at)
        self.query_one("#name", Static).update(card.title if card else "")
        self.query_one(Facts).show(drawn.detail(card) if card else [])
        self.refresh_frame()

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        """What is called so stands first, and is looked at; without a search, what is chosen."""
        self._draw(FOUND if event.value.strip() else self._chosen)

    def action_look(self, step: int) -> None:
        """At the card above or below, wherever the keys go."""
        picks = self.query_one(Picks)
        (picks.action_cursor_up if step < 0 else picks.action_cursor_down)()

    def action_clear_or_back(self) -> None:
        """Clear the search first: it may be why one sees less than there is."""
        search = self.query_one("#search", Input)
        if search.value:
            search.clear()
        else:
            self.action_back()

    # Taking one

    @on(OptionList.OptionSelected, "#industries")
    async def _take(self) -> None:
        await self.run_action("next")

    async def action_next(self) -> None:
        """Take the card that is looked at, and go on."""
        card = self._cards.get(self.query_one(Picks).looked_at)
        if card is None or card is self._cards.get(self._chosen):
            await super().action_next()
        else:
            self._change(card)

    @work(exclusive=True, group="change", exit_on_error=False)
    async def _change(self, card: Card) -> None:
        """Begin with another spec, unless somebody would lose something and says no."""
        moved, paths = self.wizard.choices.moved(card.source, card.text)
        if paths and not await self._agreed(card, lost.said(paths)):
            return
        self.choose(moved)
        await super().action_next()

    async def _agreed(self, card: Card, words: list[str]) -> bool:
        before = self._cards[self._chosen]
        detail = "\n".join(["This belongs to it and is reset:", *(f"• {word}" for word in words), "", lost.STAYS])
        answers = {"change": f"Take {card.industry}", "keep": f"Keep {before.industry}"}
        question = Confirm(f"Leave {before.title}?", detail, answers, careful=True)
        return await self.app.push_screen_wait(question) == "change"
