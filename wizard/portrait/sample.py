"""A sample of a table's rows, as they will be: spread evenly over all of it, in its order, made without a target.

Planning a query costs far more than some thousand rows: so there is one a table, and it brings all that is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from wizard.datagen.recipe import ColumnSql, TableRecipe, build_recipe, rows_sql
from wizard.identifiers import quote
from wizard.spec.model import DemoSpec

SAMPLED = 2_000


class Queries(Protocol):
    """What runs a query: `wizard.workspace.local.LocalEngine`, or any other engine."""

    def columns(self, sql: str, doing: str) -> dict[str, list[Any]]:
        """Values by column."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Some rows of a table, as values by column; `sampled` of them. `rows` is how many the table has.

    That is an estimate (`about`) where rows are dropped by chance. `hidden` holds the columns that are not stored, and
    `tests` whether each row passes what was asked.
    """

    table: str
    rows: int
    about: bool
    sampled: int
    columns: dict[str, list[Any]]
    types: dict[str, str]
    hidden: dict[str, list[Any]] = field(default_factory=dict)
    tests: dict[str, list[bool]] = field(default_factory=dict)

    def thinned(self, wanted: int) -> Sample:
        """At most `wanted` of its rows, evenly spread, without hidden columns and tests."""
        chosen = evenly(self.sampled, wanted)
        columns = {name: [values[at] for at in chosen] for name, values in self.columns.items()}
        return replace(self, sampled=len(chosen), columns=columns, hidden={}, tests={})


def sample(
    spec: DemoSpec, table: str, engine: Queries, size: int = SAMPLED, tests: Mapping[str, str] | None = None
) -> Sample:
    """About `size` rows of a table, or all if it has fewer; `tests` are SQL conditions over its columns by name.

    Raises `UsageError` for a column that cannot be made.
    """
    recipe = build_recipe(spec, table)
    hidden = [column for column in recipe.helpers if column.name in spec.tables[table].columns]
    wanted = min(size, recipe.rows)
    made = engine.columns(_sql(recipe, hidden, wanted, tests or {}), f"making rows of {table}")
    columns = {column.name: made.get(column.name, []) for column in recipe.columns}
    sampled = len(next(iter(columns.values())))
    return Sample(
        table, round(recipe.rows * sampled / max(1, wanted)), bool(recipe.where), sampled, columns,
        {column.name: column.type for column in recipe.columns},
        {column.name: made[column.name] for column in hidden if column.name in made},
        {name: made[f"_{name}"] for name in tests or {} if f"_{name}" in made},
    )  # fmt: skip


def _sql(recipe: TableRecipe, hidden: list[ColumnSql], wanted: int, tests: Mapping[str, str]) -> str:
    """The rows, with hidden columns and tests where there are tests, which may read them."""
    if not tests:
        return rows_sql(recipe, spread(recipe.rows, wanted))
    shown = replace(
        recipe,
        columns=(*recipe.columns, *hidden),
        helpers=tuple(column for column in recipe.helpers if column not in hidden),
    )
    asked = ", ".join(f"coalesce(({sql}), false) AS {quote(f'_{name}')}" for name, sql in tests.items())
    return f"SELECT *, {asked} FROM ({rows_sql(shown, spread(recipe.rows, wanted))})"


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
