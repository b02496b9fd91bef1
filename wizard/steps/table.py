"""A table's definition: DDL first, so that comments, keys and clustering are there before the first row.

A table whose definition or rows would differ is replaced whole: its recipe, kept as a table property, tells. A table of
that name which this demo did not make is never touched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from wizard.datagen.ddl import create_table_sql
from wizard.errors import PreflightError
from wizard.plan.model import Action, Step
from wizard.plan.observed import AS_OF, RECIPE, STAMP, Observed
from wizard.spec.model import DemoSpec
from wizard.steps import schema
from wizard.steps.context import Context, Reporter
from wizard.steps.recipes import PARTS, parts, table_recipe, why_anew
from wizard.workspace import tables
from wizard.workspace.sql import SqlError

KIND = "table"


def key(name: str) -> str:
    """The step's key."""
    return f"{KIND}:{name}"


def plan(spec: DemoSpec, observed: Observed) -> Iterator[Step]:
    """One step a table. Raises PreflightError when a foreign object has the name."""
    for name in spec.tables:
        yield _plan_one(spec, observed, name)


def _plan_one(spec: DemoSpec, observed: Observed, name: str) -> Step:
    full_name = f"{spec.demo_id}.{name}"
    after = (schema.key(spec), *(key(parent) for parent in spec.parents(name)))
    recipe, now = table_recipe(spec, name), parts(spec, name)
    seen = observed.tables.get(name)
    refuse_foreign(spec, observed, name)
    if seen and seen.properties.get(RECIPE) == recipe:
        return Step(key(name), KIND, full_name, Action.KEEP, "unchanged", after, recipe=recipe)
    properties = {
        STAMP: spec.demo_id, RECIPE: recipe, PARTS: json.dumps(now, separators=(",", ":")),
        AS_OF: spec.as_of.isoformat(),
    }
    sql = create_table_sql(spec, name, properties, replace=seen is not None)
    action, reason = Action.CREATE, "does not exist yet"
    if seen is not None:
        action, reason = Action.UPDATE, why_anew(spec, name, seen.properties)
    return Step(
        key(name), KIND, full_name, action, reason, after, (sql,), recipe, payload={"engine": spec.generate.engine}
    )


def refuse_foreign(spec: DemoSpec, observed: Observed, name: str) -> None:
    """Raise PreflightError when an object of that name exists that this demo did not make."""
    seen = observed.tables.get(name)
    if seen is not None and not seen.is_stamped(spec.demo_id):
        raise PreflightError(
            f"{spec.demo_id}.{name} exists and was not made by this demo: it will not be touched.",
            "Choose another schema: --set schema=NAME",
        )


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Send the DDL. A table that an interrupted attempt created is taken as it is: its recipe tells."""
    if step.payload["engine"] == "connect":
        ctx.ws.prefetch_spark()  # its import takes seconds: begin before the first row is wanted
    try:
        ctx.ws.sql(step.requests[0], f"creating table {step.object}")
    except SqlError:
        if step.action is not Action.CREATE or tables.properties(ctx.ws, step.object).get(RECIPE) != step.recipe:
            raise
        report.note(f"{step.object} had been created by an attempt that was interrupted")
    if step.action is Action.UPDATE:
        report.note(f"{step.object} was replaced: {step.reason}")
        return "replaced"
    return "created"
