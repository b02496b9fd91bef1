"""Random numbers: which parameters each distribution needs, and bounds that leave room."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wizard.spec.check.walk import Cell, cells
from wizard.spec.columns import Choice, Number
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding, Path

_NEEDS = {
    "uniform": ("min", "max"),
    "normal": ("mean", "sd"),
    "lognormal": ("mu", "sigma"),
    "exponential": ("mean",),
}
_PARAMETERS = ("mean", "sd", "mu", "sigma")
_WHOLE = {"int": 2.0**31, "bigint": 2.0**63}
_MAX_DIGITS = 38  # of a DECIMAL (Databricks docs: DECIMAL type)


def check(draft: Draft) -> Iterator[Finding]:
    """Missing and stray parameters, min above max, bounds that the type cannot hold."""
    for cell in cells(draft):
        if isinstance(cell.column, Number):
            yield from _parameters(cell, cell.column)
            yield from _bounds(cell, cell.column)
        if isinstance(cell.column, Number | Choice):
            yield from _decimal((*cell.path, "type"), cell.column.type)


def _parameters(cell: Cell, column: Number) -> Iterator[Finding]:
    needed = _NEEDS[column.kind]
    for name in needed:
        if getattr(column, name) is None:
            yield Finding((*cell.path, name), "is missing", f"{column.kind} needs {' and '.join(needed)}.")
    for name in _PARAMETERS:
        if getattr(column, name) is not None and name not in needed:
            hint = f"{column.kind} takes {' and '.join(needed)}."
            yield Finding((*cell.path, name), f"means nothing for {column.kind}", hint, on_key=True)
    if column.kind == "exponential" and column.mean is not None and column.mean <= 0:
        yield Finding((*cell.path, "mean"), "must be above 0", "It is the average distance from 0.")


def _bounds(cell: Cell, column: Number) -> Iterator[Finding]:
    if column.min is not None and column.max is not None and column.min > column.max:
        yield Finding((*cell.path, "min"), f"min {column.min:g} is above max {column.max:g}", "Swap them.")
    limit = _limit(column.type)
    for name in ("min", "max"):
        bound = getattr(column, name)
        if bound is not None and abs(bound) >= limit:
            yield Finding((*cell.path, name), f"{bound:g} does not fit {column.type}", "Choose a wider type.")


def _limit(sql_type: str) -> float:
    """The smallest size of a number that the type can no longer hold."""
    if digits := re.fullmatch(r"decimal\((\d+), ?(\d+)\)", sql_type):
        whole = int(digits[1]) - int(digits[2])
        return 10.0**whole if whole >= 0 else float("inf")
    return _WHOLE.get(sql_type, float("inf"))


def _decimal(path: Path, sql_type: str) -> Iterator[Finding]:
    digits = re.fullmatch(r"decimal\((\d+), ?(\d+)\)", sql_type)
    if digits and not (1 <= int(digits[1]) <= _MAX_DIGITS and int(digits[2]) <= int(digits[1])):
        hint = f"decimal(p,s) has p from 1 to {_MAX_DIGITS} digits, s of them after the point."
        yield Finding(path, f"{sql_type} is not a decimal type", hint)
