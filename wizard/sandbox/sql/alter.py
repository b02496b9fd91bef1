"""ALTER CATALOG, SCHEMA, TABLE, VIEW and VOLUME, and COMMENT ON.

A change to a table is made in two places, the catalog's document and the Delta log, because the one is what people
browse and the other what every reader of the files sees.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wizard.sandbox.sql import alter_column, delta, result, tagging
from wizard.sandbox.sql.context import Context, Document
from wizard.sandbox.sql.create import put_view
from wizard.sandbox.sql.create_table import clustering_property
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import failed, table_not_found, unsupported
from wizard.sandbox.sql.keys import body, constraints, without
from wizard.sandbox.sql.result import Result
from wizard.sandbox.sql.table_spec import CLUSTERING, read_clustering, read_key, require_columns
from wizard.sandbox.unity import access, objects

_WORDS = {"CATALOG": "catalog", "SCHEMA": "schema", "DATABASE": "schema", "TABLE": "table", "VIEW": "table",
          "VOLUME": "volume"}  # fmt: skip
_PLURALS = {"catalog": "catalogs", "schema": "schemas", "table": "tables", "volume": "volumes"}
_UPDATES: dict[str, Callable[..., Document]] = {
    "catalog": objects.update_catalog, "schema": objects.update_schema, "table": objects.update_table,
    "volume": objects.update_volume,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Object:
    """What is altered: the word it was called by, the kind of object, its full name and its document."""

    word: str
    kind: str
    name: str
    document: Document


def alter(context: Context, cursor: Cursor) -> Result:
    """Answer an ALTER statement; the cursor is behind the word ALTER."""
    target = _target(context, cursor)
    if cursor.accept("SET", "TAGS") or cursor.accept("SET", "TAG"):
        tagging.set_tags(context, cursor, _PLURALS[target.kind], target.name)
    elif cursor.accept("UNSET", "TAGS") or cursor.accept("UNSET", "TAG"):
        tagging.unset_tags(context, cursor, _PLURALS[target.kind], target.name)
    elif cursor.accept("OWNER", "TO") or cursor.accept("SET", "OWNER", "TO"):
        _UPDATES[target.kind](context.sandbox, context.principal, target.name, {"owner": cursor.principal()})
    elif cursor.accept("RENAME", "TO"):
        _rename(context, cursor, target)
    elif cursor.accept("SET", "TBLPROPERTIES") or cursor.accept("SET", "DBPROPERTIES"):
        _set_properties(context, target, dict(cursor.listed(cursor.property)))
    elif cursor.accept("UNSET", "TBLPROPERTIES"):
        _unset_properties(context, cursor, target)
    elif target.word == "VIEW" and cursor.accept("AS"):
        _redefine(context, cursor, target)
    elif target.word == "TABLE":
        _alter_table(context, cursor, target)
    else:
        raise unsupported(f"ALTER {target.word} … {cursor.word()}")
    cursor.end()
    return result.done()


def comment_on(context: Context, cursor: Cursor) -> Result:
    """Answer COMMENT ON securable IS 'text' or NULL; the cursor is behind the word COMMENT."""
    cursor.expect("ON")
    if cursor.accept("COLUMN"):
        *table, column = cursor.name()
        text = _comment(cursor)
        alter_column.set_comment(context, context.full_name(table), column, text)
        return result.done()
    target = _target(context, cursor)
    text = _comment(cursor)
    _UPDATES[target.kind](context.sandbox, context.principal, target.name, {"comment": text or None}
                          if target.kind == "table" else {"comment": text})  # fmt: skip
    if _has_files(target):
        delta.opened(target.document).alter.set_table_description(text)
    return result.done()


def _target(context: Context, cursor: Cursor) -> Object:
    word = cursor.accept_one(*_WORDS)
    if not word:
        raise unsupported(f"this statement for {cursor.word()}")
    kind, parts = _WORDS[word], cursor.name()
    name = {"catalog": ".".join(parts).lower(), "schema": ""}.get(kind)
    name = name or (context.schema_name(parts) if kind == "schema" else context.full_name(parts))
    if kind != "table":
        return Object(word, kind, name, access.locate(context.sandbox, context.principal, kind, name))
    if not context.sandbox.store.get("table", name):
        raise table_not_found(name)
    document = access.locate(context.sandbox, context.principal, kind, name)
    if word == "TABLE":
        # TABLE is right for a view where the statement is about the name only: comments, tags, owner.
        return Object("VIEW" if document["table_type"] == "VIEW" else word, kind, name, document)
    if document["table_type"] != "VIEW":
        raise failed("EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE", f"The table {name} is not a view.")
    return Object(word, kind, name, document)


def _alter_table(context: Context, cursor: Cursor, target: Object) -> None:
    """Change what only a table has: columns, constraints, clustering."""
    if cursor.accept("CLUSTER", "BY"):
        _cluster(context, read_clustering(cursor), target)
    elif cursor.accept("ADD", "COLUMN") or cursor.accept("ADD", "COLUMNS"):
        alter_column.add(context, cursor, target.name)
    elif cursor.word() == "ADD":
        cursor.accept("ADD")
        _add_constraint(context, cursor, target)
    elif cursor.accept("DROP", "CONSTRAINT"):
        _drop_constraint(context, cursor, target)
    elif cursor.accept("DROP", "PRIMARY", "KEY"):
        names = [body(c)["name"] for c in target.document.get("table_constraints", []) if "primary_key_constraint" in c]
        _put_constraints(context, target, [name.lower() for name in names])
    elif cursor.accept("ALTER", "COLUMN") or cursor.accept("ALTER") or cursor.accept("CHANGE", "COLUMN"):
        alter_column.alter(context, cursor, target.name)
    elif cursor.word() in ("DROP", "RENAME"):
        # The platform's own words: without column mapping, Delta cannot do this either.
        raise failed("DELTA_UNSUPPORTED_DROP_COLUMN" if cursor.word() == "DROP" else "DELTA_UNSUPPORTED_RENAME_COLUMN",
                     "Column mapping is required for this and the sandbox's tables have none. Create the table anew "
                     "with the columns that you want.")  # fmt: skip
    else:
        raise unsupported(f"ALTER TABLE … {cursor.word()}")


def _comment(cursor: Cursor) -> str:
    cursor.expect("IS")
    text = "" if cursor.accept("NULL") else cursor.string()
    cursor.end()
    return text


def _has_files(target: Object) -> bool:
    return target.kind == "table" and target.document["table_type"] != "VIEW"


def _rename(context: Context, cursor: Cursor, target: Object) -> None:
    *container, last = cursor.name()
    own = target.name.rpartition(".")[0]
    if container and not f".{own}".endswith(f".{'.'.join(container).lower()}"):
        raise unsupported("moving a table to another schema by RENAME")
    objects.rename(context.sandbox, context.principal, target.kind, target.name, last)


def _set_properties(context: Context, target: Object, wanted: dict[str, str]) -> None:
    merged = {**(target.document.get("properties") or {}), **wanted}
    _UPDATES[target.kind](context.sandbox, context.principal, target.name, {"properties": merged})
    if _has_files(target):
        delta.set_properties(target.document, wanted)


def _unset_properties(context: Context, cursor: Cursor, target: Object) -> None:
    if_exists = cursor.accept("IF", "EXISTS")
    known = dict(target.document.get("properties") or {})
    for key, _ in cursor.listed(cursor.property):
        if key not in known and not if_exists:
            raise failed("UNSET_NONEXISTENT_PROPERTIES", f"Attempted to unset non-existent properties [{key}].")
        known.pop(key, None)
    _UPDATES[target.kind](context.sandbox, context.principal, target.name, {"properties": known})


def _redefine(context: Context, cursor: Cursor, target: Object) -> None:
    access.require_manage(context.sandbox, context.principal, "table", target.name)
    known = {key: value for key, value in target.document["properties"].items() if not key.startswith("view.")}
    put_view(context, target.name, cursor.rest(), [], comment=target.document.get("comment"), properties=known,
             replace=True)  # fmt: skip


def _cluster(context: Context, wanted: list[str], target: Object) -> None:
    if any("partition_index" in column for column in target.document["columns"]):
        raise failed("DELTA_ALTER_TABLE_CLUSTER_BY_ON_PARTITIONED_TABLE_NOT_ALLOWED",
                     "ALTER TABLE CLUSTER BY cannot be applied to a partitioned table.")  # fmt: skip
    columns = require_columns(wanted, [column["name"] for column in target.document["columns"]])
    known = {key: value for key, value in (target.document.get("properties") or {}).items() if key != CLUSTERING}
    if columns:
        known[CLUSTERING] = clustering_property(columns)
    objects.update_table(context.sandbox, context.principal, target.name, {"properties": known})


def _add_constraint(context: Context, cursor: Cursor, target: Object) -> None:
    if cursor.word() == "CONSTRAINT" and cursor.word(2) == "CHECK":
        raise unsupported("CHECK constraints", "Its engine would not enforce them.")
    key = read_key(cursor)
    names = [column["name"] for column in target.document["columns"]]
    key.columns = require_columns(key.columns, names)
    access.require_manage(context.sandbox, context.principal, "table", target.name)
    known = target.document.get("table_constraints") or []
    made = constraints(context, target.name, [key], target.document["columns"], known)
    objects.update_table(context.sandbox, context.principal, target.name, {"table_constraints": made})


def _drop_constraint(context: Context, cursor: Cursor, target: Object) -> None:
    if_exists = cursor.accept("IF", "EXISTS")
    name = cursor.identifier()
    cursor.accept_one("CASCADE", "RESTRICT")
    known = target.document.get("table_constraints") or []
    if not any(body(entry)["name"].lower() == name.lower() for entry in known):
        if if_exists:
            return
        raise failed("CONSTRAINT_DOES_NOT_EXIST",
                     f"Cannot drop nonexistent constraint {name} from table {target.name}.")  # fmt: skip
    _put_constraints(context, target, [name])


def _put_constraints(context: Context, target: Object, dropped: list[str]) -> None:
    access.require_manage(context.sandbox, context.principal, "table", target.name)
    kept = target.document.get("table_constraints") or []
    for name in dropped:
        kept = without(kept, name)
    objects.update_table(context.sandbox, context.principal, target.name, {"table_constraints": kept or None})
