"""The retail transactions as a SELECT for each contender: the same expressions, in the words of its dialect.

Both peers cast every column to the type that our table stores, so that all write the same data.
"""

from __future__ import annotations

from sqlglot import exp, parse_one

from wizard.datagen.recipe import TableRecipe, build_recipe, rows_sql
from wizard.identifiers import quote
from wizard.spec import load
from wizard.spec.model import DemoSpec

IN_DUCKDB = {
    "timestamp_seconds": ("to_timestamp",),
    "rint": ("round_even", exp.Literal.number(0)),
}
"""Functions that sqlglot leaves as they are: DuckDB's name, and arguments to add."""
SPEC, TABLE = "retail", "transactions"


def spec_of(rows: int) -> DemoSpec:
    """The retail spec with so many transactions."""
    return load(SPEC, [f"tables.{TABLE}.rows={rows}"])


def for_spark(rows: int) -> str:
    """The SELECT in Spark SQL."""
    return _typed(build_recipe(spec_of(rows), TABLE), f"range(0, {rows})")


def for_duckdb(rows: int) -> str:
    """The SELECT in DuckDB's dialect; it reads row ids from a table `ids`, and calls `xxhash64` as a macro."""
    return in_duckdb(_typed(build_recipe(spec_of(rows), TABLE), "ids"))


def in_duckdb(sql: str) -> str:
    """Spark SQL in DuckDB's dialect, meaning the same.

    Spark cuts a fraction off when it casts to an integer, DuckDB rounds: hence `trunc`.
    """
    tree = parse_one(sql, read="databricks")
    for cast in list(tree.find_all(exp.Cast)):
        if cast.to.is_type(*exp.DataType.INTEGER_TYPES) and not isinstance(cast.this, exp.Literal):
            cast.set("this", exp.func("trunc", cast.this))
    for call in list(tree.find_all(exp.Anonymous)):
        name, *extra = IN_DUCKDB.get(call.name.lower(), (call.name,))
        call.replace(exp.func(name, *call.expressions, *extra))
    return tree.sql("duckdb")


def _typed(recipe: TableRecipe, source: str) -> str:
    names = ", ".join(f"CAST({quote(c.name)} AS {c.type}) AS {quote(c.name)}" for c in recipe.columns)
    return f"SELECT {names} FROM (\n{rows_sql(recipe, source)})"
