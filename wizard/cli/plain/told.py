"""What somebody has to hear before they say yes: the story, and what would be done."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wizard.cli.plain.asking import item, say
from wizard.plan.model import Action, Plan
from wizard.printers.words import noun, plural

if TYPE_CHECKING:
    from wizard.plan.estimate import Estimate
    from wizard.spec.model import DemoSpec

LISTED = 8
"""Objects that would be changed are named up to here, and counted from here on."""
_DONE = {Action.CREATE: "to create", Action.UPDATE: "to change", Action.DELETE: "to delete", Action.KEEP: "kept"}
_RUN = {"data": "to write", "quality": "to do", "story": "to prove", "grant": "to prove", "run": "to start"}


def tell_story(spec: DemoSpec) -> None:
    """What the demo is about; the brand is on the spec."""
    say()
    say(f"{spec.title}, for {spec.brand.company}")
    say(" ".join(spec.story.split()))
    rows = sum(spec.rows_of(table) for table in spec.tables)
    say(f"{plural(len(spec.tables), 'table')} with {rows:,} rows, {plural(len(spec.views), 'view')}, "
        f"{plural(len(spec.jobs), 'job')}.")
    happened = [incident for incident in spec.incidents.values() if incident.enabled]
    if happened:
        say("What is to be found in the data:")
        for incident in happened:
            item("-", f"{' '.join(incident.comment.split())}")
    if spec.insights:
        say("What is asked of it:")
        for insight in spec.insights.values():
            item("-", f"{' '.join(insight.question.split())}")


def tell_plan(plan: Plan, estimate: Estimate) -> None:
    """What would be done, by kind and counted, and what it takes."""
    from wizard.printers.estimate import told

    say()
    if not plan.changes:
        say(f"{plan.demo} on {plan.target} is there already, just as it was chosen: nothing is to be done.")
        return
    say(f"This is what would be done for {plan.demo} on {plan.target}:")
    counts = Counter((step.kind, step.action) for step in plan.steps)
    for (kind, action), count in counts.items():
        item("-", f"{count} {noun(kind, count)} {_DONE.get(action) or _RUN.get(kind, 'to run')}")
    say(told(estimate))
    if plan.alters:
        say("It changes what is there:")
        for step in plan.alters[:LISTED]:
            item("-", f"{step.title}: {step.reason}")
        if len(plan.alters) > LISTED:
            item("-", f"and {len(plan.alters) - LISTED} more")
