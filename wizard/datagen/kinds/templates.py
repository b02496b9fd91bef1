"""Codes written by a pattern: `#` is a digit, `[2-5]` one of these digits, `?` a letter, all else itself.

A pattern's places are read off one large whole number, the last place first, as the digits of a number are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wizard.identifiers import literal

_BITS = 46  # what a draw holds beyond this many is too little to be even over ten digits
_TOKEN = re.compile(r"#+|\?|\[[0-9]-[0-9]\]|[^#?\[]+")


class _Place(NamedTuple):
    """A part of a pattern: `size` values it can have, written from SQL of a number below `size`; 1 for plain text."""

    written: str
    size: int


def whole_number(draw: str) -> str:
    """SQL of the number (BIGINT) that `filled` reads, from a draw in (0, 1)."""
    return f"CAST({draw} * {literal(float(1 << _BITS))} AS BIGINT)"


def filled(number: str, pattern: str, letters: str) -> str:
    """SQL (STRING) of a pattern filled in; `number` is a column's name."""
    parts: list[str] = []
    below = 1
    for place in reversed(list(_places(pattern, letters))):
        value = f"({number} div {below}L % {place.size}L)" if below > 1 else f"({number} % {place.size}L)"
        parts.append(_written(place, value, letters))
        below *= place.size
    return f"concat({', '.join(reversed(parts))})"


def _places(pattern: str, letters: str) -> Iterator[_Place]:
    for written in _TOKEN.findall(pattern):
        if written[0] == "#":
            yield _Place(written, int(10 ** len(written)))
        elif written[0] == "[":
            yield _Place(written, int(written[3]) - int(written[1]) + 1)
        else:
            yield _Place(written, len(letters) if written == "?" else 1)


def _written(place: _Place, value: str, letters: str) -> str:
    match place.written[0]:
        case "#":
            return f"lpad(CAST({value} AS STRING), {len(place.written)}, '0')"
        case "[":
            return f"CAST({value} + {place.written[1]}L AS STRING)"
        case "?":
            return f"substr({literal(letters)}, CAST({value} AS INT) + 1, 1)"
    return literal(place.written)
