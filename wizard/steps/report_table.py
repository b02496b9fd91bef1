"""A table that says what a step found: rewritten whole each time, and marked with the recipe only if all was well.

The mark is why a proved demo is not proved again, and why one that failed is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wizard.identifiers import Literal, literal, quote_name
from wizard.plan.observed import RECIPE, STAMP
from wizard.steps.context import Context


class ReportColumn(NamedTuple):
    """A column of a report: its name, SQL type and comment."""

    name: str
    type: str
    comment: str


class Report(NamedTuple):
    """A report: its full name, what it is, its columns. The moment of the check is added as the last one."""

    table: str
    comment: str
    columns: tuple[ReportColumn, ...]


CHECKED_AT = ReportColumn("checked_at", "TIMESTAMP", "When it was checked, UTC.")


def store(ctx: Context, report: Report, rows: Iterable[tuple[Literal, ...]], *, demo: str, mark: str) -> None:
    """Write the rows, values as Python has them, and note the mark; an empty one lets the next plan check again."""
    name, columns = quote_name(report.table), (*report.columns, CHECKED_AT)
    definition = ", ".join(f"{c.name} {c.type} COMMENT {literal(c.comment)}" for c in columns)
    ctx.ws.sql(
        f"CREATE TABLE IF NOT EXISTS {name} ({definition}) COMMENT {literal(report.comment)} "
        f"TBLPROPERTIES ({literal(STAMP)} = {literal(demo)})",
        f"creating {report.table}",
    )
    values = ",\n  ".join(_row(report, row) for row in rows)
    ctx.ws.sql(f"INSERT OVERWRITE {name} VALUES\n  {values}", f"writing {report.table}")
    ctx.ws.sql(f"ALTER TABLE {name} SET TBLPROPERTIES ({literal(RECIPE)} = {literal(mark)})", f"marking {report.table}")


def _row(report: Report, row: tuple[Literal, ...]) -> str:
    """A row of VALUES. An empty cell gets its type: VALUES would otherwise have none for a column of empty ones."""
    cells = [
        f"CAST(NULL AS {column.type})" if value is None else literal(value)
        for column, value in zip(report.columns, row, strict=True)
    ]
    return f"({', '.join(cells)}, current_timestamp())"
