"""INSERT, UPDATE, DELETE, MERGE and TRUNCATE: the engine writes, and says how many rows it touched."""

from __future__ import annotations

import re

from sqlglot import exp

from wizard.sandbox.sql import result
from wizard.sandbox.sql.adapt import adapt
from wizard.sandbox.sql.context import Context, Document
from wizard.sandbox.sql.create_table import WRITTEN, columns_of
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.delta import last_commit
from wizard.sandbox.sql.errors import failed, unsupported
from wizard.sandbox.sql.parameters import quoted_name
from wizard.sandbox.sql.resolve import Resolved, resolve
from wizard.sandbox.sql.result import Result
from wizard.sandbox.sql.table_spec import require_columns

_MERGED = {"num_affected_rows": ("numTargetRowsUpdated", "numTargetRowsDeleted", "numTargetRowsInserted"),
           "num_updated_rows": ("numTargetRowsUpdated",), "num_deleted_rows": ("numTargetRowsDeleted",),
           "num_inserted_rows": ("numTargetRowsInserted",)}  # fmt: skip


def insert(context: Context, statement: str) -> Result:
    """Answer INSERT INTO and INSERT OVERWRITE."""
    found = resolve(context, statement)
    if found.target is None:
        raise unsupported("this form of INSERT")
    sql = _insert_sql(found, found.target)
    answer = context.ask(adapt(sql, lambda table: columns_of(context, table)))
    written = int(answer.column(0)[0].as_py()) if answer.num_rows else 0
    return result.of_rows(WRITTEN, [(written, written)])


def update_or_delete(context: Context, statement: str) -> Result:
    """Answer UPDATE and DELETE."""
    _, commit = _run(context, statement)
    metrics = commit.get("operationMetrics", {})
    field = "numDeletedRows" if commit.get("operation") == "DELETE" else "numUpdatedRows"
    touched = metrics.get(field, metrics.get("numTouchedRows", 0)) if commit else 0
    return result.of_rows("num_affected_rows bigint", [(touched,)])


def merge(context: Context, statement: str) -> Result:
    """Answer MERGE INTO."""
    _, commit = _run(context, statement)
    metrics = commit.get("operationMetrics", {})
    counts = [sum(int(metrics.get(name, 0)) for name in names) for names in _MERGED.values()]
    return result.of_rows(", ".join(f"{name} bigint" for name in _MERGED), [counts])


def truncate(context: Context, cursor: Cursor) -> Result:
    """Answer TRUNCATE TABLE; the cursor is behind the word TRUNCATE."""
    cursor.expect("TABLE")
    name = context.full_name(cursor.name())
    if cursor.word() == "PARTITION":
        raise unsupported("TRUNCATE TABLE … PARTITION")
    cursor.end()
    context.writable(name)
    context.ask(f"DELETE FROM {quoted_name(name.split('.'))}")
    return result.done()


def _run(context: Context, statement: str) -> tuple[Resolved, Document]:
    """Run a statement and return it with the commit that it made, empty if it changed nothing."""
    found = resolve(context, statement)
    if found.target is None:
        raise unsupported("this form of the statement")
    before = last_commit(found.target)["version"]
    context.ask(adapt(found.text, lambda table: columns_of(context, table)))
    after = last_commit(found.target)
    return found, after if after["version"] > before else {}


def _insert_sql(found: Resolved, target: Document) -> str:
    """Return an INSERT that the engine understands: no column list, no BY NAME, no two columns of one name.

    The engine takes columns by position and all of them, so a list of columns becomes a SELECT in the table's order,
    with each missing column's default or NULL.
    """
    cursor = Cursor(found.text)
    cursor.expect("INSERT")
    overwrite = cursor.accept_one("INTO", "OVERWRITE") == "OVERWRITE"
    cursor.accept("TABLE")
    cursor.name()
    if cursor.word() in ("PARTITION", "REPLACE", "IF", "WITH") and cursor.word(1) in ("(", "WHERE", "USING", "NOT"):
        raise unsupported(f"INSERT … {cursor.word()}")
    by_name = cursor.accept("BY", "NAME")
    listed: list[str] = []
    if cursor.word() == "(" and cursor.word(1) not in ("SELECT", "WITH", "VALUES", "FROM", "("):
        listed = cursor.listed(cursor.identifier)
    source = cursor.rest()
    columns = target["columns"]
    names = [column["name"] for column in columns]
    if not listed and not by_name:
        return _positional(found, source, names)
    into = f"INSERT {'OVERWRITE' if overwrite else 'INTO'} {quoted_name(target['full_name'].split('.'))}"
    given = require_columns(listed or _named(found.tree), names)
    if twice := next((name for name in given if given.count(name) > 1), ""):
        raise failed("COLUMN_ALREADY_EXISTS", f"The column `{twice}` already exists. Choose another name or rename the "
                     "existing column.")  # fmt: skip
    selected = [quoted_name(c["name"]) if c["name"] in given else _missing(c) for c in columns]
    aliases = ", ".join(map(quoted_name, given))
    return f"{into} SELECT {', '.join(selected)} FROM ({source}) AS _source({aliases})"


def _positional(found: Resolved, source: str, names: list[str]) -> str:
    """Name the columns of a source of its own accord ambiguous, such as `SELECT NULL, NULL`."""
    text = found.text
    if re.match(r"\s*VALUES\b", source, re.IGNORECASE):
        return text
    given = _names_of(found.tree)
    if "*" in given or len(given) == len(set(given)):
        return text
    if len(given) != len(names):
        raise failed("INSERT_COLUMN_ARITY_MISMATCH",
                     f"The data has {len(given)} columns but the table has {len(names)}.")  # fmt: skip
    return f"{text[: text.rindex(source)]} SELECT * FROM ({source}) AS _source({', '.join(map(quoted_name, names))})"


def _names_of(insert: exp.Expr) -> list[str]:
    """Return the names of an INSERT's columns in lower case: `*` for a star, empty for one without a name."""
    source = insert.expression
    columns = source.selects if isinstance(source, exp.Query) else []
    return ["*" if column.is_star else column.alias_or_name.lower() for column in columns]


def _named(insert: exp.Expr) -> list[str]:
    names = _names_of(insert)
    if not names or "*" in names or not all(names):
        raise unsupported("INSERT … BY NAME of a query whose columns are not all named",
                          "Name them, or list the columns.")  # fmt: skip
    return names


def _missing(column: Document) -> str:
    default = column.get("default_value") or "NULL"
    return f"CAST({default} AS {column['type_text']}) AS {quoted_name(column['name'])}"
