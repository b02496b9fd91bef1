"""OPTIMIZE, VACUUM, ANALYZE and RESTORE: what keeps Delta tables small and quick, done by deltalake."""

from __future__ import annotations

import json
from typing import Any

from wizard.sandbox.sql import delta, result
from wizard.sandbox.sql.context import Context
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import failed, unsupported
from wizard.sandbox.sql.result import Result
from wizard.sandbox.sql.table_spec import CLUSTERING, require_columns

RETENTION_HOURS = 168
_METRICS = ("path string, metrics struct<numFilesAdded:bigint,numFilesRemoved:bigint,filesAdded:struct<min:bigint,"
            "max:bigint,avg:double,totalFiles:bigint,totalSize:bigint>,filesRemoved:struct<min:bigint,max:bigint,"
            "avg:double,totalFiles:bigint,totalSize:bigint>,partitionsOptimized:bigint,numBatches:bigint,"
            "totalConsideredFiles:bigint,totalFilesSkipped:bigint>")  # fmt: skip


def optimize(context: Context, cursor: Cursor) -> Result:
    """Answer OPTIMIZE: clustered tables and ZORDER BY are sorted along a space-filling curve, others only compacted."""
    cursor.accept("TABLE")
    name = context.full_name(cursor.name())
    full = cursor.accept("FULL")
    if cursor.word() == "WHERE":
        raise unsupported("OPTIMIZE … WHERE")
    zorder = []
    if cursor.accept("ZORDER", "BY"):
        zorder = (cursor.listed(cursor.identifier) if cursor.word() == "(" else [cursor.identifier()])
    cursor.end()
    document = context.table(name, "MODIFY")
    clustering = [path[0] for path in json.loads((document.get("properties") or {}).get(CLUSTERING, "[]"))]
    if zorder and clustering:
        raise failed("DELTA_CLUSTERING_WITH_ZORDER_BY",
                     f"OPTIMIZE command for Delta table with Liquid clustering cannot specify ZORDER BY. Please remove "
                     f"ZORDER BY ({', '.join(zorder)}).")  # fmt: skip
    columns = require_columns(zorder, [column["name"] for column in document["columns"]]) or clustering
    table = delta.opened(document)
    # Sorting rewrites every file; one that was clustered and has not changed since stays as it is.
    if columns and (full or zorder or not _is_clustered(table)):
        metrics = table.optimize.z_order(columns)
    else:
        metrics = table.optimize.compact()
    return result.of_rows(_METRICS, [(document["storage_location"], json.dumps(_reported(metrics)))])


def vacuum(context: Context, cursor: Cursor) -> Result:
    """Answer VACUUM: delete files that no version of the last RETAIN hours needs; less than a week is refused."""
    cursor.accept("TABLE")
    name = context.full_name(cursor.name())
    cursor.accept_one("FULL", "LITE")
    hours = float(RETENTION_HOURS)
    if cursor.accept("RETAIN"):
        hours = cursor.number()
        cursor.expect("HOURS")
    dry_run = cursor.accept("DRY", "RUN")
    cursor.end()
    document = context.table(name, "MODIFY")
    if hours < RETENTION_HOURS:
        raise failed("DELTA_VACUUM_RETENTION_PERIOD_TOO_SHORT",
                     f"Are you sure you would like to vacuum files with such a low retention period ({hours:g} hours)? "
                     f"If you have writers that are currently writing to this table, there is a risk that you may "
                     f"corrupt the state of your Delta table. Use at least {RETENTION_HOURS} hours.")  # fmt: skip
    found = delta.opened(document).vacuum(retention_hours=int(hours), dry_run=dry_run)
    if dry_run:
        return result.of_rows("path string", [(path,) for path in found])
    return result.of_rows("path string", [(document["storage_location"],)])


def analyze(context: Context, cursor: Cursor) -> Result:
    """Answer ANALYZE TABLE: the Delta log holds the statistics already, so this only checks name and rights."""
    cursor.expect("TABLE")
    context.table(context.full_name(cursor.name()), "MODIFY")
    cursor.rest()
    return result.done()


def restore(context: Context, cursor: Cursor) -> Result:
    """Answer RESTORE TABLE t TO VERSION AS OF n."""
    cursor.accept("TABLE")
    name = context.full_name(cursor.name())
    cursor.accept("TO")
    if not cursor.accept("VERSION", "AS", "OF"):
        raise unsupported("RESTORE TABLE … TO TIMESTAMP")
    version = int(cursor.number())
    cursor.end()
    table = delta.opened(context.table(name, "MODIFY"))
    if version > table.version():
        raise failed("DELTA_VERSION_NOT_FOUND", f"Cannot time travel Delta table to version {version}. Available "
                     f"versions: [0, {table.version()}].")  # fmt: skip
    metrics = table.restore(version)
    return result.of_rows("num_removed_files bigint, num_restored_files bigint",
                          [(metrics.get("numRemovedFile", 0), metrics.get("numRestoredFile", 0))])  # fmt: skip


def _is_clustered(table: Any) -> bool:
    """Tell whether the newest change to the table's rows was its clustering."""
    for commit in table.history(20):
        if commit.get("operation") == "OPTIMIZE":
            return "zOrder" in json.dumps(commit) or "z_order" in json.dumps(commit)
        if commit.get("operation") in ("WRITE", "DELETE", "UPDATE", "MERGE", "CREATE TABLE", "RESTORE"):
            return False
    return False


def _reported(metrics: dict[str, Any]) -> dict[str, Any]:
    """Return deltalake's metrics with the nested ones, which it gives as text, as what they are."""
    known = {key: json.loads(value) if key in ("filesAdded", "filesRemoved") and isinstance(value, str) else value
             for key, value in metrics.items()}  # fmt: skip
    return {key: known[key] for key in ("numFilesAdded", "numFilesRemoved", "filesAdded", "filesRemoved",
                                        "partitionsOptimized", "numBatches", "totalConsideredFiles",
                                        "totalFilesSkipped") if key in known}  # fmt: skip
