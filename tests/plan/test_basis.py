"""What a plan was decided on, and what differs when somebody looks again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.steps.facts import empty, finished
from wizard.errors import UsageError
from wizard.plan.basis import Moved, facts, moved, tell
from wizard.plan.difference import between
from wizard.plan.model import Plan
from wizard.plan.observed import DATA, Seen
from wizard.spec import load
from wizard.spec.model import DemoSpec
from wizard.steps import plan


@pytest.fixture(scope="module")
def retail() -> DemoSpec:
    return load("retail")


def test_a_plan_rests_on_everything_that_it_names(retail: DemoSpec) -> None:
    basis = plan(retail, empty()).basis
    assert {*retail.tables, *retail.views, "quality_report", "story_report"} == set(basis.relations)
    assert basis.facts[f"catalog {retail.catalog}"] == "not there"
    assert basis.facts["principal analysts"] == "known"
    assert set(basis.jobs.values()) == {job.name for job in retail.jobs.values()}


def test_what_the_plan_does_not_look_at_moves_nothing(retail: DemoSpec) -> None:
    seen = finished(retail)
    made = plan(retail, seen)
    other = replace(
        seen, user="somebody@example.com", tables={**seen.tables, "foreign": Seen()},
        schema_grants={**seen.schema_grants, "others": frozenset({"SELECT"})},
    )
    assert moved(made.basis.facts, facts(other, made.basis)) == ()


def test_what_moved_is_told_with_before_and_now(retail: DemoSpec) -> None:
    made, seen = plan(retail, finished(retail)), finished(retail)
    tables = dict(seen.tables)
    stores = tables.pop("stores")
    customers = tables["customers"]
    tables["customers"] = replace(customers, properties={k: v for k, v in customers.properties.items() if k != DATA})
    now = replace(seen, tables=tables, schema_grants={**seen.schema_grants, "analysts": frozenset({"USE_SCHEMA"})})
    found = {one.object: one for one in moved(made.basis.facts, facts(now, made.basis))}
    assert set(found) == {
        f"{retail.demo_id}.stores", f"{retail.demo_id}.customers", f"privileges of analysts on schema {retail.demo_id}",
    }
    gone = found[f"{retail.demo_id}.stores"]
    assert gone.now == "not there"
    assert stores.properties[DATA] in gone.before
    assert "all rows there" not in found[f"{retail.demo_id}.customers"].now
    assert found[f"privileges of analysts on schema {retail.demo_id}"].now == "USE SCHEMA"


def test_a_workspace_at_another_address_has_moved_but_a_sandbox_has_not(retail: DemoSpec) -> None:
    for target, expected in (("sandbox", 0), ("prod", 1)):
        seen = replace(empty(), target=target)
        made = plan(retail, seen)
        assert len(moved(made.basis.facts, facts(replace(seen, host="https://elsewhere"), made.basis))) == expected


def test_what_was_closed_and_is_open_has_moved(retail: DemoSpec) -> None:
    closed = replace(empty(), closed=frozenset({retail.catalog}))
    basis = plan(retail, closed).basis
    name = f"catalog {retail.catalog}"
    assert moved(basis.facts, facts(closed, basis)) == ()
    assert moved(basis.facts, facts(empty(), basis)) == (Moved(name, "not all of it may be looked at", "not there"),)


def test_the_hash_tells_spec_and_observations_apart(retail: DemoSpec) -> None:
    made = plan(retail, empty())
    elsewhere = plan(retail, replace(empty(), catalog=Seen()))
    assert (made.spec, made.observed) == (elsewhere.spec, plan(retail, empty()).observed)
    assert made.observed != elsewhere.observed
    assert made.hash != elsewhere.hash
    assert plan(retail.model_copy(update={"seed": 7}), empty()).spec != made.spec


def test_a_plan_of_another_version_is_not_carried_out(retail: DemoSpec) -> None:
    old = plan(retail, empty()).to_json().replace('"version": 2', '"version": 1')
    with pytest.raises(UsageError, match="The plan has version 1") as refused:
        Plan.from_json(old)
    assert "Make it again" in refused.value.hint


def test_two_plans_differ_by_objects_and_steps(retail: DemoSpec) -> None:
    saved, now = plan(retail, empty()), plan(retail, finished(retail))
    found = between(saved, now)
    steps = {one.object: one for one in found.steps}
    assert steps["table stores"] == Moved("table stores", "+ create: does not exist yet", "= keep: unchanged")
    assert not found.another_spec
    assert "On the target:" in str(found)
    assert str(between(saved, saved)).startswith("Nothing differs")


def test_what_moved_is_told_in_three_lines() -> None:
    assert tell([Moved("catalog c", "not there", "there")]) == "  catalog c\n    before  not there\n    now     there"
