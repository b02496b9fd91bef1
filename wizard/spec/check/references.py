"""Columns and tables that name other columns and tables."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from wizard.spec.check.graph import cycles
from wizard.spec.check.walk import Cell, cells, not_among, not_before
from wizard.spec.columns import Choice, City, Compose, Expr, ForeignKey, Key, Lookup
from wizard.spec.draft import Draft, TableDraft
from wizard.spec.problems import Finding, Path

# Kinds that can give every row a value of its own.
_UNIQUE = (Key, Compose, Expr)
_WIDTH = re.compile(r"0?[0-9]{0,2}")


def check(draft: Draft) -> Iterator[Finding]:
    """Dangling names, names of the wrong kind of column, and tables that refer to one another in a circle."""
    for name, table in draft.tables.items():
        yield from _keys(name, table)
    for cell in cells(draft):
        match cell.column:
            case Key():
                yield from _key(cell, cell.column)
            case ForeignKey():
                yield from _foreign_key(draft, cell, cell.column)
            case Lookup():
                yield from _lookup(draft, cell, cell.column)
            case Choice() | City():
                yield from _by(cell, cell.column)
            case Compose():
                yield from _compose(cell, cell.column)
    yield from _circles(draft)


def _keys(name: str, table: TableDraft) -> Iterator[Finding]:
    path: Path = ("tables", name, "primary_key")
    if table.primary_key is not None:
        missing = not_among(path, table.primary_key, "column", table.columns)
        column = table.columns.get(table.primary_key)
        if missing:
            yield missing
        elif column and not isinstance(column, _UNIQUE):
            yield Finding(path, f"{table.primary_key!r} is of kind {column.kind}, whose values repeat",
                          "Name a column of kind key.")
        elif column and column.nulls:
            yield Finding(("tables", name, "columns", table.primary_key, "nulls"),
                          "the primary key has a value in every row", "Remove nulls.")
    for index, column_name in enumerate(table.cluster_by):
        where = ("tables", name, "cluster_by", index)
        if column_name in table.cluster_by[:index]:
            yield Finding(where, f"{column_name!r} stands here twice", "Keep one of the two.")
        elif missing := not_among(where, column_name, "column", table.columns):
            yield missing


def _key(cell: Cell, column: Key) -> Iterator[Finding]:
    fields = _fields(column.format)
    if not fields or [name for name, _ in fields] != ["id"] or not _WIDTH.fullmatch(fields[0][1]):
        hint = "Write it once, e.g. CUST-{id:06}; {{ is a brace."
        yield Finding((*cell.path, "format"), "must hold {id} or {id:WIDTH} and no other field", hint)


def _foreign_key(draft: Draft, cell: Cell, column: ForeignKey) -> Iterator[Finding]:
    path = (*cell.path, "table")
    if missing := not_among(path, column.table, "table", draft.tables):
        yield missing
    elif column.table != cell.path[1]:
        parent = draft.tables[column.table]
        key = parent.columns.get(parent.primary_key or "", None)
        if parent.primary_key is None and parent.columns and parent.whole:
            yield Finding(path, f"{column.table!r} has no primary key", f"Add tables.{column.table}.primary_key.")
        elif isinstance(key, _UNIQUE) and not isinstance(key, Key):
            yield Finding(path, f"the primary key of {column.table!r} is of kind {key.kind}", "It must be of kind key.")
    if column.skew and column.skew.share <= column.skew.top:
        what = f"is not above top ({column.skew.top:g}), so nothing is skewed"
        yield Finding((*cell.path, "skew", "share"), what, f"Write more than {column.skew.top:g}, or remove skew.")


def _lookup(draft: Draft, cell: Cell, column: Lookup) -> Iterator[Finding]:
    path = (*cell.path, "via")
    via = cell.table.columns.get(column.via)
    if finding := not_before(cell, path, column.via):
        yield finding
    elif via is not None and not isinstance(via, ForeignKey):
        keys = [name for name in cell.before if isinstance(cell.table.columns[name], ForeignKey)]
        hint = f"Foreign keys here: {', '.join(keys)}." if keys else "Add a column of kind foreign_key."
        yield Finding(path, f"{column.via!r} is of kind {via.kind}, not a foreign_key", hint)
    elif isinstance(via, ForeignKey) and via.table in draft.tables:
        where = (*cell.path, "column")
        known = list(draft.tables[via.table].columns)
        if missing := not_among(where, column.column, "column", known, f" in {via.table}"):
            yield missing


def _by(cell: Cell, column: Choice | City) -> Iterator[Finding]:
    if column.by is None:
        return
    path = (*cell.path, "by")
    other = cell.table.columns.get(column.by)
    if finding := not_before(cell, path, column.by):
        yield finding
    elif other is not None and not isinstance(other, Choice):
        choices = [name for name in cell.before if isinstance(cell.table.columns[name], Choice)]
        hint = f"Choices above: {', '.join(choices)}." if choices else "Add a column of kind choice above it."
        yield Finding(path, f"{column.by!r} is of kind {other.kind}, not a choice", hint)


def _compose(cell: Cell, column: Compose) -> Iterator[Finding]:
    path = (*cell.path, "format")
    fields = _fields(column.format)
    if fields is None or any(detail for _, detail in fields):
        yield Finding(path, "has braces that do not hold just a name", "Write {column} or {0}; {{ is a brace.")
        return
    for name, _ in dict.fromkeys(fields):
        if re.fullmatch(r"[0-9]{1,6}", name):
            if int(name) >= len(column.lists):
                count = f"{len(column.lists)} lists" if len(column.lists) != 1 else "1 list"
                yield Finding(path, f"{{{name}}} has no list: there are {count}, counted from 0", "Add one to lists.")
        elif finding := not_before(cell, path, name):
            yield finding


def _fields(text: str) -> list[tuple[str, str]] | None:
    """The fields of a format, each with what follows its name; None where a brace has no partner."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return None
    return [
        (name, (detail or "") + (f"!{conversion}" if conversion else ""))
        for _, name, detail, conversion in parsed
        if name is not None
    ]


def _circles(draft: Draft) -> Iterator[Finding]:
    parents: dict[str, dict[str, str]] = {name: {} for name in draft.tables}
    for cell in cells(draft):
        if isinstance(cell.column, ForeignKey) and cell.column.table in draft.tables:
            parents[str(cell.path[1])].setdefault(cell.column.table, cell.name)
    for ring in cycles(parents):
        path = ("tables", ring[0], "columns", parents[ring[0]][ring[1]], "table")
        what = "refers to itself" if len(ring) == 2 else f"tables refer to one another in a circle: {' → '.join(ring)}"
        yield Finding(path, what, "Remove one of the foreign keys: a parent must exist before its children.")
