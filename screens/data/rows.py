"""Rows of a table to look at, and the field that says how many there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantBlur
from textual.widgets import DataTable, Input, Label, Static

from screens.widgets.field import Field
from wizard.printers.portrait.charts import fit
from wizard.printers.portrait.glyphs import BLOCKS
from wizard.printers.portrait.numbers import cell, is_number

if TYPE_CHECKING:
    from wizard.portrait.profile import TableProfile

WIDEST = 40
"""Cells of a value; what is longer is cut."""
_GROUPED = re.compile(r"\s*\d{1,3}(,\d{3})+\s*", re.ASCII)


class RowTable(DataTable[Text]):
    """Example rows; left and right scroll, Enter is the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.next", "Next", id="step.next", tooltip="Go on to the next step"),
    ]

    def __init__(self) -> None:
        super().__init__(id="rows", cursor_type="row", zebra_stripes=True, cell_padding=1)

    def fill(self, table: TableProfile) -> None:
        """Show the examples of this table, from the first column and row on."""
        self.clear(columns=True)
        numeric = [any(is_number(row[at]) for row in table.examples) for at in range(len(table.columns))]
        for column, right in zip(table.columns, numeric, strict=True):
            self.add_column(Text(column.name, justify="right" if right else "left"))
        self.add_rows([_cell(value, right=right) for value, right in zip(row, numeric, strict=True)]
                      for row in table.examples)  # fmt: skip
        self.scroll_home(animate=False)


class _Count(Input):
    """Takes every key that can be typed but the two that turn to another table."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the key is for the input alone."""
        return character not in {"[", "]"} and super().check_consume_key(key, character)


class RowCount(Field):
    """How many rows a table has: one field, which turns to the table in front, and is not there before there is one."""

    def __init__(self) -> None:
        super().__init__("tables", "Rows", number=True)
        self.display = False

    def compose(self) -> ComposeResult:
        """Label, input, message: as any field has them."""
        yield Label(self.label, classes="field-label", markup=False)
        yield _Count(compact=True)
        yield Static(classes="field-message", markup=False)

    def turn(self, table: str, typed: str) -> None:
        """From now on it is about this table, where this was typed before; and nobody has left it yet."""
        self.path = f"tables.{table}.rows"
        self._left, self.display = False, True
        with self.prevent(Input.Changed):
            self.input.value = typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the screen, unless it is of the table before, of which the screen was told."""
        event.stop()
        event.prevent_default()
        if event.value == self.input.value:
            self.post_message(self.Edited(self, self.typed))

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """As any field, with the number as the spec wants it."""
        event.prevent_default()
        self._left = True
        self.post_message(self.Edited(self, self.typed))

    @property
    def typed(self) -> str:
        """What stands in the field, as the spec wants it: 12,000 may be typed as it is read."""
        text = self.input.value
        return text.replace(",", "").strip() if _GROUPED.fullmatch(text) else text


def _cell(value: object, *, right: bool) -> Text:
    if value is None:
        return Text("-", style="dim", justify="right" if right else "left")
    return Text(fit(cell(value), WIDEST, BLOCKS), justify="right" if right else "left", no_wrap=True)
