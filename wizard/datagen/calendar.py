"""Moments on a business calendar: growth, months, weekdays and hours as one quantile function.

A quantile goes through three piecewise linear maps: to a week, in it to a day, in that to a second. In the first, a
day takes as much of its week as its weekday weighs; hence all days of a month have one density, and the map needs a
piece for each month only. The others have 7 and 24. Growth is applied month by month. Rows in time order take their
row number for the quantile, and touch few pieces a batch.

A timestamp is an instant: weekdays and hours are those of UTC, which is what a session in UTC shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, groupby, pairwise

from wizard.datagen.cases import Piece, inverse
from wizard.datagen.sheet import Cell, Formula
from wizard.identifiers import literal
from wizard.spec.columns import Calendar

_WEEK, _DAY_SECONDS, _YEAR_DAYS = 7, 86_400, 365.25
_EPOCH = date(1970, 1, 1)


def calendar(cell: Cell, column: Calendar) -> Formula:
    """A date in [start, end] or a timestamp in [start, end), in days from the spec's `as_of`."""
    first = cell.spec.as_of + timedelta(days=column.start)
    count = max(1, column.end - column.start + (column.kind == "date"))
    day = _days(cell, column, first, count)
    if column.kind == "date":
        number = f"least(CAST({day} AS INT), {count - 1})"
        return Formula("date", f"date_from_unix_date({number} + {(first - _EPOCH).days})")
    seconds = f"least(CAST({_seconds(cell, column, day)} AS BIGINT), {count * _DAY_SECONDS - 1}L)"
    return Formula("timestamp", f"timestamp_seconds({seconds} + {(first - _EPOCH).days * _DAY_SECONDS}L)")


def _days(cell: Cell, column: Calendar, first: date, count: int) -> str:
    """SQL of days since the first one (DOUBLE, the fraction even within the day)."""
    if column.ordered:
        quantile = f"((CAST({cell.row_id} AS DOUBLE) + {cell.draw()}) * {literal(1 / cell.rows)})"
    else:
        quantile = cell.draw(even=True)
    week = inverse(cell.shared("quantile", quantile), list(_months(column, first, count)))
    if _is_even(column.weights.weekday):
        return f"({week} * {literal(float(_WEEK))})"
    return _within(cell, "week", week, _from_weekday(column, first))


def _seconds(cell: Cell, column: Calendar, day: str) -> str:
    if _is_even(column.weights.hour):
        return f"({day} * {literal(float(_DAY_SECONDS))})"
    return f"({_within(cell, 'day', day, column.weights.hour or ())} * {literal(_DAY_SECONDS / 24)})"


def _within(cell: Cell, what: str, value: str, weights: Sequence[float]) -> str:
    """SQL that turns whole periods plus an even fraction into whole parts of a period plus an even fraction."""
    read = cell.shared(what, value)
    whole = f"CAST(CAST({read} AS BIGINT) AS DOUBLE)"
    fraction = cell.shared(f"{what}_part", f"{read} - {whole}")
    pieces = [Piece(weight, part, part + 1.0) for part, weight in enumerate(weights)]
    return f"({whole} * {literal(float(len(weights)))} + {inverse(fraction, pieces)})"


def _months(column: Calendar, first: date, count: int) -> Iterator[Piece]:
    """Each month's weight, and its place in weeks within which days are as long as their weekday is heavy."""
    weekday = _from_weekday(column, first)
    place = [0.0, *(end / sum(weekday) for end in accumulate(weekday))]
    weights = column.weights.month or [1.0] * 12
    days = [first + timedelta(days=number) for number in range(count)]
    start = 0
    for (_, month), run in groupby(days, key=lambda day: (day.year, day.month)):
        end = start + len(list(run))
        low, high = (whole + place[part] for whole, part in (divmod(start, _WEEK), divmod(end, _WEEK)))
        years = (start + end) / 2 / _YEAR_DAYS - (count / _YEAR_DAYS if column.growth > 0 else 0)
        growth = (1 + column.growth) ** years  # at most 1, whatever the growth: a century of it stays a number
        yield Piece((high - low) * weights[month - 1] * growth, low, high)
        start = end


def _from_weekday(column: Calendar, first: date) -> list[float]:
    """Weekday weights, beginning with the weekday of the first day."""
    weights = column.weights.weekday or [1.0] * _WEEK
    return [*weights[first.weekday() :], *weights[: first.weekday()]]


def _is_even(weights: Sequence[float] | None) -> bool:
    return weights is None or all(left == right for left, right in pairwise(weights))
