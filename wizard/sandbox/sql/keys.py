"""Primary and foreign keys: informational in Unity Catalog, yet checked when they are declared.

Databricks docs, "Constraints": a key is not enforced on rows, but a primary key needs NOT NULL columns, a foreign key
needs a parent table with a primary key over the columns that it names, and names are unique within a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wizard.sandbox.sql.context import Context, Document
from wizard.sandbox.sql.errors import failed
from wizard.sandbox.sql.table_spec import Key, constraint, require_columns

_FIELDS = ("primary_key_constraint", "foreign_key_constraint")


def constraints(
    context: Context, table: str, keys: Sequence[Key], columns: Sequence[Document], known: Sequence[Document] = ()
) -> list[Document]:
    """Return keys as TableConstraints behind the `known` ones of the table; raises SqlError for an impossible one."""
    found = list(known)
    for key in sorted(keys, key=lambda key: bool(key.parent)):
        if not key.parent:
            _check_primary(table, key, columns, found)
        parent, parent_columns = _parent(context, table, key, found) if key.parent else ("", [])
        made = constraint(table, key, parent, parent_columns)
        name = body(made)["name"]
        if any(body(other)["name"].lower() == name.lower() for other in found):
            raise failed("CONSTRAINT_ALREADY_EXISTS", f"Constraint '{name}' already exists. Please delete the old "
                         "constraint first.")  # fmt: skip
        found.append(made)
    return found


def body(entry: Document) -> dict[str, Any]:
    """Return what is inside a TableConstraint: the key itself."""
    return next((entry[field] for field in _FIELDS if field in entry), {"name": ""})


def without(known: Sequence[Document], name: str) -> list[Document]:
    """Return constraints without the one of this name."""
    return [entry for entry in known if body(entry)["name"].lower() != name.lower()]


def primary(known: Sequence[Document]) -> dict[str, Any] | None:
    """Return the primary key among a table's constraints."""
    return next((entry["primary_key_constraint"] for entry in known if "primary_key_constraint" in entry), None)


def _check_primary(table: str, key: Key, columns: Sequence[Document], found: Sequence[Document]) -> None:
    if primary(found):
        raise failed("MULTIPLE_PRIMARY_KEYS", f"Table '{table}' already has a primary key.")
    nullable = [column["name"] for column in columns if column["name"] in key.columns and column["nullable"]]
    if nullable:
        raise failed("INVALID_PARAMETER_VALUE",
                     f"Cannot create the primary key `{key.name or table}` because its child column(s) "
                     f"`{'`, `'.join(nullable)}` is nullable. Please change the column nullability and retry."
                     )  # fmt: skip


def _parent(context: Context, table: str, key: Key, own: Sequence[Document]) -> tuple[str, list[str]]:
    """Return the full name of a foreign key's parent and the columns of it that are meant."""
    name = context.full_name(key.parent)
    if name == table:
        known, names = own, key.parent_columns
    else:
        document = context.readable(name)
        known = document.get("table_constraints") or []
        names = require_columns(key.parent_columns, [column["name"] for column in document["columns"]])
    target = primary(known)
    if target is None or (names and {n.lower() for n in names} != {n.lower() for n in target["child_columns"]}):
        raise failed("INVALID_PARAMETER_VALUE", f"Cannot create the foreign key on `{table}`: the parent table "
                     "`{name}` has no primary key over the referenced columns.")  # fmt: skip
    names = names or target["child_columns"]
    if len(names) != len(key.columns):
        raise failed("INVALID_PARAMETER_VALUE", f"A foreign key of {len(key.columns)} column(s) cannot reference a "
                     f"primary key of {len(names)}.")  # fmt: skip
    return name, list(names)
