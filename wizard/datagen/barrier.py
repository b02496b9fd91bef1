"""A condition that is always true and that no engine may move.

Engines evaluate filters as early as they can. To filter below the subqueries that made a column, they write out its
expression wherever it is read, layer by layer, and plan for minutes, in gigabytes. A condition that is no function of
the row keeps filters above the column that it is a part of.
"""

from __future__ import annotations

TRUE = "spark_partition_id() >= 0"


def behind(sql: str) -> str:
    """SQL of the same value, which filters stay above."""
    return f"CASE WHEN {TRUE} THEN {sql} END"
