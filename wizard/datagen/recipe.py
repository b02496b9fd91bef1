"""A table as a recipe: the SQL of each of its columns, and the statements that make rows from it.

The recipe is all that a table's rows depend on. Its hash tells a re-run that nothing changed; how the rows are made
(engine, partitions, batches) is no part of it. Rows may be missing: then the recipe numbers more rows than the table
will hold, and says which of them are there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from wizard.datagen import barrier
from wizard.datagen.incidents.arrivals import candidates, kept
from wizard.datagen.kinds.registry import make
from wizard.datagen.sheet import ROW_ID, ColumnSql, Row, Sheet
from wizard.identifiers import quote, quote_name
from wizard.spec.model import DemoSpec

__all__ = ["ColumnSql", "TableRecipe", "build_recipe", "count_sql", "insert_sql", "rows_sql", "select_sql"]


@dataclass(frozen=True, slots=True)
class TableRecipe:
    """A table's rows as SQL: `columns` in the table's order, `helpers` that they read, in an order to make them in.

    `rows` are numbered; `where` is SQL over the helpers that keeps some of them, all if it is empty.
    """

    name: str
    rows: int
    seed: int
    columns: tuple[ColumnSql, ...]
    helpers: tuple[ColumnSql, ...] = ()
    where: str = ""

    @property
    def hash(self) -> str:
        """16 hex digits over everything that the rows depend on, comments excluded."""
        made = [(column.name, column.type, column.sql) for column in (*self.helpers, *self.columns)]
        text = json.dumps([self.name, self.rows, self.seed, made, self.where])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def build_recipe(spec: DemoSpec, table: str) -> TableRecipe:
    """The recipe of one table at the spec's size. Raises `UsageError` for a column that cannot be made."""
    sheet = Sheet(spec, make, {name: candidates(spec, name) for name in spec.tables})
    row = Row(sheet, table)
    model = spec.tables[table].columns
    made = {name: row.column(name) for name in model}
    where = kept(row)
    columns = tuple(_asserted(column) for name, column in made.items() if not model[name].hidden)
    own = {column.name for column in columns}
    helpers = tuple(column for column in sheet.made.values() if column.name not in own)
    return TableRecipe(table, sheet.counts[table], spec.seed, columns, helpers, where)


def _asserted(column: ColumnSql) -> ColumnSql:
    """A column that is never NULL: writing it comes with a filter that looks for one."""
    return column if column.nullable else replace(column, sql=barrier.behind(column.sql))


def select_sql(recipe: TableRecipe, lo: int, hi: int) -> str:
    """SELECT of the rows lo … hi - 1, numbered from 0."""
    return rows_sql(recipe, f"range({lo}, {hi})")


def insert_sql(recipe: TableRecipe, full_name: str, lo: int, hi: int, *, overwrite: bool = False) -> str:
    """INSERT of the rows lo … hi - 1 into a table whose columns are those of the recipe, in its order."""
    verb = "INSERT OVERWRITE" if overwrite else "INSERT INTO"
    return f"{verb} {quote_name(full_name)}\n{select_sql(recipe, lo, hi)}"


def rows_sql(recipe: TableRecipe, source: str) -> str:
    """SELECT of the rows whose numbers a table function gives, without those that are missing.

    Columns are computed in layers, each a subquery: a value that several others read is computed once.
    """
    names = ", ".join(quote(column.name) for column in recipe.columns)
    return f"SELECT {names} FROM {_made(recipe, source)}"


def count_sql(recipe: TableRecipe, size: int) -> str:
    """SELECT of how many rows (`n`) each batch (`batch`, from 0) of `size` row numbers holds; none for an empty one.

    It computes no more columns than those that decide which rows are there.
    """
    every = [column for layer in layers(recipe) for column in layer]
    read = {column.name for column in every if quote(column.name) in recipe.where}
    for column in reversed(every):
        read |= set(column.uses) if column.name in read else set()
    deciding = replace(recipe, helpers=tuple(column for column in every if column.name in read), columns=())
    batch = f"{quote(ROW_ID)} div {size}L"
    return f"SELECT {batch} AS batch, count(*) AS n FROM {_made(deciding, f'range(0, {recipe.rows})')} GROUP BY {batch}"


def _made(recipe: TableRecipe, source: str) -> str:
    """SQL of the rows with all columns and helpers, to stand after FROM."""
    sql = f"{source} AS r({quote(ROW_ID)})"
    for layer in layers(recipe):
        made = ",\n  ".join(f"{column.sql} AS {quote(column.name)}" for column in layer)
        sql = f"(\nSELECT *,\n  {made}\nFROM {sql})"
    return f"{sql}\nWHERE {recipe.where}" if recipe.where else sql


def layers(recipe: TableRecipe) -> list[list[ColumnSql]]:
    """Columns and helpers by how many others have to be there before them."""
    by_name = {column.name: column for column in (*recipe.helpers, *recipe.columns)}
    depths: dict[str, int] = {ROW_ID: 0}

    def depth(name: str) -> int:
        if name not in depths:
            depths[name] = 1 + max((depth(read) for read in by_name[name].uses), default=0)
        return depths[name]

    layers: list[list[ColumnSql]] = [[] for _ in range(max(map(depth, by_name), default=0))]
    for name, column in by_name.items():
        layers[depth(name) - 1].append(column)
    return layers
