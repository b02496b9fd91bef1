"""Whether a demo that is there can be given now: reads and queries only, nothing is written.

First the objects: were they made from this spec, to the last row? Then every question of the story and every view is
asked twice. The first pass starts the warehouse and fills caches; the second one is timed as the audience will see it.
A spec that leaves its day open is held against the day that the demo was made for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from wizard.errors import PreflightError
from wizard.identifiers import quote_name
from wizard.plan.model import Action
from wizard.plan.observed import AS_OF, Observed
from wizard.spec.model import DemoSpec
from wizard.steps import data, story, table, view
from wizard.steps.answers import Answer
from wizard.steps.asking import ask_all
from wizard.steps.context import Context
from wizard.steps.proof import Proved

VIEW_ROWS = 1_000
"""Rows of a view that are read: more than anybody looks at."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A table or view that is not as the spec would make it, and why."""

    object: str
    reason: str


@dataclass(frozen=True, slots=True)
class Glance:
    """A view that was looked at: its rows (1,000 at most), seconds, and the reason if it cannot be read."""

    name: str
    rows: int
    seconds: float
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether it shows anything."""
        return self.rows > 0


@dataclass(frozen=True, slots=True)
class Readiness:
    """All that was found. With `differences` nothing was asked: the answers would be those of another demo."""

    demo: str
    target: str
    as_of: date
    differences: list[Difference] = field(default_factory=list)
    insights: list[Proved] = field(default_factory=list)
    views: list[Glance] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether the demo can be given."""
        answered = all(p.ok or p.skipped for p in self.insights)
        return answered and all(v.ok for v in self.views) and not self.differences


def check(spec: DemoSpec, ctx: Context, say: Callable[[str], None]) -> Readiness:
    """Look at a demo; `say` is told what takes time. Raises PreflightError when it is not there."""
    from wizard.spec.skin import skin
    from wizard.workspace.observe import observe

    observed = observe(ctx.ws, spec.catalog, spec.schema_, principals=(), job_names={})
    refuse_absent(spec, observed)
    demo = skin(spec.model_copy(update={"as_of": as_of(spec, observed)}))
    found = Readiness(demo.demo_id, ctx.ws.target, demo.as_of, differences(demo, observed))
    return found if found.differences else _asked(demo, ctx, found, say)


def refuse_absent(spec: DemoSpec, observed: Observed) -> None:
    """Raise PreflightError when nothing of the demo is there."""
    if not any(seen.is_stamped(spec.demo_id) for seen in observed.tables.values()):
        raise PreflightError(f"The demo {spec.demo_id} is not on {observed.target}.")


def as_of(spec: DemoSpec, observed: Observed) -> date:
    """The spec's own day or, where it leaves it open, the latest that the demo's tables were made for."""
    if "as_of" in spec.model_fields_set:
        return spec.as_of
    days = [observed.tables[name].properties.get(AS_OF, "") for name in spec.tables if name in observed.tables]
    return max((date.fromisoformat(day) for day in days if day), default=spec.as_of)


def differences(spec: DemoSpec, observed: Observed) -> list[Difference]:
    """What a run would make anew, each object once. Raises PreflightError for objects that the demo did not make."""
    steps = [step for planner in (table.plan, data.plan, view.plan) for step in planner(spec, observed)]
    reasons: dict[str, str] = {}
    for step in steps:
        if step.action is not Action.KEEP:
            reasons.setdefault(step.object.rpartition(".")[2], step.reason)
    return [Difference(name, reason) for name, reason in reasons.items()]


def _asked(spec: DemoSpec, ctx: Context, found: Readiness, say: Callable[[str], None]) -> Readiness:
    queries = _queries(spec)
    say(f"warming up: {len(queries)} queries…")
    ask_all(ctx.ws, queries)
    say("and once more, timed…")
    answers = ask_all(ctx.ws, queries)
    insights = [
        story.prove(name, insight, queries.get(f"insight {name}", ""), answers.get(f"insight {name}"),
                    story.why_not(spec, insight))
        for name, insight in spec.insights.items()
    ]
    views = [_glance(name, answers[f"view {name}"]) for name in spec.views]
    return Readiness(found.demo, found.target, found.as_of, [], insights, views)


def _queries(spec: DemoSpec) -> dict[str, str]:
    """What the audience will see, by kind and name."""
    insights = {f"insight {name}": sql for name, sql in story.questions(spec).items()}
    views = {
        f"view {name}": f"SELECT * FROM {quote_name(f'{spec.demo_id}.{name}')} LIMIT {VIEW_ROWS}"
        for name in spec.views
    }
    return {**insights, **views}


def _glance(name: str, answer: Answer) -> Glance:
    return Glance(name, len(answer.rows), answer.seconds, answer.error)
