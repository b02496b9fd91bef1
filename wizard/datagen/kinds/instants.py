"""Dates and timestamps as whole numbers and back: days or seconds since 1970, which engines add and compare fastest.

All moments that are generated lie on whole seconds, UTC.
"""

from __future__ import annotations

from datetime import date

from wizard.datagen.sheet import Cell, Formula
from wizard.errors import UsageError

DAY_SECONDS = 86_400
_EPOCH = date(1970, 1, 1)
_NUMBER = {"date": "unix_date", "timestamp": "unix_seconds"}


def number_of(cell: Cell, name: str) -> Formula:
    """The type of a date or timestamp column of this row, and SQL of its number of days (INT) or seconds (BIGINT)."""
    read = cell.read(name)
    if read.type not in _NUMBER:
        raise UsageError(f"{cell.row.table}.{name} is a {read.type}, not a date or a timestamp.",
                         "Name a column of kind date, timestamp, after or tick, or a lookup of one.")
    return Formula(read.type, f"{_NUMBER[read.type]}({read.sql})")


def moment(type_: str, number: str) -> str:
    """SQL of the date or timestamp that a number of days or seconds stands for."""
    return f"date_from_unix_date(CAST({number} AS INT))" if type_ == "date" else f"timestamp_seconds({number})"


def days_since_1970(day: date) -> int:
    """A day as a number; its midnight is this many times `DAY_SECONDS`."""
    return (day - _EPOCH).days
