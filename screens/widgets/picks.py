"""A list in which one entry is looked at: arrows and a click move, Enter and a second click take it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.widgets.listed import Listed

TWICE = 2


class Picks(Listed):
    """`OptionHighlighted` is looking at an entry, `OptionSelected` is taking it.

    The entry looked at is tinted, not painted over: what is muted in it stays readable.
    """

    DEFAULT_CSS: ClassVar[str] = """
    Picks {
        background: transparent;
        scrollbar-size-vertical: 1;
        &.-textual-compact > .option-list--option { padding: 0 1; }
        & > .option-list--option-highlighted { background: $panel; color: $foreground; text-style: none; }
        & > .option-list--option-disabled { color: $text-muted; }
        &:focus { background-tint: transparent; }
        &:focus > .option-list--option-highlighted {
            background: $primary 25%; color: $foreground; text-style: none;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Next", id="picks.take", tooltip="Take what is looked at, and go on"),
    ]

    def __init__(self, id: str) -> None:  # noqa: A002  as everywhere in Textual
        super().__init__(id=id, classes="picks", compact=True, markup=False)

    async def _on_click(self, event: Click) -> None:
        """Look at what was clicked; take it if it was clicked twice. Textual's own list takes it at once."""
        event.prevent_default()
        clicked: int | None = event.style.meta.get("option")
        if clicked is None or self.get_option_at_index(clicked).disabled:
            return
        self.highlighted = clicked
        if event.chain == TWICE:
            self.action_select()

    def fill(self, options: list[Option], chosen: str | None) -> None:
        """Other entries; the chosen one is looked at, or the first if it is not among them. Tells nobody."""
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(options)
            ids = [option.id for option in options]
            self.highlighted = ids.index(chosen) if chosen in ids else next(
                (index for index, option in enumerate(options) if not option.disabled), None
            )

    @property
    def looked_at(self) -> str:
        """The id of the entry; empty where there is none."""
        option = self.highlighted_option
        return (option.id or "") if option is not None else ""
