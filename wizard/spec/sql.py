"""SQL of a spec, parsed without running it.

sqlglot reads the Databricks dialect. Its parser tries several readings of words that are both types and functions
(`date(`, `struct(`, `array[`), so its time doubles with every level of them: text is measured before it is parsed, so
that no spec makes the wizard hang.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError
from sqlglot.parser import Parser
from sqlglot.tokenizer_core import Token, TokenType

DIALECT = "databricks"
MAX_LENGTH = 20_000
_MAX_NESTING = 40
_MAX_TYPE_NESTING = 6
_OPEN = {TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE, TokenType.CASE}
_CLOSE = {TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE, TokenType.END}
_PREFIX = "SELECT "


class SqlFaultError(Exception):
    """SQL that cannot be used: why, and the 1-based line and column where known."""

    def __init__(self, message: str, inside: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.inside = inside


@dataclass(frozen=True, slots=True)
class Reads:
    """The relations that a query reads: bare names in lower case, and names with a schema or catalog as written."""

    bare: frozenset[str]
    qualified: tuple[str, ...]


def query(sql: str) -> exp.Query:
    """The tree of one SELECT statement (WITH and UNION are part of one)."""
    tokens = _tokens(sql)
    if not tokens or tokens[0].token_type not in {TokenType.SELECT, TokenType.WITH, TokenType.L_PAREN}:
        raise SqlFaultError("is not a SELECT statement")
    trees = _parse(sql)
    if len(trees) != 1:
        raise SqlFaultError(f"holds {len(trees)} statements instead of one")
    (tree,) = trees
    if not isinstance(tree, exp.Query) or tree.find(exp.DML, exp.Into, exp.Command) is not None:
        raise SqlFaultError("is not a SELECT statement")
    return tree


@lru_cache(maxsize=512)
def expression(sql: str) -> exp.Expr:
    """The tree of one expression, as it can stand between SELECT and FROM; to be read, for several checks share it."""
    _tokens(sql)
    try:
        trees = _parse(_PREFIX + sql)
    except SqlFaultError as fault:
        raise SqlFaultError(fault.message, _unshifted(fault.inside)) from None
    select = trees[0] if len(trees) == 1 else None
    if not isinstance(select, exp.Select) or len(select.expressions) != 1:
        raise SqlFaultError("is not one expression")
    if any(value for name, value in select.args.items() if name not in {"expressions", "kind"}):
        raise SqlFaultError("is a query, not an expression")
    (only,) = select.expressions
    if isinstance(only, exp.Alias):
        raise SqlFaultError("has an alias; the column's name is its key in the spec")
    return only  # type: ignore[no-any-return]


def names(tree: exp.Expr) -> tuple[str, ...]:
    """The columns that an expression reads, in lower case, each once; of `a.b` the first part."""
    return tuple(dict.fromkeys(c.parts[0].name.lower() for c in tree.find_all(exp.Column) if not c.is_star))


def reads(tree: exp.Query) -> Reads:
    """What a query reads, without its own common table expressions and table functions."""
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    tables = [table for table in tree.find_all(exp.Table) if isinstance(table.this, exp.Identifier)]
    bare = {table.name.lower() for table in tables if not table.db}
    qualified = dict.fromkeys(".".join(part.name for part in table.parts) for table in tables if table.db)
    return Reads(frozenset(bare - own), tuple(qualified))


def data_type(text: str) -> bool:
    """Whether the text is a SQL type and nothing else."""
    try:
        _tokens(text)
        built = exp.DataType.build(text, dialect=DIALECT)
    except Exception:  # noqa: BLE001, RUF100 - any failure to read it means that it is no type
        return False
    return built.this is not exp.DataType.Type.USERDEFINED


def _tokens(sql: str) -> list[Token]:
    if len(sql) > MAX_LENGTH:
        raise SqlFaultError(f"is longer than {MAX_LENGTH:,} characters")
    try:
        tokens = sqlglot.tokenize(sql, dialect=DIALECT)
    except TokenError:
        raise SqlFaultError("has a quote or a comment that never ends") from None
    _measure(tokens)
    return tokens


def _measure(tokens: list[Token]) -> None:
    """Refuse nesting that would take the parser too long."""
    open_types: list[bool] = []
    before: TokenType | None = None
    for token in tokens:
        if token.token_type in _OPEN:
            open_types.append(before in Parser.TYPE_TOKENS)
            if len(open_types) > _MAX_NESTING or sum(open_types) > _MAX_TYPE_NESTING:
                raise SqlFaultError("is nested too deeply", (token.line, token.col))
        elif token.token_type in _CLOSE and open_types:
            open_types.pop()
        before = token.token_type


def _parse(sql: str) -> list[exp.Expr]:
    try:
        return [tree for tree in sqlglot.parse(sql, dialect=DIALECT) if tree is not None]
    except ParseError as error:
        raise _fault(error) from None
    except Exception as error:  # noqa: BLE001, RUF100 - odd text makes the parser fail in ways of its own
        raise SqlFaultError(f"cannot be parsed as SQL ({type(error).__name__})") from None


def _fault(error: ParseError) -> SqlFaultError:
    detail = error.errors[0] if error.errors else {}
    word = str(detail.get("highlight") or "").strip()
    description = str(detail.get("description") or "")
    near = f" near {word!r}" if word else ""
    if description.startswith("Expecting"):
        message = f"is not SQL: {description.removeprefix('Expecting ').strip()} is missing{near}"
    elif description.startswith("Required keyword"):
        message = f"is not SQL: something is missing{near}"
    else:
        message = f"is not SQL{near}"
    line, column = detail.get("line"), detail.get("col")
    return SqlFaultError(message, (line, max(column - len(word) + 1, 1)) if line and column else None)


def _unshifted(inside: tuple[int, int] | None) -> tuple[int, int] | None:
    if inside is None or inside[0] > 1:
        return inside
    return 1, max(inside[1] - len(_PREFIX), 1)
