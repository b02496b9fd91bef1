"""A plan in words: what will be created, changed, run or kept, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wizard.plan.model import Action, Plan, Step

SIGNS = {Action.CREATE: "+", Action.UPDATE: "~", Action.RUN: ">", Action.KEEP: "=", Action.DELETE: "-"}


def explain(plan: Plan, *, sql: bool = False) -> str:
    """The whole plan as plain text; with `sql`, every statement and request under its step."""
    return "\n".join(_lines(plan, sql=sql)) + "\n"


def counts(plan: Plan) -> str:
    """One line: `4 to create, 5 to run, 2 kept`."""
    found = Counter(step.action for step in plan.steps)
    words = {Action.CREATE: "to create", Action.UPDATE: "to change", Action.RUN: "to run", Action.DELETE: "to delete",
             Action.KEEP: "kept"}
    return ", ".join(f"{found[action]} {word}" for action, word in words.items() if found[action])


def _lines(plan: Plan, *, sql: bool) -> Iterator[str]:
    yield f"Plan for {plan.demo} on {plan.target} ({plan.host})"
    yield ""
    width = max((len(step.title) for step in plan.steps), default=0)
    for step in plan.steps:
        yield f"  {SIGNS[step.action]} {step.action.value:<6}  {step.title:<{width}}  {step.reason}"
        if sql:
            yield from _requests(step)
    yield ""
    yield f"{counts(plan)}. Plan {plan.hash}."


def _requests(step: Step) -> Iterator[str]:
    for request in step.requests:
        yield from (f"      {line}" for line in request.splitlines())
        yield ""
