"""CREATE and DROP of catalogs, schemas, volumes and views."""

from __future__ import annotations

from collections.abc import Callable

from wizard.sandbox.api import ApiError
from wizard.sandbox.sql import result
from wizard.sandbox.sql.context import Context
from wizard.sandbox.sql.create_table import create_table, infos, query_columns, ready
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import failed, table_not_found, unsupported
from wizard.sandbox.sql.resolve import VIEW_CATALOG, VIEW_QUERY_COLUMN, VIEW_SCHEMA, resolve, without_comments
from wizard.sandbox.sql.result import Result
from wizard.sandbox.sql.table_spec import ColumnSpec
from wizard.sandbox.unity import access, objects


def create(context: Context, cursor: Cursor) -> Result:
    """Answer a CREATE statement; the cursor is behind the word CREATE."""
    or_replace = cursor.accept("OR", "REPLACE")
    word = cursor.accept_one("CATALOG", "SCHEMA", "DATABASE", "TABLE", "VIEW", "VOLUME")
    if word == "TABLE":
        return create_table(context, cursor, or_replace=or_replace)
    if word == "VIEW":
        return _create_view(context, cursor, or_replace)
    if not word:
        raise unsupported(f"CREATE {cursor.word() or 'this'}")
    if or_replace:
        raise cursor.error()
    makers = {"CATALOG": _create_catalog, "VOLUME": _create_volume}
    return makers.get(word, _create_schema)(context, cursor)


def drop(context: Context, cursor: Cursor) -> Result:
    """Answer a DROP statement; the cursor is behind the word DROP."""
    word = cursor.accept_one("CATALOG", "SCHEMA", "DATABASE", "TABLE", "VIEW", "VOLUME")
    if not word:
        raise unsupported(f"DROP {cursor.word() or 'this'}")
    if_exists = cursor.accept("IF", "EXISTS")
    parts = cursor.name()
    cascade = cursor.accept_one("CASCADE", "RESTRICT") == "CASCADE"
    cursor.accept("PURGE")
    cursor.end()
    try:
        _drop(context, word, parts, cascade)
    except ApiError as error:
        if error.status == 404:
            if if_exists:
                return result.done()
            if word in ("TABLE", "VIEW"):
                raise table_not_found(context.full_name(parts)) from None
        if error.code == "INVALID_STATE" and word in ("SCHEMA", "DATABASE"):
            raise failed("SCHEMA_NOT_EMPTY", f"Cannot drop a schema `{'`.`'.join(parts)}` because it contains objects. "
                         "Use DROP SCHEMA ... CASCADE to drop the schema and all its objects.") from None  # fmt: skip
        raise
    return result.done()


def _drop(context: Context, word: str, parts: tuple[str, ...], cascade: bool) -> None:
    sb, principal = context.sandbox, context.principal
    if word == "CATALOG":
        context.needs_unity_catalog("DROP CATALOG")
        objects.delete_catalog(sb, principal, ".".join(parts).lower(), force=cascade)
    elif word in ("SCHEMA", "DATABASE"):
        objects.delete_schema(sb, principal, context.schema_name(parts), force=cascade)
    elif word == "VOLUME":
        objects.delete_volume(sb, principal, context.full_name(parts))
    else:
        name = context.full_name(parts)
        is_view = access.locate(sb, principal, "table", name)["table_type"] == "VIEW"
        if is_view and word == "TABLE":
            raise failed("WRONG_COMMAND_FOR_OBJECT_TYPE", f"The operation DROP TABLE requires a EXTERNAL or MANAGED. "
                         f"But {name} is a VIEW. Use DROP VIEW instead.")  # fmt: skip
        if not is_view and word == "VIEW":
            raise failed("EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE", f"The table {name} does not support DROP VIEW.")
        objects.delete_table(sb, principal, name)


def _create_catalog(context: Context, cursor: Cursor) -> Result:
    context.needs_unity_catalog("CREATE CATALOG")
    if_not_exists = cursor.accept("IF", "NOT", "EXISTS")
    name = cursor.identifier()
    comment: str | None = None
    storage_root: str | None = None
    while cursor.token is not None:
        if cursor.accept("COMMENT"):
            comment = cursor.string()
        elif cursor.accept("MANAGED", "LOCATION"):
            storage_root = cursor.string()
        elif cursor.word() in ("USING", "OPTIONS", "DEFAULT"):
            raise unsupported(f"CREATE CATALOG … {cursor.word()}")
        else:
            raise cursor.error()
    return _made(if_not_exists, "CATALOG_ALREADY_EXISTS", lambda: objects.create_catalog(
        context.sandbox, context.principal, name, comment=comment, storage_root=storage_root,
        way="serverless" if context.serverless else "classic"))  # fmt: skip


def _create_schema(context: Context, cursor: Cursor) -> Result:
    if_not_exists = cursor.accept("IF", "NOT", "EXISTS")
    catalog, name = context.schema_name(cursor.name()).split(".")
    comment: str | None = None
    properties: dict[str, str] = {}
    while cursor.token is not None:
        if cursor.accept("COMMENT"):
            comment = cursor.string()
        elif cursor.accept("WITH", "DBPROPERTIES"):
            properties = dict(cursor.listed(cursor.property))
        elif cursor.word() in ("MANAGED", "LOCATION", "DEFAULT"):
            raise unsupported(f"CREATE SCHEMA … {cursor.word()}")
        else:
            raise cursor.error()
    return _made(if_not_exists, "SCHEMA_ALREADY_EXISTS", lambda: objects.create_schema(
        context.sandbox, context.principal, catalog, name, comment=comment, properties=properties))  # fmt: skip


def _create_volume(context: Context, cursor: Cursor) -> Result:
    context.needs_unity_catalog("CREATE VOLUME")
    if_not_exists = cursor.accept("IF", "NOT", "EXISTS")
    name = context.full_name(cursor.name())
    comment = cursor.string() if cursor.accept("COMMENT") else None
    cursor.end()
    return _made(if_not_exists, "VOLUME_ALREADY_EXISTS", lambda: objects.create_volume(
        context.sandbox, context.principal, name, comment=comment))  # fmt: skip


def _made(if_not_exists: bool, exists: str, make: Callable[[], object]) -> Result:
    """Make an object; the privilege to make it is asked for even when it exists already, as the platform does."""
    try:
        make()
    except ApiError as error:
        if not (if_not_exists and error.code == exists):
            raise
    return result.done()


def _create_view(context: Context, cursor: Cursor, or_replace: bool) -> Result:
    if_not_exists = cursor.accept("IF", "NOT", "EXISTS")
    name = context.full_name(cursor.name())
    declared = cursor.listed(lambda: _view_column(cursor)) if cursor.word() == "(" else []
    comment: str | None = None
    properties: dict[str, str] = {}
    while not cursor.accept("AS"):
        if cursor.accept("COMMENT"):
            comment = cursor.string()
        elif cursor.accept("TBLPROPERTIES"):
            properties = dict(cursor.listed(cursor.property))
        elif cursor.word() in ("WITH", "DEFAULT", "SCHEMA"):
            raise unsupported(f"CREATE VIEW … {cursor.word()}")
        else:
            raise cursor.error("expected AS")
    query = cursor.rest()
    if context.sandbox.store.get("table", name) and not or_replace:
        if if_not_exists:
            objects.get_table(context.sandbox, context.principal, name)
            return result.done()
        objects.require_new(context.sandbox, context.principal, name)
    put_view(context, name, query, declared, comment=comment, properties=properties, replace=or_replace)
    return result.done()


def put_view(
    context: Context, name: str, query: str, declared: list[ColumnSpec], *, comment: str | None,
    properties: dict[str, str], replace: bool,
) -> None:  # fmt: skip
    """Store a view once its text has been resolved and planned; it keeps the catalog and schema it was made in."""
    old = context.sandbox.store.get("table", name) if replace else None
    if old and old["table_type"] != "VIEW":
        raise failed("EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE", f"The table {name} is not a view.")
    resolve(context, query, (name,))  # a view that reads itself is found here
    columns = query_columns(context, ready(context, query))
    if declared and len(declared) != len(columns):
        raise failed("CREATE_VIEW_COLUMN_ARITY_MISMATCH", f"Cannot create view {name}: the query has {len(columns)} "
                     f"columns, the view {len(declared)}.")  # fmt: skip
    known = {VIEW_CATALOG: context.catalog, VIEW_SCHEMA: context.schema}
    for position, (own, column) in enumerate(zip(declared, columns, strict=False)):
        known[VIEW_QUERY_COLUMN.format(position)] = column.name
        column.name, column.comment = own.name, own.comment
    names = [column.name.lower() for column in columns]
    if twice := next((column for column in names if names.count(column) > 1), ""):
        raise failed("COLUMN_ALREADY_EXISTS", f"The column `{twice}` already exists. Choose another name or rename the "
                     "existing column.")  # fmt: skip
    objects.create_table(
        context.sandbox, context.principal, name, table_type="VIEW", columns=infos(columns), comment=comment,
        properties={**properties, **known}, view_definition=without_comments(query).strip(), replace=replace,
    )  # fmt: skip


def _view_column(cursor: Cursor) -> ColumnSpec:
    column = ColumnSpec(cursor.identifier())
    if cursor.accept("COMMENT"):
        column.comment = cursor.string()
    return column
