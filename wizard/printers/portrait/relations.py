"""The tables and how they refer to one another, drawn as a tree: `<` leads to many rows, `>` to the one referred to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from wizard.portrait.relations import Node, Relation
from wizard.printers.portrait.charts import fit
from wizard.printers.portrait.glyphs import Glyphs


def picture(forest: Sequence[Node], width: int, glyphs: Glyphs) -> Text:
    """One line a table, with its rows, and one for each further table that it refers to."""
    lines = [line for node in forest for line in _lines(node, "", "", glyphs)]
    room = max((cell_len(left) for left, *_ in lines), default=0) + 2
    page = Text()
    for left, remark, is_table in lines:
        page.append(left, style="bold" if is_table else "default")
        page.append(" " * (room - cell_len(left)) + fit(remark, width - room, glyphs), style="dim").append("\n")
    page.rstrip()
    return page


def _lines(node: Node, branch: str, indent: str, glyphs: Glyphs) -> Iterator[tuple[str, str, bool]]:
    """What stands at the left, the remark beside it, and whether it is a table's own line."""
    arrow = glyphs.many if node.above else ""
    yield f"{branch}{arrow}{node.table} {node.rows:,}", _told(node.above), True
    count = len(node.others) + len(node.beneath)
    for number, other in enumerate(node.others, 1):
        fork = glyphs.last if number == count else glyphs.fork
        yield f"{indent}{fork}{glyphs.one}{other.parent}", _told(other), False
    for number, below in enumerate(node.beneath, len(node.others) + 1):
        fork, pipe = (glyphs.last, glyphs.blank) if number == count else (glyphs.fork, glyphs.pipe)
        yield from _lines(below, indent + fork, indent + pipe, glyphs)


def _told(relation: Relation | None) -> str:
    if relation is None:
        return ""
    return f"{relation.column}{' (optional)' if relation.optional else ''}: {_how_many(relation)}"


def _how_many(relation: Relation) -> str:
    """How many children a row of the parent has."""
    if relation.least == relation.most:
        return f"{relation.least} each"
    average = f"{relation.average:,.2g}" if relation.average < 10 else f"{relation.average:,.0f}"
    if relation.most is None:
        return f"{average} each on average"
    return f"{relation.least} to {relation.most} each, {average} on average"
