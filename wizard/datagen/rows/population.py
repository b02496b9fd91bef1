"""How many rows of a table in time order were there by a day: the calendar read forwards.

The count is an estimate from below, a few straight lines instead of a number a day: whoever is drawn below it was there
already. It is off by about what a day or two bring.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from wizard.datagen.kinds.calendar import timeline_of
from wizard.datagen.kinds.instants import DAY_SECONDS, days_since_1970, number_of
from wizard.datagen.kinds.timeline import Timeline
from wizard.datagen.rows.layout import steps
from wizard.datagen.sheet import Cell, Row
from wizard.errors import UsageError
from wizard.identifiers import literal
from wizard.spec.columns import Calendar, Existing

_LINES = 32
_BELOW = 1e-3  # rows; far more than what rounding adds up to


class _Line(NamedTuple):
    """From day `start` on, `slope` rows a day; at day 0 it would be `offset`."""

    start: int
    slope: float
    offset: float


def there(cell: Cell, table: str, existing: Existing) -> str:
    """SQL of how many of the first rows of `table` are dated before the day of this row's `time` (BIGINT).

    0 before the first; all where `time` is NULL. Raises `UsageError` unless the table's rows are in time order.
    """
    dated = Cell(Row(cell.row.sheet, table), existing.column)
    column = dated.column
    if not isinstance(column, Calendar) or not column.ordered:
        raise UsageError(f"{table}.{existing.column} is not in time order.", "Give it `ordered: true`.")
    days = timeline_of(dated, column)
    type_, number = number_of(cell, existing.time)
    since = number if type_ == "date" else f"({number} div {DAY_SECONDS}L)"
    day = cell.shared("day", f"CAST({since} - {days_since_1970(days.first)} AS BIGINT)", "bigint")
    lines = _lines(days, dated.rows)
    leaves = [f"CAST({day} * {literal(line.slope)} + ({literal(line.offset)}) AS BIGINT)" for line in lines]
    growing = f"greatest({steps(day, [line.start for line in lines[1:]], leaves)}, 0L)"
    return f"CASE WHEN {day} < 0L THEN 0L WHEN {day} < {days.days}L THEN {growing} ELSE {dated.rows}L END"


@lru_cache(maxsize=32)
def _lines(days: Timeline, rows: int) -> tuple[_Line, ...]:
    before = [rows * days.share_before(number) - _BELOW for number in range(days.days + 1)]
    borders = sorted({round(days.days * number / _LINES) for number in range(_LINES + 1)})
    return tuple(_under(before, borders))


def _under(before: Sequence[float], borders: Sequence[int]) -> Iterator[_Line]:
    """A line for each stretch of days, moved down until no day's count lies below it."""
    for start, end in pairwise(borders):
        slope = (before[end] - before[start]) / (end - start)
        offset = min(before[day] - slope * day for day in range(start, end))
        yield _Line(start, slope, offset)
