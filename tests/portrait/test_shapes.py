"""Shapes of values, whatever the values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.portrait.shapes import BINS, Histogram, histogram, shares, words

finite = st.floats(allow_nan=False, allow_infinity=False)


def made(values: list[int | float | Decimal]) -> Histogram:
    found = histogram(values)
    assert found is not None
    return found


def test_shares_come_by_frequency_and_the_rest_is_counted() -> None:
    found = shares(["b", "a", "b", "c", "b", "a"], top=2)
    assert found.top == (("b", 0.5), ("a", pytest.approx(1 / 3)))
    assert found.others == pytest.approx(1 / 6)
    assert found.distinct == 3


def test_shares_of_numbers_come_in_their_order() -> None:
    assert [value for value, _ in shares([10, 9, 10, 2], by_value=True).top] == ["2", "9", "10"]


def test_truth_is_written_as_in_sql() -> None:
    assert shares([True, True, False]).top[0][0] == "true"


def test_nothing_has_no_histogram_and_no_shares() -> None:
    assert histogram([]) is None
    assert histogram([float("nan"), float("inf")]) is None
    assert shares([]).top == ()


@pytest.mark.parametrize("value", [0, -3, 7.25, Decimal("19.99"), 1e300, 10**30])
def test_a_constant_is_one_bin(value: int | float | Decimal) -> None:
    found = made([value] * 5)
    assert found.counts == (5,)
    assert found.min == found.median == found.max == value


def test_whole_numbers_have_a_bin_each_while_there_are_few() -> None:
    assert made([1, 2, 2, 5]).counts == (1, 2, 0, 0, 1)


def test_a_long_tail_is_counted_in_the_last_bin() -> None:
    found = made([*(step / 10 for step in range(1000)), 1e6])
    assert found.max == 1e6
    assert found.high < 100
    assert min(found.counts) > 30


@given(st.lists(finite | st.integers() | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30),
                                                     max_value=10**30, places=2), min_size=1))
def test_every_value_is_in_one_of_at_most_so_many_bins(values: list[int | float | Decimal]) -> None:
    found = made([value for value in values if abs(value) < 1e300] or [0])
    assert sum(found.counts) == len([value for value in values if abs(value) < 1e300] or [0])
    assert 1 <= len(found.counts) <= BINS
    assert found.min <= found.median <= found.max


@given(st.lists(finite, min_size=1))
def test_numbers_too_large_to_subtract_have_a_histogram(values: list[float]) -> None:
    assert sum(made(values).counts) == len(values)


def test_words_are_spread_over_the_values() -> None:
    found = words([f"K{number}" for number in range(9)])
    assert (found.examples, found.distinct, found.among) == (("K0", "K3", "K6"), 9, 9)
