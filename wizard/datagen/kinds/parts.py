"""The rows of a whole: their numbers, and what they amount to.

A total is made where it is stored: the whole computes the column of each of its parts, by the very formula that the
parts' table uses, and adds them up. So it is exact, and neither table has to be there for the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wizard.datagen.rows import layout
from wizard.datagen.sheet import Cell, ColumnSql, Formula
from wizard.errors import UsageError
from wizard.identifiers import quote
from wizard.spec.columns import Position, Rollup

_WHOLE = {"tinyint", "smallint", "int", "bigint"}
_DIGITS = 38
_SUM_DIGITS = 2  # twenty parts are below a hundred


def position(cell: Cell, _column: Position) -> Formula:
    """The number of a row within its whole, from 1."""
    return Formula("int", f"CAST({layout.position(cell.row)} AS INT)")


def rollup(cell: Cell, column: Rollup) -> Formula:
    """What the parts of a row amount to. Without parts a sum and a count are 0, all else is NULL."""
    found = cell.spec.tables.get(column.of)
    if found is None or found.part_of is None or found.part_of.table != cell.row.table:
        raise UsageError(f"{column.of} is not part of {cell.row.table}.", "A rollup is of a table with part_of.")
    count = layout.count(cell.row, column.of)
    if column.function == "count":
        return Formula("int", f"CAST({count} AS INT)")
    if column.column is None:
        raise UsageError(f"{cell.row.table}.{cell.name} names no column.", f"Say which one of {column.of}, in column.")
    return _ROLLUPS[column.function](cell, column, column.column, count)


def _first(cell: Cell, column: Rollup, name: str, count: str) -> Formula:
    return _one(cell, column, name, count, "first", "1L")


def _last(cell: Cell, column: Rollup, name: str, count: str) -> Formula:
    return _one(cell, column, name, count, "last", count)


def _one(cell: Cell, column: Rollup, name: str, count: str, what: str, number: str) -> Formula:
    made = layout.part(cell.row, column.of, what, number).column(name)
    return Formula(made.type, f"CASE WHEN {count} > 0L THEN {quote(made.name)} END")


def _extreme(cell: Cell, column: Rollup, name: str, count: str) -> Formula:
    function = {"min": "least", "max": "greatest"}[column.function]
    made = _columns(cell, column, name)
    there = [_where_there(cell, column, count, number, quote(one.name)) for number, one in enumerate(made, 1)]
    return Formula(made[0].type, f"{function}({', '.join(there)})" if len(there) > 1 else there[0])


def _sum(cell: Cell, column: Rollup, name: str, count: str) -> Formula:
    made = _columns(cell, column, name)
    type_ = column.type or _wide(made[0].type)
    exact = _wide(made[0].type)
    terms = []
    for number, one in enumerate(made, 1):
        value = f"CAST({quote(one.name)} AS {exact})"
        there = _where_there(cell, column, count, number, value)
        terms.append(there if there is value and not one.nullable else f"coalesce({there}, CAST(0 AS {exact}))")
    return Formula(type_, f"CAST({_added(terms)} AS {type_})")


def _columns(cell: Cell, column: Rollup, name: str) -> list[ColumnSql]:
    """The column in as many parts as a whole may have."""
    most = max(_counts(cell, column))
    return [layout.part(cell.row, column.of, str(number), f"{number}L").column(name) for number in range(1, most + 1)]


def _where_there(cell: Cell, column: Rollup, count: str, number: int, value: str) -> str:
    """SQL of the value of a part, NULL where the whole does not have so many."""
    always = number <= min(_counts(cell, column))
    return value if always else f"CASE WHEN {count} >= {number}L THEN {value} END"


def _counts(cell: Cell, column: Rollup) -> Sequence[int]:
    return layout.layout(cell.spec, column.of).pattern


def _wide(type_: str) -> str:
    """What holds a sum of as many parts as there may be: BIGINT for whole numbers, two more digits for decimals."""
    family, _, size = type_.lower().rstrip(")").partition("(")
    if family in _WHOLE:
        return "bigint"
    if family != "decimal" or "," not in size:
        return type_
    digits, scale = size.split(",")
    return f"decimal({min(_DIGITS, int(digits) + _SUM_DIGITS)},{int(scale)})"


def _added(terms: Sequence[str]) -> str:
    """Added up in pairs: each addition makes a decimal one digit wider, and there is an end to that."""
    if len(terms) == 1:
        return terms[0]
    middle = len(terms) // 2
    return f"({_added(terms[:middle])} + {_added(terms[middle:])})"


_ROLLUPS: dict[str, Callable[[Cell, Rollup, str, str], Formula]] = {
    "sum": _sum,
    "min": _extreme,
    "max": _extreme,
    "first": _first,
    "last": _last,
}
