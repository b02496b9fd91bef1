"""Keys and what leads to other rows: which parent a row points to, and what that parent holds."""

from __future__ import annotations

from wizard.datagen.kinds.text import fill, padded
from wizard.datagen.rows.layout import whole_of
from wizard.datagen.rows.parents import index
from wizard.datagen.sheet import Cell, Formula, Row
from wizard.errors import UsageError
from wizard.spec.columns import ForeignKey, Key, Lookup, Parent


def key(cell: Cell, column: Key) -> Formula:
    """The row's number from 1 in a format."""
    number = f"({cell.row_id} + 1L)"

    def field(name: str, width: str) -> str:
        if name != "id":
            raise UsageError(f"A key's format knows {{id}} only, not {{{name}}}.", "Write e.g. CUST-{id:06}.")
        return padded(number, width, cell.rows)

    return Formula("string", fill(column.format, field))


def foreign_key(cell: Cell, _column: ForeignKey | Parent) -> Formula:
    """The key of the row that this one leads to, by that table's own formula over the number of the row."""
    row = leads_to(cell, cell.name)
    primary = cell.spec.tables[row.table].primary_key
    if primary is None:
        raise UsageError(f"Table {row.table} has no primary key.", "Name its key column in primary_key.")
    return Cell(row, primary).formula()


def lookup(cell: Cell, column: Lookup) -> Formula:
    """The value that the other row holds; nothing where the foreign key is empty."""
    made = Cell(leads_to(cell, column.via), column.column).formula()
    if not cell.spec.tables[cell.row.table].columns[column.via].nulls:
        return made
    return Formula(made.type, f"CASE WHEN {cell.read(column.via).sql} IS NOT NULL THEN {made.sql} END")


def leads_to(cell: Cell, via: str) -> Row:
    """The row that a column of this row points to; its number is in the column that `Row.id` names."""
    pointing = Cell(cell.row, via)
    match pointing.column:
        case ForeignKey() as column:
            return pointing.other(column.table, lambda: index(pointing, column))
        case Parent():
            return whole_of(cell.row)
        case _:
            hint = "Other rows are reached via a column of kind foreign_key or parent."
            raise UsageError(f"{cell.row.table}.{via} is not a foreign key.", hint)
