"""ALTER TABLE for columns: adding them, comments, tags, nullability."""

from __future__ import annotations

import json
from typing import Any

from wizard.sandbox.sql import delta, tagging
from wizard.sandbox.sql.context import Context, Document
from wizard.sandbox.sql.create_table import infos
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import failed, unsupported
from wizard.sandbox.sql.table_spec import Key, read_column, require_columns
from wizard.sandbox.unity import access, objects


def add(context: Context, cursor: Cursor, table: str) -> None:
    """Read and add one or more columns, always at the end."""
    document = context.table(table, "MODIFY")
    keys: list[Key] = []
    added = (cursor.listed(lambda: read_column(cursor, keys)) if cursor.word() == "("
             else [read_column(cursor, keys)])  # fmt: skip
    while cursor.accept(","):
        added.append(read_column(cursor, keys))
    if keys or cursor.accept_one("FIRST", "AFTER"):
        raise unsupported("keys and positions in ADD COLUMN")
    known = document["columns"]
    for column in added:
        if any(other["name"].lower() == column.name.lower() for other in known):
            raise failed("FIELD_ALREADY_EXISTS", f"Cannot add column, because `{column.name}` already exists.")
        if not column.nullable:
            raise failed("DELTA_ADDING_NOT_NULL_COLUMN", f"Column {column.name}: a new column cannot be NOT NULL.")
    fresh = [{**info, "position": len(known) + info["position"]} for info in infos(added)]
    delta.opened(document).alter.add_columns(delta.schema(fresh).fields)
    objects.update_table(context.sandbox, context.principal, table, {"columns": [*known, *fresh]})


def alter(context: Context, cursor: Cursor, table: str) -> None:
    """Read and apply what follows ALTER COLUMN."""
    document = access.locate(context.sandbox, context.principal, "table", table)
    column = cursor.identifier()
    if cursor.accept("COMMENT"):
        set_comment(context, table, column, cursor.string())
    elif cursor.accept("SET", "TAGS"):
        tagging.set_tags(context, cursor, "columns", f"{table}.{_named(document, column)}")
    elif cursor.accept("UNSET", "TAGS"):
        tagging.unset_tags(context, cursor, "columns", f"{table}.{_named(document, column)}")
    elif cursor.accept("DROP", "NOT", "NULL"):
        _change(context, table, column, nullable=True)
        delta.opened(document).alter.drop_column_not_null(_named(document, column))
    elif cursor.accept("SET", "NOT", "NULL"):
        raise unsupported("ALTER COLUMN … SET NOT NULL", "Create the table anew with the column NOT NULL.")
    elif cursor.accept("SET", "DEFAULT"):
        _change(context, table, column, default_value=cursor.rest())
    elif cursor.accept("DROP", "DEFAULT"):
        _change(context, table, column, default_value=None)
    else:
        raise unsupported(f"ALTER COLUMN … {cursor.word()}")


def set_comment(context: Context, table: str, column: str, text: str) -> None:
    """Put a comment on a column, in the catalog and in the Delta log."""
    document = _change(context, table, column, comment=text or None)
    if document["table_type"] != "VIEW":
        delta.opened(document).alter.set_column_metadata(_named(document, column), {"comment": text})


def _change(context: Context, table: str, column: str, **changes: Any) -> Document:
    """Change fields of one column's ColumnInfo; None removes a field. Its `type_json` follows."""
    sb = context.sandbox
    with sb.store.transaction():
        document = access.locate(sb, context.principal, "table", table)
        name = _named(document, column)
        columns = [_changed(info, changes) if info["name"] == name else info for info in document["columns"]]
        return objects.update_table(sb, context.principal, table, {"columns": columns})


def _changed(info: Document, changes: Document) -> Document:
    merged = {key: value for key, value in {**info, **changes}.items() if value is not None}
    field = json.loads(info["type_json"])
    field["nullable"] = merged["nullable"]
    field["metadata"] = {"comment": merged["comment"]} if merged.get("comment") else {}
    return {**merged, "type_json": json.dumps(field)}


def _named(document: Document, column: str) -> str:
    return require_columns([column], [info["name"] for info in document["columns"]])[0]
