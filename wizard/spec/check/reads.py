"""What each column is made from: the columns of its own row, of its parents' rows, and of its parts' rows."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from wizard.spec.columns import (
    After,
    Choice,
    City,
    Column,
    Compose,
    Email,
    Expr,
    ForeignKey,
    History,
    Lookup,
    Number,
    Rollup,
    Signal,
    State,
    Tick,
)
from wizard.spec.draft import Draft
from wizard.spec.lookups import pointed_at

Place = tuple[str, str]  # table and column
Reads = dict[Place, frozenset[Place]]

# Where the models name columns of the same row.
_FIELDS: dict[type[Column], tuple[str, ...]] = {
    ForeignKey: ("match.to", "existing.time"),
    Lookup: ("via",),
    Tick: ("via",),
    History: ("start",),
    Choice: ("by",),
    City: ("by",),
    Number: ("by", "correlate.to"),
    After: ("of", "by"),
    Signal: ("via", "time", "drift.until"),
    Email: ("first", "last"),
}


def all_reads(draft: Draft) -> Reads:
    """For every column the columns that it is made from, in any table. Names that lead nowhere are left out."""
    found: Reads = {}
    for table, content in draft.tables.items():
        for name, column in content.columns.items():
            places = _reads(draft, table, column) if column else ()
            found[table, name] = frozenset(
                (where, read) for where, read in places
                if where in draft.tables and read in draft.tables[where].columns and (where, read) != (table, name)
            )
    return found


def behind(reads: Reads, places: set[Place]) -> set[Place]:
    """These columns, and all that they are made from."""
    seen: set[Place] = set()
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen.add(place)
            waiting += reads.get(place, ())
    return seen


def _reads(draft: Draft, table: str, column: Column) -> Iterator[Place]:
    yield from ((table, name) for name in _in_row(column) if name)
    match column:
        case Lookup():
            above = pointed_at(draft.tables[table], column.via)
            if above is not None:
                yield above, column.column
        case Rollup(column=str(name)):
            yield column.of, name


def _in_row(column: Column) -> Iterator[str | None]:
    for path in _FIELDS.get(type(column), ()):
        yield _at(column, path.split("."))
    match column:
        case State():
            yield from column.stages
        case Compose():
            yield from (name for name, _ in fields(column.format) or ())
        case Expr():
            yield from _names(column.sql)


def _at(part: object, path: list[str]) -> str | None:
    for name in path:
        part = getattr(part, name, None)
    return part if isinstance(part, str) else None


def _names(sql: str) -> tuple[str, ...]:
    from wizard.spec import sql as parsing  # costs a tenth of a second, and many specs have no expression

    try:
        return parsing.names(parsing.expression(sql))
    except parsing.SqlFaultError:
        return ()


def fields(text: str) -> list[tuple[str, str]] | None:
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


def is_number(field: str) -> bool:
    """Whether a field of a format counts a list instead of naming a column."""
    return re.fullmatch(r"[0-9]{1,6}", field) is not None
