"""What a plan will take: time, rows, storage, and units of compute, each as a range or with what it rests on.

Time is that of the steps by their pace (`wizard.plan.pace`), several side by side, after connecting and planning.

Storage is 1.5 to 3.2 bytes a value, the least and the most of the eight shipped industries as Delta tables at small and
medium; what time travel keeps comes on top.

Compute is that of one 2X-Small serverless SQL warehouse, 4 DBU an hour ("Databricks warehouse cost calculation" on
community.databricks.com, and public calculators agree; the documentation of sizes names no DBU). The warehouse is
billed while it works and, at most, for the idle 10 minutes until it stops, the least that the Warehouses API takes for
`auto_stop_mins`. What the compute behind Spark Connect and behind a job's Python tasks takes is not known beforehand.
It is never a currency: prices are the customer's own.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wizard.plan.model import Action, Plan, Step
from wizard.plan.pace import UNMEASURED, Measured
from wizard.plan.span import likely

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec

BYTES_A_VALUE = (1.5, 3.2)
DBU_AN_HOUR = 4.0
IDLE = 600.0
"""Seconds that a warehouse may wait for more work before it stops."""

SPREAD, SPREAD_SEEN, SPREAD_ELSEWHERE = (0.55, 1.5), (0.65, 1.4), (0.55, 3.0)
"""The range, as shares of what is likely: by the figures of `wizard.plan.pace`, into which 30 of their own 32 runs
fall; by up to five earlier runs, into which 24 of 30 fell, on a machine whose load rose and fell between them; and for
a workspace where nothing was measured yet, whose upper end is a guess.
"""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a plan will take; ranges are (least, most).

    `rows` are those that will be written, `gigabytes` (10⁹ bytes) those of their tables; `dbu` is None where nothing is
    billed; `basis` says in words what the time rests on; `per_step` has the seconds of each step that does something.
    """

    seconds: tuple[float, float]
    rows: int
    gigabytes: tuple[float, float]
    dbu: tuple[float, float] | None
    basis: str
    per_step: dict[str, float]


def estimate(plan: Plan, spec: DemoSpec, seen: Measured | None = None) -> Estimate:
    """What carrying out this plan of this spec will take, by what was `seen` of earlier runs on its target."""
    pace = seen or UNMEASURED
    each = per_step(plan, spec, pace)
    writing = [step for step in plan.changes if step.kind == "data"]
    once = pace.start + (pace.connect if any(step.payload.get("engine") == "connect" for step in writing) else 0.0)
    whole = once + likely(each, {step.key: step.depends_on for step in plan.steps})
    low, high = SPREAD_SEEN if seen else SPREAD if is_local(plan.host) else SPREAD_ELSEWHERE
    seconds = whole * low, whole * high
    values = sum(_rows(step) * len(step.payload.get("recipe", {}).get("columns", ())) for step in writing)
    return Estimate(
        seconds,
        sum(_rows_left(step, spec) for step in writing),
        (values * BYTES_A_VALUE[0] / 1e9, values * BYTES_A_VALUE[1] / 1e9),
        None if is_local(plan.host) else _dbu(seconds),
        _basis(plan, seen),
        each,
    )


def per_step(plan: Plan, spec: DemoSpec | None, pace: Measured = UNMEASURED) -> dict[str, float]:
    """Seconds by key of each step that does something, in the plan's order.

    Without a `spec`, tables that are kept are thought to be empty: what reads them looks faster than it will be.
    """
    demo = sum(_rows_there(step, spec) for step in plan.steps if step.kind == "data")
    rows = {step.key: _rows(step) if step.kind == "data" else demo for step in plan.changes}
    return {step.key: round(pace.seconds(step.kind, rows[step.key]), 3) for step in plan.changes}


def is_local(host: str) -> bool:
    """Whether a workspace is on this machine, where nothing is billed."""
    name = urlsplit(host).hostname or ""
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _rows(step: Step) -> int:
    """Row numbers that a step goes through; some of them may be missing from the table."""
    return int(step.payload.get("recipe", {}).get("rows", 0))


def _table(step: Step) -> str:
    return step.key.partition(":")[2]


def _rows_there(step: Step, spec: DemoSpec | None) -> int:
    """Rows to be read once the step is done, whether it writes or keeps them."""
    if step.action is not Action.KEEP:
        return _rows(step)
    return spec.rows_of(_table(step)) if spec is not None else 0


def _rows_left(step: Step, spec: DemoSpec) -> int:
    """Rows that will be in the table, before incidents."""
    name = _table(step)
    return round(spec.rows_of(name) * (1 - spec.tables[name].missing))


def _dbu(seconds: tuple[float, float]) -> tuple[float, float]:
    least, most = seconds
    return least * DBU_AN_HOUR / 3600, (most + IDLE) * DBU_AN_HOUR / 3600


def _basis(plan: Plan, seen: Measured | None) -> str:
    if seen is not None:
        return f"by the latest {seen.runs} runs on {plan.target}" if seen.runs > 1 else f"by one run on {plan.target}"
    if is_local(plan.host):
        return "by runs measured on 2 cores"
    return f"by runs in the sandbox, for none on {plan.target} is known"
