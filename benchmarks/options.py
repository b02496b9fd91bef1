"""What the command line asked for, and the sizes that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

ROWS, SMALL_ROWS = 20_000_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """`rows` of a warm generation; `repeat` is how often everything is measured."""

    rows: int = ROWS
    repeat: int = 3

    @property
    def small_rows(self) -> int:
        """Rows of a cold generation and of the small memory measure."""
        return min(self.rows, SMALL_ROWS)

    @property
    def many_rows(self) -> int:
        """Rows of the large memory measure: 50 million by default."""
        return self.rows * 5 // 2
