"""Choices: values, their weights, and values that depend on another column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wizard.spec.check.walk import Cell, cells
from wizard.spec.columns import Choice, Weighted
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding, Path, did_you_mean


def check(draft: Draft) -> Iterator[Finding]:
    """Weights that no draw can follow, values that the column's type cannot hold, `when` that never applies."""
    for cell in cells(draft):
        if isinstance(cell.column, Choice):
            column = cell.column
            yield from _weighted((*cell.path, "values"), column.values, column.type)
            for value, weighted in column.when.items():
                yield from _weighted((*cell.path, "when", value), weighted, column.type)
            yield from _when(cell, column)


def _weighted(path: Path, values: Weighted, sql_type: str) -> Iterator[Finding]:
    if not values:
        yield Finding(path, "has no values", "Write {value: weight} or a list of values.")
    elif isinstance(values, dict):
        yield from _weights(path, values)
    else:
        for index, value in enumerate(values):
            if value in values[:index]:
                yield Finding((*path, index), f"{value!r} stands here twice", "Write {value: weight} to weigh values.")
    for index, value in enumerate(values):
        if not _fits(value, sql_type):
            where = (*path, value if isinstance(values, dict) else index)
            yield Finding(where, f"{value!r} is no {sql_type}", "Change the value or the type.", on_key=True)


def _weights(path: Path, values: dict[str, float]) -> Iterator[Finding]:
    negative = [value for value, weight in values.items() if weight < 0]
    for value in negative:
        yield Finding((*path, value), f"the weight {values[value]:g} is negative", "Write 0 or more.")
    if not negative and not any(values.values()):
        yield Finding(path, "all weights are 0", "Give at least one value a weight above 0.")


def _when(cell: Cell, column: Choice) -> Iterator[Finding]:
    if column.when and column.by is None:
        yield Finding((*cell.path, "when"), "needs `by`", "Name the column that decides: by: COLUMN.", on_key=True)
    if column.by is not None and not column.when:
        yield Finding((*cell.path, "by"), "needs `when`", "Write when: {value of that column: {value: weight}}.")
    other = cell.table.columns.get(column.by or "")
    if isinstance(other, Choice):
        possible = dict.fromkeys([*other.values, *(value for when in other.when.values() for value in when)])
        for value in column.when:
            if value not in possible:
                hint = did_you_mean(value, possible)
                yield Finding((*cell.path, "when", value), f"{column.by} is never {value!r}", hint, on_key=True)


def _fits(value: str, sql_type: str) -> bool:
    """Whether a value's text can be cast to the column's type."""
    match sql_type.partition("(")[0]:
        case "int" | "bigint":
            return re.fullmatch(r"-?[0-9]{1,19}", value) is not None
        case "double" | "decimal":
            return re.fullmatch(r"-?[0-9]{1,38}(\.[0-9]{1,38})?", value) is not None
        case "boolean":
            return value in {"true", "false"}
        case "date":
            return _is_day(value)
    return True


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
