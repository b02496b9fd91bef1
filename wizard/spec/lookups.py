"""Where a looked-up value comes from: the column at the end of a chain of lookups.

Checks and generation both ask what a column really is, and a lookup is whatever the parent's column is. The chain is
followed through foreign keys and through the `parent` column of a table that is part of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from wizard.spec.columns import Column, ForeignKey, Lookup, Parent
from wizard.spec.draft import TableDraft
from wizard.spec.model import Table


class Origin(NamedTuple):
    """A column that is no lookup, and where it stands."""

    table: str
    name: str
    column: Column


def origin(tables: Mapping[str, Table] | Mapping[str, TableDraft], table: str, name: str) -> Origin | None:
    """The column that `table.name` is, or looks up; None where the chain breaks or goes round."""
    seen = set()
    while (table, name) not in seen and table in tables:
        seen.add((table, name))
        column = tables[table].columns.get(name)
        if column is None:
            return None
        if not isinstance(column, Lookup):
            return Origin(table, name, column)
        above = pointed_at(tables[table], column.via)
        if above is None:
            return None
        table, name = above, column.column
    return None


def pointed_at(table: Table | TableDraft, via: str) -> str | None:
    """The table that the column `via` of `table` refers to: a foreign key's, or the whole of a part."""
    match table.columns.get(via):
        case ForeignKey(table=parent):
            return parent
        case Parent() if table.part_of is not None:
            return table.part_of.table
    return None
