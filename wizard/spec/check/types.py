"""What sort of value a column holds, as far as a spec says it: numbers, text, days, moments, true or false."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wizard.spec.columns import (
    After,
    Calendar,
    Choice,
    Column,
    Expr,
    History,
    Number,
    Position,
    Rollup,
    Signal,
    Tick,
)
from wizard.spec.draft import Draft
from wizard.spec.lookups import origin

TIMES = frozenset({"date", "timestamp"})
_SORTS = {
    "number": r"(tiny|small|big)?int|integer|byte|short|long|float|real|double|(decimal|dec|numeric)(\(.*\))?",
    "text": r"string|(var)?char(\(.*\))?",
    "date": r"date",
    "timestamp": r"timestamp",
    "boolean": r"boolean",
    "other": r"timestamp_(ntz|ltz)|binary|variant|interval.*|(array|map|struct)<.*",
}


def sort_of(draft: Draft, table: str, name: str, pending: frozenset[tuple[str, str]] = frozenset()) -> str | None:
    """number, text, date, timestamp, boolean or other; None where nobody can say."""
    found = origin(draft.tables, table, name)
    if found is None or (found.table, found.name) in pending:
        return None
    before = pending | {(found.table, found.name)}
    match found.column:
        case After(of=base) | History(part="from" | "to", start=base):
            return sort_of(draft, found.table, base, before)
        case Rollup(function="min" | "max" | "first" | "last", of=part, column=str(column)):
            return sort_of(draft, part, column, before)
    return own_sort(found.column)


def sorted_as(draft: Draft, table: str, names: Iterable[str], sorts: frozenset[str]) -> list[str]:
    """Those of the columns that hold values of such sorts, and those of which nobody can say."""
    return [name for name in names if sort_of(draft, table, name) in {*sorts, None}]


def own_sort(column: Column) -> str | None:
    """The sort of a column that does not take it from another."""
    match column:
        case Number() | Signal() | Position() | Rollup():
            return "number"
        case Choice() | Expr():
            return _sort(column.type)
        case Calendar():
            return column.kind
        case Tick():
            return "timestamp"
        case History():
            return "boolean"
    return "text"


def _sort(sql_type: str) -> str | None:
    word = sql_type.strip().lower()
    return next((sort for sort, pattern in _SORTS.items() if re.fullmatch(pattern, word)), None)
