"""Random numbers: a law, the parameters that another column's value may choose, bounds, and the type's rounding."""

from __future__ import annotations

from wizard.datagen.cases import by_value
from wizard.datagen.kinds.laws import value_of
from wizard.datagen.kinds.rounding import bounds, rounded
from wizard.datagen.sheet import Cell, Formula
from wizard.spec.columns import Law, Number


def number(cell: Cell, column: Number) -> Formula:
    """A random number, clamped to its bounds and to what its type holds, and rounded as its type says.

    For each value of `by` that is in `when` there is a formula of its own, over the same draw: choosing among whole
    values takes half of the comparisons that choosing each parameter would.
    """
    made = value_of(cell, column, *bounds(column))
    if column.by is not None:
        read = cell.read(column.by)
        laws = {named: _with(column, law) for named, law in column.when.items()}
        others = {named: value_of(cell, law, *bounds(law)) for named, law in laws.items()}
        made = by_value(read.sql, read.type, others, made)
    return rounded(made, column.type)


def _with(column: Number, law: Law) -> Number:
    """The column with the parameters that a law names."""
    return column.model_copy(update=law.model_dump(exclude_none=True))
