"""A whole whose parts are its versions: since when each held, and how far a value had come by then."""

from __future__ import annotations

from datetime import date

from wizard.datagen import draws, layout
from wizard.datagen.sheet import Cell, Formula
from wizard.errors import UsageError
from wizard.identifiers import literal, quote
from wizard.spec.columns import History, Progress

_DAY_SECONDS = 86_400
_EPOCH = date(1970, 1, 1)
_NUMBERS = 32  # more than a whole has parts: with them, a whole and a number make one


def history(cell: Cell, column: History) -> Formula:
    """Since when a version held, until when, or whether it still does.

    The first version begins at `start`. The time from then to as_of has a stretch for each later one, which begins
    somewhere in it; so no two begin together, and `to` is the next version's `from` to the second. Where less time
    has gone by than there are versions, they follow day by day (second by second), beyond as_of.
    """
    number, count = layout.position(cell.row), layout.count(layout.whole_of(cell.row), cell.row.table)
    if column.part == "current":
        return Formula("boolean", f"({number} = {count})")
    start = cell.read(column.start)
    if start.type not in ("date", "timestamp"):
        raise UsageError(f"{cell.row.table}.{column.start} is a {start.type}.", "Start at a date or a timestamp.")
    changes = f"({number} - 1L)" if column.part == "from" else number
    moment = _change(cell, column, start, changes, count)
    if column.part == "from":
        return Formula(start.type, f"CASE WHEN {number} = 1L THEN {start.sql} ELSE {moment} END")
    return Formula(start.type, f"CASE WHEN {number} < {count} THEN {moment} END")


def progress(cell: Cell, column: Progress) -> Formula:
    """The next stage with each part: the first one's is drawn, early stages more often, so that none is missing."""
    number, whole = layout.position(cell.row), layout.whole_of(cell.row)
    count = layout.count(whole, cell.row.table)
    salted = draws.salt(cell.spec.seed, cell.row.table, cell.name, "begin")
    early = f"(1E0 - sqrt({draws.plain(salted, quote(whole.id))}))"
    free = f"CAST(greatest({len(column.values) + 1}L - {count}, 1L) AS DOUBLE)"
    stage = cell.shared("stage", f"(CAST({early} * {free} AS BIGINT) + {number} - 1L)", "bigint")
    return Formula("string", layout.steps(stage, range(1, len(column.values)), [literal(v) for v in column.values]))


def _change(cell: Cell, column: History, start: Formula, change: str, count: str) -> str:
    """SQL of when a version ends and the next begins, `change` counted from 1."""
    day = start.type == "date"
    begun = f"CAST(unix_date({start.sql}) AS BIGINT)" if day else f"unix_seconds({start.sql})"
    end = (cell.spec.as_of - _EPOCH).days * (1 if day else _DAY_SECONDS)
    versions = f"greatest({count} - 1L, 1L)"
    # A unit is set aside for each change, so that rounding down never makes two of them one.
    stretch = f"CAST(greatest({end}L - {begun} - {versions}, 0L) AS DOUBLE) / CAST({versions} AS DOUBLE)"
    salted = draws.salt(cell.spec.seed, cell.row.table, column.start, "history")
    drawn = draws.plain(salted, f"({quote(layout.whole_of(cell.row).id)} * {_NUMBERS}L + {change})")
    offset = f"({change} + CAST({stretch} * (CAST({change} - 1L AS DOUBLE) + {drawn}) AS BIGINT))"
    if day:
        return f"date_from_unix_date(CAST({begun} + {offset} AS INT))"
    return f"timestamp_seconds({begun} + {offset})"
