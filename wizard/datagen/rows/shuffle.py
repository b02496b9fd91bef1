"""A shuffle of a table's rows that works both ways: where a row ends up, and which row is at a place.

Rows of one value lie side by side in a shuffled order, so that "any parent in the North" is an offset and a way back,
without a join. Rows are laid out on a nearly square grid; in turn, each column and each line is rotated by a hash of
its number. Four turns are a Feistel network: to the eye, and to the tests, neighbors are as unrelated as by chance.
A swap-or-not shuffle (Hoang, Morris, Rogaway 2012) would need a hash for each bit, not four in all.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt
from typing import NamedTuple

_BITS = 52
_TURNS = "yxyx"  # columns first: neighbors in a line are then no longer neighbors

Name = Callable[[str, str], str]
"""What names a helper column: from what it is called and its SQL (BIGINT) to SQL that reads it."""


class _Grid(NamedTuple):
    """`count` cells in lines of `width`: `lines` full ones, and one of `rest` cells."""

    width: int
    lines: int
    rest: int

    def room(self, axis: str, other: str) -> str:
        """SQL of the cells along an axis where the other coordinate is `other`."""
        if not self.rest:
            return f"{self.width if axis == 'x' else self.lines}L"
        if axis == "x":
            return f"CASE WHEN {other} < {self.lines}L THEN {self.width}L ELSE {self.rest}L END"
        return f"CASE WHEN {other} < {self.rest}L THEN {self.lines + 1}L ELSE {self.lines}L END"


def place(name: Name, salted: int, row: str, count: int) -> str:
    """SQL of the place in 0 … count - 1 (BIGINT) that the row of number `row`, the name of a column, has."""
    return _turned(name, salted, row, count, backwards=False)


def row(name: Name, salted: int, place: str, count: int) -> str:
    """SQL of the row's number in 0 … count - 1 (BIGINT) at `place`, the name of a column: the inverse of `place`."""
    return _turned(name, salted, place, count, backwards=True)


def _turned(name: Name, salted: int, number: str, count: int, *, backwards: bool) -> str:
    grid = _grid(count)
    at = {"x": f"({number} % {grid.width}L)", "y": f"({number} div {grid.width}L)"}
    turns = list(enumerate(_TURNS))
    for step, axis in reversed(turns) if backwards else turns:
        other = at["y" if axis == "x" else "x"]
        room = grid.room(axis, other)
        by = f"((xxhash64({salted ^ step}L, {other}) & {(1 << _BITS) - 1}L) % {room})"
        moved = f"(({at[axis]} + {room} - {by}) % {room})" if backwards else f"(({at[axis]} + {by}) % {room})"
        at[axis] = name(f"turn{step}", moved)
    return f"({at['y']} * {grid.width}L + {at['x']})"


def _grid(count: int) -> _Grid:
    width = isqrt(count)
    return _Grid(width, *divmod(count, width))
