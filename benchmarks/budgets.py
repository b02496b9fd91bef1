"""What must hold, as data: one limit for each measure that has one.

Kept apart from the measuring so that a budget is changed in one line, and so that a measure never decides by itself
whether it is good enough.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Budget(NamedTuple):
    """A limit on the median of a measure, in the measure's own unit."""

    kind: Literal["at least", "at most"]
    limit: float

    def holds(self, value: float) -> bool:
        """Say whether a value keeps within the limit."""
        return value >= self.limit if self.kind == "at least" else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.kind == 'at least' else '≤'} {self.limit:g}"


BUDGETS: dict[str, Budget] = {
    "generation.warm.connect_vs_spark": Budget("at least", 2.5),
    "generation.warm.warehouse_vs_spark": Budget("at least", 2.5),
    "generation.warm.connect_vs_duckdb": Budget("at least", 1.0),
    "generation.warm.warehouse_vs_duckdb": Budget("at least", 1.0),
    "generation.cold.connect_vs_spark": Budget("at least", 5.0),
    "generation.cold.warehouse_vs_spark": Budget("at least", 5.0),
    # "Flat": fifty times the rows may cost allocator slack, not another batch.
    "memory.ratio": Budget("at most", 1.25),
    "replay.cold": Budget("at most", 8.0),
    "replay.again": Budget("at most", 3.0),
    "replay.again.writes": Budget("at most", 0),
    "replay.patches_per_securable": Budget("at most", 1),
    "cancel.acknowledged": Budget("at most", 0.1),
    "cancel.exit": Budget("at most", 0.3),
    "cancel.exit_hanging": Budget("at most", 0.3),
    "first_paint.ratio": Budget("at most", 1.25),
    "keys.cancel": Budget("at most", 0.1),
    "keys.quit_hanging": Budget("at most", 0.3),
    "loop_lag.run.p99": Budget("at most", 50),
}
