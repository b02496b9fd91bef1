"""From a DOUBLE in the making to a number of its SQL type: within bounds, and at the type's last digit.

Arithmetic is kept to operations that IEEE 754 defines to the last bit wherever a rounding could show it. Logarithms and
exponentials are the exceptions: their last digit may differ between engines, far below the digits that a type keeps.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from wizard.datagen.sheet import Formula
from wizard.identifiers import literal
from wizard.spec.columns import Number, Signal

_DOUBLE_DIGITS = 6
_PRECISION = 15  # decimal digits that a double keeps
_EXACT = 400  # digits: more than the longest double has
_WHOLE = {"int": 2.0**31 - 1, "bigint": 2.0**63 - 2.0**10}


def is_whole(type_: str) -> bool:
    """Whether a number type has no digits after the point, being no decimal."""
    return type_ in _WHOLE


def bounds(column: Number | Signal) -> tuple[float, float]:
    """Smallest and largest value: what the column says, moved inwards to what its type holds; else the type's own."""
    limit = _limit(column.type)
    low = -limit if column.min is None else _inside(column.min, column.type, ROUND_CEILING)
    return low, limit if column.max is None else _inside(column.max, column.type, ROUND_FLOOR)


def clamped(value: str, low: float, high: float) -> str:
    """SQL of a DOUBLE that bounds keep in; infinite ones do not. NULL becomes a bound."""
    for function, edge in (("greatest", low), ("least", high)):
        if math.isfinite(edge):
            value = f"{function}({value}, {literal(edge)})"
    return value


def rounded(value: str, type_: str) -> Formula:
    """At the type's last digit, while still a DOUBLE: `round` and casts differ between engines where ties are near.

    Ties themselves (where Spark's `rint` is right and Sail's is not) have no chance, since bounds are whole units.
    """
    scale = _scale(type_)
    unit = literal(float(10**scale))
    nearest = f"rint({value} * {unit}) / {unit}" if scale else f"rint({value})"
    return Formula(type_, f"CAST({nearest} AS {type_})")


def _inside(bound: float, type_: str, rounding: str) -> float:
    """A bound moved to a value that the type can hold."""
    with localcontext(prec=_EXACT):
        return float(Decimal(repr(bound)).quantize(Decimal(1).scaleb(-_scale(type_)), rounding))


def _limit(type_: str) -> float:
    """The largest number, up to the precision of a DOUBLE, that a type can hold."""
    if type_ in _WHOLE:
        return _WHOLE[type_]
    if type_ == "double":
        return math.inf
    digits = int(type_.partition("(")[2].partition(",")[0]) - _scale(type_)
    return 10.0**digits - max(10.0 ** -_scale(type_), 10.0 ** (digits - _PRECISION))


def _scale(type_: str) -> int:
    """Digits after the point."""
    if type_.startswith("decimal"):
        return int(type_.rstrip(")").partition(",")[2])
    return 0 if type_ in _WHOLE else _DOUBLE_DIGITS
