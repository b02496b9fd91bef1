"""CREATE TABLE: the catalog's document and the Delta folder of a managed table, with or without a query.

Rows come first: a table made by a query is filled under a hidden name and appears in the catalog only when it is
whole, so that a failure leaves nothing behind and REPLACE can read the table that it replaces.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from wizard.sandbox.api import ApiError
from wizard.sandbox.engine import Limits
from wizard.sandbox.sql import adapt, delta, result, retired, table_spec, types
from wizard.sandbox.sql.context import Context, Document
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import failed, unsupported
from wizard.sandbox.sql.keys import constraints
from wizard.sandbox.sql.parameters import quoted_name
from wizard.sandbox.sql.resolve import resolve
from wizard.sandbox.sql.result import Result
from wizard.sandbox.sql.table_spec import ColumnSpec, TableSpec
from wizard.sandbox.unity import objects

WRITTEN = "num_affected_rows bigint, num_inserted_rows bigint"


def create_table(context: Context, cursor: Cursor, *, or_replace: bool) -> Result:
    """Answer CREATE [OR REPLACE] TABLE; the cursor is behind the word TABLE."""
    if_not_exists = cursor.accept("IF", "NOT", "EXISTS")
    name = context.full_name(cursor.name())
    if cursor.word() in ("LIKE", "SHALLOW", "DEEP", "CLONE"):
        raise unsupported(f"CREATE TABLE … {cursor.word()}")
    spec = TableSpec()
    if cursor.word() == "(" and cursor.word(1) not in ("SELECT", "WITH", "VALUES", "FROM"):
        table_spec.read_columns(cursor, spec)
    table_spec.read_clauses(cursor, spec)
    cursor.accept("AS")
    query = cursor.rest()
    if if_not_exists and context.sandbox.store.get("table", name):
        objects.get_table(context.sandbox, context.principal, name)
        return result.done()
    if not query and not spec.columns:
        raise failed("DELTA_EMPTY_DATA", "The table has no columns: declare them, or create it from a query.")
    try:
        _may_create(context, name, or_replace)
        return _from_query(context, name, spec, query, or_replace) if query else _empty(context, name, spec, or_replace)
    except ApiError as error:
        if if_not_exists and error.code == "TABLE_ALREADY_EXISTS":
            return result.done()  # made by somebody else while this one was under way
        raise


def query_columns(context: Context, sql: str) -> list[ColumnSpec]:
    """Return the columns of a resolved query without running it to the end."""
    probe = replace(context, limits=Limits(rows=0))
    empty = probe.ask(f"SELECT * FROM ({sql}) AS _query LIMIT 0")
    return [ColumnSpec(field.name, types.from_arrow(field.type)) for field in empty.schema]


def ready(context: Context, statement: str) -> str:
    """Return a query resolved and in the engine's dialect."""
    found = resolve(context, statement)
    if found.target is not None:
        raise unsupported("a change of data here", "Put a WITH clause behind INSERT INTO, not before it.")
    return adapt.adapt(found.text, lambda table: columns_of(context, table))


def columns_of(context: Context, full_name: str) -> list[tuple[str, str]]:
    """Return (name, type) of each column of a table that has been resolved before."""
    document = context.sandbox.store.get("table", full_name.lower()) or {}
    return [(column["name"], column["type_text"]) for column in document.get("columns", [])]


def infos(columns: Sequence[ColumnSpec]) -> list[Document]:
    """Return declared columns as Unity Catalog's ColumnInfo. A default is kept where Delta keeps it."""
    listed = []
    for position, column in enumerate(columns):
        info = types.column_info(column.name, column.type_text, position, nullable=column.nullable,
                                 comment=column.comment)  # fmt: skip
        if column.default:
            info["default_value"] = column.default
        listed.append(info)
    return listed


def _may_create(context: Context, name: str, or_replace: bool) -> None:
    """Raise what stands in the way before any file is made."""
    old = context.sandbox.store.get("table", name)
    if not (old and or_replace):
        objects.require_new(context.sandbox, context.principal, name)
    else:
        context.no_view(old, name)
        context.table(name)


def _empty(context: Context, name: str, spec: TableSpec, or_replace: bool) -> Result:
    for column in spec.columns:
        if not column.type_text:
            raise failed("PARSE_SYNTAX_ERROR", f"Syntax error: column `{column.name}` has no type.")
    with _staged(context, name, spec) as document:
        _register(context, name, spec, document, or_replace)
    return result.done()


def _from_query(context: Context, name: str, spec: TableSpec, query: str, or_replace: bool) -> Result:
    sql = ready(context, query)
    found = query_columns(context, sql)
    if spec.columns and len(spec.columns) != len(found):
        raise failed("CREATE_VIEW_COLUMN_ARITY_MISMATCH", f"The query has {len(found)} columns, {len(spec.columns)} "
                     "are declared.")  # fmt: skip
    if any(column.type_text for column in spec.columns):
        raise failed("PARSE_SYNTAX_ERROR", "Syntax error: a table created by a query takes its types from the query.")
    for declared, column in zip(spec.columns, found, strict=False):
        column.name, column.comment, column.nullable = declared.name, declared.comment, declared.nullable
    spec.columns = found
    _check_names(spec)
    with _staged(context, name, spec) as document:
        listed = ", ".join(quoted_name(column.name) for column in found)
        target = quoted_name(document["full_name"].split("."))
        answer = context.ask(f"INSERT INTO {target} SELECT * FROM ({sql}) AS _query({listed})")
        _register(context, name, spec, document, or_replace)
    written = answer.column(0)[0].as_py() if answer.num_rows else 0
    return result.of_rows(WRITTEN, [(written, written)])


def _check_names(spec: TableSpec) -> None:
    seen: set[str] = set()
    for column in spec.columns:
        if column.type_text == "void":
            raise failed("DELTA_UNSUPPORTED_DATA_TYPE", f"Column `{column.name}` has type VOID: cast it to a type.")
        if any(letter in " ,;{}()\n\t=" for letter in column.name):
            raise failed("DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES",
                         f"Found invalid character(s) among ' ,;{{}}()\\n\\t=' in the column names of your schema: "
                         f"{column.name}. Please use alias to rename it.")  # fmt: skip
        if column.name.lower() in seen:
            raise failed("COLUMN_ALREADY_EXISTS", f"The column `{column.name}` already exists. Choose another name or "
                         "rename the existing column.")  # fmt: skip
        seen.add(column.name.lower())


@contextmanager
def _staged(context: Context, name: str, spec: TableSpec) -> Iterator[Document]:
    """Make the Delta folder and let the engine find it under a name that no list shows.

    A failure inside the block removes both; success leaves the folder to the table that was registered with it.
    """
    _complete(spec)
    place = objects.managed_location(context.sandbox, name)
    hidden = f"{name.rpartition('.')[0]}.__new_{uuid.uuid4().hex}"
    catalog, schema, last = hidden.split(".")
    document = {"name": last, "catalog_name": catalog, "schema_name": schema, "full_name": hidden, "columns": [],
                "owner": context.principal.user_name, "table_type": "MANAGED", "data_source_format": "DELTA",
                "storage_location": objects.location_of(place), "table_id": str(uuid.uuid4()),
                "created_at": context.sandbox.now(), "updated_at": context.sandbox.now(), "properties": {}}  # fmt: skip
    try:
        delta.create(place, name.rpartition(".")[2], infos(spec.columns), comment=spec.comment,
                     properties=spec.properties, partitions=spec.partitions)  # fmt: skip
        # Without a parent the document is found by its name only.
        context.sandbox.store.put("table", hidden, document)
        yield document
    except BaseException:
        objects.remove(context.sandbox, objects.location_of(place))
        raise
    finally:
        context.sandbox.store.delete("table", hidden)


def _complete(spec: TableSpec) -> None:
    """Spell the columns of keys and clustering as the table does; a primary key's columns are NOT NULL."""
    names = [column.name for column in spec.columns]
    spec.clustering = table_spec.require_columns(spec.clustering, names) if spec.clustering else spec.clustering
    spec.partitions = table_spec.require_columns(spec.partitions, names)
    for key in spec.keys:
        key.columns = table_spec.require_columns(key.columns, names)
        for column in spec.columns:
            if not key.parent and column.name in key.columns:
                column.nullable = False
    if sum(not key.parent for key in spec.keys) > 1:
        raise failed("MULTIPLE_PRIMARY_KEYS", "A table has at most one primary key.")


def _register(context: Context, name: str, spec: TableSpec, document: Document, or_replace: bool) -> None:
    old = context.sandbox.store.get("table", name) if or_replace else None
    columns = infos(spec.columns)
    for position, partition in enumerate(spec.partitions):
        next(column for column in columns if column["name"] == partition)["partition_index"] = position
    properties = dict(spec.properties)
    if spec.clustering:
        properties[table_spec.CLUSTERING] = clustering_property(spec.clustering)
    objects.create_table(
        context.sandbox, context.principal, name, table_type="MANAGED", columns=columns, comment=spec.comment or None,
        properties=properties, storage_location=document["storage_location"],
        constraints=constraints(context, name, spec.keys, columns), replace=or_replace,
    )  # fmt: skip
    if old:
        retired.retire(context.sandbox, old.get("storage_location"))


def clustering_property(columns: Sequence[str]) -> str:
    """Return clustering columns as the property in which Databricks shows them: `[["id"],["day"]]`."""
    return "[" + ",".join(f'["{column}"]' for column in columns) + "]"
