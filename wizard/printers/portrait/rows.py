"""Rows of a table within a width: columns that find no room follow beneath, beside the first column again."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from wizard.portrait.profile import TableProfile
from wizard.printers.portrait.charts import pad
from wizard.printers.portrait.glyphs import Glyphs
from wizard.printers.portrait.numbers import cell, is_number

_WIDEST = 30
_GAP = "  "


def rows(table: TableProfile, width: int, glyphs: Glyphs) -> Text:
    """The table's example rows; a value of more than 30 cells is cut."""
    names = [column.name for column in table.columns]
    numeric = [any(is_number(row[at]) for row in table.examples) for at in range(len(names))]
    written = [[cell(value) for value in row] for row in table.examples]
    widths = [
        min(_WIDEST, max([cell_len(name), *(cell_len(row[at]) for row in written)])) for at, name in enumerate(names)
    ]
    page = Text()
    for number, band in enumerate(bands(widths, width)):
        page.append("\n" if number else "")
        for line, style in [(names, "dim"), *((row, "default") for row in written)]:
            cells = (pad(line[at], widths[at], glyphs, right=numeric[at]) for at in band)
            page.append(_GAP.join(cells).rstrip() + "\n", style=style)
    page.no_wrap, page.overflow = True, "ellipsis"
    return page


def bands(widths: Sequence[int], width: int) -> list[list[int]]:
    """Which columns stand side by side, by number; the first column begins every band."""
    found: list[list[int]] = []
    left = 0
    for at, needed in enumerate(widths[1:], 1):
        left -= len(_GAP) + needed
        if not found or left < 0:
            found.append([0])
            left = width - widths[0] - len(_GAP) - needed
        found[-1].append(at)
    return found or [[0]]
