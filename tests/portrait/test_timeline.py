"""Counts over time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.portrait.timeline import WIDEST, Timeline, timeline

FIRST = date(2025, 1, 1)


def made(values: list[date]) -> Timeline:
    found = timeline(values)
    assert found is not None
    return found


def daily(days: int, first: date = FIRST) -> list[date]:
    return [first + timedelta(days=number) for number in range(days) for _ in range(3)]


def test_nothing_has_no_timeline() -> None:
    assert timeline([]) is None


@pytest.mark.parametrize(("days", "unit"), [
    (50, "day"), (200, "week"), (730, "month"), (3000, "quarter"), (8000, "year"), (40_000, "year"),
])
def test_the_unit_is_the_smallest_that_fits(days: int, unit: str) -> None:
    assert made(daily(days)).unit == unit


def test_few_values_have_few_periods() -> None:
    assert made([FIRST + timedelta(days=100 * number) for number in range(30)]).unit == "year"


def test_months_without_values_are_counted_as_none() -> None:
    found = made([*daily(30), *daily(30, date(2026, 3, 1))])
    assert found.counts[:2] == (90, 0)
    assert found.starts[-1] == date(2026, 3, 30) - timedelta(days=29)


def test_moments_count_for_their_day() -> None:
    assert made([datetime(2025, 1, 1, 23, 59, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC)]).counts == (1, 1)


@given(st.lists(st.dates(), min_size=1, max_size=60))
def test_every_value_is_counted_once_in_the_period_that_it_lies_in(values: list[date]) -> None:
    found = made(values)
    assert sum(found.counts) == len(values)
    assert found.unit == "year" or len(found.counts) <= WIDEST
    assert {found.period(value) for value in values} == {at for at, count in enumerate(found.counts) if count}


def test_a_window_covers_the_periods_that_it_touches() -> None:
    found = made(daily(140))
    assert found.unit == "week"
    assert found.within(date(2025, 1, 6), date(2025, 1, 13)) == (1, 1)
    assert found.within(date(2025, 1, 12), date(2025, 1, 14)) == (1, 2)
    assert found.within(date(2024, 1, 1), date(2026, 1, 1)) == (0, len(found.counts) - 1)
    assert found.within(date(2024, 1, 1), date(2024, 2, 1)) is None
    assert found.within(date(2026, 1, 1), date(2026, 2, 1)) is None
