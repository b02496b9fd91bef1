"""Moments that follow from others: gaps that can be, labels of moments, readings of devices in turn."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.check.numbers import bounds
from wizard.spec.check.types import TIMES, sort_of, sorted_as
from wizard.spec.check.walk import Cell, cells, not_suited
from wizard.spec.columns import After, ForeignKey, Signal, State, Tick
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding


def check(draft: Draft) -> Iterator[Finding]:
    """Steps from what is no moment, gaps without room, states of other columns, readings of no device."""
    for cell in cells(draft):
        match cell.column:
            case After():
                yield from _after(draft, cell, cell.column)
            case State():
                stages = [name for name in cell.before if isinstance(cell.table.columns[name], After | None)]
                for name in cell.column.stages:
                    if finding := not_suited(cell, (*cell.path, "stages", name), name, "an after", stages):
                        yield finding
            case Tick():
                yield from _tick(cell, cell.column)
            case Signal():
                yield from _signal(draft, cell, cell.column)


def _after(draft: Draft, cell: Cell, column: After) -> Iterator[Finding]:
    times = sorted_as(draft, cell.home, cell.before, TIMES)
    if finding := not_suited(cell, (*cell.path, "of"), column.of, "a date or timestamp", times):
        yield finding
    elif column.unit != "days" and sort_of(draft, cell.home, column.of) == "date":
        hint = "Write unit: days, or make it a timestamp."
        yield Finding((*cell.path, "unit"), f"{column.of!r} is a date, which has no {column.unit}", hint)
    if column.max is not None and column.min > column.max:
        yield Finding((*cell.path, "min"), f"min {column.min:g} is above max {column.max:g}", "Swap them.")


def _tick(cell: Cell, column: Tick) -> Iterator[Finding]:
    path = (*cell.path, "via")
    devices = [name for name in cell.before if isinstance(cell.table.columns[name], ForeignKey | None)]
    if finding := not_suited(cell, path, column.via, "a foreign_key", devices):
        yield finding
        return
    key = cell.table.columns[column.via]
    if isinstance(key, ForeignKey) and not key.cycle:
        hint = f"Add cycle: true to {column.via}: each device in turn."
        yield Finding(path, f"{column.via!r} does not take devices in turn", hint)
    elif isinstance(key, ForeignKey) and key.nulls:
        yield Finding(path, f"{column.via!r} has nulls: some readings have no device", f"Remove nulls of {column.via}.")


def _signal(draft: Draft, cell: Cell, column: Signal) -> Iterator[Finding]:
    devices = [name for name in cell.before if isinstance(cell.table.columns[name], ForeignKey | None)]
    if finding := not_suited(cell, (*cell.path, "via"), column.via, "a foreign_key", devices):
        yield finding
    moments = sorted_as(draft, cell.home, cell.before, frozenset({"timestamp"}))
    if finding := not_suited(cell, (*cell.path, "time"), column.time, "a timestamp", moments):
        yield finding
    if column.drift is not None:
        path = (*cell.path, "drift", "until")
        if finding := not_suited(cell, path, column.drift.until, "a timestamp", moments):
            yield finding
    yield from bounds(cell.path, column, column.type)
