"""Dates and timestamps: windows that hold a day, and weights that leave an hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from wizard.spec.check.walk import Cell, cells
from wizard.spec.columns import Calendar
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding


def check(draft: Draft) -> Iterator[Finding]:
    """Empty windows, days before year 1 or after 9999, hours for a date, hours that are all 0."""
    for cell in cells(draft):
        if isinstance(cell.column, Calendar):
            yield from _window(cell, cell.column, draft.as_of)
            yield from _hours(cell, cell.column)


def _window(cell: Cell, column: Calendar, as_of: date | None) -> Iterator[Finding]:
    if column.start >= column.end:
        hint = "Both count days from as_of: start: -365 and end: 0 are the year before it."
        yield Finding((*cell.path, "start"), f"start {column.start} is not before end {column.end}", hint)
        return
    for name in ("start", "end"):
        try:
            _ = as_of and as_of + timedelta(days=getattr(column, name))
        except OverflowError:
            yield Finding((*cell.path, name), "leaves the calendar (years 1 to 9999)", "Change it, or as_of.")


def _hours(cell: Cell, column: Calendar) -> Iterator[Finding]:
    hours = column.weights.hour
    path = (*cell.path, "weights", "hour")
    if hours is not None and column.kind == "date":
        yield Finding(path, "a date has no hours", "Remove it, or write kind: timestamp.", on_key=True)
    elif hours is not None and not any(hours):
        yield Finding(path, "all weights are 0", "Give at least one hour a weight above 0.")
