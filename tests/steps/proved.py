"""The answers that a run of the corner shop would have left: one of each kind, with what is awkward to write down."""

from __future__ import annotations

from tests.steps.shop import DAY
from wizard.spec import parse
from wizard.spec.skin import skin
from wizard.steps import story
from wizard.steps.answers import Answer
from wizard.steps.proof import Proved, Story

ANSWERS = {
    "size": Answer(("sales", "price"), ("LONG", "DECIMAL"), [["2000", "5.012165"]], 0.25),
    "regions": Answer(("region", "revenue"), ("STRING", "DECIMAL"),
                      [["North", "5000.50"], ["<South> & co|", "-1250.00"], [None, None]], 0.5),
    "works": None,
}


def proved(text: str) -> Story:
    """What a run of the spec would have left."""
    spec = skin(parse(text, overrides=[DAY]))
    queries = story.questions(spec)
    insights: list[Proved] = [
        story.prove(name, insight, queries.get(name, ""), ANSWERS[name], story.why_not(spec, insight))
        for name, insight in spec.insights.items()
    ]
    return Story(spec.demo_id, spec.title, spec.story, spec.brand.company, "2026-11-01", story.evidence(spec),
                 tuple(insights))
