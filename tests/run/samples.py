"""One sample of every event, with a secret in every text."""

from __future__ import annotations

from wizard.run.events import (
    CancelRequested,
    Event,
    FactSaved,
    FileAttached,
    GrantsProved,
    InsightProved,
    LinkOffered,
    PlanApproved,
    PlanReady,
    PreflightDone,
    RuleChecked,
    RunFinished,
    RunNoted,
    RunStarted,
    StepFinished,
    StepNoted,
    StepProgress,
    StepSkipped,
    StepStarted,
    StreamOpened,
    TaskChanged,
)

SECRET = "dapi0123456789abcdef0123456789abcdef"
SAID = f"said with {SECRET} in it"

STEPS = [
    {"key": "table:customers", "kind": "table", "object": "c.s.customers", "action": "create", "reason": SAID,
     "depends_on": []},
    {"key": "data:customers", "kind": "data", "object": "c.s.customers", "action": "create", "reason": SAID,
     "depends_on": ["table:customers"]},
    {"key": "run:refresh", "kind": "run", "object": "refresh", "action": "run", "reason": SAID,
     "depends_on": ["data:customers"]},
]

SAMPLES: tuple[Event, ...] = (
    StreamOpened(),
    RunStarted(2, 4711, "c.s", "sandbox", SAID),
    RunNoted(SAID),
    CancelRequested(),
    RunFinished("failed", 1, 1.5, SAID, SAID, {"succeeded": 2, "failed": 1}),
    PreflightDone(False, [{"key": "catalog:c", "what": "the catalog c", "state": "missing", "why": SAID, "sql": SAID}],
                  [SAID], ["main"]),
    PlanReady("0123456789abcdef", "c.s", "sandbox", "http://127.0.0.1:1", {"create": 2, "run": 1}, True, STEPS,
              {"table:customers": 0.05}),
    PlanApproved("0123456789abcdef"),
    StepStarted("table:customers", "table customers", "create"),
    StepProgress("data:customers", 500, 1000, "rows", 250.0),
    StepNoted("table:customers", SAID),
    LinkOffered("run:refresh", "job run", f"https://user:{SECRET}@example.com/"),
    FileAttached("quality:all", "quality.json", "/runs/r/files/quality.json"),
    FactSaved("run:refresh", "job_run", {"id": 7, "token": [SAID]}),
    StepFinished("table:customers", "failed", 0.4, SAID, SAID, 1),
    StepSkipped("run:refresh", SAID, "blocked"),
    TaskChanged("run:refresh", "optimize", "FAILED", 2.0, SAID, SAID),
    RuleChecked("quality:all", "customers", "not_null", "email", "error", 3, False),
    InsightProved("story:report", "outage", SAID, False, SAID, SAID, 0.1, SAID, False),
    GrantsProved("grant:proof", [
        {"principal": "analysts", "securable": "schema", "object": "c.s", "privileges": ["SELECT"], "ok": True},
    ]),
)
