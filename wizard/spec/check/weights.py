"""Choices and regions: values, their weights, and values that depend on another column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from math import isfinite

from wizard.spec.check.walk import Cell, cells, not_suited
from wizard.spec.columns import After, Choice, City, Number, Region, Weighted
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding, Path, did_you_mean
from wizard.spec.values import known_values, may_have_values


def check(draft: Draft) -> Iterator[Finding]:
    """Weights that no draw can follow, values that the column's type cannot hold, `when` that never applies."""
    for cell in cells(draft):
        column = cell.column
        if isinstance(column, Choice):
            yield from _weighted((*cell.path, "values"), column.values, column.type)
            for value, weighted in column.when.items():
                yield from _weighted((*cell.path, "when", value), weighted, column.type)
        if isinstance(column, Choice | City | Number | After):
            yield from _by(draft, cell, column.by)
        if isinstance(column, Choice | Number | After):
            yield from _when(draft, cell, column)
        if isinstance(column, Region) and column.weights is not None:
            yield from _regions(draft, (*cell.path, "weights"), column.weights)


def weights(path: Path, values: dict[str, float]) -> Iterator[Finding]:
    """Weights below 0, weights that are all 0, and such as have no sum."""
    negative = [value for value, weight in values.items() if weight < 0]
    for value in negative:
        yield Finding((*path, value), f"the weight {values[value]:g} is negative", "Write 0 or more.")
    if not negative and not any(values.values()):
        yield Finding(path, "all weights are 0", "Give at least one value a weight above 0.")
    if not isfinite(sum(values.values())):
        yield Finding(path, "the weights add up to more than a number can be", "Write smaller ones.")


def _weighted(path: Path, values: Weighted, sql_type: str) -> Iterator[Finding]:
    if not values:
        yield Finding(path, "has no values", "Write {value: weight} or a list of values.")
    elif isinstance(values, dict):
        yield from weights(path, values)
    else:
        for index, value in enumerate(values):
            if value in values[:index]:
                yield Finding((*path, index), f"{value!r} stands here twice", "Write {value: weight} to weigh values.")
    for index, value in enumerate(values):
        if not _fits(value, sql_type):
            where = (*path, value if isinstance(values, dict) else index)
            yield Finding(where, f"{value!r} is no {sql_type}", "Change the value or the type.", on_key=True)


def _by(draft: Draft, cell: Cell, by: str | None) -> Iterator[Finding]:
    if by is None:
        return
    listed = [name for name in cell.before if may_have_values(draft, cell.home, name)]
    if finding := not_suited(cell, (*cell.path, "by"), by, "a choice, region or progress", listed):
        yield finding


def _when(draft: Draft, cell: Cell, column: Choice | Number | After) -> Iterator[Finding]:
    if column.when and column.by is None:
        yield Finding((*cell.path, "when"), "needs `by`", "Name the column that decides: by: COLUMN.", on_key=True)
    if column.by is not None and not column.when:
        hint = f"Write when: {{value of {column.by}: {_WHAT[type(column)]}}}."
        yield Finding((*cell.path, "by"), "needs `when`", hint)
    possible = known_values(draft, cell.home, column.by) if column.by in cell.before else None
    for value in column.when if possible else ():
        if possible and value not in possible:
            hint = did_you_mean(value, possible)
            yield Finding((*cell.path, "when", value), f"{column.by} is never {value!r}", hint, on_key=True)


_WHAT: dict[type, str] = {Choice: "{value: weight}", Number: "{parameter: number}", After: "{typical: number}"}


def _regions(draft: Draft, path: Path, shares: list[float]) -> Iterator[Finding]:
    count = len(draft.brand.regions) if draft.brand else 0
    if count and len(shares) != count:
        yield Finding(path, f"has {len(shares)} weights for {count} regions", "Write one for each region of the brand.")
    elif not any(shares):
        yield Finding(path, "all weights are 0", "Give at least one region a weight above 0.")


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
