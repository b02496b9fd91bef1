"""Foreign keys, lookups and the tables that they tie together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wizard.spec.check.graph import cycles
from wizard.spec.check.reads import fields
from wizard.spec.check.tables import UNIQUE
from wizard.spec.check.walk import Cell, cells, not_among, not_before
from wizard.spec.columns import ForeignKey, Key, Lookup, Parent
from wizard.spec.draft import Draft
from wizard.spec.lookups import pointed_at
from wizard.spec.problems import Finding, Path

_WIDTH = re.compile(r"0?[0-9]{0,2}")


def check(draft: Draft) -> Iterator[Finding]:
    """Dangling names, names of the wrong kind of column, and tables that refer to one another in a circle."""
    for name, table in draft.tables.items():
        if table.part_of is not None:
            yield from _parent_table(draft, ("tables", name, "part_of", "table"), name, table.part_of.table)
    for cell in cells(draft):
        match cell.column:
            case Key():
                yield from _key(cell, cell.column)
            case ForeignKey():
                yield from _parent_table(draft, (*cell.path, "table"), cell.home, cell.column.table)
            case Lookup():
                yield from _lookup(draft, cell, cell.column)
    yield from _circles(draft)


def _key(cell: Cell, column: Key) -> Iterator[Finding]:
    found = fields(column.format)
    if not found or [name for name, _ in found] != ["id"] or not _WIDTH.fullmatch(found[0][1]):
        hint = "Write it once, e.g. CUST-{id:06}; {{ is a brace."
        yield Finding((*cell.path, "format"), "must hold {id} or {id:WIDTH} and no other field", hint)


def _parent_table(draft: Draft, path: Path, home: str, name: str) -> Iterator[Finding]:
    """A table that rows refer to is there, and has a key to refer to."""
    if missing := not_among(path, name, "table", draft.tables):
        yield missing
    elif name != home:
        parent = draft.tables[name]
        key = parent.columns.get(parent.primary_key or "", None)
        if parent.primary_key is None and parent.columns and parent.whole:
            yield Finding(path, f"{name!r} has no primary key", f"Add tables.{name}.primary_key.")
        elif isinstance(key, UNIQUE) and not isinstance(key, Key):
            yield Finding(path, f"the primary key of {name!r} is of kind {key.kind}", "It must be of kind key.")


def _lookup(draft: Draft, cell: Cell, column: Lookup) -> Iterator[Finding]:
    path = (*cell.path, "via")
    via = cell.table.columns.get(column.via)
    if finding := not_before(cell, path, column.via):
        yield finding
    elif via is not None and not isinstance(via, ForeignKey | Parent):
        keys = [name for name in cell.before if isinstance(cell.table.columns[name], ForeignKey | Parent)]
        hint = f"Foreign keys here: {', '.join(keys)}." if keys else "Add a column of kind foreign_key."
        yield Finding(path, f"{column.via!r} is of kind {via.kind}, not a foreign_key or parent", hint)
    else:
        above = pointed_at(cell.table, column.via)
        known = draft.tables[above].columns if above in draft.tables else ()
        if missing := not_among((*cell.path, "column"), column.column, "column", known, f" in {above}"):
            yield missing


def _circles(draft: Draft) -> Iterator[Finding]:
    parents: dict[str, dict[str, Path]] = {name: {} for name in draft.tables}
    for name, table in draft.tables.items():
        if table.part_of is not None and table.part_of.table in draft.tables:
            parents[name][table.part_of.table] = ("tables", name, "part_of", "table")
    for cell in cells(draft):
        if isinstance(cell.column, ForeignKey) and cell.column.table in draft.tables:
            parents[cell.home].setdefault(cell.column.table, (*cell.path, "table"))
    for ring in cycles(parents):
        path = parents[ring[0]][ring[1]]
        what = "refers to itself" if len(ring) == 2 else f"tables refer to one another in a circle: {' → '.join(ring)}"
        yield Finding(path, what, "Remove one of the foreign keys: a parent must exist before its children.")
