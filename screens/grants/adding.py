"""Adds a principal: type a part of a name, and choose from those that the target knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.widgets.listed import Listed

if TYPE_CHECKING:
    from wizard.workspace.directory import Principal

SHOWN = 50
KINDS = {"group": "group", "user": "user", "service_principal": "service principal"}


class Adding(Vertical):
    """An input above what matches it. Enter adds the best match, or the name as typed where nothing is known."""

    @dataclass
    class Added(Message):
        """Somebody chose a principal."""

        name: str

    def __init__(self) -> None:
        super().__init__(id="adding")
        self._known: tuple[Principal, ...] = ()
        self._granted: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """The input, what is going on, the matches."""
        yield Input(placeholder="Add a group, a user or an application: type a part of its name", compact=True)
        yield Static(id="directory", classes="quiet", markup=False)
        yield Listed(compact=True, markup=False)

    def say(self, text: str) -> None:
        """What is going on with the directory."""
        self.query_one("#directory", Static).update(text)

    def know(self, known: Sequence[Principal], granted: frozenset[str]) -> None:
        """Who there is, and who is in the list already."""
        if (tuple(known), granted) != (self._known, self._granted):
            self._known, self._granted = tuple(known), granted
            self._match(self.query_one(Input).value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._match(event.value)

    def _match(self, text: str) -> None:
        wanted = text.strip().casefold()
        found = [one for one in self._known if one.name not in self._granted
                 and (wanted in one.name.casefold() or wanted in one.title.casefold())]  # fmt: skip
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_line(one), id=str(index)) for index, one in enumerate(found[:SHOWN])])
        self._found = found

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if not text:
            return  # Enter in an empty input goes on, as everywhere
        event.stop()
        exact = next((one.name for one in self._found if one.name.casefold() == text.casefold()), "")
        self._add(exact or (self._found[0].name if self._found else text))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._add(self._found[event.option_index].name)

    def _add(self, name: str) -> None:
        self.query_one(Input).value = ""
        self.post_message(self.Added(name))


def _line(one: Principal) -> Text:
    title = f"  {one.title}" if one.title != one.name else ""
    return Text.assemble(one.name, (title, "dim"), (f"  {KINDS.get(one.kind, one.kind)}", "dim"))
