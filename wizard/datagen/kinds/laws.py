"""The laws of random numbers: a value as SQL (DOUBLE) for one set of parameters.

Those with a formula are bounded in SQL. Those that count (poisson, zipf) are exact: a tree over the cumulative
probabilities, its leaves bounded while planning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wizard.datagen.cases import pick
from wizard.datagen.kinds.copula import standard
from wizard.datagen.kinds.rounding import clamped, is_whole
from wizard.datagen.sheet import Cell
from wizard.identifiers import literal
from wizard.spec.columns import Number

_LEAST = 2.0**-60  # of the mode's probability: a draw has 52 bits
_DIGITS = 13  # powers may differ in the last digits between machines; weights must not


def value_of(cell: Cell, column: Number, low: float, high: float) -> str:
    """SQL of a number by the column's law, clamped to [`low`, `high`]; infinite ones are no bounds."""
    if column.kind == "uniform":
        return _uniform(cell, low, high, whole=is_whole(column.type))
    if column.kind in _COUNTS:
        return _counted(cell, _COUNTS[column.kind](column), low, high)
    return clamped(_CURVES[column.kind](cell, column), low, high)


def _draw(cell: Cell) -> str:
    """SQL that names the draw that a number is made from; values of `by` share it."""
    return cell.shared("draw", cell.draw(even=True))


def _uniform(cell: Cell, low: float, high: float, *, whole: bool) -> str:
    """Whole numbers are equally likely, both ends included."""
    made = f"({literal(low)} + {_draw(cell)} * {literal(high + whole - low)})"
    return f"least(floor({made}), {literal(high)})" if whole else made


def _normal(cell: Cell, column: Number) -> str:
    return f"({literal(float(column.mean or 0.0))} + {literal(float(column.sd or 1.0))} * {standard(cell)})"


def _lognormal(cell: Cell, column: Number) -> str:
    return f"exp({literal(float(column.mu or 0.0))} + {literal(float(column.sigma or 1.0))} * {standard(cell)})"


def _exponential(cell: Cell, column: Number) -> str:
    return f"({literal(-float(column.mean or 1.0))} * ln({_draw(cell)}))"


def _pareto(cell: Cell, column: Number) -> str:
    """min * u^(-1 / alpha); the power by way of its logarithm, as all engines have it."""
    return f"({literal(float(column.min or 1.0))} * exp({literal(-1 / (column.alpha or 1.0))} * ln({_draw(cell)})))"


def _counted(cell: Cell, chances: Iterator[tuple[int, float]], low: float, high: float) -> str:
    """The number that a draw falls on, by weight; those beyond a bound count as the bound."""
    weights: dict[float, float] = {}
    for count, weight in sorted(chances):
        bounded = min(max(float(count), low), high)
        weights[bounded] = weights.get(bounded, 0.0) + weight
    return pick(_draw(cell), list(weights.values()), [literal(count) for count in weights])


def _poisson(column: Number) -> Iterator[tuple[int, float]]:
    """Counts and their chances relative to the mode's, by the ratio of neighbors: mean / count."""
    mean = float(column.mean or 0.0)
    mode = int(mean)
    count, weight = mode, 1.0
    while weight > _LEAST:
        yield count, weight
        count += 1
        weight *= mean / count
    count, weight = mode, 1.0
    while count > 0 and weight > _LEAST:
        weight *= count / mean
        count -= 1
        yield count, weight


def _zipf(column: Number) -> Iterator[tuple[int, float]]:
    """Counts from 1 and chances that fall with a power of them."""
    for count in range(1, int(column.max or 1) + 1):
        yield count, float(f"{count ** -(column.exponent or 1.0):.{_DIGITS}g}")


_CURVES: dict[str, Callable[[Cell, Number], str]] = {
    "normal": _normal,
    "lognormal": _lognormal,
    "exponential": _exponential,
    "pareto": _pareto,
}
_COUNTS: dict[str, Callable[[Number], Iterator[tuple[int, float]]]] = {"poisson": _poisson, "zipf": _zipf}
