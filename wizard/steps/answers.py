"""What a query answered, and whether that is what the story says: the answer key, and the sentence to say.

Numbers are compared as decimals, digit by digit as the service sent them: in binary floating point 0.1 + 0.2 would not
lie within 0 of 0.3. For people they are written in English, the language of the sentences around them.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from wizard.spec.story import Expectation

WHOLE = frozenset({"BYTE", "SHORT", "INT", "LONG"})
FRACTIONAL = frozenset({"DECIMAL", "DOUBLE", "FLOAT"})
NUMERIC = WHOLE | FRACTIONAL
MOMENTS = frozenset({"TIMESTAMP", "TIMESTAMP_NTZ"})
NOTHING = "—"
"""Stands where there is no value."""

_MONEY, _FINEST = 2, 6
"""Decimals of figures for people, and of numbers that are compared."""
_ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP)  # a DOUBLE has up to 309 digits before its point
_FIVE_DIGITS = 10_000
_MIDNIGHT = "T00:00:00.000"


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names, their SQL types, cells as the service sends them (text or None), seconds until it was there.

    `error` is the service's reason when it refused the query.
    """

    columns: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    rows: list[list[str | None]] = field(default_factory=list)
    seconds: float = 0.0
    error: str = ""

    def first(self) -> dict[str, tuple[str | None, str]]:
        """The first row: value and type by column, in lower case as SQL compares names; empty without a row."""
        if not self.rows:
            return {}
        names = (column.lower() for column in self.columns)
        return dict(zip(names, zip(self.rows[0], self.types, strict=True), strict=True))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is the expected one, with both in words."""

    ok: bool
    expected: str
    found: str


def judge(expect: Sequence[Expectation], answer: Answer) -> Verdict:
    """Compare the first row with every expectation. What cannot be compared is a failure that says why."""
    expected = "; ".join(in_words(one) for one in expect)
    if answer.error:
        return Verdict(False, expected, f"the query failed: {answer.error}")
    if not answer.rows:
        return Verdict(False, expected, "no row")
    judged = [_judge(one, answer) for one in expect]
    return Verdict(all(ok for ok, _ in judged), expected, "; ".join(dict.fromkeys(found for _, found in judged)))


def in_words(expect: Expectation) -> str:
    """`region is North`, `change near -31 ± 3`, `share between 0.6 and 0.8`."""
    name, low, high = expect.column, expect.above, expect.below
    if expect.is_ is not None:
        return f"{name} is {expect.is_ or repr('')}"
    if expect.near is not None:
        return f"{name} near {plain(expect.near)}" + (f" ± {plain(expect.within)}" if expect.within else "")
    if low is not None and high is not None:
        return f"{name} between {plain(low)} and {plain(high)}"
    return f"{name} above {plain(low)}" if low is not None else f"{name} below {plain(high or 0)}"


def _judge(expect: Expectation, answer: Answer) -> tuple[bool, str]:
    first = answer.first()
    name = expect.column
    if name not in first:
        return False, f"no column {name} among {', '.join(answer.columns)}"
    value, _ = first[name]
    if value is None:
        return False, f"{name} has no value (NULL)"
    if expect.is_ is not None:
        return value == expect.is_, f"{name} {value or repr('')}"
    number = _number(value)
    if number is None:
        return False, f"{name} {value!r}, which is not a number"
    return _holds(expect, number), f"{name} {plain(number)}"


def _holds(expect: Expectation, number: Decimal) -> bool:
    if expect.near is not None:
        return abs(number - _exact(expect.near)) <= _exact(expect.within)
    low, high = expect.above, expect.below
    return (low is None or number > _exact(low)) and (high is None or number < _exact(high))


def _exact(number: float | Decimal) -> Decimal:
    """The decimal that was written, not the binary fraction next to it."""
    return number if isinstance(number, Decimal) else Decimal(repr(number))


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def plain(number: float | Decimal) -> str:
    """A number with thousands separators and as many decimals as it has, at most six."""
    return _without_zeros(_cut(_exact(number), _FINEST))


def figure(value: str | None, kind: str) -> str:
    """A cell for people: at most two decimals, thousands separators, ISO dates; `kind` is its SQL type.

    Whole numbers get separators from five digits on, so that a year stays a year.
    """
    if value is None:
        return NOTHING
    if kind in MOMENTS:
        return value[:10] if value[10:].startswith(_MIDNIGHT) else value[:16].replace("T", " ")
    number = _number(value) if kind in NUMERIC else None
    if number is None:
        return value
    if kind in WHOLE:
        return f"{number:,f}" if abs(number) >= _FIVE_DIGITS else str(number)
    rounded = _cut(number, _MONEY)
    return f"{rounded:,f}" if kind == "DECIMAL" else _without_zeros(rounded)  # an amount keeps its zeros: 12.50


def _cut(number: Decimal, decimals: int) -> Decimal:
    """At most so many decimals, rounded half up; never minus zero."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -decimals:
        number = number.quantize(Decimal(1).scaleb(-decimals), context=_ROUNDING)
    return number or abs(number)


def _without_zeros(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def say(sentence: str, answer: Answer) -> str:
    """The sentence with each {column} filled in from the first row; {{ is a brace."""
    first = answer.first()
    parts = []
    for text, name, _, _ in string.Formatter().parse(sentence):
        parts.append(text)
        if name is not None:
            parts.append(figure(*first.get(name.lower(), (None, ""))))
    return "".join(parts)
