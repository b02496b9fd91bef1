"""Pictures in text that are drawn for the width they get: what happens in a table, its columns, how tables relate."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.console import Group
from textual.content import Content
from textual.geometry import Size
from textual.visual import Visual, VisualType, visualize
from textual.widget import Widget

from wizard.printers.portrait.glyphs import BLOCKS

if TYPE_CHECKING:
    from wizard.portrait.incidents import Happening
    from wizard.portrait.profile import TableProfile
    from wizard.portrait.relations import Node
    from wizard.spec.model import DemoSpec

Picture = Callable[[int], VisualType]
"""What to show in so many cells."""
_NARROWEST = 20
_CHARTS = re.compile(f"[{BLOCKS.levels.strip()}{BLOCKS.parts}]+")
_MARKS = re.compile(f"{BLOCKS.mark}+")


class Drawn(Widget):
    """A picture, drawn anew for each width: while the layout is made, so that its height is right at once."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._picture: Picture | None = None
        self._drawn: tuple[int, Visual] | None = None

    def draw(self, picture: Picture) -> None:
        """Show this from now on."""
        self._picture, self._drawn = picture, None
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's names
        """Lines that the picture takes."""
        return self._at(width).get_height(self.styles.get_rules(), width)

    def render(self) -> Visual:
        """The picture at the width that there is."""
        return self._at(self.content_size.width)

    def _at(self, width: int) -> Visual:
        if self._drawn is None or self._drawn[0] != width:
            content = self._picture(max(width, _NARROWEST)) if self._picture else ""
            self._drawn = width, visualize(self, content, markup=False)
        return self._drawn[1]


def columns(table: TableProfile, happened: Sequence[Happening]) -> Picture:
    """Every column: its name, type and kind, what it means, and how it is spread."""
    from wizard.printers.portrait.columns import spread

    def picture(width: int) -> VisualType:
        text = spread(table, happened, width, BLOCKS, comments=True, kinds=True)
        charts = Content.from_rich_text(text).highlight_regex(_CHARTS, style="$secondary")
        return charts.highlight_regex(_MARKS, style="$warning")

    return picture


def happenings(happened: Sequence[Happening]) -> Picture:
    """What happens in the rows: when, what it is meant to do, what was measured."""
    from wizard.printers.portrait.page import happening

    if not happened:
        return lambda _: Content.styled("No incident happens in this table.", "$text-muted")
    return lambda _: Group(*(happening(found, BLOCKS) for found in happened))


def relations(forest: Sequence[Node], table: str) -> Picture:
    """All tables as a tree, with one of them marked."""
    from wizard.printers.portrait.relations import picture as tree

    marked = re.compile(rf"(?<!\w){re.escape(table)}(?!\w)")
    return lambda width: Content.from_rich_text(tree(forest, width, BLOCKS)).highlight_regex(marked, style="$primary")


def sketch(spec: DemoSpec, table: str) -> TableProfile:
    """A table of which no row was made yet: what the spec says of its columns."""
    from wizard.portrait.profile import ColumnProfile, TableProfile
    from wizard.spec.columns import ForeignKey

    model = spec.tables[table]
    stored = tuple(
        ColumnProfile(name, "", column.kind, column.comment, 0.0, None,
                      column.table if isinstance(column, ForeignKey) else "")
        for name, column in model.columns.items() if not column.hidden
    )  # fmt: skip
    return TableProfile(table, model.comment, spec.rows_of(table), False, 0, stored, ())
