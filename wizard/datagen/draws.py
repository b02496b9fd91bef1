"""Where chance comes from: numbers in (0, 1) that are functions of the row, not of a generator's state.

A draw hashes the row id together with a salt that names the seed, the table, the column and the purpose. Hence the
same rows come out of any engine, partition count, batch size or resume point, and no two columns share a draw: equal
names in two tables are unrelated. Only integer operations and one exact scaling by a power of two are used, so that
every engine arrives at the same bits.
"""

from __future__ import annotations

import hashlib

from wizard.identifiers import literal

_FRACTION_BITS = 52  # a double holds 52 random bits and the half that keeps a draw off 0 and 1
_NIBBLE = 4
_STRATUM_BITS = 2 * _NIBBLE
_REST_BITS = _FRACTION_BITS - _STRATUM_BITS
_EVEN_ROWS = 1 << 20
_SCALE = literal(2.0**-_FRACTION_BITS)


def salt(seed: int, table: str, column: str, purpose: str) -> int:
    """63 bits that name one draw, the same on every machine. Source: SHA-256 of the four, separated by NUL."""
    text = "\0".join((str(seed), table, column, purpose))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1


def plain(salted: int, row: str) -> str:
    """SQL of an independent draw in (0, 1) for the row whose id is the SQL `row` (BIGINT)."""
    return _scaled(_low_bits(f"xxhash64({salted}L, {row})", _FRACTION_BITS))


def even(salted: int, row: str, rows: int) -> str:
    """SQL of a stratified draw in (0, 1): of any 256 rows that share a stride, each gets another 256th of the interval.

    Independent draws leave shares to chance: at 10,000 rows a value with weight 0.1 is off by 3 % of its weight in
    one table out of three. Here the error shrinks to a few rows, for about 20 ns a row; above a million rows chance
    is good enough, and the draw is a plain one. The rows of a group lie `rows` / 256 apart, so that a day's or a
    page's rows vary as freely as they would by chance. The order within a group is a Feistel network of three rounds,
    each with the nibbles of a hash of the group for its function: two columns are as unrelated as independent draws
    are. (Two rounds, or two hashes, leave correlations of 0.07.)
    """
    if rows > _EVEN_ROWS:
        return plain(salted, row)
    groups = max(1, rows >> _STRATUM_BITS)
    group, place = f"({row} % {groups}L)", f"({row} div {groups}L)"
    low, high = _low_bits(place, _NIBBLE), _low_bits(f"shiftright({place}, {_NIBBLE})", _NIBBLE)
    first, second, third = (f"xxhash64({salted ^ number}L, {group})" for number in (1, 2, 3))
    left = f"({high} ^ {_nibble(first, low)})"
    right = f"({low} ^ {_nibble(second, left)})"
    left = f"({left} ^ {_nibble(third, right)})"
    stratum = f"({left} * {1 << _FRACTION_BITS - _NIBBLE}L + {right} * {1 << _REST_BITS}L)"
    return _scaled(f"({stratum} + {_low_bits(f'xxhash64({salted}L, {row})', _REST_BITS)})")


def _nibble(hashed: str, which: str) -> str:
    return _low_bits(f"shiftright({hashed}, CAST({which} * {_NIBBLE}L AS INT))", _NIBBLE)


def _low_bits(hashed: str, bits: int) -> str:
    return f"({hashed} & {(1 << bits) - 1}L)"


def _scaled(bits: str) -> str:
    return f"((CAST({bits} AS DOUBLE) + 5E-1) * {_SCALE})"
