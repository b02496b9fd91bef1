"""How the rows of a calendar column spread over its days: one density, as pieces, and the share before any day.

Places are counted in weeks within which a day is as long as its weekday is heavy; hence all usual days of a month have
one density, and a piece is needed for each month and each run of special days only. Growth is applied month by month.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, groupby
from math import fsum
from typing import TypeVar

from wizard.datagen.cases import Piece
from wizard.datagen.kinds.special_days import Window, factors
from wizard.errors import UsageError
from wizard.spec.columns import Calendar

WEEK = 7
_YEAR_DAYS = 365.25
_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days of a calendar column: `weekday` weights begin with the first day's, `pieces` are in weeks.

    `ends` is the mass up to the end of each piece.
    """

    first: date
    days: int
    weekday: tuple[float, ...]
    pieces: tuple[Piece, ...]
    ends: tuple[float, ...]

    def share_before(self, number: int) -> float:
        """The share of rows, 0 to 1, that are dated before a day, counted from the first one."""
        number = min(max(number, 0), self.days)
        place = _place(self.weekday, number)
        index = bisect_left(self.pieces, place, key=lambda piece: piece.high)
        if index == len(self.pieces):
            return 1.0
        piece = self.pieces[index]
        missing = piece.mass * (piece.high - place) / (piece.high - piece.low)
        return (self.ends[index] - missing) / self.ends[-1]


def timeline(column: Calendar, as_of: date, locale: str | None = None, windows: Iterable[Window] = ()) -> Timeline:
    """The days of a column relative to `as_of`; `locale` tells the country of holidays that name none.

    `windows` are busier by their factor, on top of all that the column says. Raises `UsageError` when no day is left.
    """
    first = as_of + timedelta(days=column.start)
    days = max(1, column.end - column.start + (column.kind == "date"))
    weights = column.weights.weekday or [1.0] * WEEK
    weekday = (*weights[first.weekday() :], *weights[: first.weekday()])
    pieces = tuple(_pieces(column, first, weekday, factors(column, first, days, locale, windows)))
    if not any(piece.mass > 0 for piece in pieces):
        raise UsageError("The calendar has no day on which anything happens.", "Give a day a factor above 0.")
    return Timeline(first, days, weekday, pieces, tuple(accumulate(piece.mass for piece in pieces)))


def _pieces(column: Calendar, first: date, weekday: tuple[float, ...], busy: list[float]) -> Iterator[Piece]:
    months = column.weights.month or [1.0] * 12
    for (_, month), start, end in _runs([(day.year, day.month) for day in _dates(first, len(busy))]):
        years = (start + end) / 2 / _YEAR_DAYS - (len(busy) / _YEAR_DAYS if column.growth > 0 else 0)
        growth = (1 + column.growth) ** years  # at most 1, whatever the growth: a century of it stays a number
        for factor, low, high in _runs(busy[start:end]):
            left, right = _place(weekday, start + low), _place(weekday, start + high)
            yield Piece((right - left) * months[month - 1] * growth * factor, left, right)


def _place(weekday: tuple[float, ...], number: int) -> float:
    """Where day `number` begins, in weeks from the first day."""
    whole, part = divmod(number, WEEK)
    return whole + fsum(weekday[:part]) / fsum(weekday)


def _dates(first: date, days: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(days)]


def _runs(kinds: list[_Kind]) -> Iterator[tuple[_Kind, int, int]]:
    """Each stretch of equal neighbors: what they are, the first one's number, the number after the last one's."""
    lengths = [(kind, len(list(run))) for kind, run in groupby(kinds)]
    ends = accumulate(length for _, length in lengths)
    return ((kind, end - length, end) for (kind, length), end in zip(lengths, ends, strict=True))
