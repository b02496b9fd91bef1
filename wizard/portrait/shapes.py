"""How the values of one column are spread: shares of words, bins of numbers, counts over time.

Each shape is made from plain values, nulls left out, and is small however many values there were.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

TOP = 6
BINS = 24
_TAIL = 0.99
"""Where a long tail begins: beyond it, values are counted in the last bin."""
_LONG = 1.5
"""A tail is long that would take more than a third of the picture."""

_EXACT = 2**53
"""Whole numbers from here on have no neighbors among floats."""

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Shares:
    """The most frequent values and their shares of the rows with a value; `others` is the share of all the rest."""

    top: tuple[tuple[str, float], ...]
    others: float
    distinct: int
    kind: Literal["shares"] = "shares"


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts in bins of equal width from `low` to `high`; all that lies above is in the last one."""

    counts: tuple[int, ...]
    low: float
    high: float
    min: Number
    median: Number
    max: Number
    kind: Literal["histogram"] = "histogram"


@dataclass(frozen=True, slots=True)
class Words:
    """Values that seldom repeat: some of them, and how many different ones there are among so many."""

    examples: tuple[str, ...]
    distinct: int
    among: int
    kind: Literal["words"] = "words"


def shares(values: Sequence[Hashable], *, by_value: bool = False, top: int = TOP) -> Shares:
    """Shares by value, the most frequent first, or in the values' own order; ties in the order of appearance."""
    counts = Counter(values)
    found = counts.most_common(top)
    others = len(values) - sum(count for _, count in found)
    if by_value:
        found.sort(key=lambda pair: pair[0])  # type: ignore[arg-type, return-value]
    return Shares(
        tuple((_written(value), count / len(values)) for value, count in found),
        others / len(values) if values else 0.0, len(counts),
    )  # fmt: skip


def histogram(values: Sequence[Number], bins: int = BINS) -> Histogram | None:
    """Values in at most `bins` bins; whole numbers in bins of whole numbers. None when there are no finite values."""
    ordered = sorted(value for value in values if math.isfinite(value))
    if not ordered:
        return None
    low, high = float(ordered[0]), _shown_up_to(ordered)
    edges = _edges(low, high, bins, whole=all(map(_is_whole, ordered)))
    counts = [0] * len(edges)
    for value in ordered:
        counts[min(bisect_right(edges, value), len(edges) - 1)] += 1
    return Histogram(tuple(counts), low, edges[-1], ordered[0], ordered[len(ordered) // 2], ordered[-1])


def words(values: Sequence[object], examples: int = 3) -> Words:
    """Some of the values, spread over all of them, each once."""
    step = max(1, len(values) // max(1, examples))
    found = list(dict.fromkeys(_written(value) for value in values[::step]))
    return Words(tuple(found[:examples]), len(set(values)), len(values))


def _edges(low: float, high: float, bins: int, *, whole: bool) -> list[float]:
    """The upper ends of the bins; a value on an edge belongs to the bin above it."""
    if whole:
        width = math.ceil((high - low + 1) / bins)
        return [low + width * step for step in range(1, math.ceil((high - low + 1) / width) + 1)]
    if low == high:
        return [high]
    width_of_each = high / bins - low / bins  # high - low may be too large for a number
    return [low + width_of_each * step for step in range(1, bins + 1)]


def _shown_up_to(ordered: Sequence[Number]) -> float:
    """The largest value, or the 99th percentile when the last percent would squeeze everything else together."""
    if len(ordered) * (1 - _TAIL) < 1:
        return float(ordered[-1])
    low, most, largest = (float(ordered[at]) for at in (0, int(_TAIL * (len(ordered) - 1)), -1))
    return most if most > low and (largest / 2 - low / 2) > _LONG * (most / 2 - low / 2) else largest


def _is_whole(value: Number) -> bool:
    return abs(float(value)) < _EXACT and value == int(value)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
