"""What incidents do to the columns of the rows that they concern.

Whether a row is concerned is a boolean helper column, made once for each incident and row; so a row that a lookup or a
rollup computes again is concerned exactly when its own table says so. Rows that are not concerned take the value that
they would have had, from the very same SQL: outside its window an incident leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from wizard.datagen.incidents.effects import changed, whole
from wizard.datagen.kinds.text import bound
from wizard.datagen.sheet import Cell, Formula, Row
from wizard.errors import UsageError
from wizard.identifiers import literal, quote
from wizard.spec.columns import After
from wizard.spec.model import DemoSpec
from wizard.spec.story import Incident

_HOUR_SECONDS = 3_600
_LONGEST_GAP = 1e10  # seconds, beyond any calendar
IN_WINDOW = "within_"
"""How the helper column of an incident begins, its name after it."""


def of_table(spec: DemoSpec, table: str) -> dict[str, Incident]:
    """The incidents that concern rows of a table, by name, in the order in which they apply."""
    return {name: found for name, found in spec.incidents.items() if found.enabled and found.table == table}


def within(row: Row, name: str) -> str:
    """SQL (BOOLEAN, never NULL) of whether a row lies in the incident's window."""
    incident = row.sheet.spec.incidents[name]

    def make() -> Formula:
        time = row.column(incident.time)
        first, end = (row.sheet.spec.as_of + timedelta(days=days) for days in (incident.start, incident.end))
        if time.type.lower() == "date":
            low, high = literal(first), literal(end)
        elif time.type.lower() == "timestamp":
            moments = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, end))
            low, high = (f"timestamp_seconds({int(moment.timestamp())}L)" for moment in moments)
        else:
            hint = "Give it a date or timestamp column in `time`."
            raise UsageError(f"Incident {name} has no window: {incident.time} is a {time.type}.", hint)
        read = quote(time.name)
        return Formula("boolean", f"coalesce({read} >= {low} AND {read} < {high}, false)")

    return quote(row.helper(incident.time, f"{IN_WINDOW}{name}", make))


def condition(row: Row, name: str) -> str:
    """SQL (BOOLEAN, never NULL) of whether the incident concerns a row: in its window, and at its place."""
    incident = row.sheet.spec.incidents[name]
    where = incident.where
    if where is None:
        return within(row, name)
    columns = row.sheet.spec.tables[row.table].columns

    def make() -> Formula:
        place = bound(where, lambda column: quote(row.column(column).name) if column in columns else None)
        return Formula("boolean", f"({within(row, name)} AND coalesce(({place}), false))")

    return quote(row.helper(incident.time, f"during_{name}", make))


def affected(cell: Cell, made: Formula) -> Formula:
    """A column's value with the incidents that multiply or shift it. `after` columns answer for their gaps alone."""
    if isinstance(cell.column, After):
        return made
    for name, (factor, added) in _effects(cell).items():
        usual = cell.shared(f"before_{name}", made.sql, made.type)
        effect = changed(cell, f"after_{name}", usual, made.type, factor, added)
        made = made._replace(sql=_where_there(cell.row, name, usual, effect))
    return made


def gap_effects(cell: Cell, gap: str) -> str:
    """SQL (BIGINT) of the gap of an `after` column, in seconds, with the incidents that stretch it; in days for dates.

    A gap is multiplied, then shifted by hours (dates: days), and never negative.
    """
    if not (effects := _effects(cell)) or not isinstance(cell.column, After):
        return gap
    unit = 1 if cell.read(cell.column.of).type == "date" else _HOUR_SECONDS
    for name, (factor, added) in effects.items():
        usual = cell.shared(f"before_{name}", gap, "bigint")
        effect = whole(usual, "bigint", factor, added * unit, low=0.0, high=_LONGEST_GAP)
        gap = _where_there(cell.row, name, usual, effect)
    return gap


def mixed(cell: Cell, usual: str, tree: Callable[[Mapping[str, float]], str]) -> str:
    """SQL of a choice whose weights are others during incidents; of several at once, the last one counts.

    `usual` is the SQL of the value otherwise, `tree` writes it for weights by value: values that it does not name
    never come.
    """
    branches = []
    for name, incident in of_table(cell.spec, cell.row.table).items():
        if cell.name not in incident.mix:
            continue
        weights = incident.mix[cell.name]
        if not any(weight > 0 for weight in weights.values()):
            hint = f"Give a value of {cell.name} in `mix` a weight above 0."
            raise UsageError(f"Incident {name} leaves {cell.row.table}.{cell.name} no value.", hint)
        branches.append(f"WHEN {condition(cell.row, name)} THEN {tree(weights)}")
    return f"CASE {' '.join(reversed(branches))} ELSE {usual} END" if branches else usual


def denser(cell: Cell) -> list[tuple[int, int, float]]:
    """Windows in which a calendar column has more rows: first day and day after the last, from as_of, and the factor.

    Where windows overlap, their factors multiply.
    """
    return windows(cell.spec, cell.row.table).get(cell.name, [])


def windows(spec: DemoSpec, table: str) -> dict[str, list[tuple[int, int, float]]]:
    """What `denser` says, by time column of a table."""
    found: dict[str, list[tuple[int, int, float]]] = {}
    for incident in of_table(spec, table).values():
        if incident.extra is not None:
            found.setdefault(incident.time, []).append((incident.start, incident.end, 1 + incident.extra))
    return found


def _where_there(row: Row, name: str, usual: str, effect: str) -> str:
    """SQL of the effect where the incident concerns a row that has a value: `greatest` would make one of NULL."""
    return f"CASE WHEN {condition(row, name)} AND {usual} IS NOT NULL THEN {effect} ELSE {usual} END"


def _effects(cell: Cell) -> dict[str, tuple[float, float]]:
    """Factor and what is added, by incident."""
    return {
        name: (incident.multiply.get(cell.name, 1.0), incident.shift.get(cell.name, 0.0))
        for name, incident in of_table(cell.spec, cell.row.table).items()
        if cell.name in incident.multiply or cell.name in incident.shift
    }
