"""The story step: when it asks, what it leaves behind, and how it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.steps.facts import changes, empty, finished
from tests.steps.shop import DEMO, shop, with_insight
from wizard.errors import PreflightError, QualityError
from wizard.plan.model import Action, Plan, Step
from wizard.plan.observed import RECIPE, Observed, Seen
from wizard.run.events import Event, InsightProved
from wizard.run.reporter import Reporter
from wizard.sandbox import lifecycle
from wizard.spec.model import DemoSpec
from wizard.steps import apply, build, connect, plan
from wizard.steps.context import Context
from wizard.steps.proof import Story

STORY = "story:report"


def the_step(made: Plan) -> Step:
    return next(step for step in made.steps if step.key == STORY)


def broken(**fields: Any) -> DemoSpec:
    return with_insight("size", expect=[{"column": "price", **fields}])


def test_it_comes_after_data_and_views_and_before_the_job() -> None:
    task = {"key": "t", "sql": "SELECT 1"}
    made = plan(shop(jobs={"j": {"name": "J", "tasks": [task]}}), empty())
    assert set(the_step(made).depends_on) == {"data:stores", "data:sales", "view:revenue_by_region"}
    assert STORY in next(step for step in made.steps if step.key == "run:j").depends_on
    assert "`shop_demo`.`corner`.`revenue_by_region`" in "".join(the_step(made).requests)


def test_without_insights_there_is_no_story() -> None:
    assert STORY not in {step.key for step in plan(shop(insights={}), empty()).steps}


def test_a_proved_story_is_asked_again_only_when_something_changed() -> None:
    seen = finished(shop())
    assert changes(plan(shop(), seen)) == {}
    assert changes(plan(broken(above=9), seen)) == {STORY: Action.RUN}
    view = {"comment": "c", "sql": "SELECT region, 1 AS revenue FROM stores"}
    assert STORY in changes(plan(shop(views={"revenue_by_region": view}), seen))
    assert STORY in changes(plan(shop(seed=8), seen))


def test_a_story_that_did_not_hold_is_asked_again() -> None:
    seen = finished(shop())
    report = replace_property(seen, RECIPE, "")
    assert the_step(plan(shop(), report)).reason == "it did not hold when it was last asked"


def replace_property(seen: Observed, name: str, value: str) -> Observed:
    report = seen.tables["story_report"]
    return replace(seen, tables={**seen.tables, "story_report": Seen({**report.properties, name: value})})


def test_a_report_that_somebody_else_made_is_not_touched() -> None:
    with pytest.raises(PreflightError, match="story_report exists and was not made by this demo"):
        plan(shop(), replace(empty(), tables={"story_report": Seen({})}))


def test_only_a_declared_incident_that_is_off_silences_its_insights() -> None:
    def asked(spec: DemoSpec) -> list[str]:
        return [one["name"] for one in the_step(plan(spec, empty())).payload["insights"] if not one["skipped"]]

    assert asked(shop()) == ["size", "regions"]
    assert asked(shop(incidents={})) == ["size", "regions", "works"]


class Told:
    """A reporter that keeps what it is told, and the attached files."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.files: dict[str, str] = {}

    def reporter(self, ctx: Context) -> Reporter:
        return Reporter(STORY, self.events.append, ctx.ws.cancelled, self._attach)

    def _attach(self, name: str, text: str) -> Path:
        self.files[name] = text
        return Path(name)

    @property
    def proved(self) -> dict[str, InsightProved]:
        return {event.insight: event for event in self.events if isinstance(event, InsightProved)}


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """A sandbox with the shop in it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_WIZARD_HOME", str(home))
        made = connect("sandbox")
        for step in build(shop(), made).steps:
            if step.key != STORY:
                apply(step, made, Told().reporter(made))
        yield made
        lifecycle.stop()


def told(ctx: Context, spec: DemoSpec) -> Told:
    found = Told()
    apply(the_step(build(spec, ctx)), ctx, found.reporter(ctx))
    return found


def test_every_question_is_answered_reported_and_kept(ctx: Context) -> None:
    found = told(ctx, shop())
    size, works = found.proved["size"], found.proved["works"]
    assert (size.ok, size.skipped, size.found.split(";")[0]) == (True, False, "sales 2000")
    assert size.say.startswith("There are 2000 sales at ")
    assert (works.ok, works.skipped, works.found) == (
        False, True, "not asked: the incident road_works is switched off")
    story = Story.from_json(found.files["story.json"])
    assert Story.from_json(story.to_json()) == story
    assert (story.demo, story.company, story.as_of) == (DEMO, shop().brand.company, "2026-11-01")
    regions = story.insights[1]
    assert (regions.columns, regions.types) == (("region", "revenue"), ("STRING", "DECIMAL"))
    assert len(regions.rows) == 2
    assert ctx.ws.sql(regions.sql).rows == [list(row) for row in regions.rows]
    report = ctx.ws.sql(f"SELECT insight, passed, seconds >= 0 FROM {DEMO}.story_report ORDER BY insight").rows
    assert report == [["regions", "true", "true"], ["size", "true", "true"], ["works", None, "true"]]
    comments = {c.name: c.comment for c in ctx.ws.client.tables.get(f"{DEMO}.story_report").columns or []}
    assert all(comments.values())
    assert the_step(build(shop(), ctx)).action is Action.KEEP


def test_a_wrong_answer_fails_and_says_what_was_expected_what_was_found_and_how_to_look(ctx: Context) -> None:
    with pytest.raises(QualityError) as caught:
        told(ctx, broken(above=9))
    assert caught.value.exit_code == 4
    assert "1 of 2 answers" in caught.value.message
    assert "How many sales are there? Expected price above 9; found price " in caught.value.message
    assert "FROM `shop_demo`.`corner`.`sales`" in caught.value.hint
    report = ctx.ws.sql(f"SELECT insight FROM {DEMO}.story_report WHERE NOT passed").rows
    assert report == [["size"]]
    assert the_step(build(broken(above=9), ctx)).reason == "it did not hold when it was last asked"


def test_a_query_that_is_refused_is_a_wrong_answer_and_the_others_are_asked_all_the_same(ctx: Context) -> None:
    found = Told()
    with pytest.raises(QualityError, match="the query failed"):
        apply(the_step(build(with_insight("size", sql="SELECT raise_error('no') AS price"), ctx)), ctx,
              found.reporter(ctx))
    assert [event.ok for event in found.proved.values()] == [False, True, False]
    assert json.loads(found.files["story.json"])["insights"][0]["rows"] == []


def test_an_insight_of_an_incident_that_nobody_declared_is_asked(ctx: Context) -> None:
    spec = shop(incidents={}, insights={"works": {
        "question": "Did revenue fall?", "sql": "SELECT min(amount) AS lowest FROM sales", "say": "It fell.",
        "expect": [{"column": "lowest", "below": 1}], "incident": "road_works"}})
    with pytest.raises(QualityError, match="Expected lowest below 1; found lowest 1"):
        told(ctx, spec)
