"""What a demo is made of: one module per kind of step, each of which plans and applies its own.

Adding a kind is one module here, listed below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wizard.plan.build import in_order
from wizard.plan.model import Plan, Step
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
    from wizard.workspace.observe import observe

    spec = skin(spec)
    observed = observe(
        ctx.ws,
        spec.catalog,
        spec.schema_,
        principals=[g.principal for g in spec.grants],
        job_names={key: j.name for key, j in spec.jobs.items()},
    )
    return plan(spec, observed)


def plan(spec: DemoSpec, observed: Observed) -> Plan:
    """Pure: the steps of all kinds, with the brand put on, in an order that respects what they depend on."""
    spec = skin(spec)
    steps = [step for planner in PLANNERS for step in planner(spec, observed)]
    return Plan(demo=spec.demo_id, target=observed.target, host=observed.host, steps=in_order(steps))


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Do one step. Answers a short detail for people; raises WizardError."""
    return APPLIERS[step.kind](step, ctx, report)
