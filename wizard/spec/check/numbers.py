"""Random numbers: which parameters each distribution needs, and bounds that leave room."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wizard.spec.check.walk import Cell, cells, not_suited
from wizard.spec.columns import Choice, Law, Number, Rollup, Signal
from wizard.spec.draft import Draft
from wizard.spec.lookups import origin
from wizard.spec.problems import Finding, Path

_NEEDS = {
    "uniform": ("min", "max"),
    "normal": ("mean", "sd"),
    "lognormal": ("mu", "sigma"),
    "exponential": ("mean",),
    "pareto": ("min", "alpha"),
    "poisson": ("mean",),
    "zipf": ("exponent", "max"),
}
_PARAMETERS = ("mean", "sd", "mu", "sigma", "alpha", "exponent")
_BELL = frozenset({"normal", "lognormal"})
_LARGEST_MEAN = 100
_MOST_VALUES = 1000
_WHOLE = {"int": 2.0**31, "bigint": 2.0**63}
_MAX_DIGITS = 38  # of a DECIMAL (Databricks docs: DECIMAL type)


def check(draft: Draft) -> Iterator[Finding]:
    """Missing and stray parameters, min above max, bounds that the type cannot hold, odd correlations."""
    for cell in cells(draft):
        column = cell.column
        if isinstance(column, Number):
            yield from _law(cell.path, column.kind, column, column)
            yield from bounds(cell.path, column, column.type)
            for value, law in column.when.items():
                merged = column.model_copy(update=law.model_dump(exclude_none=True))
                yield from _law((*cell.path, "when", value), column.kind, law, merged)
                yield from bounds((*cell.path, "when", value), merged, column.type, given=law)
            yield from _correlation(draft, cell, column)
        if isinstance(column, Number | Choice | Signal | Rollup) and column.type:
            yield from _decimal((*cell.path, "type"), column.type)


def bounds(path: Path, column: Number | Signal, sql_type: str, given: Law | None = None) -> Iterator[Finding]:
    """min above max, and bounds that the type cannot hold; only of those that are `given` at `path`."""
    stated = [name for name in ("min", "max") if getattr(given or column, name) is not None]
    if column.min is not None and column.max is not None and column.min > column.max and stated:
        yield Finding((*path, stated[0]), f"min {column.min:g} is above max {column.max:g}", "Swap them.")
    for name in stated:
        bound = getattr(column, name)
        if abs(bound) >= _limit(sql_type):
            yield Finding((*path, name), f"{bound:g} does not fit {sql_type}", "Choose a wider type.")


def _law(path: Path, kind: str, given: Law, whole: Number) -> Iterator[Finding]:
    """What is wrong with parameters `given` at a path, together with those of the column the `whole` law."""
    needed = _NEEDS[kind]
    if given is whole:
        for name in needed:
            if getattr(whole, name) is None:
                yield Finding((*path, name), "is missing", f"{kind} needs {' and '.join(needed)}.")
    for name in _PARAMETERS:
        if getattr(given, name) is not None and name not in needed:
            hint = f"{kind} takes {' and '.join(needed)}."
            yield Finding((*path, name), f"means nothing for {kind}", hint, on_key=True)
    if kind == "zipf" and given.min is not None:
        yield Finding((*path, "min"), "means nothing for zipf", "Its values are 1, 2, 3 … up to max.", on_key=True)
    yield from _ranges(path, kind, given)


def _ranges(path: Path, kind: str, given: Law) -> Iterator[Finding]:
    if kind in {"exponential", "poisson"} and given.mean is not None and given.mean <= 0:
        yield Finding((*path, "mean"), "must be above 0", "It is the average of values from 0 on.")
    if kind == "poisson" and given.mean is not None and given.mean > _LARGEST_MEAN:
        hint = "Use normal with type: int; it looks the same there."
        yield Finding((*path, "mean"), f"must be {_LARGEST_MEAN} or less", hint)
    if kind == "pareto" and given.min is not None and given.min <= 0:
        yield Finding((*path, "min"), "must be above 0", "It is the smallest value, where the distribution begins.")
    if kind == "zipf" and given.max is not None and not (given.max.is_integer() and 1 <= given.max <= _MOST_VALUES):
        hint = "It is how many values there are."
        yield Finding((*path, "max"), f"must be a whole number from 1 to {_MOST_VALUES}", hint)


def _correlation(draft: Draft, cell: Cell, column: Number) -> Iterator[Finding]:
    if column.correlate is None:
        return
    path = (*cell.path, "correlate")
    if column.kind not in _BELL:
        hint = "Use normal or lognormal, or remove it."
        yield Finding(path, f"means nothing for {column.kind}", hint, on_key=True)
        return
    partners = [name for name in cell.before if _has_bell(draft, cell, name)]
    if finding := not_suited(cell, (*path, "to"), column.correlate.to, "a normal or lognormal", partners):
        yield finding


def _has_bell(draft: Draft, cell: Cell, name: str) -> bool:
    found = origin(draft.tables, cell.home, name)
    return found is None or found.column.kind in _BELL


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
