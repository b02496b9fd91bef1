"""Who may do what, as it was read back from the target: an object a row, a principal a column."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import DataTable, Static

from screens.results.found import Found
from wizard.run.state import Proof


class Matrix(DataTable[Text]):
    """A table to look at: Enter is the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.next", "Go on", id="matrix.next", show=False, tooltip="What Enter does here")
    ]


class GrantsPane(Container):
    """The matrix, which scrolls both ways with the objects in place."""

    def __init__(self) -> None:
        super().__init__(id="grants")
        self._found: Found | None = None

    def compose(self) -> ComposeResult:
        """What it says, then the matrix."""
        yield Static(id="granted", classes="quiet", markup=False)
        yield Matrix(id="matrix", cursor_type="none", fixed_columns=1)

    def on_mount(self) -> None:
        """Colors of a table are not the style sheet's: another theme needs another table."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw())

    def show(self, found: Found) -> None:
        """The grants of a run."""
        self._found = found
        self._draw()

    def _draw(self) -> None:
        found, table = self._found, self.query_one(Matrix)
        table.clear(columns=True)
        if found is None or not found.grants:
            self.query_one("#granted", Static).update("No grants were read back: the spec has none, or the run failed.")
            return
        people = list(dict.fromkeys(principal for principal, _ in found.grants))
        names = list(dict.fromkeys(name for _, name in found.grants))
        held = sum(proof.ok for proof in found.grants.values())
        self.query_one("#granted", Static).update(
            f"Effective privileges, inherited ones included: {held} of {len(found.grants)} as wanted, "
            f"read back in run {found.granted_in}"
        )
        table.add_columns(Text("object"), *(Text(one) for one in people))
        for name in names:
            kind = next(proof.securable for (_, other), proof in found.grants.items() if other == name)
            cells = (self._cell(found.grants.get((one, name))) for one in people)
            table.add_row(Text(f"{kind} {name.rpartition('.')[2]}"), *cells)

    def _cell(self, proof: Proof | None) -> Text:
        if proof is None:
            return Text("• not asked")
        colors = self.app.theme_variables
        words = ", ".join(one.replace("_", " ") for one in proof.privileges) or "nothing"
        if proof.ok:
            return Text.assemble(("✔ ", colors["success"]), words)
        return Text(f"✖ {'only ' if proof.privileges else ''}{words}", colors["error"])
