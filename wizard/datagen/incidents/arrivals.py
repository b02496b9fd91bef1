"""Which rows of a table are there: some never arrive, an incident drops some, another brings more.

A table with further rows numbers them all. Its calendar is denser in the window by what the incident brings, for every
row; in return the rows of that window that the incident does not concern stay away with the probability that takes
them back to their usual count. So keys stay unique, rows keep the order of time, and no other place changes.
"""

from __future__ import annotations

import math
from itertools import pairwise

from wizard.datagen import barrier, draws
from wizard.datagen.incidents.planted import condition, of_table, windows, within
from wizard.datagen.kinds.calendar import share_before
from wizard.datagen.sheet import Formula, Row
from wizard.errors import UsageError
from wizard.identifiers import literal, quote
from wizard.spec.columns import Calendar
from wizard.spec.model import DemoSpec


def candidates(spec: DemoSpec, table: str) -> int:
    """Row numbers that a table has, those included that incidents bring and those that will be missing."""
    growth = math.prod(_growth(spec, table, time) for time in windows(spec, table))
    return round(spec.rows_of(table) * growth)


def kept(row: Row) -> str:
    """SQL (BOOLEAN, never NULL) of whether a row is there; empty when all are."""
    terms = [*_arrived(row), *_dropped(row), *_thinned(row)]
    if not terms:
        return ""
    return quote(row.helper("row", "kept", lambda: Formula("boolean", " AND ".join([*terms, barrier.TRUE]))))


def _arrived(row: Row) -> list[str]:
    share = row.sheet.spec.tables[row.table].missing
    return [f"{_draw(row, 'missing')} >= {literal(share)}"] if share else []


def _dropped(row: Row) -> list[str]:
    return [
        f"(NOT {condition(row, name)} OR {_draw(row, f'drop {name}')} >= {literal(incident.drop)})"
        for name, incident in of_table(row.sheet.spec, row.table).items()
        if incident.drop is not None
    ]


def _thinned(row: Row) -> list[str]:
    """Rows of a denser window that are not concerned: one in (1 + extra) stays."""
    return [
        f"(NOT {within(row, name)} OR {condition(row, name)}"
        f" OR {_draw(row, f'extra {name}')} >= {literal(incident.extra / (1 + incident.extra))})"
        for name, incident in of_table(row.sheet.spec, row.table).items()
        if incident.extra is not None and incident.where is not None
    ]


def _draw(row: Row, purpose: str) -> str:
    """SQL of a draw of the row itself, which no column can have: columns have names."""
    salted = draws.salt(row.sheet.spec.seed, row.table, "", purpose)
    return draws.even(salted, quote(row.id), row.sheet.counts[row.table])


def _growth(spec: DemoSpec, table: str, time: str) -> float:
    """How many times the usual rows the windows of a time column make: each stretch between borders by its factors."""
    column = spec.tables[table].columns.get(time)
    if not isinstance(column, Calendar):
        raise UsageError(
            f"An incident cannot bring rows to {table} by its column {time}.",
            "`extra` needs a `time` of kind date or timestamp in the same table.",
        )
    found = windows(spec, table)[time]
    borders = sorted({day for start, end, _ in found for day in (start, end)})
    more = 0.0
    for low, high in pairwise(borders):
        factor = math.prod(factor for start, end, factor in found if start <= low and high <= end)
        before = [share_before(column, spec.as_of, day, spec.brand.locale) for day in (low, high)]
        more += (before[1] - before[0]) * (factor - 1)
    return 1 + more
