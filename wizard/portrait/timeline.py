"""How dates and moments are spread over time: counts by day, week, month, quarter or year, none left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "month", "quarter", "year"]
WIDEST = 56
"""Periods that a timeline may have: what fits beside the name of a column in 80 columns."""
_FEWEST, _VALUES = 8, 3


@dataclass(frozen=True, slots=True)
class Timeline:
    """Counts by period, without a gap from the period of the first value to that of the last.

    A week begins on Monday. `first` and `last` are the days of the first and the last value.
    """

    unit: Unit
    starts: tuple[date, ...]
    counts: tuple[int, ...]
    first: date
    last: date
    kind: Literal["timeline"] = "timeline"

    def period(self, day: date) -> int:
        """The place of the period in which a day lies; below 0 or past the end when there is none."""
        start = _STARTS[self.unit](day)
        if start < self.starts[0]:
            return -1
        return len(self.starts) if start > self.starts[-1] else self.starts.index(start)

    def within(self, start: date, end: date) -> tuple[int, int] | None:
        """Places of the first and the last period that a window touches, without `end`; None if it touches none."""
        first = max(self.period(start), 0)
        last = min(self.period(end - timedelta(days=1)), len(self.starts) - 1)
        return (first, last) if first <= last else None


def timeline(values: Sequence[date], widest: int = WIDEST) -> Timeline | None:
    """Counts by the smallest period of which at most `widest` cover all values; None when there are no values.

    Fewer where a period would have hardly three values. Moments count for their day. Centuries are counted by year.
    """
    days = Counter(date(value.year, value.month, value.day) for value in values)
    if not days:
        return None
    first, last = min(days), max(days)
    widest = min(widest, max(_FEWEST, len(values) // _VALUES))
    fitting = (unit for unit in _STARTS if _how_many(unit, first, last) <= widest)
    unit: Unit = next(fitting, "year")
    counts: Counter[date] = Counter()
    for day, count in days.items():
        counts[_STARTS[unit](day)] += count
    starts = [_STARTS[unit](first)]
    while starts[-1] < _STARTS[unit](last):
        starts.append(_next(unit, starts[-1]))
    return Timeline(unit, tuple(starts), tuple(counts[start] for start in starts), first, last)


def _how_many(unit: Unit, first: date, last: date) -> int:
    start, end = _STARTS[unit](first), _STARTS[unit](last)
    if unit in _DAYS:
        return (end - start).days // _DAYS[unit] + 1
    return ((end.year - start.year) * 12 + end.month - start.month) // _MONTHS[unit] + 1


def _next(unit: Unit, start: date) -> date:
    if unit in _DAYS:
        return start + timedelta(days=_DAYS[unit])
    years, month = divmod(start.month - 1 + _MONTHS[unit], 12)
    return date(start.year + years, month + 1, 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


_DAYS: dict[Unit, int] = {"day": 1, "week": 7}
_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
_STARTS: dict[Unit, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": _monday,
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "year": lambda day: day.replace(month=1, day=1),
}
