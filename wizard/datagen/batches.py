"""Row ranges to generate one after the other: progress is exact, and a run can stop and resume between two."""

from __future__ import annotations

from collections.abc import Iterator
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
