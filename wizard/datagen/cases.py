"""Distributions over few outcomes as binary CASE trees.

Engines evaluate a CASE on the rows that reach it, so a tree over thresholds costs about the logarithm of the number of
outcomes, and next to nothing on rows in time order. Arrays and `elt` cost in proportion to it: at 256 outcomes the
tree is twice as fast, at 1,000 several times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from wizard.identifiers import literal

_SAME_SLOPE = 1e-12


class Piece(NamedTuple):
    """A stretch of a distribution: `mass` of all draws falls evenly on [`low`, `high`)."""

    mass: float
    low: float
    high: float


def pick(draw: str, weights: Sequence[float], leaves: Sequence[str]) -> str:
    """SQL of the leaf (SQL itself) that a draw in (0, 1) falls on, by weight. `draw` is named once a level."""
    kept = [(weight, leaf) for weight, leaf in zip(weights, leaves, strict=True) if weight > 0]
    ends = cumulated([weight for weight, _ in kept])
    return _tree(draw, ends, [leaf for _, leaf in kept], 0, len(kept))


def by_value(read: str, type_: str, branches: Mapping[str, str], otherwise: str) -> str:
    """SQL of the branch that belongs to a column's value; `read` names the column, `type_` is its SQL type."""
    if not branches:
        return otherwise
    values = {text: literal(text) if type_ == "string" else f"CAST({literal(text)} AS {type_})" for text in branches}
    cases = " ".join(f"WHEN {values[text]} THEN {branch}" for text, branch in branches.items())
    return f"CASE {read} {cases} ELSE {otherwise} END"


def inverse(draw: str, pieces: Sequence[Piece]) -> str:
    """SQL of the value (DOUBLE) at a quantile in (0, 1) of the distribution made of adjacent pieces.

    Neighbors of equal density become one, so an even distribution is a single multiplication.
    """
    merged = _merged([piece for piece in pieces if piece.mass > 0])
    ends = cumulated([piece.mass for piece in merged])
    spans = [
        (end, _line(draw, piece, start, end))
        for piece, (start, end) in zip(merged, pairwise([0.0, *ends]), strict=True)
        if end > start
    ]
    return _tree(draw, [end for end, _ in spans], [line for _, line in spans], 0, len(spans))


def cumulated(masses: Sequence[float]) -> list[float]:
    """Cumulative shares; the last is 1."""
    largest = max(masses)
    sums = list(accumulate(mass / largest for mass in masses))
    return [*(end / sums[-1] for end in sums[:-1]), 1.0]


def _line(draw: str, piece: Piece, start: float, end: float) -> str:
    slope = (piece.high - piece.low) / (end - start)
    offset = piece.low - start * slope
    return f"({draw} * {literal(slope)} + ({literal(offset)}))"


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    merged = [pieces[0]]
    for piece in pieces[1:]:
        last = merged[-1]
        if _continues(last, piece):
            merged[-1] = Piece(last.mass + piece.mass, last.low, piece.high)
        else:
            merged.append(piece)
    return merged


def _continues(left: Piece, right: Piece) -> bool:
    slopes = (left.high - left.low) / left.mass, (right.high - right.low) / right.mass
    return abs(left.high - right.low) < _SAME_SLOPE and abs(slopes[0] - slopes[1]) <= _SAME_SLOPE * slopes[0]


def _tree(draw: str, ends: Sequence[float], leaves: Sequence[str], low: int, high: int) -> str:
    if high - low == 1:
        return leaves[low]
    split = _split(ends, low, high)
    left, right = _tree(draw, ends, leaves, low, split), _tree(draw, ends, leaves, split, high)
    return f"CASE WHEN {draw} < {literal(ends[split - 1])} THEN {left} ELSE {right} END"


def _split(ends: Sequence[float], low: int, high: int) -> int:
    """Where the mass halves, but leaving a quarter of the leaves on each side: engines overflow on deep trees."""
    middle = ((ends[low - 1] if low else 0.0) + ends[high - 1]) / 2
    margin = max(1, (high - low) // 4)
    return min(range(low + margin, high - margin + 1), key=lambda index: abs(ends[index - 1] - middle))
