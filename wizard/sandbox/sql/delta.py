"""The Delta folders behind managed tables: how they are made, opened and looked into.

The engine writes rows; everything else about a Delta table (its schema with comments, its properties, its maintenance)
goes through deltalake, the reference library that anybody else reads the folder with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.sandbox.sql.errors import failed
from wizard.sandbox.unity import objects

if TYPE_CHECKING:
    from deltalake import DeltaTable, Schema

    from wizard.sandbox.sql.context import Document

# Properties that only Databricks' own writers act on: kept in the catalog, of no use in the log.
_ONLY_ON_DATABRICKS = ("delta.feature.", "delta.columnMapping.", "delta.universalFormat.", "delta.min")


def create(
    place: Path, name: str, columns: Sequence[Document], *, comment: str = "", properties: dict[str, str] | None = None,
    partitions: Sequence[str] = (),
) -> None:  # fmt: skip
    """Make an empty Delta table in a new folder. `columns` are Unity Catalog's ColumnInfo, comments included."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    kept = {key: value for key, value in (properties or {}).items() if not key.startswith(_ONLY_ON_DATABRICKS)}
    place.mkdir(parents=True)
    try:
        DeltaTable.create(str(place), schema(columns), name=name, description=comment or None,
                          partition_by=list(partitions) or None, configuration=dict(kept),
                          raise_if_key_not_exists=False)  # fmt: skip
    except DeltaError as error:
        raise failed("DELTA_INVALID_TABLE_PROPERTIES", f"{str(error).rpartition('error: ')[2]}.") from None


def schema(columns: Sequence[Document]) -> Schema:
    """Return columns as Delta has them."""
    from deltalake import Schema

    fields = [json.loads(column["type_json"]) for column in columns]
    return Schema.from_json(json.dumps({"type": "struct", "fields": fields}))


def opened(document: Document) -> DeltaTable:
    """Return the Delta table behind a table's document."""
    from deltalake import DeltaTable

    return DeltaTable(str(objects.path_of(document["storage_location"])))


def last_commit(document: Document) -> dict[str, Any]:
    """Return what the newest version of a table says about itself: version, operation, operationMetrics."""
    return opened(document).history(1)[0]


def files(table: DeltaTable) -> tuple[int, int]:
    """Return how many files the current version of a table has, and their bytes."""
    sizes = table.get_add_actions(flatten=True).column("size_bytes").to_pylist()
    return len(sizes), sum(sizes)


def set_properties(document: Document, properties: dict[str, str]) -> None:
    """Add properties to a table's log, those that only Databricks understands excepted."""
    kept = {key: value for key, value in properties.items() if not key.startswith(_ONLY_ON_DATABRICKS)}
    if kept:
        opened(document).alter.set_table_properties(kept, raise_if_not_exists=False)
