"""Portraits, with rows that a real engine made."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.datagen import demos
from tests.portrait.samples import AS_OF, shop
from wizard.datagen.recipe import build_recipe, select_sql
from wizard.errors import UsageError, WizardError
from wizard.portrait.effects import effects, wanted
from wizard.portrait.incidents import happenings
from wizard.portrait.plain import plain
from wizard.portrait.portrait import portray
from wizard.portrait.sample import evenly, sample, spread
from wizard.portrait.shapes import Histogram, Shares, Words
from wizard.portrait.timeline import Timeline
from wizard.workspace.local import LocalEngine


def test_a_sample_is_of_the_rows_that_the_table_will_hold(engine: LocalEngine) -> None:
    spec = demos.shop(sales=5_000)
    recipe = build_recipe(spec, "sales")
    every = engine.rows(select_sql(recipe, 0, 5_000), "all")
    rows = set(zip(*(every.values(column.name) for column in recipe.columns), strict=True))
    found = sample(spec, "sales", engine, 700)
    assert (found.sampled, found.rows, found.about) == (700, 5_000, False)
    assert set(zip(*found.columns.values(), strict=True)) <= rows
    assert found.columns["sale_id"] == sorted(set(found.columns["sale_id"]))


def test_a_small_table_is_sampled_whole(engine: LocalEngine) -> None:
    assert len(set(sample(demos.shop(products=7), "products", engine).columns["product_id"])) == 7


@pytest.mark.parametrize(("rows", "count"), [(1, 1), (7, 7), (100, 30), (1000, 999), (10**12, 50)])
def test_row_numbers_are_spread_one_to_a_stretch(engine: LocalEngine, rows: int, count: int) -> None:
    found = engine.rows(f"SELECT * FROM {spread(rows, count)} AS r(n)", "numbers").values("n")
    assert len(set(found)) == count
    assert all(number * rows // count <= n < (number + 1) * rows // count for number, n in enumerate(sorted(found)))


def test_examples_reach_from_the_first_to_the_last() -> None:
    assert evenly(10, 4) == [0, 3, 6, 9]
    assert evenly(3, 5) == [0, 1, 2]
    assert evenly(5, 1) == [0]
    assert evenly(0, 5) == []


def test_columns_are_described_by_what_tells_most(engine: LocalEngine) -> None:
    portrait = portray(demos.shop(), engine)
    assert [table.name for table in portrait.tables] == ["customers", "products", "sales"]
    found = {column.name: column for table in portrait.tables for column in table.columns}
    region = found["region"].shape
    assert isinstance(region, Shares)
    assert dict(region.top)["North"] == pytest.approx(0.5, abs=0.04)  # 2,000 rows: 3.5 standard deviations
    quantity = found["quantity"].shape
    assert isinstance(quantity, Shares)
    assert [value for value, _ in quantity.top] == ["1", "2", "5"]
    assert isinstance(found["amount"].shape, Histogram)
    assert isinstance(found["sold_at"].shape, Timeline)
    assert isinstance(found["sale_id"].shape, Words)
    assert found["referrer_id"].nulls == pytest.approx(0.5, abs=0.04)
    assert found["customer_id"].refers_to == "customers"
    assert "66 %" in found["customer_id"].note
    assert all(len(table.examples) == 5 for table in portrait.tables)


def test_a_column_without_any_value_has_no_shape(engine: LocalEngine) -> None:
    none = {"kind": "choice", "values": ["a"], "nulls": 0.99}
    spec = demos.demo(t=(1, {"id": {"kind": "key"}, "none": none}))
    found = portray(spec, engine).tables[0].columns[1]
    assert (found.nulls, found.shape) in [(1.0, None), (0.0, Shares((("a", 1.0),), 0.0, 1))]


def test_one_table_alone(engine: LocalEngine) -> None:
    assert [table.name for table in portray(demos.shop(), engine, ["products"], 12).tables] == ["products"]
    with pytest.raises(UsageError, match="no table productz"):
        portray(demos.shop(), engine, ["productz"])


def test_what_the_engine_refuses_is_an_error_with_a_way_out(engine: LocalEngine) -> None:
    with pytest.raises(WizardError, match="making rows") as caught:
        engine.rows("SELECT nothing", "making rows")
    assert "demo-wizard plan --sql" in caught.value.hint


def test_an_incident_in_words() -> None:
    found = happenings(shop(shift={"seen_at": -3.0}, extra=0.5))[0]
    assert (found.start, found.end) == (date(2026, 10, 12), date(2026, 10, 22))
    assert found.effects == (
        "basket times 0.5", "seen_at 3 hours earlier", "outcome becomes Error 100 %", "50 % of the rows are not there",
        "50 % more rows",
    )


def test_what_an_incident_does_is_measured_even_where_a_hidden_column_tells_its_place(engine: LocalEngine) -> None:
    spec = shop()
    found = sample(spec, "visits", engine, wanted=wanted(spec, "visits"))
    rows, basket, *_ = effects(spec, "outage", found)
    assert rows.before == pytest.approx(100 * 0.54, rel=0.15)  # 20,000 rows in 200 days, 54 % of them there
    assert basket.what == "basket on average"
    assert basket.before == pytest.approx(20, rel=0.05)
    assert rows.during is not None
    assert rows.during / (100 * 0.54) == pytest.approx(0.5, rel=0.2)
    assert basket.during == pytest.approx(10, rel=0.1)


def test_an_incident_that_is_switched_off_is_not_measured(engine: LocalEngine) -> None:
    found = portray(shop(2_000, enabled=False), engine).incidents[0]
    assert (found.enabled, found.measured) == (False, ())


def test_a_portrait_is_json(engine: LocalEngine) -> None:
    found = json.loads(json.dumps(plain(portray(shop(2_000), engine))))
    assert found["as_of"] == AS_OF.isoformat()
    assert {column["shape"]["kind"] for column in found["tables"][0]["columns"]} == {
        "words", "timeline", "shares", "histogram",
    }


def test_plain_values() -> None:
    assert plain((1, True, None, "a", Decimal("1.50"), float("inf"), datetime(2026, 1, 1, 2, tzinfo=UTC))) == [
        1, True, None, "a", 1.5, "inf", "2026-01-01T02:00:00+00:00",
    ]


def test_the_local_engine_leaves_no_file(engine: LocalEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    portray(demos.shop(sales=100), engine, ["sales"])
    assert list(tmp_path.iterdir()) == []
