"""Moments on a business calendar: growth, months, weekdays, hours and special days as one quantile function.

A quantile goes through three piecewise linear maps: to a week, in it to a day, in that to a second. In the first, a
day takes as much of its week as its weekday weighs, so that it needs a piece for each month and each run of special
days only (`wizard.datagen.kinds.timeline`). The others have 7 and 24. Rows in time order take their row number for the
quantile, and touch few pieces a batch.

A timestamp is an instant: weekdays and hours are those of UTC, which is what a session in UTC shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from wizard.datagen.cases import Piece, inverse
from wizard.datagen.incidents.planted import denser
from wizard.datagen.kinds.instants import DAY_SECONDS, days_since_1970
from wizard.datagen.kinds.special_days import Window
from wizard.datagen.kinds.timeline import WEEK, Timeline, timeline
from wizard.datagen.sheet import Cell, Formula
from wizard.identifiers import literal
from wizard.spec.columns import Calendar


def calendar(cell: Cell, column: Calendar) -> Formula:
    """A date in [start, end] or a timestamp in [start, end), in days from the spec's `as_of`."""
    days = timeline_of(cell, column)
    day, since = _days(cell, column, days), days_since_1970(days.first)
    if column.kind == "date":
        number = f"least(CAST({day} AS INT), {days.days - 1})"
        return Formula("date", f"date_from_unix_date({number} + {since})")
    seconds = f"least(CAST({_seconds(cell, column, day)} AS BIGINT), {days.days * DAY_SECONDS - 1}L)"
    return Formula("timestamp", f"timestamp_seconds({seconds} + {since * DAY_SECONDS}L)")


def timeline_of(cell: Cell, column: Calendar) -> Timeline:
    """The days of a calendar column, denser where incidents bring more rows."""
    return timeline(column, cell.spec.as_of, cell.spec.brand.locale, denser(cell))


def share_before(
    column: Calendar, as_of: date, day: int, locale: str | None = None, windows: Iterable[Window] = ()
) -> float:
    """The share of a column's rows, 0 to 1, dated before a day relative to as_of: the calendar's distribution function.

    `locale` tells the country of holidays that name none, `windows` are denser by their factor.
    """
    return timeline(column, as_of, locale, windows).share_before(day - column.start)


def _days(cell: Cell, column: Calendar, days: Timeline) -> str:
    """SQL of days since the first one (DOUBLE, the fraction even within the day)."""
    if column.ordered:
        quantile = f"((CAST({cell.row_id} AS DOUBLE) + {cell.draw()}) * {literal(1 / cell.rows)})"
    else:
        quantile = cell.draw(even=True)
    week = inverse(cell.shared("quantile", quantile), days.pieces)
    if _is_even(column.weights.weekday):
        return f"({week} * {literal(float(WEEK))})"
    return _within(cell, "week", week, days.weekday)


def _seconds(cell: Cell, column: Calendar, day: str) -> str:
    if _is_even(column.weights.hour):
        return f"({day} * {literal(float(DAY_SECONDS))})"
    return f"({_within(cell, 'day', day, column.weights.hour or ())} * {literal(DAY_SECONDS / 24)})"


def _within(cell: Cell, what: str, value: str, weights: Sequence[float]) -> str:
    """SQL that turns whole periods plus an even fraction into whole parts of a period plus an even fraction."""
    read = cell.shared(what, value)
    whole = f"CAST(CAST({read} AS BIGINT) AS DOUBLE)"
    fraction = cell.shared(f"{what}_part", f"{read} - {whole}")
    pieces = [Piece(weight, part, part + 1.0) for part, weight in enumerate(weights)]
    return f"({whole} * {literal(float(len(weights)))} + {inverse(fraction, pieces)})"


def _is_even(weights: Sequence[float] | None) -> bool:
    return weights is None or all(left == right for left, right in pairwise(weights))
