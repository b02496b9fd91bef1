"""The normal distribution's quantile function in SQL.

One draw makes one value, in its order: stratified draws therefore make a sample whose moments hardly vary from seed to
seed, which two draws by Box and Muller would not. Source: Abramowitz and Stegun, Handbook of Mathematical Functions,
26.2.23, absolute error below 4.5e-4 of a standard deviation. It needs no branches, and engines plan it in a third of
the time that closer approximations take.
"""

from __future__ import annotations

from functools import reduce

from wizard.identifiers import literal

_TOP = (0.010328, 0.802853, 2.515517)
_BOTTOM = (0.001308, 0.189269, 1.432788, 1.0)


def outward(draw: str) -> str:
    """SQL of how far out a draw in (0, 1) lies, whichever side: what `quantile` is a function of."""
    return f"sqrt(-2E0 * ln(5E-1 - abs({draw} - 5E-1)))"


def quantile(draw: str, distance: str) -> str:
    """SQL of the standard normal value (DOUBLE) for two columns: the draw, and its `outward` distance."""
    value = f"({distance} - {_polynomial(_TOP, distance)} / {_polynomial(_BOTTOM, distance)})"
    return f"(sign({draw} - 5E-1) * {value})"


def _polynomial(coefficients: tuple[float, ...], x: str) -> str:
    """Horner's scheme, highest power first."""
    first, *rest = map(literal, coefficients)
    return reduce(lambda total, value: f"({total} * {x} + {value})", rest, first)
