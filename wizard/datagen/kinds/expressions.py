"""Free Spark SQL over the columns of a row."""

from __future__ import annotations

from wizard.datagen.kinds.text import bound
from wizard.datagen.sheet import Cell, Formula
from wizard.spec.columns import Expr


def expr(cell: Cell, column: Expr) -> Formula:
    """A free expression; its columns are those of the same row, also when a lookup computes it over a parent."""
    columns = cell.spec.tables[cell.row.table].columns
    sql = bound(column.sql, lambda name: cell.read(name).sql if name in columns else None)
    return Formula(column.type, f"CAST({sql} AS {column.type})")
