"""A table described by a sample of its rows: a few of them, and for each column what it means and how it is spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wizard.portrait.sample import Sample, evenly
from wizard.portrait.shapes import Histogram, Shares, Words, histogram, shares, words
from wizard.portrait.timeline import Timeline, timeline
from wizard.spec.columns import Column, ForeignKey
from wizard.spec.model import DemoSpec

Shape = Shares | Histogram | Timeline | Words

_FEW = 12
"""So many different values are shown as shares, however rare some of them are."""
_TELLS = 0.25
"""More are worth their bars if the most frequent ones together have this share."""
_STEPS = 8
"""So many different numbers are counted one by one."""


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column. `nulls` is the share of rows without a value; `shape` is None where no row has one.

    `refers_to` names the table whose keys a foreign key holds; `note` says what the rows alone would not.
    """

    name: str
    type: str
    kind: str
    comment: str
    nulls: float
    shape: Shape | None
    refers_to: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TableProfile:
    """One table: `rows` of them, `about` if that is an estimate, described by `sampled` of them.

    `examples` are rows as stored, spread over the table, in its columns' order.
    """

    name: str
    comment: str
    rows: int
    about: bool
    sampled: int
    columns: tuple[ColumnProfile, ...]
    examples: tuple[tuple[Any, ...], ...]


def profile(spec: DemoSpec, sample: Sample, examples: int = 5) -> TableProfile:
    """The profile of the table that a sample was taken of, with at most so many rows to show."""
    model = spec.tables[sample.table]
    columns = tuple(
        _column(name, sample.types[name], model.columns[name], values) for name, values in sample.columns.items()
    )
    rows = tuple(tuple(values[at] for values in sample.columns.values()) for at in evenly(sample.sampled, examples))
    return TableProfile(sample.table, model.comment, sample.rows, sample.about, sample.sampled, columns, rows)


def _column(name: str, type_: str, column: Column, values: Sequence[Any]) -> ColumnProfile:
    there = [value for value in values if value is not None]
    nulls = 1 - len(there) / len(values) if values else 0.0
    refers_to = column.table if isinstance(column, ForeignKey) else ""
    return ColumnProfile(name, type_, column.kind, column.comment, nulls, shape(there, type_), refers_to, _note(column))


def shape(values: Sequence[Any], type_: str) -> Shape | None:
    """How values of a SQL type are spread, as what tells most about them; None without values."""
    if not values:
        return None
    distinct = len(set(values))
    if isinstance(values[0], date):  # a datetime is one too
        return timeline(values)
    repeats = distinct < len(values) or distinct == 1
    if type_ in {"int", "bigint", "double"} or type_.startswith("decimal"):
        return shares(values, by_value=True, top=_STEPS) if distinct <= _STEPS and repeats else histogram(values)
    found = shares(values)
    return found if repeats and (distinct <= _FEW or 1 - found.others >= _TELLS) else words(values)


def _note(column: Column) -> str:
    if isinstance(column, ForeignKey) and column.skew:
        return f"the top {column.skew.top * 100:g} % of them get {column.skew.share * 100:g} % of the rows"
    return ""
