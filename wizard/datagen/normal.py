"""The normal distribution's quantile function in SQL.

One draw makes one value, in its order: stratified draws therefore make a sample whose moments hardly vary from seed to
seed, and 95 % of the rows need no transcendental function, whose last digit could differ between engines. Source:
P. J. Acklam's rational approximation, relative error below 1.15e-9.
"""

from __future__ import annotations

from functools import reduce

from wizard.identifiers import literal

_TAIL = 0.02425
_CENTER_TOP = (-3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02, 1.383577518672690e02,
               -3.066479806614716e01, 2.506628277459239e00)
_CENTER_BOTTOM = (-5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02, 6.680131188771972e01,
                  -1.328068155288572e01, 1.0)
_TAIL_TOP = (-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00, -2.549732539343734e00,
             4.374664141464968e00, 2.938163982698783e00)
_TAIL_BOTTOM = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00, 1.0)


def quantile(draw: str) -> str:
    """SQL of the standard normal value (DOUBLE) at the quantile that the column `draw` names, in (0, 1)."""
    centered = f"({draw} - 5E-1)"
    square = f"({centered} * {centered})"
    center = f"{_polynomial(_CENTER_TOP, square)} * {centered} / {_polynomial(_CENTER_BOTTOM, square)}"
    low, high = (f"sqrt(-2E0 * ln({side}))" for side in (draw, f"1E0 - {draw}"))
    left = f"{_polynomial(_TAIL_TOP, low)} / {_polynomial(_TAIL_BOTTOM, low)}"
    right = f"-({_polynomial(_TAIL_TOP, high)} / {_polynomial(_TAIL_BOTTOM, high)})"
    return (
        f"CASE WHEN {draw} < {literal(_TAIL)} THEN {left} "
        f"WHEN {draw} <= {literal(1 - _TAIL)} THEN {center} ELSE {right} END"
    )


def _polynomial(coefficients: tuple[float, ...], x: str) -> str:
    """Horner's scheme, highest power first."""
    first, *rest = (f"({literal(value)})" for value in coefficients)
    return reduce(lambda total, value: f"({total} * {x} + {value})", rest, first)
