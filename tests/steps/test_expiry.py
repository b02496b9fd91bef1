"""When a demo expires: noted on what it makes, counted from the day on which it is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.steps.facts import changes, empty, finished
from wizard.plan.expiry import EXPIRES
from wizard.plan.model import Action, Plan
from wizard.plan.observed import STAMP, Seen
from wizard.spec import load
from wizard.spec.model import DemoSpec
from wizard.steps import plan
from wizard.workspace.jobs import settings


@pytest.fixture(scope="module")
def month() -> DemoSpec:
    return load("tests/e2e/stall.yaml", ["expires_days=30"])


@pytest.fixture(scope="module")
def forever() -> DemoSpec:
    return load("tests/e2e/stall.yaml")


def schema_of(made: Plan) -> dict[str, str]:
    return next(s for s in made.steps if s.kind == "schema").payload["properties"]  # type: ignore[no-any-return]


def test_schema_and_job_say_when_the_demo_expires(month: DemoSpec) -> None:
    made = plan(month, empty())
    day = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    assert made.expires == day
    assert Plan.from_json(made.to_json()).expires == day
    assert schema_of(made)[EXPIRES] == day
    assert next(s for s in made.steps if s.kind == "job").payload["expires"] == day
    assert settings("Refresh", "", "c.s", "r", "w", [], expires=day)["tags"]["demo_wizard_expires"] == day


def test_without_it_nothing_is_noted(forever: DemoSpec) -> None:
    made = plan(forever, empty())
    assert (made.expires, EXPIRES in schema_of(made)) == ("", False)
    assert "demo_wizard_expires" not in settings("Refresh", "", "c.s", "r", "w", [])["tags"]


def test_the_day_stays_that_of_the_making(month: DemoSpec) -> None:
    made = {STAMP: month.demo_id, EXPIRES: "2026-01-31", "kept": "too"}
    later = plan(month, replace(finished(month), schema=Seen(made)))
    assert later.expires == "2026-01-31"
    assert changes(later) == {}


def test_a_demo_that_is_there_gets_the_day_and_keeps_its_other_properties(month: DemoSpec) -> None:
    made = plan(month, replace(finished(month), schema=Seen({STAMP: month.demo_id, "kept": "too"})))
    assert changes(made) == {"schema:street": Action.UPDATE}
    assert schema_of(made) == {STAMP: month.demo_id, "kept": "too", EXPIRES: made.expires}


def test_a_schema_of_somebody_else_is_not_touched(month: DemoSpec) -> None:
    made = plan(month, replace(empty(), catalog=Seen(), schema=Seen({EXPIRES: "2020-01-01"})))
    assert next(s for s in made.steps if s.kind == "schema").action is Action.KEEP
    assert made.expires > "2020-01-01"
