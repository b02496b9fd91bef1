"""DESCRIBE: one object in detail, from the catalog and from the Delta log."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from wizard.sandbox.sql import delta, result
from wizard.sandbox.sql.context import Context, Document
from wizard.sandbox.sql.create_table import query_columns, ready
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import unsupported
from wizard.sandbox.sql.keys import body
from wizard.sandbox.sql.result import Result
from wizard.sandbox.sql.table_spec import CLUSTERING, require_columns
from wizard.sandbox.unity import objects

_COLUMNS = "col_name string, data_type string, comment string"
_DETAIL = (
    "format string, id string, name string, description string, location string, createdAt timestamp, lastModified "
    "timestamp, partitionColumns array<string>, clusteringColumns array<string>, numFiles bigint, sizeInBytes bigint, "
    "properties map<string,string>, minReaderVersion int, minWriterVersion int, tableFeatures array<string>, "
    "statistics map<string,bigint>"
)
_HISTORY = (
    "version bigint, timestamp timestamp, userId string, userName string, operation string, operationParameters "
    "map<string,string>, job struct<jobId:string>, notebook struct<notebookId:string>, clusterId string, readVersion "
    "bigint, isolationLevel string, isBlindAppend boolean, operationMetrics map<string,string>, userMetadata string, "
    "engineInfo string"
)


def describe(context: Context, cursor: Cursor) -> Result:
    """Answer a DESCRIBE statement; the cursor is behind the word DESCRIBE."""
    if cursor.accept("DETAIL"):
        return _detail(_files(context, cursor))
    if cursor.accept("HISTORY"):
        return _history(context, cursor)
    if cursor.word() in ("CATALOG", "SCHEMA", "DATABASE") and not cursor.ahead("."):
        kind = "catalog" if cursor.accept_one("CATALOG", "SCHEMA", "DATABASE") == "CATALOG" else "schema"
        return _container(context, cursor, kind)
    if cursor.accept_one("FUNCTION", "VOLUME"):
        raise unsupported("DESCRIBE of functions and volumes")
    if cursor.accept("QUERY") or cursor.word() in ("SELECT", "WITH", "VALUES"):
        sql = ready(context, cursor.rest())
        return result.of_rows(_COLUMNS, [(c.name, c.type_text, None) for c in query_columns(context, sql)])
    return _describe_table(context, cursor)


def _describe_table(context: Context, cursor: Cursor) -> Result:
    cursor.accept("TABLE")
    extended = bool(cursor.accept_one("EXTENDED", "FORMATTED"))
    name = context.full_name(cursor.name())
    document = objects.get_table(context.sandbox, context.principal, name)
    if cursor.word() == "AS":
        raise unsupported("DESCRIBE … AS JSON")
    if cursor.token is not None:
        return _column(document, cursor)
    return result.of_rows(_COLUMNS, _table(document, extended))


def _table(document: Document, extended: bool) -> list[tuple[str, str, str | None]]:
    rows: list[tuple[str, str, str | None]] = []
    rows += [(c["name"], c["type_text"], c.get("comment")) for c in document["columns"]]
    partitions = [c for c in document["columns"] if "partition_index" in c]
    clustering = json.loads((document.get("properties") or {}).get(CLUSTERING, "[]"))
    if partitions or clustering:
        named = {c["name"]: c for c in document["columns"]}
        chosen = partitions or [named[path[0]] for path in clustering]
        rows += [(f"# {'Partition' if partitions else 'Clustering'} Information", "", ""),
                 ("# col_name", "data_type", "comment")]  # fmt: skip
        rows += [(c["name"], c["type_text"], c.get("comment")) for c in chosen]
    if not extended:
        return rows
    facts = {
        "Catalog": document["catalog_name"], "Database": document["schema_name"], "Table": document["name"],
        "Created Time": _moment(document["created_at"]), "Last Access": "UNKNOWN",
        "Created By": document["created_by"], "Type": document["table_type"], "Comment": document.get("comment"),
        "View Text": document.get("view_definition"), "Location": document.get("storage_location"),
        "Provider": "delta" if document["table_type"] != "VIEW" else None, "Owner": document["owner"],
        "Table Properties": _properties(document),
    }  # fmt: skip
    rows += [("", "", ""), ("# Detailed Table Information", "", "")]
    rows += [(key, str(value), "") for key, value in facts.items() if value]
    if keys := document.get("table_constraints"):
        rows += [("", "", ""), ("# Constraints", "", "")]
        rows += [(body(key)["name"], _key(key), "") for key in keys]
    return rows


def _key(entry: Document) -> str:
    key = body(entry)
    columns = ", ".join(f"`{name}`" for name in key["child_columns"])
    if "primary_key_constraint" in entry:
        return f"PRIMARY KEY ({columns})"
    parent = ".".join(f"`{part}`" for part in key["parent_table"].split("."))
    return f"FOREIGN KEY ({columns}) REFERENCES {parent} ({', '.join(f'`{n}`' for n in key['parent_columns'])})"


def _column(document: Document, cursor: Cursor) -> Result:
    name = require_columns([cursor.identifier()], [c["name"] for c in document["columns"]])[0]
    cursor.end()
    found = next(c for c in document["columns"] if c["name"] == name)
    rows = [("col_name", name), ("data_type", found["type_text"]), ("comment", found.get("comment") or "NULL")]
    return result.of_rows("info_name string, info_value string", rows)


def _container(context: Context, cursor: Cursor, kind: str) -> Result:
    """Describe a catalog or a schema."""
    extended = cursor.accept("EXTENDED")
    parts = cursor.name()
    cursor.end()
    sb, principal = context.sandbox, context.principal
    if kind == "catalog":
        found = objects.get_catalog(sb, principal, ".".join(parts).lower())
        rows = [("Catalog Name", found["name"]), ("Comment", found.get("comment") or ""), ("Owner", found["owner"])]
    else:
        found = objects.get_schema(sb, principal, context.schema_name(parts))
        rows = [("Catalog Name", found["catalog_name"]), ("Namespace Name", found["name"]),
                ("Comment", found.get("comment") or ""), ("Location", ""), ("Owner", found["owner"])]  # fmt: skip
    if extended:
        rows.append(("Properties", _properties(found)))
    columns = "info_name string, info_value string" if kind == "catalog" else (
        "database_description_item string, database_description_value string")  # fmt: skip
    return result.of_rows(columns, rows)


def _files(context: Context, cursor: Cursor) -> Document:
    """Read a table's name and return its document; a view has no files to tell of."""
    cursor.accept("TABLE")
    name = context.full_name(cursor.name())
    document = objects.get_table(context.sandbox, context.principal, name)
    context.no_view(document, name)
    return document


def _detail(document: Document) -> Result:
    table = delta.opened(document)
    protocol, metadata = table.protocol(), table.metadata()
    count, size = delta.files(table)
    clustering = [path[0] for path in json.loads((document.get("properties") or {}).get(CLUSTERING, "[]"))]
    features = sorted({*(protocol.reader_features or []), *(protocol.writer_features or [])})
    changed = table.history(1)[0]["timestamp"]
    row = ("delta", metadata.id, document["full_name"], document.get("comment"), document["storage_location"],
           _moment(document["created_at"]), _moment(changed), _json(metadata.partition_columns), _json(clustering),
           count, size, _json(metadata.configuration), protocol.min_reader_version, protocol.min_writer_version,
           _json(features), "{}")  # fmt: skip
    return result.of_rows(_DETAIL, [row])


def _history(context: Context, cursor: Cursor) -> Result:
    document = _files(context, cursor)
    limit = int(cursor.number()) if cursor.accept("LIMIT") else None
    cursor.end()
    rows = [
        (commit["version"], _moment(commit["timestamp"]), None, None, commit.get("operation"),
         _json(commit.get("operationParameters", {})), None, None, None, commit.get("readVersion"), "WriteSerializable",
         commit.get("isBlindAppend"), _json({k: str(v) for k, v in commit.get("operationMetrics", {}).items()}), None,
         commit.get("engineInfo"))
        for commit in delta.opened(document).history(limit)
    ]  # fmt: skip
    return result.of_rows(_HISTORY, rows)


def _properties(document: Document) -> str:
    known = sorted((document.get("properties") or {}).items())
    return "[" + ",".join(f"{key}={value}" for key, value in known if not key.startswith("view.")) + "]"


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
