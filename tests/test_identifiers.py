"""Names and literals survive a real SQL parser, whatever is in them."""

import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from wizard import identifiers
from wizard.errors import UsageError

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def parse(sql: str) -> exp.Expr:
    """The one expression that the text is, to the last character."""
    (statement,) = sqlglot.parse(f"SELECT {sql}", dialect="databricks")
    assert isinstance(statement, exp.Select)
    (only,) = statement.expressions
    assert isinstance(only, exp.Expr)
    return only


@pytest.mark.parametrize("name", ["a", "customers", "dev_retail_demo", "t1", "a" * 100])
def test_a_valid_name_is_returned_as_it_is(name: str) -> None:
    assert identifiers.check(name) == name


@pytest.mark.parametrize("name", ["", "A", "1a", "_a", "a-b", "a b", "a.b", "a" * 101, "é", "a\n", "a`b"])
def test_any_other_name_is_refused_with_a_way_out(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        identifiers.check(name, "column")
    assert "column" in caught.value.message
    assert "instead" in caught.value.hint


@settings(deadline=None)
@given(st.text(), st.sampled_from(["table", "column", "catalog", "primary key"]))
def test_what_is_suggested_is_valid(name: str, what: str) -> None:
    assert identifiers.is_valid(identifiers.suggest(name, what))


@settings(deadline=None)
@given(PRINTABLE)
def test_a_quoted_part_is_read_back_as_one_identifier(part: str) -> None:
    node = parse(identifiers.quote(part))
    assert isinstance(node, exp.Column)
    assert [p.name for p in node.parts] == [part]


@pytest.mark.parametrize("part", ["", "a\nb", "a\0", "\x7f"])
def test_a_part_that_cannot_be_quoted_is_refused(part: str) -> None:
    with pytest.raises(UsageError):
        identifiers.quote(part)


def test_a_full_name_is_quoted_part_by_part() -> None:
    assert identifiers.quote_name("c.s.t") == "`c`.`s`.`t`"
    assert identifiers.quote_name("data engineers") == "`data engineers`"


@pytest.mark.parametrize("name", ["", ".", "a..b", "a.b.", "a.b.c.d"])
def test_a_name_with_empty_or_too_many_parts_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        identifiers.quote_name(name)


@settings(deadline=None)
@given(TEXT)
def test_text_is_read_back_unchanged(value: str) -> None:
    node = parse(identifiers.literal(value))
    assert isinstance(node, exp.Literal)
    assert node.is_string
    assert node.this == value


@pytest.mark.parametrize("value", ["a\0b", "\ud800"])
def test_text_that_sql_cannot_carry_is_refused(value: str) -> None:
    with pytest.raises(UsageError):
        identifiers.literal(value)


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_keep_every_bit_and_are_doubles(value: float) -> None:
    text = identifiers.literal(value)
    assert "E" in text
    assert float(text) == value
    parse(text)


@settings(deadline=None)
@given(st.integers(-(2**63), 2**63 - 1) | st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_whole_and_decimal_numbers_keep_every_digit(value: int | Decimal) -> None:
    text = identifiers.literal(value)
    assert "E" not in text
    assert Decimal(text) == value


@pytest.mark.parametrize(("value", "sql"), [
    (None, "NULL"),
    (True, "true"),
    (False, "false"),
    (0, "0"),
    (-7, "-7"),
    (0.5, "0.5E0"),
    (1e-07, "1E-07"),
    (math.inf, "CAST('Infinity' AS DOUBLE)"),
    (-math.inf, "CAST('-Infinity' AS DOUBLE)"),
    (math.nan, "CAST('NaN' AS DOUBLE)"),
    (Decimal("1E+3"), "1000"),
    (Decimal("0.10"), "0.10"),
    (date(2026, 11, 1), "DATE'2026-11-01'"),
    (datetime(2026, 11, 1, 8, 30), "TIMESTAMP'2026-11-01 08:30:00'"),  # noqa: DTZ001 - a naive one is the case here
    (datetime(2026, 11, 1, 8, 30, tzinfo=UTC), "TIMESTAMP'2026-11-01 08:30:00+00:00'"),
    (datetime(2026, 11, 1, 8, 30, tzinfo=timezone(timedelta(hours=2))), "TIMESTAMP'2026-11-01 06:30:00+00:00'"),
    ("O'Hara\\", "'O\\'Hara\\\\'"),
    ("a\nb\tc", "'a\\nb\\tc'"),
])
def test_literals(value: identifiers.Literal, sql: str) -> None:
    assert identifiers.literal(value) == sql


def test_a_decimal_that_is_no_number_is_refused() -> None:
    with pytest.raises(UsageError):
        identifiers.literal(Decimal("NaN"))
