"""Our own engine, used as a run uses it: tables made by DDL, then rows in batches, each an atomic append to Delta.

The one argument is the way in: `connect` (dbldatagen over Databricks Connect) or `warehouse` (INSERT through the
Statement Execution API). The sandbox belongs to the data folder of the environment and is started when needed.
"""

from __future__ import annotations

import sys
import time
from graphlib import TopologicalSorter

from benchmarks.peers.protocol import Answer, Request, serve
from benchmarks.statements import TABLE, recipe_of, spec_of
from wizard.datagen.batches import batches
from wizard.datagen.connect import write_batch
from wizard.datagen.ddl import create_table_sql
from wizard.datagen.recipe import TableRecipe, insert_sql
from wizard.identifiers import quote, quote_name
from wizard.spec.model import DemoSpec
from wizard.workspace.client import Workspace
from wizard.workspace.connect import SANDBOX, connect


def main() -> None:
    """Connect and serve."""
    by_connect = sys.argv[1] == "connect"
    ws = connect(SANDBOX)
    if by_connect:
        ws.prefetch_spark()

    def answer(request: Request) -> Answer:
        rows = int(request["rows"])
        spec, recipe = spec_of(rows), recipe_of(rows)
        _make_tables(ws, spec)
        started = time.perf_counter()
        _write(ws, spec, recipe, by_connect=by_connect)
        seconds = time.perf_counter() - started
        if not request["check"]:
            return {"seconds": seconds}
        row = ws.sql(f"SELECT count(*) AS n, sum(amount) AS amount FROM {_full_name(spec)}").one()
        return {"seconds": seconds, "rows": int(row["n"] or 0), "amount": float(row["amount"] or 0)}

    serve(answer)


def _make_tables(ws: Workspace, spec: DemoSpec) -> None:
    """Parents only so that the keys can refer to them; the measured table is empty again."""
    ws.sql(f"CREATE CATALOG IF NOT EXISTS {quote(spec.catalog)}")
    ws.sql(f"CREATE SCHEMA IF NOT EXISTS {quote_name(spec.demo_id)}")
    parents = {name: spec.parents(name) for name in spec.tables}
    for table in TopologicalSorter(parents).static_order():
        ws.sql(create_table_sql(spec, table, {}, replace=True))


def _write(ws: Workspace, spec: DemoSpec, recipe: TableRecipe, *, by_connect: bool) -> None:
    name = f"{spec.demo_id}.{TABLE}"
    for batch in batches(recipe.rows, spec.generate.batch_rows):
        first = batch.lo == 0
        if by_connect:
            write_batch(ws.spark, recipe, name, batch, spec.generate.partitions, overwrite=first)
        else:
            ws.sql(insert_sql(recipe, name, batch.lo, batch.hi, overwrite=first))


def _full_name(spec: DemoSpec) -> str:
    return quote_name(f"{spec.demo_id}.{TABLE}")


if __name__ == "__main__":
    main()
