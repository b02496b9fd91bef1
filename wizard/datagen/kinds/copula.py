"""The standard normal value behind a normal or lognormal column, which others may be related to.

A Gaussian copula: a column's value is rho times the other's plus the square root of 1 - rho² times one of its own, so
that both stay standard normal and correlate with rho. The other's is made anew from that column's own draw, in this row
or in the one that a lookup reads; what becomes of it there (bounds, rounding, an incident) does not matter here.
"""

from __future__ import annotations

import math

from wizard.datagen.kinds.normal import outward, quantile
from wizard.datagen.kinds.references import leads_to
from wizard.datagen.sheet import Cell
from wizard.errors import UsageError
from wizard.identifiers import literal
from wizard.spec.columns import Correlate, Lookup, Number


def standard(cell: Cell) -> str:
    """SQL that names a cell's standard normal value (DOUBLE). Raises `UsageError` when the cell has none."""
    column = cell.column
    if not isinstance(column, Number) or column.kind not in {"normal", "lognormal"}:
        raise UsageError(f"{cell.row.table}.{cell.name} is neither normal nor lognormal.",
                         "Numbers are related to columns of kind normal or lognormal.")
    draw = cell.shared("draw", cell.draw(even=True))
    own = quantile(draw, cell.shared("outward", outward(draw)))
    return cell.shared("z", _related(cell, own, column.correlate) if column.correlate else own)


def _related(cell: Cell, own: str, correlate: Correlate) -> str:
    cell.read(correlate.to)  # made before this one, or it reads this one: then that is said here
    other = standard(_source(Cell(cell.row, correlate.to)))
    rest = math.sqrt(1 - correlate.rho**2)
    return f"(({literal(correlate.rho)}) * {other} + {literal(rest)} * {own})"


def _source(cell: Cell) -> Cell:
    """The cell itself, or the one that a lookup reads, through any number of tables."""
    column = cell.column
    return _source(Cell(leads_to(cell, column.via), column.column)) if isinstance(column, Lookup) else cell
