"""The data step where rows are missing: what it writes, counts and says, and how it goes on after it was stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.steps.facts import empty
from tests.steps.shop import DEMO, shop
from wizard.errors import CancelledError
from wizard.plan.model import Plan, Step
from wizard.run.events import Event, StepNoted, StepProgress
from wizard.run.reporter import Reporter
from wizard.sandbox import lifecycle
from wizard.spec.model import DemoSpec
from wizard.steps import apply, build, connect, plan
from wizard.steps.context import Context

BATCH = 150
SALES = f"{DEMO}.sales"


def gappy() -> DemoSpec:
    """The shop with some 800 sales numbered, in batches of 150, of which two keep no row at all."""
    raw = shop().model_dump(mode="json", by_alias=True)["tables"]
    raw["sales"] |= {"rows": 700, "missing": 0.3}
    raw["sales"]["columns"]["sold_at"]["ordered"] = True
    strike = {"comment": "c", "table": "sales", "time": "sold_at", "start": -35, "end": -5, "drop": 1.0}
    boom = {"comment": "c", "table": "sales", "time": "sold_at", "start": -50, "end": -40, "extra": 1.0}
    generate = {"engine": "warehouse", "batch_rows": BATCH}
    return shop(tables=raw, generate=generate, incidents={"strike": strike, "boom": boom}, insights={})


class Told:
    """A reporter that keeps what it is told, and asks for a stop once so many row numbers are done."""

    def __init__(self, ctx: Context, stop_at: int | None = None, **facts: Any) -> None:
        self.events: list[Event] = []
        self.ctx, self.stop_at = ctx, stop_at
        self.reporter = Reporter("data:sales", self._emit, ctx.ws.cancelled, lambda name, _: Path(name), facts)

    def _emit(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, StepProgress) and self.stop_at is not None and event.done >= self.stop_at:
            self.ctx.ws.cancelled.set()

    @property
    def notes(self) -> str:
        return " ".join(event.text for event in self.events if isinstance(event, StepNoted))


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """A sandbox with the shop's tables, and no rows in them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_WIZARD_HOME", str(tmp_path_factory.mktemp("home")))
        made = connect("sandbox")
        for step in build(gappy(), made).steps:
            if step.kind in ("catalog", "schema", "table"):
                apply(step, made, Told(made).reporter)
        yield made
        lifecycle.stop()


def the_step(spec: DemoSpec) -> Step:
    """The step as a plan brings it that was written down and read again."""
    read = Plan.from_json(plan(spec, empty()).to_json())
    return next(step for step in read.steps if step.key == "data:sales")


def rows(ctx: Context) -> int:
    return int(ctx.ws.sql(f"SELECT count(*) AS n FROM {SALES}").one()["n"] or 0)


@pytest.fixture(scope="module")
def undisturbed(ctx: Context) -> str:
    """What the step says at its end."""
    return apply(the_step(gappy()), ctx, Told(ctx).reporter)


def test_it_says_how_many_rows_there_are(ctx: Context, undisturbed: str) -> None:
    told = Told(ctx)
    assert apply(the_step(gappy()), ctx, told.reporter) == undisturbed
    said = int(undisturbed.partition(" ")[0])
    assert said == rows(ctx)
    assert 0 < said < 700
    last = [event for event in told.events if isinstance(event, StepProgress)][-1]
    assert (last.done, last.total) == (said, said)
    days = f"SELECT count(*) AS n FROM {SALES} WHERE sold_at >= DATE'2026-09-27' AND sold_at < DATE'2026-10-27'"
    assert ctx.ws.sql(days).one()["n"] == "0"


@pytest.mark.parametrize("batches", [1, 3, 4, 5])
def test_a_stopped_run_goes_on_where_it_was(ctx: Context, undisturbed: str, batches: int) -> None:
    step = the_step(gappy())
    with pytest.raises(CancelledError):
        apply(step, ctx, Told(ctx, stop_at=batches * BATCH).reporter)
    ctx.ws.cancelled.clear()
    there = rows(ctx)
    again = Told(ctx, begun=True)
    detail = apply(step, ctx, again.reporter)
    assert detail == undisturbed
    assert "writing the table again" not in again.notes
    found = re.search(r"(\d+) rows are there: going on with row (\d+)", again.notes)
    assert found is not None
    assert (int(found[1]), int(found[2]) % BATCH) == (there, 1)


def test_a_run_stopped_after_its_last_row_has_nothing_to_write(ctx: Context, undisturbed: str) -> None:
    told = Told(ctx, begun=True)
    assert apply(the_step(gappy()), ctx, told.reporter) == undisturbed
    assert f"all {rows(ctx)} rows are there" in told.notes


def test_rows_of_somebody_else_are_written_over(ctx: Context, undisturbed: str) -> None:
    ctx.ws.sql(f"INSERT INTO {SALES} VALUES ('N-99999', 'S-001', TIMESTAMP'2026-01-01 00:00:00', 1.00)")
    told = Told(ctx, begun=True)
    assert apply(the_step(gappy()), ctx, told.reporter) == undisturbed
    assert "0 rows are there: going on with row 1 of" in told.notes
