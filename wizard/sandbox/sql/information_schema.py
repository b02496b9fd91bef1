"""information_schema: the catalog's own facts as relations that a query can join and filter.

The rows are put into the query as VALUES, made fresh for the principal who asks: nobody finds there what they may not
see. The views and columns are those of Databricks (docs, "Information schema"), less the columns that a sandbox has no
facts for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wizard.sandbox.sql.errors import table_not_found, unsupported
from wizard.sandbox.sql.parameters import string_literal
from wizard.sandbox.unity import access

if TYPE_CHECKING:
    from wizard.sandbox.sql.context import Context, Document

_Row = tuple[object, ...]
SYSTEM_CATALOG = "system"


def relation(context: Context, catalog: str, view: str) -> str:
    """Return a view of the information schema as a subquery in parentheses.

    `catalog` is the catalog it is asked of; `system` shows all of them.
    """
    known = _VIEWS.get(view)
    if known is None:
        if view in _ELSEWHERE:
            raise unsupported(f"information_schema.{view}")
        raise table_not_found(f"{catalog}.information_schema.{view}")
    columns, rows = known
    if catalog != SYSTEM_CATALOG:
        access.require_visible(context.sandbox, context.principal, "catalog", catalog)
    shown = [doc for doc in _visible(context, "catalog", None) if catalog in (SYSTEM_CATALOG, doc["name"])]
    return _values(columns, [row for doc in shown for row in rows(context, doc["name"])])


def _values(columns: str, rows: list[_Row]) -> str:
    """Return rows as a subquery. `columns` reads `name type, …`; every cell is cast to its column's type."""
    named = [column.split() for column in columns.split(", ")]
    selected = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in named)
    listed = ", ".join(name for name, _ in named)
    # A relation needs a first row to have columns at all; the filter takes it away again.
    body = ", ".join(f"({', '.join(_cell(value) for value in row)})" for row in [("",) * len(named), *rows])
    return f"(SELECT {selected} FROM (VALUES {body}) AS _rows({listed}) WHERE {named[0][0]} <> '')"


def _cell(value: object) -> str:
    return "NULL" if value is None else string_literal(str(value))


def _visible(context: Context, kind: str, parent: str | None) -> Iterable[Document]:
    for doc in context.sandbox.store.list(kind, parent):
        if access.visible(context.sandbox, context.principal, kind, doc["full_name"]):
            yield doc


def _tables_of(context: Context, catalog: str) -> Iterable[Document]:
    for schema in context.sandbox.store.list("schema", catalog):
        yield from _visible(context, "table", schema["full_name"])


def _stamps(doc: Document) -> tuple[object, ...]:
    return (_moment(doc["created_at"]), doc["created_by"], _moment(doc["updated_at"]), doc["updated_by"])


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(sep=" ", timespec="milliseconds")[:-6]


def _catalogs(context: Context, catalog: str) -> Iterable[_Row]:
    for doc in _visible(context, "catalog", None):
        if doc["name"] == catalog:
            yield (catalog, doc["owner"], doc.get("comment"), *_stamps(doc))


def _schemata(context: Context, catalog: str) -> Iterable[_Row]:
    for doc in _visible(context, "schema", catalog):
        yield (catalog, doc["name"], doc["owner"], doc.get("comment"), *_stamps(doc))


def _tables(context: Context, catalog: str) -> Iterable[_Row]:
    for doc in _tables_of(context, catalog):
        yield (catalog, doc["schema_name"], doc["name"], doc["table_type"],
               "NO" if doc["table_type"] == "VIEW" else "YES", doc["owner"], doc.get("comment"),
               *_stamps(doc), doc.get("data_source_format") or "UNKNOWN_DATA_SOURCE_FORMAT")  # fmt: skip


def _columns(context: Context, catalog: str) -> Iterable[_Row]:
    for doc in _tables_of(context, catalog):
        for column in doc.get("columns", []):
            yield (catalog, doc["schema_name"], doc["name"], column["name"], column.get("position", 0),
                   "YES" if column.get("nullable", True) else "NO", column["type_text"], column["type_name"],
                   column.get("type_precision"), column.get("type_scale"), column.get("comment"))  # fmt: skip


def _views(context: Context, catalog: str) -> Iterable[_Row]:
    for doc in _tables_of(context, catalog):
        if doc["table_type"] == "VIEW":
            # The text is for the owner: it may name tables that a reader knows nothing of.
            own = access.holds(context.sandbox, context.principal, "MANAGE", "table", doc["full_name"])
            text = doc["view_definition"] if own else None
            yield (catalog, doc["schema_name"], doc["name"], text, "NONE", "NO", "NO")


def _privileges(kind: str) -> Callable[[Context, str], Iterable[_Row]]:
    """Return the rows of table_privileges, schema_privileges or catalog_privileges, inherited grants included."""

    def rows(context: Context, catalog: str) -> Iterable[_Row]:
        listed = {"catalog": _visible(context, "catalog", None), "schema": _visible(context, "schema", catalog),
                  "table": _tables_of(context, catalog)}[kind]  # fmt: skip
        for doc in listed:
            if doc["full_name"].split(".")[0] != catalog:
                continue
            for level, name in access.lineage(kind, doc["full_name"]):
                for who, held in access.grants_of(context.sandbox, level, name).items():
                    for privilege in sorted(set(held) & access.APPLICABLE[kind]):
                        inherited = "NONE" if level == kind else level.upper()
                        yield (doc["owner"], who, *doc["full_name"].split("."), privilege, "NO", inherited)

    return rows


def _keys(context: Context, catalog: str) -> Iterable[tuple[Document, str, Document, list[str]]]:
    """Yield every primary and foreign key: its table, the kind, the constraint and its columns."""
    for doc in _tables_of(context, catalog):
        for constraint in doc.get("table_constraints") or []:
            for field, kind in (("primary_key_constraint", "PRIMARY KEY"), ("foreign_key_constraint", "FOREIGN KEY")):
                if key := constraint.get(field):
                    yield doc, kind, key, key.get("child_columns", [])


def _table_constraints(context: Context, catalog: str) -> Iterable[_Row]:
    for doc, kind, key, _ in _keys(context, catalog):
        yield (catalog, doc["schema_name"], key["name"], catalog, doc["schema_name"], doc["name"], kind, "YES", "YES",
               "NO")  # fmt: skip


def _key_column_usage(context: Context, catalog: str) -> Iterable[_Row]:
    for doc, _, key, columns in _keys(context, catalog):
        for position, column in enumerate(columns, start=1):
            yield (catalog, doc["schema_name"], key["name"], catalog, doc["schema_name"], doc["name"], column, position)


def _tags(kind: str, plural: str) -> Callable[[Context, str], Iterable[_Row]]:
    def rows(context: Context, catalog: str) -> Iterable[_Row]:
        listed = {"schema": _visible(context, "schema", catalog), "table": _tables_of(context, catalog)}[kind]
        for doc in listed:
            for tag in context.sandbox.store.list("tag", f"{plural}:{doc['full_name']}"):
                yield (*doc["full_name"].split("."), tag["tag_key"], tag.get("tag_value", ""))

    return rows


_STAMPS = "created timestamp, created_by string, last_altered timestamp, last_altered_by string"
_GRANT = "privilege_type string, is_grantable string, inherited_from string"
_CONSTRAINT = ("constraint_catalog string, constraint_schema string, constraint_name string, table_catalog string, "
               "table_schema string, table_name string")  # fmt: skip
_VIEWS: dict[str, tuple[str, Callable[[Context, str], Iterable[_Row]]]] = {
    "catalogs": (f"catalog_name string, catalog_owner string, comment string, {_STAMPS}", _catalogs),
    "schemata": (f"catalog_name string, schema_name string, schema_owner string, comment string, {_STAMPS}", _schemata),
    "tables": ("table_catalog string, table_schema string, table_name string, table_type string, is_insertable_into "
               f"string, table_owner string, comment string, {_STAMPS}, data_source_format string",
               _tables),
    "columns": ("table_catalog string, table_schema string, table_name string, column_name string, ordinal_position "
                "int, is_nullable string, full_data_type string, data_type string, numeric_precision int, "
                "numeric_scale int, comment string", _columns),
    "views": ("table_catalog string, table_schema string, table_name string, view_definition string, check_option "
              "string, is_updatable string, is_insertable_into string", _views),
    "table_privileges": ("grantor string, grantee string, table_catalog string, table_schema string, table_name "
                         f"string, {_GRANT}", _privileges("table")),
    "schema_privileges": (f"grantor string, grantee string, catalog_name string, schema_name string, {_GRANT}",
                          _privileges("schema")),
    "catalog_privileges": (f"grantor string, grantee string, catalog_name string, {_GRANT}", _privileges("catalog")),
    "table_constraints": (f"{_CONSTRAINT}, constraint_type string, is_deferrable string, initially_deferred string, "
                          "enforced string", _table_constraints),
    "key_column_usage": (f"{_CONSTRAINT}, column_name string, ordinal_position int", _key_column_usage),
    "table_tags": ("catalog_name string, schema_name string, table_name string, tag_name string, tag_value string",
                   _tags("table", "tables")),
    "schema_tags": ("catalog_name string, schema_name string, tag_name string, tag_value string",
                    _tags("schema", "schemas")),
}  # fmt: skip
_ELSEWHERE = frozenset(re.split(r"\s+", """
    catalog_tags column_tags column_masks check_constraints constraint_column_usage constraint_table_usage
    information_schema_catalog_name parameters referential_constraints routine_columns routine_privileges routines
    row_filters volumes volume_tags volume_privileges metastores metastore_privileges""".strip()))
