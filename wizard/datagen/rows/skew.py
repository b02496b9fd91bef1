"""Uneven foreign keys: a few parents get most of the children.

The share of children that falls on the most popular parents up to rank x in (0, 1) is x (1 + c) / (x + c): a hyperbola
through what a person can say about a business, "the top 20 % make 66 %". Its quantile function is one division, which
every engine computes to the same bit; an exponential or a power would now and then put a row on another parent.
"""

from __future__ import annotations

import math

from wizard.datagen.draws import salt
from wizard.identifiers import literal

_MULTIPLIER_BITS = 62
_NEAR = 8  # ranks that differ by less are kept apart
_GOLDEN = (math.sqrt(5) - 1) / 2


def rank(draw: str, count: str, top: float, share: float) -> str:
    """SQL of a rank in 0 … count - 1 (BIGINT), 0 the most popular; `draw` and `count` are columns or constants.

    The `top` share of ranks gets `share` of the draws. A share that is not above `top` means no skew.
    """
    if share <= top:
        return index(draw, count)
    c = top * (1 - share) / (share - top)
    position = f"{draw} * {literal(c)} * {count} / ({literal(1 + c)} - {draw})"
    return f"least(CAST({position} AS BIGINT), {count} - 1L)"


def index(draw: str, count: str) -> str:
    """SQL of one of 0 … count - 1 (BIGINT), all equally likely, from a draw in (0, 1)."""
    return f"CAST({draw} * {count} AS BIGINT)"


def scatter(ranked: str, count: int, seed: int, table: str, column: str) -> str:
    """SQL of a bijection of 0 … count - 1, so that the most popular parents are not the first ones, nor side by side.

    It is affine; its multiplier is kept so small that no product leaves 63 bits. Parents may come in time order: one
    near 0, or near a simple fraction of the count, would make the most popular ones all old or all young. The golden
    section of the count is as far from all simple fractions as can be.
    """
    limit = min(count, (1 << _MULTIPLIER_BITS) // count)
    multiplier = _coprime(salt(seed, table, column, "multiplier") % limit or 1, count, limit)
    if not _spreads(multiplier, count):
        multiplier = _coprime(int(limit * _GOLDEN) or 1, count, limit)
    shift = salt(seed, table, column, "shift") % count
    return f"(({ranked} * {multiplier}L + {shift}L) % {count}L)"


def _coprime(start: int, count: int, limit: int) -> int:
    """The first factor from `start` on, in 1 … limit, that reaches every place."""
    while math.gcd(start, count) != 1:
        start = start % limit + 1
    return start


def _spreads(multiplier: int, count: int) -> bool:
    """Whether popular parents that are close by rank are far apart by place, the further the closer."""
    return all(
        min(step * multiplier % count, -step * multiplier % count) * _NEAR * step >= count
        for step in range(1, min(_NEAR, count))
    )
