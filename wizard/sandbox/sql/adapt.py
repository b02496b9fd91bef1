"""What Databricks SQL has and the engine lacks, said in words that the engine knows.

Only a statement that uses one of these is written anew from its tree; all others reach the engine as they were typed.
QUALIFY becomes a subquery, GROUP BY ALL lists its columns, `* EXCEPT` and `* REPLACE` are spelled out, `a:b` becomes
get_json_object(), and `FROM t SELECT` is put in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.transforms import eliminate_qualify

from wizard.sandbox.sql.errors import failed, unsupported

Columns = Callable[[str], Iterable[tuple[str, str]]]
# Cheap to look for, and never missed: a word found inside a string only costs a detour over the tree.
_FOREIGN = re.compile(
    r"\bQUALIFY\b|\bGROUP\s+BY\s+ALL\b|\*\s*(?:EXCEPT|REPLACE)\s*\(|\bWITH\s+RECURSIVE\b|^[\s(]*FROM\b"
    r"|[\w)\]`'\"]:[A-Za-z_`\[]", re.IGNORECASE,
)  # fmt: skip
# The engine wants the pivoted column in parentheses.
_PIVOT = re.compile(r"((?<!UN)PIVOT\s*\([^;]*?\bFOR)\s+([\w.`]+)\s+IN\b", re.IGNORECASE)


def adapt(text: str, columns: Columns) -> str:
    """Return a resolved statement in the engine's dialect.

    `columns` gives (name, type) for each column of a table by its full name; it is asked only to spell out a star.
    """
    text = _PIVOT.sub(r"\1 (\2) IN", text)
    if not _FOREIGN.search(text):
        return text
    tree = sqlglot.parse_one(text, read="databricks")
    _refuse(tree)
    if any(_edited_star(star) for star in tree.find_all(exp.Star)) or any(
        select.args.get("qualify") and select.is_star for select in tree.find_all(exp.Select)
    ):
        tree = _spell_out(tree, columns)
    for select in list(tree.find_all(exp.Select)):
        _group_by_all(select)
    for select in reversed(list(tree.find_all(exp.Select))):
        if select.args.get("qualify"):
            plain = eliminate_qualify(select.copy())
            tree = plain if select is tree else (select.replace(plain) and tree)
    return tree.sql("spark")


def _refuse(tree: exp.Expr) -> None:
    """Name what no rewriting helps."""
    for clause in tree.find_all(exp.With):
        if clause.args.get("recursive"):
            raise unsupported("recursive common table expressions")


def _edited_star(star: exp.Star) -> bool:
    return bool(star.args.get("except_") or star.args.get("replace"))


def _group_by_all(select: exp.Select) -> None:
    """Put the positions of all columns without an aggregate in the place of GROUP BY ALL."""
    group = select.args.get("group")
    if not group or not group.args.get("all"):
        return
    positions = [
        exp.Literal.number(number)
        for number, column in enumerate(select.expressions, start=1)
        if not _aggregates(column)
    ]
    select.set("group", exp.Group(expressions=positions) if positions else None)


def _aggregates(column: exp.Expr) -> bool:
    """Tell whether an expression holds an aggregate that is not part of a window or of a subquery."""
    for found in column.find_all(exp.AggFunc):
        window = found.find_ancestor(exp.Window, exp.Select)
        if not isinstance(window, exp.Window):
            return True
    return False


def _spell_out(tree: exp.Expr, columns: Columns) -> exp.Expr:
    schema: dict[str, Any] = {}
    for table in tree.find_all(exp.Table):
        if table.catalog and table.db:
            name = ".".join(part.name for part in table.parts)
            schema.setdefault(table.catalog, {}).setdefault(table.db, {})[table.name] = dict(columns(name))
    try:
        return qualify(tree, schema=schema, dialect="databricks", validate_qualify_columns=False,
                       quote_identifiers=True, identify=True)  # fmt: skip
    except SqlglotError as error:
        raise failed("UNSUPPORTED_FEATURE.SANDBOX", f"The star cannot be spelled out: {error}.") from None
