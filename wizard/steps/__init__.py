"""What a demo is made of: one module per kind of step, each of which plans and applies its own.

Adding a kind is one module here, listed below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from wizard.plan.basis import Basis, Moved, facts, moved
from wizard.plan.build import in_order
from wizard.plan.expiry import expiry
from wizard.plan.model import Plan, Step, digest
from wizard.plan.observed import Observed
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin
from wizard.steps import catalog, data, grant, job, quality, schema, story, table, view
from wizard.steps.context import Context, Reporter

PLANNERS: tuple[Callable[[DemoSpec, Observed], Iterator[Step]], ...] = (
    catalog.plan, schema.plan, table.plan, data.plan, quality.plan, view.plan, story.plan, grant.plan, job.plan,
)

APPLIERS: dict[str, Callable[[Step, Context, Reporter], str]] = {
    "catalog": catalog.apply,
    "schema": schema.apply,
    "table": table.apply,
    "data": data.apply,
    "quality": quality.apply,
    "view": view.apply,
    "story": story.apply,
    "grant": grant.apply,
    "job": job.apply,
    "run": job.apply_run,
}


def connect(target: str) -> Context:
    """Reach a target: `sandbox`, or a profile of ~/.databrickscfg."""
    from wizard.workspace.connect import connect as connect_workspace

    return Context(connect_workspace(target))


def build(spec: DemoSpec, ctx: Context) -> Plan:
    """Observe the workspace (reads only) and decide what is to be done."""
    spec = skin(spec)
    return plan(spec, _observe(ctx, _scope(spec)))


def look(spec: DemoSpec, ctx: Context) -> Observed:
    """What a plan of a spec with its brand on is decided on, what may not be looked into noted: reads only."""
    return _observe(ctx, _scope(spec), may_be_closed=True)


def plan(spec: DemoSpec, observed: Observed) -> Plan:
    """Pure: the steps of all kinds, with the brand put on, in an order that respects what they depend on."""
    spec = skin(spec)
    steps = in_order([step for planner in PLANNERS for step in planner(spec, observed)])
    inside = f"{spec.demo_id}."
    relations = (s.object.removeprefix(inside) for s in steps if s.object.startswith(inside))
    scope = replace(_scope(spec), relations=tuple(dict.fromkeys(relations)))
    return Plan(
        spec.demo_id, observed.target, observed.host, steps, spec=digest(spec.model_dump(mode="json", by_alias=True)),
        expires=expiry(spec.expires_days, spec.demo_id, observed.schema),
        basis=replace(scope, facts=facts(observed, scope)),
    )


def look_again(made: Plan, ctx: Context) -> tuple[Moved, ...]:
    """What has moved on the target since a plan was made: reads only."""
    observed = _observe(ctx, made.basis, may_be_closed=True)
    return moved(made.basis.facts, facts(observed, made.basis))


def _scope(spec: DemoSpec) -> Basis:
    """Where to look for a demo; its tables and views are all that its schema holds."""
    principals = tuple(dict.fromkeys(g.principal for g in spec.grants))
    jobs = {key: job.name for key, job in spec.jobs.items()}
    return Basis(spec.catalog, spec.schema_, principals=principals, jobs=jobs)


def _observe(ctx: Context, scope: Basis, *, may_be_closed: bool = False) -> Observed:
    from wizard.workspace.observe import observe

    return observe(ctx.ws, scope.catalog, scope.schema, principals=scope.principals, job_names=scope.jobs,
                   may_be_closed=may_be_closed)


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Do one step. Answers a short detail for people; raises WizardError."""
    return APPLIERS[step.kind](step, ctx, report)
