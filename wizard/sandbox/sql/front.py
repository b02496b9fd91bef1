"""The front door: one statement in, one result out, whoever asks.

The statement service and the SQL tasks of jobs both come through here, so a statement means the same in either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wizard.sandbox.api import ApiError, Principal
from wizard.sandbox.engine import Limits
from wizard.sandbox.sql import alter, create, describe, grants, maintain, result, show, write
from wizard.sandbox.sql.context import Context
from wizard.sandbox.sql.create_table import ready
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import failed, from_api, unsupported
from wizard.sandbox.sql.lexer import split_statements, syntax_error
from wizard.sandbox.sql.parameters import bind
from wizard.sandbox.sql.result import Result
from wizard.sandbox.unity import access

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

DEFAULT_SCHEMA = "default"


def run(
    sandbox: Sandbox, principal: Principal, statement: str, *, catalog: str | None = None, schema: str | None = None,
    parameters: Sequence[Mapping[str, Any]] = (), operation_id: str | None = None, limits: Limits | None = None,
    serverless: bool = True,
) -> Result:  # fmt: skip
    """Run one statement as a principal and return its result.

    `catalog` and `schema` are where unqualified names are looked up; `parameters` the statement API's items; by
    `operation_id` (a UUID) the engine can be told to stop; `serverless` says what sort of warehouse was asked. Raises
    SqlError, in Databricks' wording, for every failure.
    """
    catalog = catalog or sandbox.character.default_catalog
    context = Context(sandbox, principal, catalog.lower(), (schema or DEFAULT_SCHEMA).lower(), operation_id,
                      limits or Limits(), serverless)  # fmt: skip
    try:
        return _answer(context, _single(bind(statement, parameters)))
    except ApiError as error:
        raise from_api(error) from None
    except RecursionError:
        raise failed("PARSE_SYNTAX_ERROR", "Syntax error: the statement is nested too deeply.") from None


def _single(text: str) -> str:
    statements = split_statements(text)
    if not statements:
        raise failed("PARSE_EMPTY_STATEMENT", "Syntax error, unexpected empty statement.")
    if len(statements) > 1:
        raise failed("PARSE_SYNTAX_ERROR", "Syntax error at or near ';': a request holds one statement.")
    return statements[0]


def _answer(context: Context, statement: str) -> Result:
    cursor = Cursor(statement)
    word = cursor.word()
    if word in _QUERIES:
        return _query(context, statement)
    if word in _WRITES:
        return _WRITES[word](context, statement)
    handler = _COMMANDS.get(word)
    if handler is None:
        if word in _KNOWN_ELSEWHERE:
            raise unsupported(f"the statement {word}")
        raise syntax_error(statement, cursor.token)
    cursor.at += 1
    return handler(context, cursor)


def _query(context: Context, statement: str) -> Result:
    if statement.split(None, 1)[0].upper() == "TABLE":
        statement = f"SELECT * FROM {statement.split(None, 1)[1]}"
    return result.of_arrow(context.ask(ready(context, statement)), context.limits.rows)


def _explain(context: Context, cursor: Cursor) -> Result:
    cursor.accept_one("EXTENDED", "FORMATTED", "COST", "CODEGEN")
    plan = context.ask(f"EXPLAIN {ready(context, cursor.rest())}")
    return result.of_rows("plan string", [(value.as_py(),) for value in plan.column(0)])


def _use(context: Context, cursor: Cursor) -> Result:
    """Answer USE: it holds for the statements after it in the same script, and there is none after it in a request."""
    word = cursor.accept_one("CATALOG", "SCHEMA", "DATABASE")
    parts = cursor.name()
    cursor.end()
    if word == "CATALOG":
        catalog = parts[0].lower()
        access.require(context.sandbox, context.principal, "USE_CATALOG", "catalog", catalog)
        return Result(catalog=catalog, schema=DEFAULT_SCHEMA)
    name = context.schema_name(parts)
    access.require(context.sandbox, context.principal, "USE_SCHEMA", "schema", name)
    catalog, _, schema = name.partition(".")
    return Result(catalog=catalog, schema=schema)


def _nothing(_context: Context, cursor: Cursor) -> Result:
    """Answer REFRESH TABLE: nothing is cached here that could be stale."""
    cursor.rest()
    return result.done()


_QUERIES = frozenset({"SELECT", "WITH", "VALUES", "FROM", "TABLE", "("})
_WRITES: dict[str, Callable[[Context, str], Result]] = {
    "INSERT": write.insert, "UPDATE": write.update_or_delete, "DELETE": write.update_or_delete, "MERGE": write.merge,
}  # fmt: skip
_COMMANDS: dict[str, Callable[[Context, Cursor], Result]] = {
    "ALTER": alter.alter, "ANALYZE": maintain.analyze, "COMMENT": alter.comment_on, "CREATE": create.create,
    "DESC": describe.describe, "DESCRIBE": describe.describe, "DROP": create.drop, "EXPLAIN": _explain,
    "GRANT": grants.grant, "OPTIMIZE": maintain.optimize, "REFRESH": _nothing, "RESTORE": maintain.restore,
    "REVOKE": grants.revoke, "SHOW": show.show, "TRUNCATE": write.truncate, "USE": _use, "VACUUM": maintain.vacuum,
}  # fmt: skip
_KNOWN_ELSEWHERE = frozenset({
    "BEGIN", "CACHE", "CALL", "CLEAR", "CONVERT", "COPY", "DECLARE", "DENY", "EXECUTE", "FSCK", "GET", "LIST", "MSCK",
    "PUT", "REMOVE", "REORG", "REPAIR", "RESET", "SET", "SYNC", "UNCACHE", "UNDROP", "UNSET", "LOAD",
})  # fmt: skip
