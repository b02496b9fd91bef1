"""Step four: which tables there are, how they relate, how many rows they have, and how those rows look.

The numbers and relations come from the spec at once; rows are made by the desk, with the engine that makes the demo.
While choices are wrong, what was right last stays on the screen.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static, Tabs

from screens.data import words
from screens.data.panes import Panes
from screens.data.rows import RowCount
from screens.data.samples import Samples, rows_spec
from screens.data.state import state, wrong
from screens.data.tables import TableList, sums
from screens.step import StepScreen
from screens.threads import in_thread
from wizard.desk.questions import Portray
from wizard.errors import WizardError
from wizard.spec.choices import Examined

EXAMPLES = 20
PAUSE = 0.4
"""Seconds without a further change before rows are made anew: nobody wants those of half a number."""


class DataScreen(StepScreen):
    """Tables at the left; at the right the one in front: rows, columns, relations."""

    STEP = "data"
    CSS_PATH = "../style/data.tcss"
    HELP_TEXT: ClassVar[str] = """\
# The data

Every table of the demo with some of its rows, exactly as they will be made, and how the values of each column are
spread. Incidents are measured: the four weeks before beside the time when it happened.

- **up**, **down** in the list, or **[** and **]** anywhere: another table
- **left**, **right** in the list: rows, columns, incidents, relations
- in the rows, **left** and **right** show further columns
- **f5** makes rows anew that could not be made

The row count of a table can be typed; empty means as the size has it. Parts of another table follow its rows.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "table_before", "Previous table", id="data.previous-table", key_display="[",
                show=False, priority=True, tooltip="Show the table before this one"),
        Binding("right_square_bracket", "table_after", "Next table", id="data.next-table", key_display="]",
                show=False, priority=True, tooltip="Show the next table"),
        Binding("f5", "again", "Make rows again", id="data.again", show=False,
                tooltip="Try again to make rows that could not be made"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.table = ""
        self._good: Examined | None = None
        self._ready = self._loaded = False
        self._front = True
        self._samples = Samples()
        self._unsure = False

    def body(self) -> ComposeResult:
        """The list, and what there is about a table."""
        with Horizontal(id="data"):
            with Vertical(id="left"):
                yield Static(id="place", markup=True)
                yield TableList()
                yield Static(id="totals", classes="quiet", markup=False)
            with Vertical(id="right"):
                yield Static(id="about", markup=False)
                yield Static(id="ties", classes="quiet", markup=False)
                yield RowCount()
                yield Panes()

    def on_mount(self) -> None:
        """All widgets are there now. While rows are being made, it is said how long that takes."""
        self._ready = True
        self.show(self.wizard.examined)
        self.set_interval(1.0, self._say_state)

    # What is shown

    def show(self, examined: Examined) -> None:
        """The tables of these choices; of the latest that were right while these are not."""
        if not self._ready:
            return
        if examined.spec is not None:
            self._unsure = self._unsure or examined is not self._good
            self._good = examined
            if self.table not in examined.spec.tables:
                self._stand_at(next(iter(examined.spec.tables)))
            self._prepare(examined)
        self._show_tables(examined)
        self._show_table()

    def _show_tables(self, examined: Examined) -> None:
        if self._good is None or (spec := self._good.spec) is None:
            return
        faulty = frozenset(name for name in spec.tables if examined.problem(f"tables.{name}"))
        rows = {name: spec.rows_of(name) for name in spec.tables}
        self.query_one(TableList).fill(rows, faulty, self.table)
        at = list(rows).index(self.table) + 1
        arrows = "[@click=screen.table_before]▲[/] [@click=screen.table_after]▼[/]"
        self.query_one("#place", Static).update(f"{arrows} [$text-muted]table {at} of {len(rows)}[/]")
        self.query_one("#totals", Static).update(sums(spec))

    def _show_table(self) -> None:
        """Everything about the table in front."""
        if self._good is None or (spec := self._good.spec) is None:
            return
        self._fill_count()
        seen = self._good.dressed or spec
        name = Content.styled(self.table, "bold $primary")
        self.query_one("#about", Static).update(Content.assemble(name, f"  {seen.tables[self.table].comment}"))
        self.query_one("#ties", Static).update(words.ties(spec, self.table))
        self._say_state()
        if self._loaded:
            self.query_one(Panes).draw(self.table, seen, self._samples.portrait(self.table))

    def _fill_count(self) -> None:
        assert self._good is not None and self._good.spec is not None  # noqa: S101, PT018  as its only caller saw
        spec, field = self._good.spec, self.query_one(RowCount)
        whole = words.parts(spec, self.table)
        field.help = whole or words.growth(spec, self.table)
        typed = "" if whole else str(self.wizard.choices.settings.get(f"tables.{self.table}.rows", ""))
        field.fill(typed, f"{spec.rows_of(self.table):,}")
        field.input.disabled = bool(whole)

    def _say_state(self) -> None:
        is_wrong = bool(self.wizard.examined.problems)
        anything = self._samples.portrait(self.table) is not None
        current = self._samples.is_current(self.table) and not self._unsure and not is_wrong
        sentence, kind = (wrong(anything=self._good is not None) if is_wrong
                          else state(self._samples, self.table, unsure=self._unsure))  # fmt: skip
        self.query_one(Panes).say(sentence, kind, stale=anything and not current)

    # Rows, made by the desk

    @work(exclusive=True, group="prepare", exit_on_error=False)
    async def _prepare(self, examined: Examined) -> None:
        """Write out what rows depend on, once nobody changes it any more, and ask for them."""
        assert examined.spec is not None  # noqa: S101  others are not prepared
        if not self._loaded:
            await in_thread(_load)
            self._loaded = True
            self._show_table()
        elif self._samples.spec:
            await asyncio.sleep(PAUSE)
        if self._samples.turn(await in_thread(rows_spec, examined.spec)):
            self.workers.cancel_group(self, "ask")
        self._unsure = False
        self._show_table()
        self._ask_on()

    def _ask_on(self) -> None:
        """Ask for the rows that are due, while somebody looks."""
        if self._good is None or self._good.spec is None or not self._front:
            return
        while table := self._samples.due(self.table, tuple(self._good.spec.tables)):
            self._samples.ask(table)
            self._ask(self._samples.spec, table)

    @work(group="ask", exit_on_error=False)
    async def _ask(self, spec: str, table: str) -> None:
        try:
            self._samples.answer(spec, table, await self.wizard.desk.ask(Portray(spec, (table,), EXAMPLES)))
        except WizardError as error:
            self._samples.answer(spec, table, error)
        if table == self.table:
            self._show_table()
        self._ask_on()

    def action_again(self) -> None:
        """What failed is tried once more."""
        self._samples.forget_failures()
        self._ask_on()
        self._say_state()

    def on_screen_resume(self) -> None:
        """Whoever comes back may have repaired what failed."""
        self._front = True
        self._samples.forget_failures()
        self._ask_on()

    def on_screen_suspend(self) -> None:
        """Nobody looks: what is asked for is the last."""
        self._front = False

    # Which table, which view

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_id and event.option_id != self.table:
            self._turn_to(event.option_id)

    def action_table_before(self) -> None:
        """To the table before this one; before the first comes the last."""
        self._turn_by(-1)

    def action_table_after(self) -> None:
        """To the next table; behind the last comes the first."""
        self._turn_by(1)

    def _turn_by(self, steps: int) -> None:
        if self._good is not None and self._good.spec is not None:
            names = list(self._good.spec.tables)
            self._turn_to(names[(names.index(self.table) + steps) % len(names)])

    def _turn_to(self, table: str) -> None:
        field = self.query_one(RowCount)
        if self.table and not field.input.disabled:  # what was typed a moment ago is still on its way here
            self.on_field_edited(RowCount.Edited(field, field.typed))
        had_focus = field.input.has_focus
        self._stand_at(table)
        self._show_tables(self.wizard.examined)
        self._show_table()
        field.judge(self.wizard.examined)
        if had_focus and field.input.disabled:
            self.query_one(TableList).focus()
        self._ask_on()

    def _stand_at(self, table: str) -> None:
        self.table = table
        typed = self.wizard.choices.settings.get(f"tables.{table}.rows", "")
        self.query_one(RowCount).turn(table, str(typed))

    def action_view(self, by: int) -> None:
        """To another view."""
        self.query_one(Panes).turn(by)

    @on(Tabs.TabActivated)
    def _make_room(self, event: Tabs.TabActivated) -> None:
        """Relations need the room of the list, where there is no more than that."""
        event.stop()
        related = event.tab.id == "relations"
        if related and self.has_class("-normal") and isinstance(self.focused, TableList):
            event.tabs.focus()
        self.set_class(related, "-relations")


def _load() -> None:
    """Import what pictures are drawn with: a tenth of a second that the event loop does not have."""
    import wizard.printers.portrait.page
    import wizard.printers.portrait.relations  # noqa: F401
