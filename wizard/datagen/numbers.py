"""Random numbers: a law, its bounds, and the rounding of its type.

Arithmetic is kept to operations that IEEE 754 defines to the last bit wherever a rounding could show it. Logarithms and
exponentials are the exceptions: their last digit may differ between engines, far below the digits that a type keeps.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Literal

from wizard.datagen.normal import outward, quantile
from wizard.datagen.sheet import Cell, Formula
from wizard.identifiers import literal
from wizard.spec.columns import Number

_DOUBLE_DIGITS = 6
_PRECISION = 15  # decimal digits that a double keeps
_EXACT = 400  # digits: more than the longest double has
_WHOLE = {"int": 2.0**31 - 1, "bigint": 2.0**63 - 2.0**10}


def number(cell: Cell, column: Number) -> Formula:
    """A random number, clamped to its bounds and to what its type holds, and rounded as its type says."""
    low, high = (_inside(column, side) for side in ("min", "max"))
    if column.kind == "uniform":
        return _uniform(cell, column.type, low or 0.0, 1.0 if high is None else high)
    value = _CURVES[column.kind](cell, column)
    limit = _limit(column.type)
    for function, edge in (("greatest", -limit if low is None else low), ("least", limit if high is None else high)):
        if math.isfinite(edge):
            value = f"{function}({value}, {literal(edge)})"
    return _rounded(value, column.type)


def _uniform(cell: Cell, type_: str, low: float, high: float) -> Formula:
    """Whole numbers are equally likely, both ends included."""
    whole = type_ in _WHOLE
    value = f"({literal(low)} + {cell.draw(even=True)} * {literal(high + whole - low)})"
    return Formula(type_, f"CAST(floor({value}) AS {type_})") if whole else _rounded(value, type_)


def _normal(cell: Cell, column: Number) -> str:
    return f"({literal(float(column.mean or 0.0))} + {literal(float(column.sd or 1.0))} * {_standard(cell)})"


def _lognormal(cell: Cell, column: Number) -> str:
    return f"exp({literal(float(column.mu or 0.0))} + {literal(float(column.sigma or 1.0))} * {_standard(cell)})"


def _standard(cell: Cell) -> str:
    draw = cell.shared("draw", cell.draw(even=True))
    return quantile(draw, cell.shared("outward", outward(draw)))


def _exponential(cell: Cell, column: Number) -> str:
    return f"({literal(-float(column.mean or 1.0))} * ln({cell.draw(even=True)}))"


def _rounded(value: str, type_: str) -> Formula:
    """At the type's last digit, while still a DOUBLE: `round` and casts differ between engines where ties are near.

    Ties themselves (where Spark's `rint` is right and Sail's is not) have no chance, since bounds are whole units.
    """
    scale = _scale(type_)
    unit = literal(float(10**scale))
    rounded = f"rint({value} * {unit}) / {unit}" if scale else f"rint({value})"
    return Formula(type_, f"CAST({rounded} AS {type_})")


def _inside(column: Number, side: Literal["min", "max"]) -> float | None:
    """A bound moved inwards to a value that the type can hold."""
    bound = column.min if side == "min" else column.max
    if bound is None:
        return None
    with localcontext(prec=_EXACT):
        unit = Decimal(1).scaleb(-_scale(column.type))
        return float(Decimal(repr(bound)).quantize(unit, ROUND_CEILING if side == "min" else ROUND_FLOOR))


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


_CURVES: dict[str, Callable[[Cell, Number], str]] = {
    "normal": _normal,
    "lognormal": _lognormal,
    "exponential": _exponential,
}
