"""The retail spec's largest table as a SELECT for each contender: the same expressions, in the words of its dialect.

Both peers cast every column to the type that our table stores, so that all write the same data.
"""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp, parse_one

from wizard.datagen import barrier
from wizard.datagen.recipe import TableRecipe, build_recipe, rows_sql
from wizard.identifiers import quote
from wizard.spec import load, parts
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin

SPEC, WHOLE, TABLE = "retail", "transactions", "transaction_items"


def spec_of(rows: int) -> DemoSpec:
    """The retail spec with enough purchases for so many lines of receipts."""
    per_whole = sum(parts.block(load(SPEC).tables[TABLE].part_of.count))  # type: ignore[union-attr]  # it is a part
    return skin(load(SPEC, [f"tables.{WHOLE}.rows={-(-rows * parts.BLOCK // per_whole)}"]))


def recipe_of(rows: int) -> TableRecipe:
    """The recipe of exactly so many lines."""
    return replace(build_recipe(spec_of(rows), TABLE), rows=rows)


def for_spark(rows: int) -> str:
    """The SELECT in Spark SQL."""
    return _typed(recipe_of(rows), f"range(0, {rows})")


def for_duckdb(rows: int) -> str:
    """The SELECT in DuckDB's dialect; it reads row ids from a table `ids`, and calls `xxhash64` as a macro."""
    return in_duckdb(_typed(recipe_of(rows), "ids").replace(barrier.TRUE, "TRUE"))


def in_duckdb(sql: str) -> str:
    """A SELECT in Spark SQL in DuckDB's dialect, meaning the same."""
    tree = parse_one(sql, read="databricks")
    for node in reversed(list(tree.walk())):  # inner ones first: what is put around them takes a copy
        _mean(node)
    return tree.sql("duckdb")


def _mean(node: exp.Expr) -> None:
    """Replace what sqlglot leaves as it is, although DuckDB means something else by it or does not know it."""
    if isinstance(node, exp.Cast) and node.to.is_type(*exp.DataType.INTEGER_TYPES):
        if not isinstance(node.this, exp.Literal):
            node.set("this", exp.func("trunc", node.this))  # Spark cuts a fraction off, DuckDB rounds
    elif isinstance(node, exp.Rint):
        node.replace(exp.func("round_even", node.this, exp.Literal.number(0)))
    elif isinstance(node, exp.Anonymous) and node.name.lower() == "timestamp_seconds":
        node.replace(exp.func("to_timestamp", *node.expressions))


def _typed(recipe: TableRecipe, source: str) -> str:
    names = ", ".join(f"CAST({quote(c.name)} AS {c.type}) AS {quote(c.name)}" for c in recipe.columns)
    return f"SELECT {names} FROM (\n{rows_sql(recipe, source)})"
