"""The schema: home of everything else in the demo."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.plan.expiry import EXPIRES, expiry
from wizard.plan.model import Action, Step
from wizard.plan.observed import STAMP, Observed, Seen
from wizard.spec.model import DemoSpec
from wizard.steps import catalog
from wizard.steps.context import Context, Reporter
from wizard.workspace.errors import advised, already_exists

KIND = "schema"


def key(spec: DemoSpec) -> str:
    """The step's key."""
    return f"{KIND}:{spec.schema_}"


def plan(spec: DemoSpec, observed: Observed) -> Iterator[Step]:
    """Create the schema, or keep the one that exists."""
    after, expires = (catalog.key(spec),), expiry(spec.expires_days, spec.demo_id, observed.schema)
    if observed.schema is not None:
        own = observed.schema.is_stamped(spec.demo_id)
        if own and expires and EXPIRES not in observed.schema.properties:
            yield _dated(spec, observed.schema, expires, after)
            return
        reason = "exists" if own else "exists, made by somebody else: only this demo's tables in it are touched"
        yield Step(key(spec), KIND, spec.demo_id, Action.KEEP, reason, after)
        return
    yield Step(
        key(spec), KIND, spec.demo_id, Action.CREATE, "does not exist yet", after,
        requests=(f"POST /api/2.1/unity-catalog/schemas {{catalog_name: {spec.catalog}, name: {spec.schema_}}}",),
        payload={
            "name": spec.schema_, "catalog_name": spec.catalog, "comment": spec.title,
            "properties": {STAMP: spec.demo_id, **({EXPIRES: expires} if expires else {})},
        },
    )


def _dated(spec: DemoSpec, seen: Seen, expires: str, after: tuple[str, ...]) -> Step:
    """Note the date on a schema that has none. Its other properties are sent along: a change replaces them all."""
    return Step(
        key(spec), KIND, spec.demo_id, Action.UPDATE, f"it expires on {expires}", after,
        requests=(f"PATCH /api/2.1/unity-catalog/schemas/{spec.demo_id} {{properties: {{{EXPIRES}: {expires}}}}}",),
        payload={"properties": {**seen.properties, EXPIRES: expires}},
    )


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Create it, or note when it expires. Somebody else having created it meanwhile is fine."""
    if step.action is Action.UPDATE:
        with advised(f"noting on schema {step.object} when it expires"):
            ctx.ws.client.schemas.update(step.object, **step.payload)
        return "noted"
    with advised(f"creating schema {step.object}"):
        try:
            ctx.ws.client.schemas.create(**step.payload)
        except Exception as error:
            if not already_exists(error):
                raise
            report.note(f"schema {step.object} had been created meanwhile")
    return "created"
