"""Incidents do what they say to the rows that they concern, and nothing to any other."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datagen.demos import AS_OF, demo
from tests.datagen.engine import Engine
from wizard.datagen.incidents.arrivals import candidates
from wizard.datagen.recipe import build_recipe, count_sql, select_sql
from wizard.errors import UsageError
from wizard.spec.model import DemoSpec

ROWS = 6_000
SHOPS = {
    "shop_id": {"kind": "key"},
    "opened": {"kind": "date", "start": -900, "end": -400},
    "rent": {"kind": "uniform", "type": "decimal(8,2)", "min": 100, "max": 900},
}
ORDERS = {
    "order_id": {"kind": "key"},
    "shop_id": {"kind": "foreign_key", "table": "shops"},
    "region": {"kind": "choice", "values": {"North": 40.0, "South": 60.0}},
    "ordered_at": {"kind": "timestamp", "start": -200, "end": 0, "ordered": True, "growth": 0.5,
                   "weights": {"weekday": [1, 1, 1, 1, 2, 3, 1]}},
    "paid_at": {"kind": "after", "of": "ordered_at", "unit": "hours", "typical": 6},
    "due": {"kind": "date", "start": -30, "end": 30},
    "quantity": {"kind": "uniform", "type": "int", "min": 1, "max": 9},
    "amount": {"kind": "lognormal", "type": "decimal(10,2)", "mu": 4, "sigma": 0.5},
    "weight": {"kind": "normal", "type": "double", "mean": 10, "sd": 2, "nulls": 0.1},
    "status": {"kind": "choice", "values": {"fine": 90.0, "broken": 10.0}},
    "rent": {"kind": "lookup", "via": "shop_id", "column": "rent"},
}
OUTAGE = {"comment": "It stopped.", "table": "orders", "time": "ordered_at", "start": -60, "end": -30,
          "where": "region = 'North'"}


def shop(rows: int = ROWS, seed: int = 42, missing: float = 0.0, **incidents: dict[str, Any]) -> DemoSpec:
    raw = demo(seed, shops=(40, SHOPS), orders=(rows, ORDERS)).model_dump(mode="json", by_alias=True)
    raw["tables"]["orders"]["missing"] = missing
    raw["incidents"] = {name: {**OUTAGE, **incident} for name, incident in incidents.items()}
    return DemoSpec.model_validate(raw)


def made(engine: Engine, spec: DemoSpec, table: str = "orders") -> pa.Table:
    recipe = build_recipe(spec, table)
    return engine.table(select_sql(recipe, 0, recipe.rows))


@pytest.fixture(scope="module")
def usual(engine: Engine) -> pa.Table:
    return made(engine, shop())


def day(offset: int) -> datetime:
    return datetime.combine(AS_OF, datetime.min.time(), UTC) + timedelta(days=offset)


def concerned(table: pa.Table, start: int = -60, end: int = -30, region: str | None = "North") -> pa.Array:
    moment = table["ordered_at"].cast(pa.timestamp("us", "UTC"))
    low, high = (pa.scalar(day(offset), pa.timestamp("us", "UTC")) for offset in (start, end))
    found = pc.and_(pc.greater_equal(moment, low), pc.less(moment, high))
    return found if region is None else pc.and_(found, pc.equal(table["region"], region))


def differing(left: pa.Table, right: pa.Table) -> set[str]:
    return {name for name in left.column_names if left[name].to_pylist() != right[name].to_pylist()}


EFFECTS = [
    {"multiply": {"amount": 1.35, "weight": 0.5, "paid_at": 4}},
    {"multiply": {"quantity": 2.5}, "shift": {"quantity": -1, "due": 10}},
    {"mix": {"status": {"broken": 1.0}}},
]


def test_effects_change_their_columns_where_it_happened_and_no_bit_elsewhere(engine: Engine, usual: pa.Table) -> None:
    found = made(engine, shop(**{f"effect_{number}": effect for number, effect in enumerate(EFFECTS)}))
    here = concerned(usual)
    assert differing(usual.filter(pc.invert(here)), found.filter(pc.invert(here))) == set()
    changed = {"amount", "weight", "paid_at", "quantity", "due", "status"}
    assert differing(usual.filter(here), found.filter(here)) == changed
    assert differing(usual, made(engine, shop(one=EFFECTS[2]))) == {"status"}


def test_a_decimal_is_multiplied_exactly_and_rounded_half_up(engine: Engine, usual: pa.Table) -> None:
    found = made(engine, shop(outage={"multiply": {"amount": 1.35}, "shift": {"amount": 0.005}}))
    here = concerned(usual)
    for before, after in zip(usual.filter(here)["amount"], found.filter(here)["amount"], strict=True):
        exact = before.as_py() * 135 / 100 * 1000 + 5
        assert after.as_py() == int((exact + 5) / 10) / type(exact)(100)


def test_whole_numbers_stay_whole_with_halves_up(engine: Engine, usual: pa.Table) -> None:
    found = made(engine, shop(outage={"multiply": {"quantity": 1.5}}))
    here = concerned(usual)
    pairs = zip(usual.filter(here)["quantity"].to_pylist(), found.filter(here)["quantity"].to_pylist(), strict=True)
    assert all(after == math.floor(before * 1.5 + 0.5) for before, after in pairs)


def test_doubles_keep_six_digits_and_nothing_stays_nothing(engine: Engine, usual: pa.Table) -> None:
    found = made(engine, shop(outage={"multiply": {"weight": 0.5}}))
    here = concerned(usual)
    for before, after in zip(usual.filter(here)["weight"].to_pylist(), found.filter(here)["weight"], strict=True):
        assert after.as_py() == (None if before is None else math.floor(before * 0.5 * 1e6 + 0.5) / 1e6)


def test_an_empty_whole_number_stays_empty(engine: Engine) -> None:
    columns = {"n": {"kind": "expr", "sql": "CASE WHEN k < '00000005' THEN 7 END", "type": "int"}}
    spec = demo(t=(9, {"k": {"kind": "key"}, "d": {"kind": "date", "start": -9, "end": -1}, **columns}))
    raw = spec.model_dump(mode="json", by_alias=True)
    raw["incidents"] = {"all": {"comment": "c", "table": "t", "time": "d", "start": -9, "end": 0, "multiply": {"n": 2}}}
    assert made(engine, DemoSpec.model_validate(raw), "t")["n"].to_pylist() == [14] * 4 + [None] * 5


def test_values_beyond_the_type_stop_at_its_end(engine: Engine, usual: pa.Table) -> None:
    found = made(engine, shop(outage={"multiply": {"amount": 1e9, "quantity": -1e12}})).filter(concerned(usual))
    assert {str(value) for value in found["amount"].to_pylist()} == {"99999999.99"}
    assert set(found["quantity"].to_pylist()) == {-(2**31) + 1}


def test_dates_move_by_days_and_timestamps_by_hours(engine: Engine, usual: pa.Table) -> None:
    late = {"time": "due", "start": -20, "end": 0, "where": None, "shift": {"ordered_at": 1.5}}
    found = made(engine, shop(late=late))
    for before, after, due in zip(usual["ordered_at"], found["ordered_at"], usual["due"].to_pylist(), strict=True):
        here = AS_OF - timedelta(days=20) <= due < AS_OF
        assert after.as_py() - before.as_py() == timedelta(hours=1.5 if here else 0)
    found = made(engine, shop(outage={"shift": {"due": 10}}))
    for before, after, here in zip(usual["due"], found["due"], concerned(usual), strict=True):
        assert after.as_py() - before.as_py() == timedelta(days=10 if here.as_py() else 0)


def gaps(table: pa.Table) -> list[timedelta]:
    columns = (table[name].to_pylist() for name in ("ordered_at", "paid_at"))
    return [paid - at for at, paid in zip(*columns, strict=True) if paid is not None]


def test_gaps_stretch_and_never_run_backwards(engine: Engine, usual: pa.Table) -> None:
    here, hours = concerned(usual), timedelta(hours=1)
    longer = made(engine, shop(outage={"multiply": {"paid_at": 3}, "shift": {"paid_at": 2}}))
    assert min(gaps(usual)) > timedelta(0)
    assert gaps(longer.filter(here)) == [gap * 3 + 2 * hours for gap in gaps(usual.filter(here))]
    sooner = made(engine, shop(outage={"shift": {"paid_at": -10_000}}))
    assert set(gaps(sooner.filter(here))) == {timedelta(0)}


def test_another_mix_has_its_own_weights(engine: Engine, usual: pa.Table) -> None:
    found = made(engine, shop(outage={"mix": {"status": {"broken": 3.0, "fine": 1.0}}}))
    here = concerned(usual)
    share = found.filter(here)["status"].to_pylist().count("broken") / pc.sum(here).as_py()
    assert abs(share - 0.75) < 4 * math.sqrt(0.75 * 0.25 / pc.sum(here).as_py())


def test_a_mix_without_weight_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match=r"outage leaves orders\.status no value"):
        build_recipe(shop(outage={"mix": {"status": {"broken": 0.0}}}), "orders")


def test_a_lookup_shows_what_the_parent_stores(engine: Engine) -> None:
    spec = shop(rent={"table": "shops", "time": "opened", "start": -700, "end": -500, "where": None,
                      "multiply": {"rent": 2}})  # fmt: skip
    shops = made(engine, spec, "shops")
    assert differing(shops, made(engine, shop(), "shops")) == {"rent"}
    rents = dict(zip(shops["shop_id"].to_pylist(), shops["rent"].to_pylist(), strict=True))
    orders = made(engine, spec)
    assert [rents[key] for key in orders["shop_id"].to_pylist()] == orders["rent"].to_pylist()


def test_incidents_apply_in_the_order_of_the_spec(engine: Engine, usual: pa.Table) -> None:
    twice, more = {"multiply": {"quantity": 2}}, {"shift": {"quantity": 1}}
    here = concerned(usual)
    before = usual.filter(here)["quantity"].to_pylist()
    first, second = (made(engine, shop(**order)).filter(here)["quantity"].to_pylist()
                     for order in ({"a": twice, "b": more}, {"b": more, "a": twice}))  # fmt: skip
    assert first == [value * 2 + 1 for value in before]
    assert second == [(value + 1) * 2 for value in before]


def test_of_two_mixes_at_once_the_last_counts(engine: Engine, usual: pa.Table) -> None:
    mixes = {"a": {"mix": {"status": {"broken": 1.0}}}, "b": {"start": -40, "mix": {"status": {"fine": 1.0}}}}
    found = made(engine, shop(**mixes))
    assert set(found.filter(concerned(usual, -60, -40))["status"].to_pylist()) == {"broken"}
    assert set(found.filter(concerned(usual, -40, -30))["status"].to_pylist()) == {"fine"}


def test_what_did_not_happen_leaves_no_trace() -> None:
    off = shop(outage={"multiply": {"amount": 2}, "drop": 0.5, "extra": 1.0, "enabled": False})
    assert build_recipe(off, "orders") == build_recipe(shop(), "orders")


def test_dropped_rows_are_gone_and_the_others_untouched(engine: Engine, usual: pa.Table) -> None:
    found = made(engine, shop(outage={"drop": 0.6}))
    kept = set(found["order_id"].to_pylist())
    here = concerned(usual)
    assert found.equals(usual.filter(pc.is_in(usual["order_id"], pa.array(list(kept)))))
    assert set(usual.filter(pc.invert(here))["order_id"].to_pylist()) <= kept
    count = pc.sum(here).as_py()
    gone = ROWS - found.num_rows
    assert abs(gone - 0.6 * count) < 4 * math.sqrt(count * 0.24)


def test_all_rows_of_a_place_can_be_dropped(engine: Engine, usual: pa.Table) -> None:
    found = made(engine, shop(outage={"drop": 1.0}))
    assert found.num_rows == ROWS - pc.sum(concerned(usual)).as_py()
    assert not any(concerned(found).to_pylist())


def test_missing_rows_are_a_share_of_all(engine: Engine, usual: pa.Table) -> None:
    found = made(engine, shop(missing=0.2))
    assert abs(found.num_rows - 0.8 * ROWS) < 4 * math.sqrt(ROWS * 0.16)
    assert found.equals(usual.filter(pc.is_in(usual["order_id"], found["order_id"].combine_chunks())))


@pytest.mark.parametrize("extra", [0.5, 2.0])
def test_a_place_gets_more_rows_and_no_other_does(engine: Engine, usual: pa.Table, extra: float) -> None:
    spec = shop(boom={"extra": extra})
    found = made(engine, spec)
    assert found.num_rows < candidates(spec, "orders")
    for start, end, region, factor in [
        (-60, -30, "North", 1 + extra), (-60, -30, "South", 1.0), (-200, -60, "North", 1.0), (-30, 0, None, 1.0),
    ]:  # fmt: skip
        before, after = (pc.sum(concerned(table, start, end, region)).as_py() for table in (usual, found))
        assert abs(after - factor * before) < 4 * math.sqrt((factor + factor**2) * before)
    assert found["ordered_at"].to_pylist() == sorted(found["ordered_at"].to_pylist())
    assert len(set(found["order_id"].to_pylist())) == found.num_rows
    assert found["ordered_at"].to_pylist()[-1] < day(0)


def test_more_rows_everywhere_need_no_thinning(engine: Engine) -> None:
    spec = shop(boom={"extra": 1.0, "where": None})
    recipe = build_recipe(spec, "orders")
    assert recipe.where == ""
    assert made(engine, spec).num_rows == candidates(spec, "orders") == recipe.rows > ROWS


def test_windows_that_overlap_multiply() -> None:
    """A flat calendar of 100 days, ten rows a day: 30 days are twice as busy, 30 three times, ten of them both."""
    flat = {"k": {"kind": "key"}, "d": {"kind": "timestamp", "start": -100, "end": 0}}
    raw = demo(t=(1_000, flat)).model_dump(mode="json", by_alias=True)
    window = {"comment": "c", "table": "t", "time": "d"}
    raw["incidents"] = {"a": {**window, "start": -50, "end": -20, "extra": 1.0},
                        "b": {**window, "start": -30, "end": 0, "extra": 2.0}}  # fmt: skip
    spec = DemoSpec.model_validate(raw)
    assert candidates(spec, "t") == 50 * 10 + 20 * 20 + 10 * 60 + 20 * 30
    raw["incidents"]["b"]["start"] = -200
    assert candidates(DemoSpec.model_validate(raw), "t") == 50 * 30 + 30 * 60 + 20 * 30


def test_more_rows_need_a_calendar() -> None:
    with pytest.raises(UsageError, match="cannot bring rows to orders by its column paid_at"):
        build_recipe(shop(boom={"time": "paid_at", "extra": 1.0}), "orders")


@pytest.mark.parametrize(("effect", "message"), [
    ({"multiply": {"due": 2.0}}, r"cannot multiply orders\.due, which is a date"),
    ({"shift": {"region": 1.0}, "where": None}, r"cannot shift orders\.region, which is a string"),
    ({"multiply": {"amount": 2.0}, "where": "amount > 5"}, r"orders\.amount depends on itself"),
    ({"time": "quantity", "drop": 0.5}, "has no window: quantity is a int"),
])
def test_what_cannot_happen_is_said(effect: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        build_recipe(shop(outage=effect), "orders")
    assert caught.value.hint


def test_a_date_column_has_its_window_in_days(engine: Engine) -> None:
    by_due = {"time": "due", "start": -5, "end": 3, "where": None, "drop": 1.0}
    due = set(made(engine, shop(2_000, outage=by_due))["due"].to_pylist())
    every = {AS_OF + timedelta(days=offset) for offset in range(-30, 31)}
    assert due == every - {AS_OF + timedelta(days=offset) for offset in range(-5, 3)}
    assert min(due) == date(2026, 10, 2)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.integers(1, 400), seed=st.integers(0, 9), size=st.integers(100, 400), missing=st.sampled_from([0.0, 0.3]),
    drop=st.sampled_from([None, 0.5, 1.0]), extra=st.sampled_from([None, 0.4, 3.0]),
)  # fmt: skip
def test_any_batches_hold_the_same_rows_and_as_many_as_were_counted(
    engine: Engine, rows: int, seed: int, size: int, missing: float, drop: float | None, extra: float | None
) -> None:
    spec = shop(rows, seed, missing, a={"drop": drop, "multiply": {"amount": 2}},
                b={"extra": extra, "start": -90, "end": -45, "where": "status = 'broken'"})  # fmt: skip
    recipe = build_recipe(spec, "orders")
    parts = [engine.table(select_sql(recipe, lo, min(lo + size, recipe.rows))) for lo in range(0, recipe.rows, size)]
    counted = {row["batch"]: row["n"] for row in engine.rows(count_sql(recipe, size))}
    assert [counted.get(number, 0) for number in range(len(parts))] == [part.num_rows for part in parts]
    whole = made(engine, spec)
    assert pa.concat_tables(parts).sort_by("order_id").equals(whole.sort_by("order_id"))
