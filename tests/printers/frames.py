"""Runs to print: a retail-like plan at work, and its end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wizard.run.events import (
    Event,
    FileAttached,
    GrantsProved,
    InsightProved,
    LinkOffered,
    PlanReady,
    Record,
    RuleChecked,
    RunFinished,
    RunStarted,
    StepFinished,
    StepProgress,
    StepSkipped,
    StepStarted,
    TaskChanged,
)

BEGAN = datetime.fromisoformat("2026-11-23T20:00:00+00:00")
TABLES = ("customers", "products", "stores", "transactions")
KEYS = ("catalog:demo", "schema:shop", *(f"table:{t}" for t in TABLES), *(f"data:{t}" for t in TABLES),
        "view:trends", "quality:all", "grant:proof", "job:refresh", "run:refresh")


def plan() -> PlanReady:
    steps: list[dict[str, Any]] = [
        {"key": key, "kind": key.partition(":")[0], "object": f"demo.shop.{key.partition(':')[2]}",
         "action": "run" if key.startswith(("run", "quality")) else "create", "reason": "does not exist yet",
         "depends_on": []}
        for key in KEYS
    ]
    return PlanReady("0123456789abcdef", "demo.shop", "sandbox", "http://127.0.0.1:8443", {"create": 13, "run": 2},
                     False, steps)


def at_work() -> list[Event]:
    done = [
        event for key in KEYS[:6]
        for event in (StepStarted(key, key, "create"), StepFinished(key, "succeeded", 0.2, "created"))
    ]
    return [
        RunStarted(1, 1, "demo.shop", "sandbox", "Retail customer analytics"),
        plan(),
        *done,
        StepStarted("data:transactions"),
        StepProgress("data:transactions", 20_000, 50_000, "rows", 15_000.0),
        StepStarted("run:refresh"),
        TaskChanged("run:refresh", "refresh_kpis", "SUCCESS", 2.0, "3 KPIs\n"),
        TaskChanged("run:refresh", "optimize", "RUNNING", 0.0, "compacting customers"),
        TaskChanged("run:refresh", "notify", "BLOCKED"),
    ]


def succeeded() -> list[Event]:
    return [
        *at_work(),
        StepProgress("data:transactions", 50_000, 50_000, "rows", 15_000.0),
        *(StepFinished(key, "succeeded", 2.0, "made") for key in KEYS[6:]),
        TaskChanged("run:refresh", "optimize", "SUCCESS", 1.2, "compacted"),
        RuleChecked("quality:all", "customers", "not_null", "email", "error", 0, True),
        RuleChecked("quality:all", "customers", "unique", "email", "warn", 3, False),
        InsightProved("story:report", "fall", "Where did revenue fall?", True, "region is North", "region North", 0.1),
        InsightProved("story:report", "outage", "How long was the outage?", False, "hours near 6", "not asked", 0.0, "",
                      True),
        GrantsProved("grant:proof", [
            {"principal": "analysts", "securable": "schema", "object": "demo.shop",
             "privileges": ["SELECT", "USE SCHEMA"], "ok": True},
            {"principal": "engineers", "securable": "schema", "object": "demo.shop", "privileges": [], "ok": False},
        ]),
        FileAttached("quality:all", "quality.json", "/runs/r/files/quality.json"),
        LinkOffered("run:refresh", "job run", "https://example.com/run/7"),
        RunFinished("succeeded", 0, 7.4),
    ]


def failed() -> list[Event]:
    return [
        *at_work(),
        InsightProved("story:report", "fall", "Where did revenue fall?", False, "region is North", "region South", 0.1),
        TaskChanged("run:refresh", "optimize", "FAILED", 1.2, "line 1\nthe stock is negative", "the stock is negative"),
        StepFinished("run:refresh", "failed", 4.0, "Job refresh: task optimize failed", "See the task.", 1),
        StepSkipped("grant:proof", "needs run refresh, which did not succeed"),
        RunFinished("failed", 1, 7.4, "run refresh: Job refresh: task optimize failed", "See the task."),
    ]


def records(events: list[Event]) -> list[Record]:
    """One event every quarter of a second."""
    return [Record((BEGAN + timedelta(seconds=n / 4)).isoformat(), "r", event) for n, event in enumerate(events)]
