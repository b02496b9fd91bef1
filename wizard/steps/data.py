"""A table's rows, in batches by range of row ids.

Each batch is one atomic append, so the number of rows in the table always says which batch comes next: that is how a
run goes on after a kill, without a list of what was done. What an engine may still be writing for a killed run is
fenced off first: a change of the table's metadata makes every append fail that began before it (Delta's concurrency
control counts a metadata change as a conflict for every other writer). The same happens when an answer is lost on the
way: the batch may be there or not, and is never sent again unseen. At the end rows are counted and fingerprinted,
and only then the table says that its data is there.

Where rows are missing, nobody knows beforehand how many a batch holds: the engine counts those that the recipe keeps.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from wizard.datagen.batches import after, batches
from wizard.datagen.connect import write_batch
from wizard.datagen.fingerprint import Fingerprint, fingerprint_sql
from wizard.datagen.recipe import ColumnSql, TableRecipe, count_sql, insert_sql
from wizard.errors import WizardError
from wizard.identifiers import literal, quote_name
from wizard.plan.model import Action, Step
from wizard.plan.observed import DATA, RECIPE, Observed
from wizard.spec.model import DemoSpec
from wizard.steps import engines, table
from wizard.steps.context import Context, Reporter
from wizard.steps.recipes import recipes, rows_are_there, table_recipe
from wizard.workspace.errors import advised

KIND = "data"
RESTARTS = 3
"""So often is gone on after a batch that nobody knows the fate of."""
WORTH_A_RATE = 10_000
"""Fewer rows say more about the start of a query than about speed."""


def key(name: str) -> str:
    """The step's key."""
    return f"{KIND}:{name}"


def plan(spec: DemoSpec, observed: Observed) -> Iterator[Step]:
    """Write the rows of every table that does not say it has them."""
    for name, made in recipes(spec).items():
        recipe, full_name = table_recipe(spec, name), f"{spec.demo_id}.{name}"
        after = (table.key(name),)
        seen = observed.tables.get(name)
        same_table = seen is not None and seen.properties.get(RECIPE) == recipe
        if same_table and rows_are_there(observed, name, recipe, DATA):
            yield Step(key(name), KIND, full_name, Action.KEEP, "all rows are there", after, recipe=recipe)
            continue
        reason = "its table is made anew" if seen else "its table is new"
        if same_table:
            reason = "an earlier run stopped before all rows were there"
        yield Step(
            key(name), KIND, full_name, Action.RUN, reason, after, _requests(made, full_name, spec), recipe,
            payload={"recipe": json.loads(json.dumps(asdict(made))), "fence": same_table, **spec.generate.model_dump()},
        )


def _requests(made: TableRecipe, full_name: str, spec: DemoSpec) -> tuple[str, ...]:
    first, *more = batches(made.rows, spec.generate.batch_rows)
    sql = insert_sql(made, full_name, first.lo, first.hi, overwrite=False)
    return (sql, f"-- and {len(more)} more batches like it") if more else (sql,)


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Write what is missing, check it, and say so on the table."""
    made = _recipe(step.payload["recipe"])
    table_name = quote_name(step.object)
    done = _rows_done(step, ctx, report, made, interrupted=bool(step.payload["fence"] or report.saved("begun")))
    engine = engines.choose(step.payload["engine"], ctx, report)
    started = time.monotonic()  # that an engine has to load is no part of the rate
    engine = _write_to_the_end(step, ctx, report, made, done, engine)
    found, rows = _fingerprint(step, ctx, made), sum(_counts(ctx, made, made.rows))
    if found.rows != rows:
        report.note(f"found {found.rows:,} rows instead of {rows:,}: writing the table again from the first row")
        _write_to_the_end(step, ctx, report, made, 0, engine)
        found = _fingerprint(step, ctx, made)
    if found.rows != rows:
        raise WizardError(
            f"{step.object} has {found.rows:,} rows after writing {rows:,}.",
            "Something else writes to this table. Stop it, then resume the run.",
        )
    report.progress(rows, rows, "rows")
    stamp = f"{step.recipe}/{found}"
    ctx.ws.sql(f"ALTER TABLE {table_name} SET TBLPROPERTIES ({literal(DATA)} = {literal(stamp)})", "noting the data")
    seconds = time.monotonic() - started
    rate = f", {(made.rows - done) / seconds:,.0f} rows/s" if made.rows - done >= WORTH_A_RATE else ""
    return f"{rows:,} rows{rate}, fingerprint {found.hash}"


def _rows_done(step: Step, ctx: Context, report: Reporter, made: TableRecipe, *, interrupted: bool) -> int:
    """Row numbers up to the end of the last batch that is there; 0 when the count fits no batch border."""
    if not interrupted:
        report.save("begun", True)
        return 0
    name = quote_name(step.object)
    ctx.ws.sql(
        f"ALTER TABLE {name} SET TBLPROPERTIES ('demo_wizard.fence' = {literal(str(time.time_ns()))})",
        "fencing off an interrupted write",
    )
    report.save("begun", True)
    there = int(ctx.ws.sql(f"SELECT count(*) AS n FROM {name}", "counting rows").one()["n"] or 0)
    size = int(step.payload["batch_rows"])
    done = after(there, _counts(ctx, made, size), made.rows, size)
    if done == made.rows:
        report.note(f"all {there:,} rows are there")
    else:
        report.note(f"{there if done else 0:,} rows are there: going on with row {done + 1:,} of {made.rows:,}")
    return done


def _counts(ctx: Context, made: TableRecipe, size: int) -> list[int]:
    """How many rows each batch of `size` row numbers holds."""
    if not made.where:
        return [batch.rows for batch in batches(made.rows, size)]
    found = ctx.ws.sql(count_sql(made, size), f"counting the rows that {made.name} should have").rows
    counts = {int(batch or 0): int(n or 0) for batch, n in found}
    return [counts.get(batch.lo // size, 0) for batch in batches(made.rows, size)]


def _write_to_the_end(step: Step, ctx: Context, report: Reporter, made: TableRecipe, start: int, engine: str) -> str:
    """Write from row number `start`, on another engine if this one gives up. Answers the engine that was last."""
    for _ in range(RESTARTS):
        try:
            _write(step, ctx, report, made, start, engine)
        except WizardError as error:
            engine = engines.instead(engine, error, ctx, report)
            start = _rows_done(step, ctx, report, made, interrupted=True)
        else:
            return engine
    _write(step, ctx, report, made, start, engine)
    return engine


def _write(step: Step, ctx: Context, report: Reporter, made: TableRecipe, start: int, engine: str) -> None:
    report.progress(start, made.rows, "rows")
    for batch in batches(made.rows, step.payload["batch_rows"], start):
        report.check()
        overwrite = batch.lo == 0
        if engine == engines.WAREHOUSE:
            ctx.ws.sql(insert_sql(made, step.object, batch.lo, batch.hi, overwrite=overwrite), f"writing {step.object}")
        else:
            spark = ctx.ws.spark
            with advised(f"writing rows {batch.lo:,} to {batch.hi:,} of {step.object}", ctx.ws.caller):
                write_batch(spark, made, step.object, batch, step.payload["partitions"], overwrite=overwrite)
        report.progress(batch.hi, made.rows, "rows")


def _recipe(raw: dict[str, Any]) -> TableRecipe:
    """The recipe out of a plan, which is JSON."""
    columns, helpers = (
        tuple(ColumnSql(**{**c, "uses": tuple(c["uses"])}) for c in raw[part]) for part in ("columns", "helpers")
    )
    return TableRecipe(**{**raw, "columns": columns, "helpers": helpers})


def _fingerprint(step: Step, ctx: Context, made: TableRecipe) -> Fingerprint:
    return Fingerprint.of(ctx.ws.sql(fingerprint_sql(step.object, [c.name for c in made.columns])).one())
