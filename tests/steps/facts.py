"""Makes the facts that a finished demo would show, so that planning can be tested without a workspace."""

from __future__ import annotations

from wizard.plan.model import Action, Plan, Step
from wizard.plan.observed import AS_OF, DATA, RECIPE, STAMP, Observed, Seen, SeenJob
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin
from wizard.steps import plan
from wizard.steps.recipes import PARTS, parts


def empty() -> Observed:
    return Observed(target="sandbox", host="http://127.0.0.1", user="owner@example.com")


def finished(spec: DemoSpec) -> Observed:
    """What a workspace looks like after every step of the plan for an empty one has been applied."""
    import json

    spec = skin(spec)
    made = {step.key: step for step in plan(spec, empty()).steps}
    stamp, day = {STAMP: spec.demo_id}, {AS_OF: spec.as_of.isoformat()}
    tables = {}
    for name in spec.tables:
        recipe = made[f"table:{name}"].recipe
        properties = {RECIPE: recipe, DATA: f"{recipe}/1/0", PARTS: json.dumps(parts(spec, name))}
        tables[name] = Seen(stamp | day | properties, "MANAGED")
    for name in spec.views:
        tables[name] = Seen(stamp | {RECIPE: made[f"view:{name}"].recipe}, "VIEW")
    for key in ("quality:quality_report", "story:report"):
        if key in made:
            tables[made[key].object.rpartition(".")[2]] = Seen(stamp | {RECIPE: made[key].recipe}, "MANAGED")
    return Observed(
        target="sandbox",
        host="http://127.0.0.1",
        user="owner@example.com",
        catalog=Seen(stamp),
        schema=Seen(stamp),
        tables=tables,
        catalog_grants=_granted(made, "grant:catalog"),
        schema_grants=_granted(made, "grant:schema"),
        jobs={name: SeenJob(1, made[f"job:{name}"].recipe, made[f"run:{name}"].recipe) for name in spec.jobs},
    )


def _granted(made: dict[str, Step], key: str) -> dict[str, frozenset[str]]:
    return {p: frozenset(a) for p, a in made[key].payload["add"].items()} if key in made else {}


def changes(made: Plan) -> dict[str, Action]:
    return {step.key: step.action for step in made.changes}
