"""The screen of the grants: a matrix to switch, the directory to choose from, and the SQL that it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from screens.grants.adding import Adding
from screens.grants.matrix import GrantMatrix
from screens.grants.privileges import COLUMNS, ROLES, having, least, statements, written
from screens.step import StepScreen
from wizard.desk.questions import Directory
from wizard.errors import WizardError
from wizard.spec.choices import Examined

if TYPE_CHECKING:
    from wizard.spec.model import Grant
    from wizard.workspace.directory import Principal


class GrantsScreen(StepScreen):
    """Who may do what."""

    STEP = "grants"
    CSS_PATH = "../style/grants.tcss"
    HELP_TEXT: ClassVar[str] = """\
# Grants

Every principal gets the least that its role needs. A **reader** may query; an **engineer** may also change rows and
create tables. **Space** switches the cell under the cursor, or the role; **delete** takes the principal out.

Groups must be groups of the account: a group of the workspace alone is refused by every GRANT. What is granted is read
back after the run and shown.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="grants.add", show=False, tooltip="Add a principal"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._known: tuple[Principal, ...] = ()
        self._asked = ""

    def body(self) -> ComposeResult:
        """The matrix, then who could be added beside the SQL."""
        yield Static("Who may see it?", classes="title")
        yield GrantMatrix()
        yield Static("space switches a cell, delete takes a principal out, a adds one", classes="quiet", id="keys")
        with Horizontal(id="panes"):
            yield Adding()
            with Vertical(id="meaning"):
                yield Static("What it means", classes="title")
                yield Static(id="sql", markup=False)

    def show(self, examined: Examined) -> None:
        """The grants as they are now."""
        if self._asked != self.wizard.target:
            self._ask(self.wizard.target)
        if examined.spec is None:
            return
        grants = examined.spec.grants
        names = {one.name.casefold() for one in self._known}
        unknown = {one.principal for one in grants if names and one.principal.casefold() not in names}
        self.query_one(GrantMatrix).fill(grants, unknown)
        self.query_one(Adding).know(self._known, frozenset(one.principal for one in grants))
        self.query_one("#sql", Static).update("\n".join(statements(examined.spec)) or "Nobody is granted anything.")
        if unknown:
            self.query_one(Adding).say(f"? is not known to {self.wizard.target}: a grant to it will be refused.")

    @work(exclusive=True, group="directory")
    async def _ask(self, target: str) -> None:
        self._asked = target
        adding = self.query_one(Adding)
        adding.say(f"asking {target} who there is…")
        try:
            self._known = await self.wizard.desk.ask(Directory(target))
        except WizardError as error:
            self._known = ()
            adding.say(f"{error.message} {error.hint}".strip())
            return
        adding.say("")
        self.show(self.wizard.examined)

    def action_add(self) -> None:
        """To the input for another principal."""
        self.query_one(Adding).query_one(Input).focus()

    def on_grant_matrix_switched(self, event: GrantMatrix.Switched) -> None:
        """A privilege more or less, or the other role."""
        grants = self._grants()
        at = next((index for index, one in enumerate(grants) if one.principal == event.principal), None)
        if at is None:
            return
        has = set(having(grants[at]))
        if event.column == "role":
            self._put(at, {"principal": event.principal, "role": ROLES[1 - ROLES.index(grants[at].role)]})
        elif event.column in COLUMNS and event.column in least():
            self.notify("Nobody can read a table without it: take the principal out instead.", timeout=5)
        elif event.column in COLUMNS:
            self._put(at, written(event.principal, has ^ {event.column}))

    def on_grant_matrix_dropped(self, event: GrantMatrix.Dropped) -> None:
        """One principal less."""
        self.put("grants", [_data(one) for one in self._grants() if one.principal != event.principal])

    def on_adding_added(self, event: Adding.Added) -> None:
        """One principal more, as a reader."""
        grants = [_data(one) for one in self._grants() if one.principal.casefold() != event.name.casefold()]
        self.put("grants", [*grants, {"principal": event.name, "role": ROLES[0]}])

    def _grants(self) -> list[Grant]:
        spec = self.wizard.examined.spec
        return spec.grants if spec is not None else []

    def _put(self, at: int, grant: dict[str, Any]) -> None:
        grants = [_data(one) for one in self._grants()]
        self.put("grants", [*grants[:at], grant, *grants[at + 1 :]])


def _data(grant: Grant) -> dict[str, Any]:
    """A grant that somebody may have written by hand, as it was written."""
    return grant.model_dump(exclude_defaults=True) | {"role": grant.role}
