"""Free SQL expressions: a function of the row, the same on every run.

A row's values must depend on nothing but the row itself: not on the clock, not on chance, not on other rows, for these
change with the batch, the partition and the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from wizard.spec.check.types import TIMES
from wizard.spec.check.walk import cells, not_before
from wizard.spec.columns import Expr
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding, Path

if TYPE_CHECKING:
    from sqlglot import exp

# Functions whose result is not decided by their arguments (Databricks docs: alphabetical list of built-in functions).
_CHANGING = frozenset({
    "ai_query", "curdate", "current_catalog", "current_database", "current_date", "current_datetime",
    "current_metastore", "current_schema", "current_time", "current_timestamp", "current_timezone", "current_user",
    "current_version", "getdate", "http_request", "input_file_block_length", "input_file_block_start",
    "input_file_name", "is_account_group_member", "is_member", "java_method", "localtime", "localtimestamp",
    "monotonically_increasing_id", "now", "rand", "randn", "random", "randstr", "reflect", "secret", "session_user",
    "shuffle", "spark_partition_id", "try_reflect", "try_secret", "uniform", "user", "uuid", "version",
})
_MANY_ROWS = frozenset({"inline", "inline_outer", "stack", "posexplode_outer", "explode_outer", "json_tuple"})


def check(draft: Draft) -> Iterator[Finding]:
    """Syntax, unknown and later columns, clock and chance, other rows; the SQL type."""
    found = [(cell, cell.column) for cell in cells(draft) if isinstance(cell.column, Expr)]
    if not found:
        return
    from wizard.spec import sql  # costs a tenth of a second, and many specs have no expression

    for cell, column in found:
        if not sql.data_type(column.type):
            hint = "Write for example bigint, double, string, decimal(10,2), date, timestamp or array<string>."
            yield Finding((*cell.path, "type"), f"{column.type!r} is not a SQL type", hint)
        elif column.type.lower() in TIMES - {column.type}:
            hint = f"Write type: {column.type.lower()}."
            yield Finding((*cell.path, "type"), f"{column.type!r} is not in lower case", hint)
        path = (*cell.path, "sql")
        hint = "Write one SQL expression over earlier columns, e.g. price * quantity."
        yield from of_the_row(path, column.sql, hint, partial(not_before, cell, path))


def of_the_row(path: Path, text: str, hint: str, missing: Callable[[str], Finding | None]) -> Iterator[Finding]:
    """What is wrong with an expression over a row; `missing` says what is wrong with the name of a column."""
    from wizard.spec import sql

    try:
        tree = sql.expression(text)
    except sql.SqlFaultError as fault:
        yield Finding(path, fault.message, hint, inside=fault.inside)
        return
    yield from _functions(path, tree)
    for name in sql.names(tree):
        if finding := missing(name):
            yield finding


def _functions(path: Path, tree: exp.Expr) -> Iterator[Finding]:
    from sqlglot import exp

    names = dict.fromkeys(_name(function) for function in tree.find_all(exp.Func))
    for name in names:
        if name in _CHANGING or name.startswith("ai_"):
            hint = "Use a random column kind for chance, as_of for the date: rows must be the same on every run."
            yield Finding(path, f"{name}() gives another value on every run", hint)
    if tree.find(exp.AggFunc, exp.Window, exp.Query, exp.UDTF) or _MANY_ROWS & names.keys():
        hint = "Use the values of this row only; aggregate in a view."
        yield Finding(path, "looks at other rows, or makes some", hint)
    if tree.find(exp.Placeholder, exp.Parameter, exp.Star):
        yield Finding(path, "holds a parameter or a star", "Name the columns of this table.")


def _name(function: exp.Func) -> str:
    from sqlglot import exp

    return (function.name if isinstance(function, exp.Anonymous) else function.sql_name()).lower()
