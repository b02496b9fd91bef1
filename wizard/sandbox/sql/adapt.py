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
    r"\bQUALIFY\b|\*\s*(?:EXCEPT|REPLACE)\s*\(|\bWITH\s+RECURSIVE\b|^[\s(]*FROM\b"
    r"|[\w)\]`'\"]:[A-Za-z_`\[]", re.IGNORECASE,
)  # fmt: skip
_GROUP_BY_ALL = re.compile(r"\bGROUP\s+BY\s+ALL\b", re.IGNORECASE)
_BEFORE_GROUP = ("expressions", "from_", "joins", "laterals", "where")
# The engine wants the pivoted column in parentheses.
_PIVOT = re.compile(r"((?<!UN)PIVOT\s*\([^;]*?\bFOR)\s+([\w.`]+)\s+IN\b", re.IGNORECASE)


def adapt(text: str, columns: Columns) -> str:
    """Return a resolved statement in the engine's dialect.

    `columns` gives (name, type) for each column of a table by its full name; it is asked only to spell out a star.
    """
    text = _group_by_all(_PIVOT.sub(r"\1 (\2) IN", text))
    if not _FOREIGN.search(text):
        return text
    tree = sqlglot.parse_one(text, read="databricks")
    _refuse(tree)
    if any(_edited_star(star) for star in tree.find_all(exp.Star)) or any(
        select.args.get("qualify") and select.is_star for select in tree.find_all(exp.Select)
    ):
        tree = _spell_out(tree, columns)
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


def _group_by_all(text: str) -> str:
    """Put the positions of all columns without an aggregate in the place of ALL behind GROUP BY."""
    if not _GROUP_BY_ALL.search(text):
        return text
    places = list(_GROUP_BY_ALL.finditer(text))
    edits: list[tuple[int, int, str]] = []
    # The innermost first: its clause lies before that of the SELECT around it.
    for select in reversed(list(sqlglot.parse_one(text, read="databricks").find_all(exp.Select))):
        group = select.args.get("group")
        if group and group.args.get("all"):
            # The clause stands behind everything else of its SELECT that comes before it.
            end = max(_last_position(select.args.get(part)) for part in _BEFORE_GROUP)
            place = next(match for match in places if match.start() > end)
            places.remove(place)
            numbers = [str(n) for n, column in enumerate(select.expressions, start=1) if not _aggregates(column)]
            edits.append((place.start(), place.end(), f"GROUP BY {', '.join(numbers)}" if numbers else ""))
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _last_position(part: object) -> int:
    """Return where the last name or literal of a part of a tree ends, -1 if it holds none."""
    nodes = part if isinstance(part, list) else [part]
    ends = [n.meta.get("end", -1) for node in nodes if isinstance(node, exp.Expr) for n in node.walk()]
    return max(ends, default=-1)


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
