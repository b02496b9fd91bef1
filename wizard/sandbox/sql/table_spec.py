"""The part of CREATE TABLE and ALTER TABLE that describes a table: columns, keys, and the clauses behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wizard.sandbox.sql import types
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import SqlError, failed, unsupported

CLUSTERING = "clusteringColumns"
MAX_CLUSTERING_COLUMNS = 4


@dataclass
class ColumnSpec:
    """A column as declared; `type_text` is empty where a type was not given (a view's column, a CTAS with names)."""

    name: str
    type_text: str = ""
    nullable: bool = True
    comment: str = ""
    default: str = ""


@dataclass
class Key:
    """A primary key, or with `parent` a foreign key. An empty name is filled in later, from the table's."""

    columns: list[str]
    name: str = ""
    parent: tuple[str, ...] = ()
    parent_columns: list[str] = field(default_factory=list)
    rely: bool = False


@dataclass
class TableSpec:
    """Everything that CREATE TABLE may say of a table besides its name and its query."""

    columns: list[ColumnSpec] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    comment: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    clustering: list[str] | None = None
    partitions: list[str] = field(default_factory=list)


def read_columns(cursor: Cursor, spec: TableSpec) -> None:
    """Read `(column, …, constraint, …)` into a spec."""

    def item() -> None:
        if cursor.word() == "CONSTRAINT" or (cursor.word() in ("PRIMARY", "FOREIGN") and cursor.word(1) == "KEY"):
            spec.keys.append(read_key(cursor))
        else:
            spec.columns.append(read_column(cursor, spec.keys))

    cursor.listed(item)
    seen: set[str] = set()
    for column in spec.columns:
        if column.name.lower() in seen:
            raise failed("COLUMN_ALREADY_EXISTS", f"The column `{column.name}` already exists. Choose another name or "
                         "rename the existing column.")  # fmt: skip
        seen.add(column.name.lower())


def read_column(cursor: Cursor, keys: list[Key]) -> ColumnSpec:
    """Read a column with its type and what follows it; keys declared with it are added to `keys`."""
    column = ColumnSpec(_column_name(cursor))
    if cursor.word() not in (",", ")", "COMMENT", "NOT", ""):
        column.type_text = types.read(cursor)
    while cursor.word() not in (",", ")", "", "FIRST", "AFTER"):
        _read_column_clause(cursor, column, keys)
    return column


def _read_column_clause(cursor: Cursor, column: ColumnSpec, keys: list[Key]) -> None:
    if cursor.accept("NOT", "NULL"):
        column.nullable = False
    elif cursor.accept("NULL"):
        column.nullable = True
    elif cursor.accept("COMMENT"):
        column.comment = cursor.string()
    elif cursor.accept("DEFAULT"):
        column.default = cursor.skip(lambda: cursor.word() in (",", ")", "COMMENT", "NOT", "CONSTRAINT", "PRIMARY"))
    elif cursor.word() in ("CONSTRAINT", "PRIMARY", "FOREIGN", "REFERENCES"):
        name = cursor.identifier() if cursor.accept("CONSTRAINT") else ""
        if cursor.accept("CHECK"):
            raise unsupported("CHECK constraints inside CREATE TABLE", "Add them with ALTER TABLE … ADD CONSTRAINT.")
        keys.append(_read_key_body(cursor, name, [column.name]))
    elif cursor.word() in ("GENERATED", "COLLATE", "MASK"):
        raise unsupported(f"{cursor.word()} columns")
    else:
        raise cursor.error("unexpected text in a column's declaration")


def read_key(cursor: Cursor) -> Key:
    """Read `[CONSTRAINT name] PRIMARY KEY (…)` or `FOREIGN KEY (…) REFERENCES …`."""
    name = cursor.identifier() if cursor.accept("CONSTRAINT") else ""
    if cursor.word() == "CHECK":
        raise unsupported("CHECK constraints inside CREATE TABLE", "Add them with ALTER TABLE … ADD CONSTRAINT.")
    return _read_key_body(cursor, name, [])


def _read_key_body(cursor: Cursor, name: str, own: list[str]) -> Key:
    """Read a key; `own` is the column it was declared with, empty for one of the table."""
    if cursor.accept("PRIMARY", "KEY"):
        key = Key(own or cursor.listed(lambda: _key_column(cursor)), name)
    else:
        if cursor.accept("FOREIGN", "KEY") and not own:
            own = cursor.listed(cursor.identifier)
        cursor.expect("REFERENCES")
        key = Key(own, name, cursor.name())
        if cursor.word() == "(":
            key.parent_columns = cursor.listed(cursor.identifier)
    while found := cursor.accept_one("RELY", "NORELY", "DEFERRABLE", "INITIALLY", "DEFERRED", "NOT", "ENFORCED",
                                     "MATCH", "FULL", "DISABLE", "NOVALIDATE"):  # fmt: skip
        key.rely = key.rely or found == "RELY"
    while cursor.accept("ON"):
        cursor.accept_one("UPDATE", "DELETE")
        cursor.expect("NO", "ACTION")
    return key


def _key_column(cursor: Cursor) -> str:
    name = cursor.identifier()
    cursor.accept("TIMESERIES")
    return name


def read_clauses(cursor: Cursor, spec: TableSpec) -> None:
    """Read USING, COMMENT, CLUSTER BY, PARTITIONED BY and TBLPROPERTIES in any order, up to AS or the end."""
    while cursor.token is not None and cursor.word() not in ("AS", "SELECT", "WITH", "("):
        if cursor.accept("USING"):
            if (kind := cursor.identifier().upper()) != "DELTA":
                raise unsupported(f"tables of format {kind}", "Only Delta tables are made here.")
        elif cursor.accept("COMMENT"):
            spec.comment = cursor.string()
        elif cursor.accept("CLUSTER", "BY"):
            spec.clustering = read_clustering(cursor)
        elif cursor.accept("PARTITIONED", "BY"):
            spec.partitions = cursor.listed(cursor.identifier)
        elif cursor.accept("TBLPROPERTIES"):
            spec.properties |= dict(cursor.listed(cursor.property))
        elif cursor.word() in ("LOCATION", "OPTIONS", "DEFAULT", "WITH"):
            raise unsupported(f"CREATE TABLE … {cursor.word()}", "Its tables are managed.")
        else:
            raise cursor.error()
    if spec.clustering and spec.partitions:
        raise failed("DELTA_CLUSTER_BY_WITH_PARTITIONED_BY",
                     "Clustering and partitioning cannot both be specified. Please remove one of them.")  # fmt: skip


def read_clustering(cursor: Cursor) -> list[str]:
    """Read what follows CLUSTER BY: columns, AUTO or NONE (both mean that no columns are chosen here)."""
    if cursor.accept_one("AUTO", "NONE"):
        return []
    columns = cursor.listed(cursor.identifier)
    if len(columns) > MAX_CLUSTERING_COLUMNS:
        raise failed("DELTA_CLUSTER_BY_INVALID_NUM_COLUMNS",
                     f"CLUSTER BY for Liquid clustering supports up to {MAX_CLUSTERING_COLUMNS} clustering columns, "
                     f"but the table has {len(columns)} clustering columns. Please remove the extra clustering columns."
                     )  # fmt: skip
    return columns


def require_columns(wanted: list[str], columns: list[str]) -> list[str]:
    """Return names of columns as the table spells them; raises UNRESOLVED_COLUMN for one that it does not have."""
    known = {name.lower(): name for name in columns}
    for name in wanted:
        if name.lower() not in known:
            raise unresolved(name, columns)
    return [known[name.lower()] for name in wanted]


def unresolved(name: str, columns: list[str]) -> SqlError:
    """Return the error for a column that a table does not have, with the ones that it has."""
    suggestions = ", ".join(f"`{column}`" for column in columns[:5])
    return failed("UNRESOLVED_COLUMN.WITH_SUGGESTION",
                  f"A column, variable, or function parameter with name `{name}` cannot be resolved. Did you mean one "
                  f"of the following? [{suggestions}].")  # fmt: skip


def constraint(table: str, key: Key, parent: str, parent_columns: list[str]) -> dict[str, Any]:
    """Return a key as Unity Catalog's TableConstraint; `parent` is the full name of a foreign key's other table."""
    last = table.rpartition(".")[2]
    if not key.parent:
        return {"primary_key_constraint": {"name": key.name or f"{last}_pk", "child_columns": key.columns,
                                           "rely": key.rely}}  # fmt: skip
    name = key.name or f"{last}_{parent.rpartition('.')[2]}_fk"
    return {"foreign_key_constraint": {"name": name, "child_columns": key.columns, "parent_table": parent,
                                       "parent_columns": parent_columns, "rely": key.rely}}  # fmt: skip


def _column_name(cursor: Cursor) -> str:
    name = cursor.identifier()
    if any(letter in " ,;{}()\n\t=" for letter in name):
        raise failed("DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES",
                     f"Found invalid character(s) among ' ,;{{}}()\\n\\t=' in the column name: {name}. Please use "
                     "other characters and try again.")  # fmt: skip
    return name

