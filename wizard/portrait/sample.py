"""A sample of a table's rows, as they will be: spread evenly over all of it, in its order, made without a target.

Planning a query costs far more than some thousand rows: so there is one a table, and it brings all that is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from wizard.datagen.recipe import TableRecipe, build_recipe, rows_sql
from wizard.identifiers import quote
from wizard.spec.model import DemoSpec

SAMPLED = 2_000


class Rows(Protocol):
    """What a query answered: `wizard.workspace.local.LocalRows`."""

    count: int

    def values(self, column: str, at: Sequence[int] | None = None) -> list[Any]:
        """A column's values, those of the rows `at`, or all; none if there are no rows."""


class Queries(Protocol):
    """What runs a query: `wizard.workspace.local.LocalEngine`, or any other engine."""

    def rows(self, sql: str, doing: str) -> Rows:
        """The answer to a query."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a sample brings besides the rows to look at: conditions (SQL over columns of the table) by name.

    They are tested in about `size` rows; of these, the columns in `reads`, hidden ones too, are there in full.
    """

    tests: dict[str, str] = field(default_factory=dict)
    reads: tuple[str, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """Some rows of a table, as values by column; `sampled` of them. `rows` is how many the table has.

    That is an estimate (`about`) where rows are dropped by chance. `tested` rows hold what was wanted besides: `tests`
    says which pass, `reads` has their values.
    """

    table: str
    rows: int
    about: bool
    sampled: int
    columns: dict[str, list[Any]]
    types: dict[str, str]
    tested: int
    tests: dict[str, list[bool]]
    reads: dict[str, list[Any]]


def sample(spec: DemoSpec, table: str, engine: Queries, size: int = SAMPLED, wanted: Wanted | None = None) -> Sample:
    """About `size` rows of a table, or all if it has fewer. Raises `UsageError` for a column that cannot be made."""
    recipe, besides = build_recipe(spec, table), wanted or Wanted()
    asked = min(max(size, besides.size), recipe.rows)
    made = engine.rows(_sql(spec, recipe, asked, besides), f"making rows of {table}")
    shown = evenly(made.count, size)
    return Sample(
        table, round(recipe.rows * made.count / max(1, asked)), bool(recipe.where), len(shown),
        {column.name: made.values(column.name, shown) for column in recipe.columns},
        {column.name: column.type for column in recipe.columns},
        made.count,
        {name: made.values(f"_{name}") for name in besides.tests},
        {name: made.values(name) for name in besides.reads},
    )  # fmt: skip


def _sql(spec: DemoSpec, recipe: TableRecipe, asked: int, wanted: Wanted) -> str:
    """The rows; where there are tests, with them, and with the columns that are not stored, which they may read."""
    if not wanted.tests:
        return rows_sql(recipe, spread(recipe.rows, asked))
    hidden = [column for column in recipe.helpers if column.name in spec.tables[recipe.name].columns]
    helpers = tuple(column for column in recipe.helpers if column not in hidden)
    every = replace(recipe, columns=(*recipe.columns, *hidden), helpers=helpers)
    tests = ", ".join(f"coalesce(({sql}), false) AS {quote(f'_{name}')}" for name, sql in wanted.tests.items())
    return f"SELECT *, {tests} FROM ({rows_sql(every, spread(recipe.rows, asked))})"


def spread(rows: int, wanted: int) -> str:
    """SQL of a relation of `wanted` row numbers below `rows`: one by chance from each of so many equal stretches.

    Every so-manieth row would do harm where rows repeat in a cycle: all readings of one device, all at one hour.
    """
    each = max(1, rows // max(1, wanted))
    number = f"(id * {rows}L) div {max(1, wanted)}L + pmod(xxhash64(id), {each}L)"
    return f"(SELECT {number} FROM range(0, {wanted}))"


def evenly(count: int, wanted: int) -> list[int]:
    """At most `wanted` different numbers below `count`, from the first to the last."""
    if count <= wanted:
        return list(range(count))
    return [step * (count - 1) // max(1, wanted - 1) for step in range(wanted)]
