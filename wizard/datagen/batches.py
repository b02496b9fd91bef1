"""Row ranges to generate one after the other: progress is exact, and a run can stop and resume between two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple


class Batch(NamedTuple):
    """Rows lo … hi - 1, numbered from 0."""

    lo: int
    hi: int

    @property
    def rows(self) -> int:
        """How many rows the batch has."""
        return self.hi - self.lo


def batches(rows: int, size: int, start: int = 0) -> Iterator[Batch]:
    """Batches of `size` rows, the last one shorter, from row `start` to the end."""
    return (Batch(lo, min(lo + size, rows)) for lo in range(start, rows, size))


def after(there: int, counts: Sequence[int], rows: int, size: int) -> int:
    """The row number with which a table that holds `there` rows goes on; 0 when that is no border between batches.

    `counts` says how many of its rows each batch keeps. Empty batches are no loss if they come twice.
    """
    ends = list(accumulate(counts, initial=0))
    return min(ends.index(there) * size, rows) if there in ends else 0
