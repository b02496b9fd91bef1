"""Which tables and views a statement names, and where in the text.

Everything that depends on it hangs on finding every reference: privileges, name resolution, views. So the search is
conservative: what sqlglot parses as a table counts as one unless a common table expression of that name is really in
scope.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from wizard.sandbox.sql.errors import SqlError, failed, unsupported
from wizard.sandbox.sql.lexer import syntax_error, tokens

# It warns of every statement that it takes for a bare command; those are answered with an error here anyway.
logging.getLogger("sqlglot").setLevel(logging.ERROR)
# Functions that stand where a table may stand and read nothing but their arguments.
_TABLE_FUNCTIONS = frozenset({
    "range", "explode", "explode_outer", "posexplode", "posexplode_outer", "inline", "inline_outer", "stack",
    "json_tuple", "sequence",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """A table or view named in a statement: its parts as written, the span of the name, and whether it has an alias."""

    parts: tuple[str, ...]
    start: int
    end: int
    aliased: bool
    target: bool = False


def parse(text: str) -> exp.Expr:
    """Return the tree of one query or data-changing statement; raises PARSE_SYNTAX_ERROR."""
    try:
        trees = [tree for tree in sqlglot.parse(text, read="databricks") if tree is not None]
    except ParseError as error:
        raise _syntax_error(text, error) from None
    except SqlglotError as error:
        raise failed("PARSE_SYNTAX_ERROR", f"Syntax error: {str(error).splitlines()[0]}.") from None
    if len(trees) != 1:
        raise failed("PARSE_SYNTAX_ERROR", "Syntax error: one statement is expected.")
    tree = trees[0]
    if isinstance(tree, exp.Command):
        raise unsupported(f"the statement {str(tree.this).upper()}")
    return tree


def references(tree: exp.Expr) -> list[Reference]:
    """Return every table or view that the statement reads or writes, in order of appearance.

    Raises SqlError for a table function that could read files.
    """
    target = _target(tree)
    found: list[Reference] = []
    for table in tree.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier | exp.Dot):
            _check_function(table)
            continue
        identifiers = [part for part in table.parts if isinstance(part, exp.Identifier)]
        if len(identifiers) == 1 and _is_cte(table):
            continue
        spans = [part.meta for part in identifiers]
        if not all("start" in span for span in spans):
            raise failed("INTERNAL_ERROR", f"no position for {table.sql('databricks')}")
        found.append(Reference(
            parts=tuple(part.name for part in identifiers),
            start=min(span["start"] for span in spans),
            end=max(span["end"] for span in spans) + 1,
            aliased=bool(table.args.get("alias")),
            target=table is target,
        ))  # fmt: skip
    return sorted(found, key=lambda reference: reference.start)


def _target(tree: exp.Expr) -> exp.Expr | None:
    """Return the table that a data-changing statement writes."""
    if isinstance(tree, exp.Insert | exp.Update | exp.Delete | exp.Merge):
        place = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        return place if isinstance(place, exp.Table) else None
    return None


def _is_cte(table: exp.Table) -> bool:
    """Tell whether a common table expression of this name is in scope at this place.

    Inside a WITH clause an expression sees the ones before it, and itself only if the clause is recursive.
    """
    name = table.name.lower()
    node: exp.Expr = table
    while (parent := node.parent) is not None:
        clause = parent if isinstance(parent, exp.With) else parent.args.get("with_")
        if isinstance(clause, exp.With) and node is not clause:
            for cte in clause.expressions:
                if cte is node and not clause.args.get("recursive"):
                    break
                if cte.alias.lower() == name:
                    return True
                if cte is node:
                    break
        node = parent
    return False


def _check_function(table: exp.Table) -> None:
    this = table.this
    name = this.name if isinstance(this, exp.Anonymous) else this.sql_name() if isinstance(this, exp.Func) else ""
    if name and name.lower() not in _TABLE_FUNCTIONS:
        raise unsupported(f"the table function {name.lower()}()")


def _syntax_error(text: str, error: ParseError) -> SqlError:
    """Return PARSE_SYNTAX_ERROR at the token that sqlglot stumbled over."""
    details = error.errors[0] if error.errors else {}
    line, column = details.get("line"), details.get("col")
    if line is None or column is None:
        return failed("PARSE_SYNTAX_ERROR", f"Syntax error: {details.get('description', error)}.")
    # sqlglot counts columns to the end of a token.
    near = next((token for token in tokens(text) if token.line == line and token.col == column), None)
    return syntax_error(text, near)
