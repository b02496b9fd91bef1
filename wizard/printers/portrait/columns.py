"""The columns of a table, one beneath the other: name and type at the left, how its values are spread at the right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, repeat, zip_longest

from rich.cells import cell_len
from rich.text import Text

from wizard.portrait.incidents import Happening
from wizard.portrait.profile import ColumnProfile, TableProfile
from wizard.portrait.shapes import Histogram, Shares, Words
from wizard.portrait.timeline import Timeline
from wizard.printers.portrait.charts import bar, columns, fit, marks, pad
from wizard.printers.portrait.glyphs import Glyphs
from wizard.printers.portrait.numbers import number, percent

_NAME = 20
_VALUE = 24
_BAR = 20


def spread(
    table: TableProfile, happened: Sequence[Happening], width: int, glyphs: Glyphs, *,
    comments: bool = False, kinds: bool = False,
) -> Text:  # fmt: skip
    """How every column of a table is spread, in lines of at most `width` cells.

    Beneath the times of a table stands what happened there. `comments` adds what each column means and cuts no
    words, `kinds` adds how it is made.
    """
    said = {
        column.name: [text for text in (column.type, column.kind if kinds else "") if text] for column in table.columns
    }
    name_width = min(_NAME, max(cell_len(text) for name, texts in said.items() for text in (name, *texts)))
    page = Text()
    for column in table.columns:
        here = [found for found in happened if (found.table, found.time) == (table.name, column.name)]
        room = width - name_width - 2
        *right, told = _picture(column, here, room, glyphs)
        if comments:
            right = [*_wrapped(column.comment, room, glyphs), *right, *_wrapped(told, room, glyphs)]
        elif told:
            right.append(fit(told, room, glyphs))
        lines = zip_longest((column.name, *said[column.name]), right, fillvalue="")
        for style, (left, line) in zip(chain(["bold"], repeat("dim")), lines, strict=False):
            page.append(pad(left, name_width, glyphs), style=style).append(f"  {line}\n")
    page.rstrip()
    page.no_wrap, page.overflow = True, "ellipsis"
    return page


def _picture(column: ColumnProfile, here: Sequence[Happening], width: int, glyphs: Glyphs) -> Iterator[str]:
    """The lines beside a column's name, the last of them words of any length, or none."""
    told = [f"{percent(column.nulls)} empty"] if column.nulls else []
    match column.shape:
        case Shares() as shape:
            yield from _bars(shape, width, glyphs)
        case Histogram() as shape:
            yield columns(shape.counts, glyphs)
            told.insert(0, _range(shape))
        case Timeline() as shape:
            yield columns(shape.counts, glyphs)
            yield from _windows(shape, here, width, glyphs)
            told.insert(0, f"{shape.first} to {shape.last}, by {shape.unit}")
        case Words() as shape:
            yield fit(", ".join(shape.examples), width, glyphs)
            told.insert(0, _variety(shape))
    if column.refers_to:
        told.append(f"key of {column.refers_to}")
    yield "; ".join([*told, column.note] if column.note else told)


def _wrapped(text: str, width: int, glyphs: Glyphs) -> list[str]:
    return [fit(line, width, glyphs) for line in textwrap.wrap(text, width)]


def _bars(shape: Shares, width: int, glyphs: Glyphs) -> Iterator[str]:
    """A bar for each value to the scale of the largest, and the share of all that are not shown."""
    left = shape.distinct - len(shape.top)
    rest = f"{left:,} more"
    most = max((share for _, share in shape.top), default=1.0)
    room = min(_VALUE, width // 2, max(cell_len(value) for value, _ in [*shape.top, (rest if left else "", 0.0)]))
    length = max(1, min(_BAR, width - room - 9))
    for value, share in shape.top:
        yield f"{pad(value, room, glyphs)} {bar(share / most, length, glyphs)} {percent(share):>7}"
    if left:
        yield f"{pad(rest, room, glyphs)} {'':{length}} {percent(shape.others):>7}"


def _variety(shape: Words) -> str:
    return "all different" if shape.distinct == shape.among else f"{shape.distinct:,} different among {shape.among:,}"


def _range(shape: Histogram) -> str:
    if shape.min == shape.max:
        return f"always {number(shape.min)}"
    tail = f"; last column: {number(shape.high)} and more" if float(shape.max) > shape.high else ""
    return f"{number(shape.min)} to {number(shape.max)}, median {number(shape.median)}{tail}"


def _windows(shape: Timeline, here: Sequence[Happening], width: int, glyphs: Glyphs) -> Iterator[str]:
    """A line for each incident that the timeline covers."""
    for found in here:
        place = shape.within(found.start, found.end)
        if place is not None and found.enabled:
            yield marks(*place, f"{found.name} {_days(found.start, found.end)}", glyphs, width)


def _days(start: date, end: date) -> str:
    last = end - timedelta(days=1)
    return f"{start:%m-%d}" if last <= start else f"{start:%m-%d} to {last:%m-%d}"
