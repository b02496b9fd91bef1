"""The catalog: used when it is there, created when it is not, never changed."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.identifiers import literal, quote_name
from wizard.plan.model import Action, Step
from wizard.plan.observed import STAMP, Observed
from wizard.spec.model import DemoSpec
from wizard.steps.context import Context, Reporter
from wizard.workspace.errors import advised, already_exists, lacks_storage
from wizard.workspace.sql import SqlError

KIND = "catalog"


def key(spec: DemoSpec) -> str:
    """The step's key."""
    return f"{KIND}:{spec.catalog}"


def plan(spec: DemoSpec, observed: Observed) -> Iterator[Step]:
    """Create the catalog, or keep whatever catalog of that name exists."""
    if observed.catalog is not None:
        yield Step(key(spec), KIND, spec.catalog, Action.KEEP, "exists")
        return
    comment = f"{spec.title} (made by demo-wizard)"
    yield Step(
        key(spec), KIND, spec.catalog, Action.CREATE, "does not exist yet",
        requests=(f"POST /api/2.1/unity-catalog/catalogs {{name: {spec.catalog}}}",),
        payload={"comment": comment, "properties": {STAMP: spec.demo_id}},
    )


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Create it: through the API, or by SQL where the API has no place for it. One created meanwhile is fine."""
    with advised(f"creating catalog {step.object}"):
        try:
            ctx.ws.client.catalogs.create(step.object, **step.payload)
        except Exception as error:
            if lacks_storage(error):
                return _apply_by_sql(step, ctx, report)
            if not already_exists(error):
                raise
            report.note(f"catalog {step.object} had been created meanwhile")
    return "created"


def _apply_by_sql(step: Step, ctx: Context, report: Reporter) -> str:
    """On default storage, only serverless SQL can make catalogs, and not in every workspace; its refusal is final.

    The API looks for storage before it looks whether the catalog exists: one that an interrupted attempt made is met
    here, too, and gets its stamp now.
    """
    comment, properties = step.payload["comment"], step.payload["properties"]
    statement = f"CREATE CATALOG {quote_name(step.object)} COMMENT {literal(comment)}"
    try:
        ctx.ws.sql(statement, f"creating catalog {step.object}")
    except SqlError as error:
        if not already_exists(error):
            raise
        found = ctx.ws.client.catalogs.get(step.object)
        if (found.owner, found.comment) != (ctx.ws.user, comment):
            report.note(f"catalog {step.object} had been created meanwhile")
            return "created by somebody else"
    ctx.ws.client.catalogs.update(step.object, properties=properties)
    return "created by SQL, as the metastore has no storage of its own"
