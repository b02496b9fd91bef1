"""Planning is pure: from a spec and facts to steps, with a reason each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.steps.facts import changes, empty, finished
from wizard.errors import PreflightError
from wizard.plan.model import Action, Plan
from wizard.plan.observed import Observed, Seen
from wizard.spec import load
from wizard.spec.model import DemoSpec
from wizard.steps import plan


@pytest.fixture(scope="module")
def retail() -> DemoSpec:
    return load("retail")


def changed(spec: DemoSpec, **update: Any) -> DemoSpec:
    return DemoSpec.model_validate(spec.model_dump(mode="json", by_alias=True) | update)


def with_column(spec: DemoSpec, table: str, column: str, **update: Any) -> DemoSpec:
    raw = spec.model_dump(mode="json", by_alias=True)
    raw["tables"][table]["columns"][column] |= update
    return DemoSpec.model_validate(raw)


def test_on_an_empty_workspace_everything_is_made_in_order(retail: DemoSpec) -> None:
    made = plan(retail, empty())
    place = {step.key: n for n, step in enumerate(made.steps)}
    assert all(place[d] < place[s.key] for s in made.steps for d in s.depends_on)
    assert all(step.action is not Action.KEEP for step in made.steps)
    assert {s.kind for s in made.steps} == {
        "catalog", "schema", "table", "data", "quality", "view", "story", "grant", "job", "run",
    }


def test_a_finished_demo_needs_nothing(retail: DemoSpec) -> None:
    assert changes(plan(retail, finished(retail))) == {}


def test_a_changed_column_rebuilds_its_table_and_what_depends_on_it(retail: DemoSpec) -> None:
    now = with_column(retail, "stores", "opened_on", start=-1000)
    made = plan(now, finished(retail))
    reports = {"quality:quality_report", "story:report"}
    assert set(changes(made)) == {"table:stores", "data:stores", *reports, "run:refresh"}
    reasons = {step.key: step.reason for step in made.steps}
    assert reasons["table:stores"] == "columns changed: opened_on"
    assert "data changed" in reasons["quality:quality_report"]


def test_a_changed_parent_attribute_rebuilds_the_tables_that_look_it_up(retail: DemoSpec) -> None:
    made = plan(with_column(retail, "products", "list_price", mu=3.6), finished(retail))
    assert {"data:products", "data:transaction_items", "data:transactions"} <= set(changes(made))
    assert "data:customers" not in changes(made)
    reasons = {step.key: step.reason for step in made.steps}
    assert "unit_price" in reasons["table:transaction_items"]
    assert reasons["table:transactions"] == "columns changed: amount"


def test_batches_partitions_and_engine_change_nothing(retail: DemoSpec) -> None:
    now = changed(retail, generate={"engine": "warehouse", "batch_rows": 7, "partitions": 9})
    assert changes(plan(now, finished(retail))) == {}


def test_a_new_seed_rebuilds_every_table_and_says_so(retail: DemoSpec) -> None:
    made = plan(changed(retail, seed=43), finished(retail))
    assert {f"data:{name}" for name in retail.tables} <= set(changes(made))
    assert all("seed" in s.reason for s in made.changes if s.kind == "table")


def test_an_unfinished_table_is_gone_on_with_behind_a_fence(retail: DemoSpec) -> None:
    seen = finished(retail)
    tables = dict(seen.tables)
    old = tables["customers"].properties
    tables["customers"] = Seen({k: v for k, v in old.items() if k != "demo_wizard.data"})
    made = plan(retail, replace_tables(seen, tables))
    step = next(s for s in made.steps if s.key == "data:customers")
    assert (step.action, step.payload["fence"]) == (Action.RUN, True)
    assert "stopped" in step.reason


def replace_tables(seen: Observed, tables: dict[str, Seen]) -> Observed:
    from dataclasses import replace

    return replace(seen, tables=tables)


@pytest.mark.parametrize("name", ["customers", "kpi_summary", "quality_report"])
def test_what_somebody_else_made_is_never_touched(retail: DemoSpec, name: str) -> None:
    with pytest.raises(PreflightError, match=f"{name} exists and was not made by this demo"):
        plan(retail, replace_tables(empty(), {name: Seen({})}))


def test_an_unknown_principal_is_found_while_planning(retail: DemoSpec) -> None:
    from dataclasses import replace

    seen = replace(empty(), unknown_principals={"analyts": ("analysts",)})
    with pytest.raises(PreflightError, match="'analyts' \\(did you mean 'analysts'") as caught:
        plan(retail, seen)
    assert caught.value.exit_code == 3
    assert caught.value.hint


def test_only_missing_privileges_are_granted(retail: DemoSpec) -> None:
    from dataclasses import replace

    seen = finished(retail)
    partial = {**seen.schema_grants, "analysts": frozenset({"USE_SCHEMA"})}
    made = plan(retail, replace(seen, schema_grants=partial))
    step = next(s for s in made.steps if s.key == "grant:schema")
    assert step.payload["add"] == {"analysts": ["SELECT"]}
    assert set(changes(made)) == {"grant:schema", "grant:proof"}


def test_a_changed_task_resets_the_job_and_runs_it(retail: DemoSpec) -> None:
    raw = retail.model_dump(mode="json", by_alias=True)
    raw["jobs"]["refresh"]["tasks"][2]["sql"] = "SELECT 1"
    made = plan(DemoSpec.model_validate(raw), finished(retail))
    assert changes(made) == {"job:refresh": Action.UPDATE, "run:refresh": Action.RUN}


def test_a_plan_survives_its_json(retail: DemoSpec) -> None:
    made = plan(retail, empty())
    again = Plan.from_json(made.to_json())
    assert again == made
    assert again.hash == made.hash
