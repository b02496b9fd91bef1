"""Leaves run directories of the corner shop behind, as a runner would have left them."""

from __future__ import annotations

from pathlib import Path

from tests.steps.facts import empty
from tests.steps.proved import proved
from tests.steps.shop import DAY, DEMO, TEXT
from wizard.run.directory import Request, RunDirectory
from wizard.run.events import (
    FileAttached,
    GrantsProved,
    InsightProved,
    LinkOffered,
    RunFinished,
    RunStarted,
    StepFinished,
    StepProgress,
    StepStarted,
)
from wizard.run.journal import Journal
from wizard.run.runner import plan_ready
from wizard.spec import dump, parse
from wizard.steps import plan

GRANTED = [
    {"principal": "analysts", "securable": "catalog", "object": "shop_demo", "privileges": ["USE_CATALOG"], "ok": True},
    {"principal": "analysts", "securable": "table", "object": f"{DEMO}.stores", "privileges": ["SELECT"], "ok": True},
    {"principal": "ana@example.com", "securable": "table", "object": f"{DEMO}.stores", "privileges": [], "ok": False},
]


def leave_run(home: Path, *, target: str = "sandbox", status: str = "succeeded", spec: bool = True) -> RunDirectory:
    """A run that has ended; without `spec`, one that a saved plan was applied in."""
    demo = parse(TEXT, overrides=[DAY])
    run = RunDirectory.create(home / "runs", Request(DEMO, target, "demo-wizard --spec shop.yaml", "Corner shop"),
                              spec=dump(demo) if spec else "")
    made, journal = plan(demo, empty()), Journal(run.events, run.id)
    journal.write(RunStarted(1, 1, DEMO, target, "Corner shop"))
    journal.write(plan_ready(made, approval=False))
    for step in made.steps:
        journal.write(StepStarted(step.key, step.title, step.action.value))
        if step.kind == "data":
            journal.write(StepProgress(step.key, 2000, 2000, "rows"))
        journal.write(StepFinished(step.key, "succeeded", 0.5, "done"))
    _find(run, journal)
    journal.close(RunFinished(status, 0 if status == "succeeded" else 1, 3.2))
    return run


def _find(run: RunDirectory, journal: Journal) -> None:
    story = proved(TEXT)
    kept = run.attach("story.json", story.to_json())
    for one in story.insights:
        journal.write(InsightProved("story:report", one.name, one.question, one.ok, one.expected, one.found,
                                    one.seconds, one.say, bool(one.skipped)))
    journal.write(GrantsProved("grant:proof", GRANTED))
    journal.write(LinkOffered("run:refresh", "job run", "http://127.0.0.1:1/jobs/7"))
    journal.write(FileAttached("story:report", "story.json", str(kept)))
