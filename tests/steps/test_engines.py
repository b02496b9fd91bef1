"""Rows where databricks-connect does not work or stops working, or where an answer is lost: they are the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.steps.facts import empty
from tests.steps.shop import DEMO, shop
from wizard.errors import CancelledError, WizardError
from wizard.plan.model import Plan, Step
from wizard.run.events import Event, StepNoted, StepProgress
from wizard.run.reporter import Reporter
from wizard.sandbox import lifecycle
from wizard.spec.model import DemoSpec
from wizard.steps import apply, build, connect, engines, plan
from wizard.steps.context import Context
from wizard.workspace.client import Workspace

SALES = f"{DEMO}.sales"


def demo(engine: str) -> DemoSpec:
    """The shop with 600 sales in batches of 150."""
    raw = shop().model_dump(mode="json", by_alias=True)["tables"]
    raw["sales"] |= {"rows": 600}
    return shop(tables=raw, generate={"engine": engine, "batch_rows": 150})


class Told:
    """A reporter that keeps what it is told."""

    def __init__(self, ctx: Context) -> None:
        self.events: list[Event] = []
        self.reporter = Reporter("data:sales", self.events.append, ctx.ws.cancelled, lambda name, _: Path(name))

    @property
    def notes(self) -> str:
        return " ".join(event.text for event in self.events if isinstance(event, StepNoted))


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """A sandbox with the shop's tables, and no rows in them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_WIZARD_HOME", str(tmp_path_factory.mktemp("home")))
        made = connect("sandbox")
        for step in build(demo("warehouse"), made).steps:
            if step.kind in ("catalog", "schema", "table"):
                apply(step, made, Told(made).reporter)
        yield made
        lifecycle.stop()


@pytest.fixture(scope="module")
def fingerprint(ctx: Context) -> str:
    """Of the rows that the warehouse makes undisturbed."""
    return written(ctx, "warehouse")[0]


def the_step(engine: str) -> Step:
    read = Plan.from_json(plan(demo(engine), empty()).to_json())
    return next(step for step in read.steps if step.key == "data:sales")


def written(ctx: Context, engine: str) -> tuple[str, str]:
    """The fingerprint of the rows that a step wrote, and what it noted."""
    told = Told(ctx)
    detail = apply(the_step(engine), ctx, told.reporter)
    return detail.rpartition("fingerprint ")[2], told.notes


def with_spark(ctx: Context, open_spark: Any) -> Context:
    """The same workspace with another Spark Connect."""
    return Context(Workspace("sandbox", ctx.ws.host, ctx.ws.client, open_spark))


def test_where_spark_connect_cannot_be_opened_the_warehouse_makes_the_same_rows(ctx: Context, fingerprint: str) -> None:
    def refuse() -> Any:
        raise RuntimeError("Serverless compute is not enabled for this workspace.")

    found, notes = written(with_spark(ctx, refuse), "connect")
    assert found == fingerprint
    assert "databricks-connect cannot be used here: Serverless compute is not enabled for this workspace; " in notes
    assert "rows are made on the SQL warehouse instead: the same rows" in notes


def test_a_session_that_is_lost_in_the_middle_of_a_table_is_no_end(
    ctx: Context, fingerprint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.steps import data

    batches: list[int] = []

    def write(_spark: Any, made: Any, name: str, batch: Any, _partitions: int, *, overwrite: bool) -> None:
        from wizard.datagen.recipe import insert_sql

        batches.append(batch.lo)
        if batch.lo:
            raise RuntimeError("BAD_REQUEST: session_id is no longer usable. Generate a new session.")
        ctx.ws.sql(insert_sql(made, name, batch.lo, batch.hi, overwrite=overwrite))

    monkeypatch.setattr(data, "write_batch", write)
    lost = with_spark(ctx, lambda: "a session")
    found, notes = written(lost, "connect")
    assert found == fingerprint
    assert batches == [0, 150]
    assert "session_id is no longer usable" in notes
    assert "150 rows are there: going on with row 151 of 600" in notes
    with pytest.raises(WizardError, match="no longer usable"):
        lost.ws.spark  # noqa: B018  the next table need not try


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_batch_whose_answer_is_lost_is_counted_and_not_sent_again_unseen(
    ctx: Context, fingerprint: str, when: str
) -> None:
    waiting = [{"pattern": "/api/2.0/sql/statements*", "method": "POST", "drop": True, "when": when, "times": 1}]
    told = Told(ctx)

    def strike(event: Event) -> None:
        told.events.append(event)
        if isinstance(event, StepProgress) and event.done == 300 and waiting:
            fault = waiting.pop()
            ctx.ws.client.api_client.do("POST", "/sandbox/faults", body=fault)

    seconds = itertools.count(0.0).__next__  # so that no progress comes too soon after another to be told
    told.reporter = Reporter("data:sales", strike, ctx.ws.cancelled, lambda name, _: Path(name), clock=seconds)
    detail = apply(the_step("warehouse"), ctx, told.reporter)
    assert detail.endswith(fingerprint)
    assert "it is not known whether a batch was written" in told.notes
    there = 300 if when == "before" else 450
    assert f"{there} rows are there: going on with row {there + 1} of 600" in told.notes


def test_a_failure_that_is_none_of_these_stays_one(ctx: Context) -> None:
    refused = WizardError("refused")
    with pytest.raises(WizardError, match="refused"):
        engines.instead(engines.WAREHOUSE, refused, ctx, Told(ctx).reporter)
    with pytest.raises(CancelledError):
        engines.instead(engines.CONNECT, CancelledError("stopped"), ctx, Told(ctx).reporter)
