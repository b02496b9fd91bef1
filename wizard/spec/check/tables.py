"""Tables: where their rows come from, their keys, and columns that nobody would ever see."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.check.walk import cells, not_among
from wizard.spec.columns import Compose, Expr, History, Key, Parent, Position, Rollup
from wizard.spec.draft import Draft, TableDraft
from wizard.spec.problems import Finding, Path

UNIQUE = (Key, Compose, Expr)
"""Kinds that can give every row a value of its own."""
_ALWAYS = (Key, Parent, Position, Rollup, History)


def check(draft: Draft) -> Iterator[Finding]:
    """Rows from nowhere or from two places, keys that cannot be keys, hidden keys, nulls where none can be."""
    for name, table in draft.tables.items():
        path: Path = ("tables", name)
        yield from _rows(path, table)
        yield from _key(path, table)
        yield from _clustering(path, table)
        if table.columns and all(column and column.hidden for column in table.columns.values()):
            hint = "Store at least one: remove its hidden: true."
            yield Finding((*path, "columns"), "all columns are hidden", hint, on_key=True)
    yield from _nulls(draft)


def _rows(path: Path, table: TableDraft) -> Iterator[Finding]:
    if len(table.sources) > 1:
        hint = "Remove rows: how many there are follows from part_of."
        yield Finding((*path, "part_of"), "a table has rows or part_of, not both", hint, on_key=True)
    elif not table.sources and table.whole:
        hint = "Write how many rows it has, rows: 1000, or which table it is part_of."
        yield Finding(path, "has neither rows nor part_of", hint, on_key=True)


def _key(path: Path, table: TableDraft) -> Iterator[Finding]:
    if table.primary_key is None:
        return
    where = (*path, "primary_key")
    missing = not_among(where, table.primary_key, "column", table.columns)
    column = table.columns.get(table.primary_key)
    if missing:
        yield missing
    elif column and not isinstance(column, UNIQUE):
        yield Finding(where, f"{table.primary_key!r} is of kind {column.kind}, whose values repeat",
                      "Name a column of kind key.")
    elif column and column.hidden:
        yield Finding(where, f"{table.primary_key!r} is hidden: it is not stored", "Remove its hidden: true.")
    elif column and column.nulls:
        yield Finding((*path, "columns", table.primary_key, "nulls"),
                      "the primary key has a value in every row", "Remove nulls.")


def _clustering(path: Path, table: TableDraft) -> Iterator[Finding]:
    for index, name in enumerate(table.cluster_by):
        where = (*path, "cluster_by", index)
        column = table.columns.get(name)
        if name in table.cluster_by[:index]:
            yield Finding(where, f"{name!r} stands here twice", "Keep one of the two.")
        elif missing := not_among(where, name, "column", table.columns):
            yield missing
        elif column and column.hidden:
            yield Finding(where, f"{name!r} is hidden: it is not stored", "Name a column that is stored.")


def _nulls(draft: Draft) -> Iterator[Finding]:
    for cell in cells(draft):
        if cell.column.nulls and isinstance(cell.column, _ALWAYS) and cell.name != cell.table.primary_key:
            hint = "Remove nulls."
            yield Finding((*cell.path, "nulls"), f"a {cell.column.kind} column takes no nulls", hint, on_key=True)
