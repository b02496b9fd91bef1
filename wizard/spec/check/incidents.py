"""Incidents: a place and a time that exist, and effects that can be had there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wizard.spec.check.calendars import days
from wizard.spec.check.effects import effects
from wizard.spec.check.expressions import of_the_row
from wizard.spec.check.reads import Place, Reads, all_reads, behind
from wizard.spec.check.types import TIMES, sorted_as
from wizard.spec.check.walk import not_among
from wizard.spec.columns import Calendar, ForeignKey, Rollup, Tick
from wizard.spec.draft import Draft, TableDraft
from wizard.spec.problems import Finding, Path, listed
from wizard.spec.story import Incident

EFFECTS = ("multiply", "shift", "mix", "drop", "extra")


def check(draft: Draft) -> Iterator[Finding]:
    """Tables, columns and windows that are not there, no effect, rows that others need, effects that ask themselves."""
    reads = all_reads(draft) if draft.incidents else {}
    for name, incident in draft.incidents.items():
        if incident is None:
            continue
        path = ("incidents", name)
        yield from days(path, incident.start, incident.end)
        if not any(getattr(incident, effect) for effect in EFFECTS):
            yield Finding(path, "has no effect", f"Write at least one of {listed(EFFECTS)}.", on_key=True)
        if missing := not_among((*path, "table"), incident.table, "table", draft.tables):
            yield missing
        elif incident.table in draft.tables:
            yield from _in_table(draft, path, incident, reads)
    yield from _missing(draft)


def _in_table(draft: Draft, path: Path, incident: Incident, reads: Reads) -> Iterator[Finding]:
    table = draft.tables[incident.table]
    absent = partial(_absent, table=table, name=incident.table)
    yield from _time(draft, path, incident, table)
    where = (*path, "where")
    if incident.where is not None:
        hint = "Write one SQL condition over the table's columns, e.g. region = 'North'."
        yield from of_the_row(where, incident.where, hint, lambda name: absent(where, name))
    yield from effects(draft, path, incident, table)
    yield from _circle(path, incident, reads)
    if incident.drop is not None or incident.extra is not None:
        option = "drop" if incident.drop is not None else "extra"
        yield from _needed(draft, (*path, option), incident.table)


def _absent(path: Path, column: str, *, table: TableDraft, name: str) -> Finding | None:
    return not_among(path, column, "column", table.columns, f" in {name}")


def _time(draft: Draft, path: Path, incident: Incident, table: TableDraft) -> Iterator[Finding]:
    where = (*path, "time")
    if finding := _absent(where, incident.time, table=table, name=incident.table):
        yield finding
        return
    times = sorted_as(draft, incident.table, table.columns, TIMES)
    column = table.columns.get(incident.time)
    if column is None:
        return
    if incident.time not in times:
        hint = f"Times here: {listed(times)}." if times else "Add a column of kind timestamp."
        yield Finding(where, f"{incident.time!r} is of kind {column.kind}, not a date or timestamp", hint)
    elif incident.extra is not None and not isinstance(column, Calendar):
        hint = "Further rows need a time column of kind date or timestamp in this very table."
        yield Finding((*path, "extra"), f"{incident.time!r} is of kind {column.kind}, which spreads no rows", hint)
    elif isinstance(column, Calendar | Tick) and (incident.end <= column.start or incident.start > column.end):
        hint = f"{incident.time} goes from day {column.start} to day {column.end}."
        yield Finding((*path, "start"), f"no row of {incident.table} lies in these days", hint)


def _circle(path: Path, incident: Incident, reads: Reads) -> Iterator[Finding]:
    """What decides which rows are concerned must not be changed by the incident itself."""
    asked: dict[str, set[Place]] = {"time": {(incident.table, incident.time)}}
    asked["where"] = {(incident.table, name) for name in _names(incident.where)}
    for effect in ("multiply", "shift", "mix"):
        for name in getattr(incident, effect):
            place = (incident.table, name)
            for field, places in asked.items():
                if place in behind(reads, places):
                    hint = f"Let {field} go by a column that does not depend on {name}."
                    what = f"changes {name!r}, which decides whether the incident concerns a row ({field})"
                    yield Finding((*path, effect, name), what, hint, on_key=True)
                    return
    for effect in ("multiply", "shift", "mix"):
        for name in getattr(incident, effect):
            # Later incidents must not lead back here.
            reads[incident.table, name] = reads.get((incident.table, name), frozenset()).union(*asked.values())


def _names(where: str | None) -> tuple[str, ...]:
    if where is None:
        return ()
    from wizard.spec import sql

    try:
        return sql.names(sql.expression(where))
    except sql.SqlFaultError:
        return ()


def _missing(draft: Draft) -> Iterator[Finding]:
    for name, table in draft.tables.items():
        if table.missing:
            yield from _needed(draft, ("tables", name, "missing"), name, is_part=False)


def _needed(draft: Draft, path: Path, name: str, *, is_part: bool = True) -> Iterator[Finding]:
    """A finding where rows of a table cannot go or come, for others go by them."""
    if is_part and draft.tables[name].part_of is not None:
        hint = "Let it drop or add whole rows of a table that nothing belongs to, or multiply a number."
        yield Finding(path, f"each row of {name} belongs to a whole, which counts its parts", hint, on_key=True)
        return
    for other, table in draft.tables.items():
        for column_name, column in table.columns.items():
            to_it = isinstance(column, ForeignKey) and column.table == name
            sums_it = isinstance(column, Rollup) and column.of == name
            if to_it or sums_it:
                hint = "Take a table that no other one goes by."
                yield Finding(path, f"{other}.{column_name} goes by the rows of {name}", hint, on_key=True)
                return
        if table.part_of is not None and table.part_of.table == name:
            yield Finding(path, f"{other} holds the parts of {name}", "Take a table without parts.", on_key=True)
            return
