"""A table's columns while they are being made: who reads what, and what the helpers are called.

A column's SQL may read other columns of its row, sub-draws shared between branches, the parent row that a foreign key
points to, and the rows that are parts of this one. Other rows are the same machinery with another row id: a lookup
builds the parent's column over the index of the parent, so that it equals what the parent table stores without any
join, and a total adds up what the parts' table stores.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from wizard.datagen import draws
from wizard.errors import UsageError
from wizard.identifiers import literal, quote
from wizard.spec.columns import Column
from wizard.spec.model import DemoSpec

ROW_ID = "_id"
_NAME = re.compile(r"`([^`]+)`")
_NEVER_EMPTY = {"key", "foreign_key", "parent", "position"}


@dataclass(frozen=True, slots=True)
class ColumnSql:
    """A column as SQL. `uses` names what `sql` reads: columns and helpers of the same row, or `_id`."""

    name: str
    type: str
    sql: str
    comment: str = ""
    nullable: bool = True
    uses: tuple[str, ...] = ()


class Formula(NamedTuple):
    """A value's SQL type and SQL."""

    type: str
    sql: str


@dataclass(slots=True)
class Sheet:
    """What was made so far, in an order in which every column comes after those it reads.

    `counts` says how many rows each table numbers, those included that incidents bring.
    """

    spec: DemoSpec
    make: Callable[[Cell], Formula]
    counts: Mapping[str, int]
    made: dict[str, ColumnSql] = field(default_factory=dict)
    names: dict[tuple[str, ...], str] = field(default_factory=dict)
    pending: list[tuple[str, str]] = field(default_factory=list)

    def add(self, path: tuple[str, ...], name: str, formula: Formula, column: Column | None = None) -> None:
        """Keep a column under `name`, lengthened if that is taken."""
        while name in self.made:
            name += "_"
        known = {*self.made, ROW_ID}
        uses = tuple(dict.fromkeys(read for read in _NAME.findall(formula.sql) if read in known))
        always = column is not None and column.kind in _NEVER_EMPTY and not column.nulls
        self.made[name] = ColumnSql(name, *formula, column.comment if column else "", not always, uses)
        self.names[path] = name


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `table`: the one being generated (no path), or the one that the references in `path` lead to.

    A part that its whole asks for knows the way back: `whole`, and SQL of its number within it, `position` (from 1).
    """

    sheet: Sheet
    table: str
    id: str = ROW_ID
    path: tuple[str, ...] = ()
    whole: Row | None = None
    position: str = ""

    def column(self, name: str) -> ColumnSql:
        """A column of this row, made now if it was not. A leading underscore sets other rows' columns apart."""
        path = (*self.path, name)
        if path not in self.sheet.names:
            cell = Cell(self, name)
            self.sheet.add(path, _joined(path) if self.path else name, cell.formula(), cell.column)
        return self.sheet.made[self.sheet.names[path]]

    def helper(self, name: str, what: str, make: Callable[[], Formula]) -> str:
        """The name of a column that is omitted from the table, shared by all that ask for it by the same words."""
        path = (*self.path, name, f"#{what}")
        if path not in self.sheet.names:
            self.sheet.add(path, _joined((*self.path, name, what)), make())
        return self.sheet.names[path]


class Cell:
    """One column of one row, being made: its draws and the columns that it reads."""

    def __init__(self, row: Row, name: str) -> None:
        columns = row.sheet.spec.tables[row.table].columns
        if name not in columns:
            raise UsageError(f"Table {row.table} has no column {name}.", f"It has: {', '.join(columns)}.")
        self.row = row
        self.name = name
        self.spec = row.sheet.spec
        self.column: Column = columns[name]

    @property
    def rows(self) -> int:
        """Rows that the table numbers which this column belongs to."""
        return self.row.sheet.counts[self.row.table]

    @property
    def row_id(self) -> str:
        """SQL of the row's number, from 0 (BIGINT)."""
        return quote(self.row.id)

    def draw(self, purpose: str = "value", *, even: bool = False) -> str:
        """SQL of a draw in (0, 1) that nothing else in the demo uses; `even` stratifies it. To be pasted once."""
        salted = draws.salt(self.spec.seed, self.row.table, self.name, purpose)
        return draws.even(salted, self.row_id, self.rows) if even else draws.plain(salted, self.row_id)

    def shared(self, what: str, sql: str, type_: str = "double") -> str:
        """SQL that names a helper column with this value, for values that are pasted more than once."""
        return quote(self.row.helper(self.name, what, lambda: Formula(type_, sql)))

    def read(self, name: str) -> Formula:
        """Type of another column of this row, and SQL that reads it."""
        column = self.row.column(name)
        return Formula(column.type, quote(column.name))

    def other(self, table: str, index: Callable[[], str]) -> Row:
        """The row of `table` that this column leads to; `index` writes the SQL of its number (BIGINT), once a row."""
        number = self.row.helper(self.name, "idx", lambda: Formula("bigint", index()))
        return Row(self.row.sheet, table, number, (*self.row.path, self.name))

    def formula(self) -> Formula:
        """Type and SQL, nulls included. Raises `UsageError` when the column would have to read itself.

        What one row's column needs of another row, that row's needs of a third: so a table and a column that come up
        again would do so for ever, whichever row it is.
        """
        pending = self.row.sheet.pending
        place = (self.row.table, self.name)
        if place in pending:
            raise UsageError(f"{self.row.table}.{self.name} depends on itself.", "Let it read earlier columns only.")
        pending.append(place)
        made = self.row.sheet.make(self)
        pending.pop()
        if not self.column.nulls:
            return made
        kept = f"{self.draw('null', even=True)} >= {literal(self.column.nulls)}"
        return Formula(made.type, f"CASE WHEN {kept} THEN {made.sql} END")


def _joined(path: tuple[str, ...]) -> str:
    return f"_{'__'.join(path)}".replace(".", "_")
