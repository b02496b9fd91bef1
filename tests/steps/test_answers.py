"""Answers against the answer key, and figures as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.spec.story import Expectation
from wizard.steps.answers import NOTHING, Answer, figure, judge, plain, say

ANSWER = Answer(
    ("Region", "sales", "change", "empty"), ("STRING", "LONG", "DOUBLE", "DOUBLE"),
    [["North", "12345", "-31.456", None], ["South", "1", "2.0", "3.0"]],
)


def expect(**fields: Any) -> Expectation:
    return Expectation.model_validate(fields)


@pytest.mark.parametrize(("fields", "ok", "expected", "found"), [
    ({"column": "region", "is": "North"}, True, "region is North", "region North"),
    ({"column": "region", "is": "north"}, False, "region is north", "region North"),
    ({"column": "sales", "is": "12345"}, True, "sales is 12345", "sales 12345"),
    ({"column": "change", "near": -31, "within": 0.5}, True, "change near -31 ± 0.5", "change -31.456"),
    ({"column": "change", "near": -31, "within": 0.4}, False, "change near -31 ± 0.4", "change -31.456"),
    ({"column": "sales", "near": 12345}, True, "sales near 12,345", "sales 12,345"),
    ({"column": "sales", "above": 12344, "below": 12346}, True, "sales between 12,344 and 12,346", "sales 12,345"),
    ({"column": "sales", "above": 12345}, False, "sales above 12,345", "sales 12,345"),
    ({"column": "sales", "below": 12345}, False, "sales below 12,345", "sales 12,345"),
    ({"column": "empty", "below": 5}, False, "empty below 5", "empty has no value (NULL)"),
    ({"column": "empty", "is": ""}, False, "empty is ''", "empty has no value (NULL)"),
    ({"column": "region", "above": 0}, False, "region above 0", "region 'North', which is not a number"),
    ({"column": "ghost", "above": 0}, False, "ghost above 0", "no column ghost among Region, sales, change, empty"),
])
def test_the_first_row_is_held_against_the_answer_key(fields: dict[str, Any], ok: bool, expected: str,
                                                      found: str) -> None:
    verdict = judge([expect(**fields)], ANSWER)
    assert (verdict.ok, verdict.expected, verdict.found) == (ok, expected, found)


def test_every_expectation_must_hold() -> None:
    both = [expect(column="region", **{"is": "North"}), expect(column="sales", above=10**6)]
    verdict = judge(both, ANSWER)
    assert not verdict.ok
    assert verdict.expected == "region is North; sales above 1,000,000"
    assert verdict.found == "region North; sales 12,345"


@pytest.mark.parametrize(("answer", "found"), [
    (Answer(("a",), ("INT",)), "no row"), (Answer(error="[TABLE_NOT_FOUND]"), "the query failed: [TABLE_NOT_FOUND]"),
    (Answer(("a",), ("DOUBLE",), [["NaN"]]), "a 'NaN', which is not a number"),
])
def test_what_cannot_be_compared_fails_and_says_why(answer: Answer, found: str) -> None:
    verdict = judge([expect(column="a", near=1, within=9)], answer)
    assert (verdict.ok, verdict.found) == (False, found)


@given(st.decimals(-10**9, 10**9, places=4), st.integers(-10**6, 10**6), st.integers(0, 10**6))
def test_near_is_exact_to_the_last_digit(value: Decimal, near: int, within: int) -> None:
    key = expect(column="a", near=near / 100, within=within / 100)
    holds = abs(Fraction(value) - Fraction(near, 100)) <= Fraction(within, 100)
    assert judge([key], Answer(("a",), ("DECIMAL",), [[str(value)]])).ok == holds


@pytest.mark.parametrize(("value", "kind", "text"), [
    ("2026", "INT", "2026"), ("10000", "LONG", "10,000"), ("-1234567", "INT", "-1,234,567"),
    ("1234.50", "DECIMAL", "1,234.50"), ("0.125", "DOUBLE", "0.13"), ("5.0", "DOUBLE", "5"),
    ("1.0E7", "DOUBLE", "10,000,000"), ("-0.001", "DECIMAL", "0.00"), ("NaN", "DOUBLE", "NaN"),
    ("01234", "STRING", "01234"), (None, "INT", NOTHING),
    ("2026-10-01", "DATE", "2026-10-01"), ("2026-10-01T00:00:00.000Z", "TIMESTAMP", "2026-10-01"),
    ("2026-10-01T13:05:09.000Z", "TIMESTAMP", "2026-10-01 13:05"), ("true", "BOOLEAN", "true"),
])  # fmt: skip
def test_figures_are_written_for_people(value: str | None, kind: str, text: str) -> None:
    assert figure(value, kind) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal(-10)**30, max_value=Decimal(10)**30))
def test_no_number_is_too_long_to_be_written(value: Decimal) -> None:
    for text in (plain(value), figure(str(value), "DECIMAL"), figure(str(value), "DOUBLE")):
        assert abs(Fraction(text.replace(",", "")) - Fraction(value)) <= Fraction(1, 200)


def test_a_sentence_is_filled_in_from_the_first_row() -> None:
    assert say("{region} sold {sales} ({change} {{%}}).", ANSWER) == "North sold 12,345 (-31.46 {%})."
    assert say("{ghost} and {empty}", ANSWER) == f"{NOTHING} and {NOTHING}"
    assert say("Nothing.", Answer()) == "Nothing."
