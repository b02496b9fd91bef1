"""Principals down, privileges across. Space and a click switch a cell; Enter goes on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import DataTable

from screens.grants.privileges import COLUMNS, having, least

if TYPE_CHECKING:
    from wizard.spec.model import Grant

WIDEST = 22
"""Cells of a principal's name."""


class GrantMatrix(DataTable[Text]):
    """`Switched` says which cell; the screen decides what that means."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Next", id="grants.next", tooltip="Go on to the next step"),
        Binding("space", "switch", "Switch", id="grants.switch", show=False, tooltip="Grant it, or do not"),
        Binding("delete,backspace", "drop", "Remove", id="grants.drop", show=False, tooltip="Remove the principal"),
    ]

    @dataclass
    class Switched(Message):
        """A cell was switched; `column` is a privilege, or "role"."""

        principal: str
        column: str

    @dataclass
    class Dropped(Message):
        """A principal is to be taken out."""

        principal: str

    def __init__(self) -> None:
        super().__init__(cursor_type="cell", header_height=2, zebra_stripes=False, id="matrix")

    def on_mount(self) -> None:
        """The columns; a name of two words stands on two lines."""
        self.add_column("Principal", key="principal", width=WIDEST)
        self.add_column("Role", key="role", width=8)
        for name in COLUMNS:
            head = name.replace("_", "\n", 1)
            self.add_column(head, key=name, width=max(map(len, head.split("\n"))))
        self.add_column("More", key="more")

    def fill(self, grants: Collection[Grant], unknown: Collection[str]) -> None:
        """These grants; `unknown` are principals that the target does not know. The cursor stays where it is."""
        at = self.cursor_coordinate
        self.clear()
        base = least()
        for grant in grants:
            has = having(grant)
            more = sorted(has - set(COLUMNS))
            self.add_row(_name(grant.principal, grant.principal in unknown), Text(grant.role),
                         *(_mark(name in has, fixed=name in base) for name in COLUMNS),
                         Text(", ".join(more), "dim"), key=grant.principal)  # fmt: skip
        if grants:
            self.move_cursor(row=min(at.row, len(grants) - 1), column=max(at.column, 1))

    def _cell(self) -> tuple[str, str] | None:
        if not self.row_count:
            return None
        row, column = self.coordinate_to_cell_key(self.cursor_coordinate)
        return str(row.value), str(column.value)

    def action_switch(self) -> None:
        """The cell under the cursor."""
        if (cell := self._cell()) is not None:
            self.post_message(self.Switched(*cell))

    def action_drop(self) -> None:
        """The principal under the cursor."""
        if (cell := self._cell()) is not None:
            self.post_message(self.Dropped(cell[0]))

    def action_select_cursor(self) -> None:
        """Enter is the screen's: it goes on."""
        self.call_later(self.screen.run_action, "next")

    def on_data_table_cell_selected(self, event: DataTable.CellSelected) -> None:
        """A click on a cell."""
        event.stop()
        self.post_message(self.Switched(str(event.cell_key.row_key.value), str(event.cell_key.column_key.value)))


def _name(principal: str, unknown: bool) -> Text:
    return Text(f"? {principal}" if unknown else principal, "italic" if unknown else "", overflow="ellipsis")


def _mark(granted: bool, *, fixed: bool) -> Text:
    if not granted:
        return Text("·", "dim", justify="center")
    return Text("✔", "dim" if fixed else "bold", justify="center")
