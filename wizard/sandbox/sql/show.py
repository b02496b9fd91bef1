"""SHOW: what there is, as far as the principal may see it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from wizard.sandbox.sql import result
from wizard.sandbox.sql.context import Context, Document
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import unsupported
from wizard.sandbox.sql.grants import show_grants
from wizard.sandbox.sql.keys import body
from wizard.sandbox.sql.parameters import quoted_name, string_literal
from wizard.sandbox.sql.result import Result
from wizard.sandbox.sql.table_spec import CLUSTERING
from wizard.sandbox.unity import access, objects


def show(context: Context, cursor: Cursor) -> Result:
    """Answer a SHOW statement; the cursor is behind the word SHOW."""
    if cursor.accept_one("GRANTS", "GRANT"):
        return show_grants(context, cursor)
    if cursor.accept("CREATE", "TABLE"):
        return _show_create(context, cursor)
    word = cursor.accept_one(*_SHOWS)
    if not word:
        raise unsupported(f"SHOW {cursor.word()}")
    return _SHOWS[word](context, cursor)


def _catalogs(context: Context, cursor: Cursor) -> Result:
    pattern = _pattern(cursor)
    found = (doc["name"] for doc in _visible(context, "catalog", None))
    return result.of_rows("catalog string", [(name,) for name in found if _matches(name, pattern)])


def _schemas(context: Context, cursor: Cursor) -> Result:
    catalog = cursor.identifier().lower() if cursor.accept_one("IN", "FROM") else context.catalog
    pattern = _pattern(cursor)
    access.require_visible(context.sandbox, context.principal, "catalog", catalog)
    found = [doc["name"] for doc in _visible(context, "schema", catalog)]
    names = sorted([*found, "information_schema"])
    return result.of_rows("databaseName string", [(name,) for name in names if _matches(name, pattern)])


def _tables(context: Context, cursor: Cursor) -> Result:
    rows = [(doc["schema_name"], doc["name"], False) for doc in _listed(context, cursor)]
    return result.of_rows("database string, tableName string, isTemporary boolean", rows)


def _views(context: Context, cursor: Cursor) -> Result:
    rows = [(doc["schema_name"], doc["name"], False, False) for doc in _listed(context, cursor)
            if doc["table_type"] == "VIEW"]  # fmt: skip
    return result.of_rows("namespace string, viewName string, isTemporary boolean, isMaterialized boolean", rows)


def _volumes(context: Context, cursor: Cursor) -> Result:
    schema, pattern = _schema(context, cursor), _pattern(cursor)
    access.require_visible(context.sandbox, context.principal, "schema", schema)
    found = [doc["name"] for doc in _visible(context, "volume", schema)]
    rows = [(schema.partition(".")[2], name) for name in found if _matches(name, pattern)]
    return result.of_rows("database string, volume_name string", rows)


def _columns(context: Context, cursor: Cursor) -> Result:
    if not cursor.accept_one("IN", "FROM"):
        raise cursor.error("expected IN")
    parts = cursor.name()
    if cursor.accept_one("IN", "FROM"):
        parts = (*cursor.name(), parts[-1])
    cursor.end()
    document = objects.get_table(context.sandbox, context.principal, context.full_name(parts))
    return result.of_rows("col_name string", [(column["name"],) for column in document["columns"]])


def _properties(context: Context, cursor: Cursor) -> Result:
    document = objects.get_table(context.sandbox, context.principal, context.full_name(cursor.name()))
    wanted = cursor.listed(cursor.property)[0][0] if cursor.word() == "(" else None
    cursor.end()
    known = sorted((document.get("properties") or {}).items())
    return result.of_rows("key string, value string", [item for item in known if wanted in (None, item[0])])


def _show_create(context: Context, cursor: Cursor) -> Result:
    name = context.full_name(cursor.name())
    cursor.end()
    document = objects.get_table(context.sandbox, context.principal, name)
    return result.of_rows("createtab_stmt string", [(create_statement(document),)])


def create_statement(document: Document) -> str:
    """Return the statement that would make this table or view again."""
    is_view = document["table_type"] == "VIEW"
    lines = [f"  {quoted_name(c['name'])}" + ("" if is_view else f" {c['type_text'].upper()}")
             + (" NOT NULL" if not c.get("nullable", True) and not is_view else "")
             + (f" COMMENT {string_literal(c['comment'])}" if c.get("comment") else "")
             for c in document["columns"]]  # fmt: skip
    lines += [f"  CONSTRAINT {quoted_name(body(entry)['name'])} {_key(entry)}"
              for entry in document.get("table_constraints") or []]  # fmt: skip
    kind = "VIEW" if is_view else "TABLE"
    text = [f"CREATE {kind} {quoted_name(document['full_name'].split('.'))} (\n" + ",\n".join(lines) + ")"]
    known = {key: value for key, value in (document.get("properties") or {}).items() if not key.startswith("view.")}
    clustering = known.pop(CLUSTERING, "")
    text += [] if is_view else ["USING delta"]
    partitions = [quoted_name(c["name"]) for c in document["columns"] if "partition_index" in c]
    text += [f"PARTITIONED BY ({', '.join(partitions)})"] if partitions else []
    clustered = [quoted_name(path[0]) for path in json.loads(clustering or "[]")]
    text += [f"CLUSTER BY ({', '.join(clustered)})"] if clustered else []
    text += [f"COMMENT {string_literal(document['comment'])}"] if document.get("comment") else []
    if known:
        pairs = ",\n".join(f"  {string_literal(k)} = {string_literal(v)}" for k, v in sorted(known.items()))
        text.append(f"TBLPROPERTIES (\n{pairs})")
    text += [f"AS {document['view_definition']}"] if is_view else []
    return "\n".join(text) + "\n"


def _key(entry: Document) -> str:
    key = body(entry)
    columns = ", ".join(quoted_name(name) for name in key["child_columns"])
    if "primary_key_constraint" in entry:
        return f"PRIMARY KEY ({columns})"
    parents = ", ".join(quoted_name(name) for name in key["parent_columns"])
    return f"FOREIGN KEY ({columns}) REFERENCES {quoted_name(key['parent_table'].split('.'))} ({parents})"


def _listed(context: Context, cursor: Cursor) -> Iterable[Document]:
    """Return the tables and views that SHOW TABLES or SHOW VIEWS means."""
    schema, pattern = _schema(context, cursor), _pattern(cursor)
    access.require_visible(context.sandbox, context.principal, "schema", schema)
    return [doc for doc in _visible(context, "table", schema) if _matches(doc["name"], pattern)]


def _schema(context: Context, cursor: Cursor) -> str:
    return context.schema_name(cursor.name() if cursor.accept_one("IN", "FROM") else (context.schema,))


def _pattern(cursor: Cursor) -> str:
    """Read `[LIKE] 'a*|b'`, the last part of a SHOW statement."""
    cursor.accept("LIKE")
    pattern = cursor.string() if cursor.token is not None else "*"
    cursor.end()
    return pattern


def _matches(name: str, pattern: str) -> bool:
    """Compare as Databricks does: `*` stands for anything, `|` separates alternatives, case does not count."""
    return any(re.fullmatch(".*".join(map(re.escape, part.strip().split("*"))), name, re.IGNORECASE)
               for part in pattern.split("|"))  # fmt: skip


def _visible(context: Context, kind: str, parent: str | None) -> list[Document]:
    return [doc for doc in context.sandbox.store.list(kind, parent)
            if access.visible(context.sandbox, context.principal, kind, doc["full_name"])]  # fmt: skip


_SHOWS = {"CATALOGS": _catalogs, "SCHEMAS": _schemas, "DATABASES": _schemas, "TABLES": _tables, "VIEWS": _views,
          "VOLUMES": _volumes, "COLUMNS": _columns, "TBLPROPERTIES": _properties}  # fmt: skip
