"""A whole whose parts are its versions: since when each held, and how far a value had come by then."""

from __future__ import annotations

from wizard.datagen import draws
from wizard.datagen.kinds.instants import DAY_SECONDS, days_since_1970, moment, number_of
from wizard.datagen.rows import layout
from wizard.datagen.sheet import Cell, Formula
from wizard.identifiers import literal, quote
from wizard.spec.columns import History, Progress

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
    changes = f"({number} - 1L)" if column.part == "from" else number
    start = cell.read(column.start)
    change = _change(cell, column, changes, count)
    if column.part == "from":
        return Formula(start.type, f"CASE WHEN {number} = 1L THEN {start.sql} ELSE {change} END")
    return Formula(start.type, f"CASE WHEN {number} < {count} THEN {change} END")


def progress(cell: Cell, column: Progress) -> Formula:
    """The next stage with each part: the first one's is drawn, early stages more often, so that none is missing."""
    number, whole = layout.position(cell.row), layout.whole_of(cell.row)
    count = layout.count(whole, cell.row.table)
    salted = draws.salt(cell.spec.seed, cell.row.table, cell.name, "begin")
    early = f"(1E0 - sqrt({draws.plain(salted, quote(whole.id))}))"
    free = f"CAST(greatest({len(column.values) + 1}L - {count}, 1L) AS DOUBLE)"
    stage = cell.shared("stage", f"(CAST({early} * {free} AS BIGINT) + {number} - 1L)", "bigint")
    return Formula("string", layout.steps(stage, range(1, len(column.values)), [literal(v) for v in column.values]))


def _change(cell: Cell, column: History, change: str, count: str) -> str:
    """SQL of when a version ends and the next begins, `change` counted from 1."""
    type_, begun = number_of(cell, column.start)
    end = days_since_1970(cell.spec.as_of) * (1 if type_ == "date" else DAY_SECONDS)
    changes = f"greatest({count} - 1L, 1L)"
    # A day or second is set aside for each change, so that rounding down never makes two of them one.
    stretch = f"CAST(greatest({end}L - {begun} - {changes}, 0L) AS DOUBLE) / CAST({changes} AS DOUBLE)"
    salted = draws.salt(cell.spec.seed, cell.row.table, column.start, "history")
    drawn = draws.plain(salted, f"({quote(layout.whole_of(cell.row).id)} * {_NUMBERS}L + {change})")
    passed = f"CAST({stretch} * (CAST({change} - 1L AS DOUBLE) + {drawn}) AS BIGINT)"
    return moment(type_, f"({begun} + {change} + {passed})")
