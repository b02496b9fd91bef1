"""Dates and timestamps: windows that hold a day, special days that exist, and weights that leave an hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from wizard.spec.check.walk import Cell, cells
from wizard.spec.columns import Calendar, CalendarEvent, Holidays, Tick
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding, Path, did_you_mean

_LEAP_YEAR = 2024


def check(draft: Draft) -> Iterator[Finding]:
    """Empty windows, days that no calendar has, hours for a date, weights that are all 0, unknown countries."""
    for cell in cells(draft):
        column = cell.column
        if isinstance(column, Calendar | Tick):
            yield from _window(cell, column, draft.as_of)
        if isinstance(column, Calendar):
            yield from _hours(cell, column)
            for index, event in enumerate(column.events):
                yield from _event((*cell.path, "events", index), event, column)
            if column.holidays is not None:
                yield from _holidays(draft, (*cell.path, "holidays"), column.holidays)


def days(path: Path, start: int, end: int) -> Iterator[Finding]:
    """A window of days relative to as_of that holds none."""
    if start >= end:
        hint = "Both count days from as_of: start: -365 and end: 0 are the year before it."
        yield Finding((*path, "start"), f"start {start} is not before end {end}", hint)


def _window(cell: Cell, column: Calendar | Tick, as_of: date | None) -> Iterator[Finding]:
    if column.start >= column.end:
        yield from days(cell.path, column.start, column.end)
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


def _event(path: Path, event: CalendarEvent, column: Calendar) -> Iterator[Finding]:
    once = event.start is not None or event.end is not None
    if once == (event.on is not None):
        what = "is both once and every year" if once else "has no days"
        hint = "Write start and end for days that come once, or on (and days) for every year."
        yield Finding((*path, "name"), f"{event.name!r} {what}", hint)
    elif event.on is not None:
        yield from _yearly((*path, "on"), event.on)
    elif event.start is None or event.end is None:
        missing = "start" if event.start is None else "end"
        yield Finding((*path, missing), "is missing", "Write the first day and the day after the last one.")
    elif event.start >= event.end:
        yield from days(path, event.start, event.end)
    elif event.factor == 0 and event.start <= column.start and event.end >= column.end:
        yield Finding((*path, "factor"), "leaves no day of the column's own", "Write more than 0, or fewer days.")
    if event.on is None and event.days != 1:
        yield Finding((*path, "days"), "means nothing without `on`", "Write start and end instead.", on_key=True)


def _yearly(path: Path, day: str) -> Iterator[Finding]:
    month, _, number = day.partition("-")
    try:
        date(_LEAP_YEAR, int(month), int(number))
    except ValueError:
        yield Finding(path, f"{day!r} is no day of the year", "Write MM-DD, e.g. 11-27.")
    else:
        if day == "02-29":
            yield Finding(path, "February 29 is not in every year", "Write 02-28 or 03-01.")


def _holidays(draft: Draft, path: Path, holidays: Holidays) -> Iterator[Finding]:
    country = holidays.country
    if country is None and draft.brand is not None:
        country = draft.brand.locale.partition("_")[2]
        if not country:
            hint = "Add country, e.g. country: DE."
            yield Finding(path, f"the locale {draft.brand.locale} names no country", hint)
    if not country:
        return
    from holidays import list_supported_countries  # costs a twentieth of a second

    known = [name for name in list_supported_countries() if len(name) == len(country)]
    if country not in known:
        where = (*path, "country") if holidays.country else path
        yield Finding(where, f"nobody knows the public holidays of {country}", did_you_mean(country, known))
