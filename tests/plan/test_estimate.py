"""What a plan is said to take."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps.facts import empty, finished
from tests.steps.shop import shop
from wizard.plan.estimate import Estimate, estimate, is_local, per_step
from wizard.plan.model import Action, Plan, Step
from wizard.plan.pace import PACES, Measured
from wizard.steps import plan

SPEC = shop()
COLUMNS = [{}, {}, {}]


def rows_of(sales: int, host: str = "http://127.0.0.1:1", *, kept: bool = False) -> Plan:
    """A plan that writes so many rows, keeps them, and asks for them."""
    recipe = {} if kept else {"recipe": {"rows": sales, "columns": COLUMNS}, "engine": "connect"}
    data = Step("data:sales", "data", "c.s.sales", Action.KEEP if kept else Action.RUN, "", payload=recipe)
    return Plan("c.s", "shop", host, (data, Step("run:j", "run", "j", Action.RUN, "", ("data:sales",))))


def known(made: Plan, rows: int, seen: Measured | None = None) -> Estimate:
    sales = SPEC.tables["sales"].model_copy(update={"rows": rows})
    return estimate(made, SPEC.model_copy(update={"tables": SPEC.tables | {"sales": sales}}), seen)


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.sampled_from([None, Measured(3, 2, 1, {"data": 2.0})]),
       st.sampled_from(["http://127.0.0.1:1", "https://example.cloud.databricks.com"]))
def test_more_rows_never_take_less_and_ranges_are_ordered(
    rows: int, more: int, seen: Measured | None, host: str
) -> None:
    less, greater = (known(rows_of(n, host), n, seen) for n in (rows, rows + more))
    for found in (less, greater):
        assert 0 < found.seconds[0] < found.seconds[1]
        assert 0 < found.gigabytes[0] < found.gigabytes[1]
        assert found.dbu is None or 0 < found.dbu[0] < found.dbu[1]
    for name in ("seconds", "gigabytes"):
        assert all(a <= b for a, b in zip(getattr(less, name), getattr(greater, name), strict=True))
    assert less.rows == rows <= greater.rows
    assert less.per_step["run:j"] <= greater.per_step["run:j"]


def test_an_estimate_of_a_real_plan_names_every_step_that_does_something() -> None:
    made = plan(SPEC, empty())
    found = estimate(made, SPEC)
    assert list(found.per_step) == [step.key for step in made.changes]
    assert found.per_step["data:sales"] == pytest.approx(PACES["data"].seconds(2000), abs=0.001)
    assert (found.rows, found.dbu, found.basis) == (2020, None, "by runs measured on 2 cores")
    assert 2 < found.seconds[0] < found.seconds[1] < 20


def test_what_is_kept_takes_nothing_but_is_read() -> None:
    made = plan(SPEC, finished(SPEC))
    assert (estimate(made, SPEC).per_step, estimate(made, SPEC).rows) == ({}, 0)
    assert estimate(made, SPEC).gigabytes == (0, 0)
    reads = known(rows_of(0, kept=True), 10**7).per_step["run:j"]
    assert reads == pytest.approx(PACES["run"].seconds(10**7))
    assert per_step(rows_of(0, kept=True), None) == {"run:j": PACES["run"].once}


def test_missing_rows_take_time_but_are_not_written() -> None:
    sales = SPEC.tables["sales"].model_copy(update={"missing": 0.25})
    spec = SPEC.model_copy(update={"tables": SPEC.tables | {"sales": sales}})
    assert estimate(rows_of(2000), spec).rows == 1500
    assert estimate(rows_of(2000), spec).seconds == estimate(rows_of(2000), SPEC).seconds


def test_a_workspace_costs_a_warehouse_at_work_and_idle_and_its_pace_is_a_guess_until_it_was_seen() -> None:
    there = "https://example.cloud.databricks.com"
    found = known(rows_of(10**6, there), 10**6)
    assert found.dbu is not None
    assert found.dbu == pytest.approx((found.seconds[0] / 900, (found.seconds[1] + 600) / 900))
    assert found.basis == "by runs in the sandbox, for none on shop is known"
    seen = known(rows_of(10**6, there), 10**6, Measured(1))
    assert seen.basis == "by one run on shop"
    assert seen.seconds[1] < found.seconds[1]


def test_what_was_seen_counts() -> None:
    made = rows_of(10**6)
    slow = Measured(4, 10.0, 2.0, {"data": 3.0, "run": 0.5})
    found = estimate(made, SPEC, slow)
    assert found.basis == "by the latest 4 runs on shop"
    assert found.per_step == {"data:sales": 18.6, "run:j": 1.3}
    assert found.seconds == pytest.approx((0.65 * 31.9, 1.4 * 31.9))
    assert slow.rate == pytest.approx(1e6 / 13.5)
    assert slow.seconds("story", 0) == pytest.approx(1.2)  # a kind that was not seen: as slow as writing rows


@pytest.mark.parametrize(("host", "local"), [
    ("http://127.0.0.1:8443", True), ("http://localhost:1", True), ("http://[::1]:1", True),
    ("https://adb-1.2.azuredatabricks.net", False), ("https://10.0.0.1", False), ("nowhere", False), ("", False),
])
def test_only_this_machine_is_local(host: str, local: bool) -> None:
    assert is_local(host) is local
    assert (estimate(replace(rows_of(1), host=host), SPEC).dbu is None) is local
