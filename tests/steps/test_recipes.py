"""Why a table is made anew, in words."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.steps.facts import finished
from tests.steps.shop import shop
from wizard.plan.observed import AS_OF
from wizard.spec.model import DemoSpec
from wizard.steps import plan
from wizard.steps.recipes import PARTS, parts, why_anew

WORKS = {"comment": "c", "table": "sales", "time": "sold_at", "start": -10, "end": 0}
AMOUNT = {"kind": "uniform", "type": "decimal(8,2)", "min": 1, "max": 8, "comment": "How much."}


def with_sales(spec: DemoSpec, columns: dict[str, Any], **table: Any) -> DemoSpec:
    raw = spec.model_dump(mode="json", by_alias=True)["tables"]
    raw["sales"] |= table
    raw["sales"]["columns"] |= columns
    return shop(tables=raw)


def reasons(now: DemoSpec, before: DemoSpec) -> dict[str, str]:
    """Reason by table that is made anew."""
    return {step.object.rpartition(".")[2]: step.reason for step in plan(now, finished(before)).changes
            if step.kind == "table"}


@pytest.mark.parametrize("effect", [
    {"multiply": {"amount": 0.5}}, {"drop": 0.5}, {"extra": 0.5}, {"extra": 0.5, "where": "amount > 5"},
])
def test_an_incident_is_the_reason_where_it_concerns_rows(effect: dict[str, Any]) -> None:
    happened = shop(incidents={"road_works": {**WORKS, **effect}})
    assert reasons(happened, shop()) == {"sales": "the incidents changed"}
    assert reasons(shop(), happened) == {"sales": "the incidents changed"}
    assert reasons(happened, happened) == {}


def test_a_table_that_looks_up_what_an_incident_changed_says_so() -> None:
    def rents(factor: float) -> DemoSpec:
        raw = shop().model_dump(mode="json", by_alias=True)["tables"]
        raw["stores"]["columns"] |= {
            "opened": {"kind": "date", "start": -90, "end": 0, "comment": "c"}, "rent": AMOUNT,
        }
        raw["sales"]["columns"]["rent"] = {"kind": "lookup", "via": "store_id", "column": "rent", "comment": "c"}
        rise = {**WORKS, "table": "stores", "time": "opened", "multiply": {"rent": factor}}
        return shop(tables=raw, incidents={"rise": rise})

    assert reasons(rents(2), rents(1.5)) == {"sales": "the incidents changed", "stores": "the incidents changed"}


def test_words_about_an_incident_change_no_table() -> None:
    told, retold = (shop(incidents={"road_works": {**WORKS, "drop": 0.5, "comment": text}}) for text in "ab")
    assert reasons(told, retold) == {}
    off = {**WORKS, "drop": 0.5, "enabled": False}
    assert reasons(shop(incidents={"road_works": off}), shop(incidents={})) == {}


def test_a_day_later_only_tables_with_dates_are_made_anew() -> None:
    later = shop(as_of="2026-11-02")
    assert reasons(later, shop()) == {"sales": "as_of moved from 2026-11-01 to 2026-11-02"}


def test_a_day_later_another_change_is_told_too() -> None:
    later = with_sales(shop(), {"amount": AMOUNT}).model_copy(update={"as_of": date(2026, 11, 2)})
    said = "as_of moved from 2026-11-01 to 2026-11-02; columns changed: amount"
    assert reasons(later, shop()) == {"sales": said}


def test_missing_rows_are_a_matter_of_their_number() -> None:
    assert reasons(with_sales(shop(), {}, missing=0.1), shop()) == {
        "sales": "the number of rows or the seed changed"}


def test_a_hidden_column_is_named() -> None:
    before, now = (with_sales(shop(), {"h": {**AMOUNT, "hidden": True, "max": most}}) for most in (5, 6))
    assert reasons(now, before) == {"sales": "columns changed: h"}


def test_a_table_from_before_days_were_noted_has_its_reason() -> None:
    now = with_sales(shop(), {"amount": AMOUNT})
    old = {PARTS: json.dumps(parts(shop(), "sales"))}
    assert why_anew(now, "sales", old) == "columns changed: amount"
    assert why_anew(now, "sales", {**old, AS_OF: "soon"}) == "columns changed: amount"
    assert why_anew(now, "sales", {}) == "its definition changed"
