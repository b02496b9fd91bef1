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
_STRATUM_BITS = 8
_REST_BITS = _FRACTION_BITS - _STRATUM_BITS
_SCALE = literal(2.0**-_FRACTION_BITS)


def salt(seed: int, table: str, column: str, purpose: str) -> int:
    """63 bits that name one draw, the same on every machine. Source: SHA-256 of the four, separated by NUL."""
    text = "\0".join((str(seed), table, column, purpose))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1


def plain(salted: int, row: str) -> str:
    """SQL of an independent draw in (0, 1) for the row whose id is the SQL `row` (BIGINT)."""
    return _scaled(_low_bits(f"xxhash64({salted}L, {row})", _FRACTION_BITS))


def even(salted: int, row: str) -> str:
    """SQL of a stratified draw in (0, 1): each run of 256 rows has one in each of 256 equal parts, in random order.

    Independent draws leave shares to chance: at 10,000 rows a value with weight 0.1 is off by 3 % of its weight in
    one table out of three. Here the error shrinks to a few rows, for the price of one more hash, about 2 ns a row. The
    order within a run is an affine bijection mod 256 whose multiplier and offset are hashed from the run, hence two
    columns stay uncorrelated.
    """
    run = f"xxhash64({salted}L, shiftright({row}, {_STRATUM_BITS}), 1L)"
    strata = 1 << _STRATUM_BITS
    odd = f"(({run} & {strata - 2}L) | 1L)"
    offset = f"shiftright({run}, {_STRATUM_BITS})"
    place = f"((({row} & {strata - 1}L) * {odd} + {offset}) & {strata - 1}L)"
    rest = _low_bits(f"xxhash64({salted}L, {row})", _REST_BITS)
    return _scaled(f"({place} * {1 << _REST_BITS}L + {rest})")


def _low_bits(hashed: str, bits: int) -> str:
    return f"({hashed} & {(1 << bits) - 1}L)"


def _scaled(bits: str) -> str:
    return f"((CAST({bits} AS DOUBLE) + 5E-1) * {_SCALE})"
