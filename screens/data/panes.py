"""The views of one table: its rows, its columns, what happens in it, how it relates to the others.

One at a time where there is little room; rows above columns where there is more, and on a very broad screen everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static, Tab, Tabs

from screens.data import drawing
from screens.data.drawing import Drawn
from screens.data.rows import RowTable

if TYPE_CHECKING:
    from wizard.portrait.portrait import Portrait
    from wizard.spec.model import DemoSpec

VIEWS = ("rows", "columns", "incidents", "relations")
BROAD, HUGE, TALL = 120, 200, 30
"""Cells of the screen from which on there is room for more than one view."""


class Panes(Vertical):
    """The names of the views, a line about the rows, and the views themselves."""

    def __init__(self) -> None:
        super().__init__(id="panes")
        self.view = VIEWS[0]
        self._drawn: tuple[object, ...] = ()
        self._eventful = False

    def compose(self) -> ComposeResult:
        """All views; which of them is seen follows from the room there is."""
        with Horizontal(id="views"):
            yield Tabs(*(Tab(view.capitalize(), id=view) for view in VIEWS))
            yield Static("[ ] tables", classes="quiet", id="keys", markup=False)
        yield Static(id="state", markup=False)
        with Horizontal(id="sides"):
            with Vertical(id="looks"):
                yield RowTable()
                with VerticalScroll(id="details"):
                    yield Drawn(id="happenings")
                    yield Drawn(id="spread")
            with VerticalScroll(id="tree"):
                yield Drawn(id="picture")

    def draw(self, table: str, spec: DemoSpec, portrait: Portrait | None) -> None:
        """Show a table, unless it is what is there; without a portrait what the spec alone can tell."""
        if self._drawn == (now := (table, id(spec), id(portrait))):
            return
        self._drawn = now
        from wizard.portrait.incidents import happenings
        from wizard.portrait.relations import forest

        profile = portrait.tables[0] if portrait else drawing.sketch(spec, table)
        every = portrait.incidents if portrait else happenings(spec)
        here = [found for found in every if found.table == table]
        self._eventful = bool(here)
        self.query_one(RowTable).fill(profile)
        self.query_one("#happenings", Drawn).draw(drawing.happenings(here))
        self.query_one("#spread", Drawn).draw(drawing.columns(profile, here))
        self.query_one("#picture", Drawn).draw(drawing.relations(forest(spec), table))
        self._arrange()

    def say(self, sentence: str, kind: str, *, stale: bool) -> None:
        """What the rows are, or why there are none; rows that are `stale` are dimmed."""
        state = self.query_one("#state", Static)
        if str(state.content) != sentence:
            state.update(sentence)
        state.set_classes(kind)
        self.query_one("#looks").set_class(stale, "-stale")

    def turn(self, by: int) -> None:
        """To another view."""
        tabs = self.query_one(Tabs)
        (tabs.action_next_tab if by > 0 else tabs.action_previous_tab)()

    @on(Tabs.TabActivated)
    def _activated(self, event: Tabs.TabActivated) -> None:
        self.view = event.tab.id or self.view
        self._arrange()

    def on_resize(self) -> None:
        """More room shows more at once."""
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.screen.size
        both = width >= BROAD and height >= TALL
        every = both and width >= HUGE
        tabs = self.query_one(Tabs)
        if both and tabs.active in {"columns", "incidents"}:
            tabs.active = self.view = "rows"
        self._name_tabs(tabs, both=both)
        related = self.view == "relations"
        self.query_one("#views").display = not every
        self.query_one("#looks").display = every or not related
        self.query_one("#looks").set_class(both, "-both")
        self.query_one("#rows").display = both or self.view == "rows"
        self.query_one("#details").display = both or self.view in {"columns", "incidents"}
        self.query_one("#happenings").display = self._eventful if both else self.view == "incidents"
        self.query_one("#spread").display = both or self.view == "columns"
        self.query_one("#tree").display = every or related

    def _name_tabs(self, tabs: Tabs, *, both: bool) -> None:
        tabs.query_one("#rows", Tab).label = Content("Rows and columns" if both else "Rows")
        for name in ("columns", "incidents"):
            tabs.query_one(f"#{name}", Tab).display = not both
