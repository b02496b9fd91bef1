"""The list of tables with their rows; where there is no room for a list, it is one line that turns to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.table import Table as Grid
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.data.words import totals
from screens.widgets.listed import Listed
from wizard.printers.words import short

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec


class TableList(Listed):
    """Up and down change the table, left and right the view; Enter is the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.next", "Next", id="step.next", tooltip="Go on to the next step"),
        Binding("left", "screen.view(-1)", show=False, id="data.left", tooltip="The view before"),
        Binding("right", "screen.view(1)", show=False, id="data.right", tooltip="The next view"),
    ]

    def __init__(self) -> None:
        super().__init__(id="tables", compact=True, markup=False)
        self._names: tuple[str, ...] = ()

    def fill(self, rows: Mapping[str, int], wrong: frozenset[str], front: str) -> None:
        """Show these tables and their rows, those that are `wrong` with a sign, and the one in `front`."""
        names = tuple(rows)
        with self.prevent(OptionList.OptionHighlighted):
            if names != self._names:
                self._names = names
                self.set_options(Option("", id=name) for name in names)
            for at, (name, count) in enumerate(rows.items()):
                self.replace_option_prompt_at_index(at, _line(name, count, wrong=name in wrong))
            self.highlighted = names.index(front) if front in names else None

    def on_resize(self) -> None:
        """Where the list is one line, that is the line of the table in front."""
        self.call_after_refresh(self.scroll_to_highlight)


def sums(spec: DemoSpec) -> Grid:
    """Rows of all tables together: at the size of the spec, and at the named ones."""
    every = totals(spec)
    grid = _grid()
    grid.add_row("all tables", f"{sum(spec.rows_of(name) for name in spec.tables):,}")
    for size, rows in every.items():
        grid.add_row(f"{'▶' if size == spec.size else ' '} {size}", short(rows))
    return grid


def _line(name: str, rows: int, *, wrong: bool) -> Grid:
    """The name at the left, its rows at the right end of the line."""
    grid = _grid()
    grid.add_row(Text(f"✖ {name}" if wrong else name), f"{rows:,}")
    return grid


def _grid() -> Grid:
    grid = Grid.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    grid.add_column(justify="right", no_wrap=True)
    return grid
