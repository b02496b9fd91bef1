"""One line that names a table's content, whatever the order of its rows and the files that they are in.

Two sums over a 64-bit hash of each row, and the count: XOR finds what changed, the plain sum finds rows that come in
pairs, which XOR cannot see. Each column's position is hashed along with it, since `xxhash64` skips nulls and
('a', null) would equal (null, 'a').
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wizard.identifiers import quote, quote_name

_MODULUS = 2_147_483_647  # sums of 4 billion such values stay within a BIGINT


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Rows of a table, and a hash of all of them."""

    rows: int
    hash: str

    def __str__(self) -> str:
        return f"{self.rows}:{self.hash}"

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Fingerprint:
        """From the row that `fingerprint_sql` gives; values may be text, as the statement API sends them."""
        return cls(int(row["rows"]), str(row["hash"]))


def fingerprint_sql(full_name: str, columns: Sequence[str]) -> str:
    """SELECT of one row: `rows` (BIGINT) and `hash` (STRING)."""
    return fingerprint_of(quote_name(full_name), columns)


def fingerprint_of(relation: str, columns: Sequence[str]) -> str:
    """As `fingerprint_sql`, of a relation that is SQL already, e.g. a subquery in parentheses."""
    values = ", ".join(f"{position}, {quote(column)}" for position, column in enumerate(columns))
    return (
        "SELECT count(*) AS `rows`, "
        f"concat(lower(hex(coalesce(bit_xor(h), 0L))), '-', lower(hex(coalesce(sum(pmod(h, {_MODULUS}L)), 0L)))) "
        f"AS `hash` FROM (SELECT xxhash64({values}) AS h FROM {relation})"
    )
