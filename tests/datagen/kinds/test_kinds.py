from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datagen.demos import demo, one, shop
from tests.datagen.engine import Engine
from wizard.datagen.recipe import TableRecipe, build_recipe, select_sql
from wizard.errors import UsageError

N = 10_000
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def made(engine: Engine, recipe: TableRecipe) -> pa.Table:
    return engine.table(select_sql(recipe, 0, recipe.rows))


def floats(column: pa.ChunkedArray) -> np.ndarray:
    return column.cast(pa.float64(), safe=False).to_numpy()


def shares(column: pa.ChunkedArray) -> dict[Any, float]:
    return {row["values"]: row["counts"] / len(column) for row in pc.value_counts(column).to_pylist()}


@pytest.fixture(scope="module")
def tables(engine: Engine) -> dict[str, pa.Table]:
    spec = shop()
    return {name: made(engine, build_recipe(spec, name)) for name in spec.tables}


def test_keys_are_unique_in_their_format_and_never_cut(engine: Engine) -> None:
    keys = made(engine, one(1200, k={"kind": "key", "format": "K-{id:03}/x"}))["k"].to_pylist()
    assert min(keys, key=len) == "K-001/x"
    assert set(keys) == {f"K-{number:03}/x" for number in range(1, 1201)}


def test_every_foreign_key_has_a_parent_and_every_parent_can_have_children(tables: dict[str, pa.Table]) -> None:
    for column, parent, key in (("customer_id", "customers", "customer_id"), ("product_id", "products", "product_id")):
        assert set(tables["sales"][column].to_pylist()) <= set(tables[parent][key].to_pylist())
    assert len(set(tables["sales"]["product_id"].to_pylist())) == 50


@pytest.mark.parametrize(("top", "share"), [(0.2, 0.66), (0.1, 0.9), (0.5, 0.51), (0.3, 0.3)])
def test_the_top_parents_get_their_share(engine: Engine, top: float, share: float) -> None:
    key = {"kind": "foreign_key", "table": "parents", "skew": {"top": top, "share": share}}
    recipe = build_recipe(demo(parents=(100, {"id": {"kind": "key"}}), t=(N, {"k": key})), "t")
    counts = sorted(shares(made(engine, recipe)["k"]).values(), reverse=True)
    assert sum(counts[: int(100 * top)]) == pytest.approx(share, abs=0.02 if share > top + 0.1 else 0.06)


def test_the_top_customers_are_not_the_first_ones(tables: dict[str, pa.Table]) -> None:
    numbers = [int(key[5:]) for key in tables["sales"]["customer_id"].to_pylist()]
    assert np.histogram(numbers, bins=10, range=(1, 10_001))[0] == pytest.approx(2000, rel=0.1)


def test_choices_follow_their_weights_within_one_percent(tables: dict[str, pa.Table]) -> None:
    assert shares(tables["customers"]["region"]) == pytest.approx({"North": 0.5, "South": 0.3, "West": 0.2}, rel=0.01)
    assert shares(tables["sales"]["quantity"]) == pytest.approx({1: 0.6, 2: 0.3, 5: 0.1}, rel=0.01)
    assert shares(tables["sales"]["discount"]) == pytest.approx({Decimal("0.00"): 0.7, Decimal("0.10"): 0.3}, rel=0.01)


def test_a_choice_can_depend_on_another(tables: dict[str, pa.Table]) -> None:
    customers = tables["customers"]
    for region, gold in (("North", 0.2), ("South", 0.2), ("West", 0.9)):
        tier = customers.filter(pc.field("region") == region)["tier"]
        assert shares(tier)["Gold"] == pytest.approx(gold, abs=0.03)


def test_a_typed_choice_can_decide(engine: Engine) -> None:
    rate = {"kind": "choice", "values": ["0.1", "0.25"], "type": "decimal(4,3)"}
    label = {"kind": "choice", "values": ["other"], "by": "rate", "when": {"0.1": ["low"], "0.25": ["high"]}}
    table = made(engine, one(500, rate=rate, label=label))
    assert set(zip(table["rate"].to_pylist(), table["label"].to_pylist(), strict=True)) == {
        (Decimal("0.100"), "low"), (Decimal("0.250"), "high"),
    }


def test_nulls_come_at_their_rate(tables: dict[str, pa.Table]) -> None:
    assert tables["customers"]["opt_in"].null_count / N == pytest.approx(0.05, rel=0.02)
    assert shares(tables["customers"]["opt_in"].drop_null())["yes"] == pytest.approx(0.5, abs=0.01)


def test_cities_belong_to_one_region_each(tables: dict[str, pa.Table]) -> None:
    pairs = set(zip(*(tables["customers"][name].to_pylist() for name in ("region", "city")), strict=True))
    cities = [city for _, city in pairs]
    assert len(cities) == len(set(cities)) >= 24


def test_people_have_many_names_and_plain_addresses(engine: Engine) -> None:
    columns = {
        "first": {"kind": "person", "part": "first_name"}, "last": {"kind": "person", "part": "last_name"},
        "full": {"kind": "person"},
        "mail": {"kind": "compose", "format": "{first}.{last}@example.com", "case": "lower"},
    }
    table = made(engine, one(3000, locale="de_DE", **columns))
    assert any("ü" in name for name in table["last"].to_pylist())
    assert all(re.fullmatch(r"[a-z.-]+@example[.]com", mail) for mail in table["mail"].to_pylist())
    assert len(set(table["full"].to_pylist())) > 2000
    assert table["full"].to_pylist() != [f"{f} {n}" for f, n in zip(table["first"], table["last"], strict=True)]


def test_lognormal_income_is_lognormal_and_clamped(tables: dict[str, pa.Table]) -> None:
    income = floats(tables["customers"]["income"])
    logs = np.log(income)
    assert income.min() >= 20_000
    assert income.max() <= 500_000
    assert abs((((logs - logs.mean()) / logs.std()) ** 3).mean()) < 0.1
    assert logs.mean() == pytest.approx(11, abs=0.02)
    assert logs.std() == pytest.approx(0.5, abs=0.015)


@pytest.mark.parametrize(("how", "mean", "sd"), [
    ({"kind": "normal", "mean": 50.0, "sd": 10.0}, 50, 10),
    ({"kind": "exponential", "mean": 3.0}, 3, 3),
    ({"kind": "uniform", "min": -1.0, "max": 5.0}, 2, 6 / 12**0.5),
    ({"kind": "uniform", "min": 1.0, "max": 6.0, "type": "int"}, 3.5, (35 / 12) ** 0.5),
])
def test_numbers_have_the_moments_of_their_law(engine: Engine, how: dict[str, Any], mean: float, sd: float) -> None:
    x = floats(made(engine, one(N, x=how))["x"])
    assert x.mean() == pytest.approx(mean, rel=0.01)
    assert x.std() == pytest.approx(sd, rel=0.03)


def test_whole_numbers_are_equally_likely(engine: Engine) -> None:
    x = made(engine, one(N, x={"kind": "uniform", "min": 0.5, "max": 6.5, "type": "bigint"}))["x"]
    assert shares(x) == pytest.approx(dict.fromkeys(range(1, 7), 1 / 6), rel=0.01)


@few
@given(
    type_=st.sampled_from(["int", "bigint", "double", "decimal(6,2)", "decimal(38,20)", "decimal(4, 4)"]),
    kind=st.sampled_from(["uniform", "normal", "lognormal", "exponential"]),
    bounds=st.tuples(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9)).map(sorted),
    nulls=st.sampled_from([0.0, 0.3]),
)
def test_numbers_stay_within_their_bounds(
    engine: Engine, type_: str, kind: str, bounds: list[float], nulls: float
) -> None:
    low, high = bounds[0] - (type_ == "int"), bounds[1] + (type_ in ("int", "bigint"))
    how = {"kind": kind, "type": type_, "min": low, "max": high, "mean": 1.0, "nulls": nulls}
    kept = floats(made(engine, one(700, x=how))["x"].drop_null())
    slack = 0.01 if high - low < 0.01 else 1e-9  # where no value of the type lies between the bounds
    assert len(kept) >= 400
    assert kept.min() >= low - slack
    assert kept.max() <= high + slack


@pytest.mark.parametrize(("type_", "largest"), [
    ("int", 2.0**31), ("bigint", 2.0**63), ("decimal(4,2)", 99.99), ("decimal(38,0)", 1e38),
])
def test_numbers_without_bounds_stay_within_their_type(engine: Engine, type_: str, largest: float) -> None:
    x = floats(made(engine, one(500, x={"kind": "lognormal", "mu": 60.0, "sigma": 60.0, "type": type_}))["x"])
    assert x.min() >= 0
    assert largest * 0.99 < x.max() <= largest * 1.000001


def test_lookups_equal_what_the_parent_stores(tables: dict[str, pa.Table]) -> None:
    products = {row["product_id"]: row for row in tables["products"].to_pylist()}
    customers = {row["customer_id"]: row for row in tables["customers"].to_pylist()}
    for sale in tables["sales"].to_pylist():
        product, referrer = products[sale["product_id"]], customers.get(sale["referrer_id"])
        assert (sale["unit_price"], sale["unit_cost"]) == (product["price"], product["cost"])
        assert sale["rating"] == product["rating"]
        assert sale["referrer_city"] == (referrer["city"] if referrer else None)
    assert 0 < tables["sales"]["rating"].null_count < N


def test_expressions_add_up(tables: dict[str, pa.Table]) -> None:
    for row in tables["sales"].to_pylist():
        exact = row["quantity"] * row["unit_price"] * (1 - row["discount"])
        assert abs(row["amount"] - exact) <= Decimal("0.005")


def test_no_two_columns_are_correlated_but_by_the_spec(tables: dict[str, pa.Table]) -> None:
    customers = tables["customers"]
    columns = [pc.dictionary_encode(customers[name].combine_chunks()).indices.to_numpy(zero_copy_only=False)
               for name in ("first_name", "last_name", "region", "opt_in")]
    columns = [np.nan_to_num(column.astype(float)) for column in columns]
    columns += [floats(customers["income"]), floats(customers["signup"].cast(pa.int32())), np.arange(N)]
    found = np.corrcoef(np.vstack(columns)) - np.eye(len(columns))
    assert np.abs(found).max() < 4 / np.sqrt(N)


def test_same_named_columns_of_two_tables_differ(engine: Engine) -> None:
    how = {"kind": "uniform", "min": 0.0, "max": 1.0}
    spec = demo(a=(N, {"x": how}), b=(N, {"x": how}))
    left, right = (floats(made(engine, build_recipe(spec, name))["x"]) for name in "ab")
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.04


@pytest.mark.parametrize(("columns", "message"), [
    ({"a": {"kind": "compose", "format": "{b}"}, "b": {"kind": "compose", "format": "{a}"}}, "depends on itself"),
    ({"a": {"kind": "compose", "format": "{z}"}}, "has no column z"),
    ({"a": {"kind": "lookup", "via": "b", "column": "x"}, "b": {"kind": "key"}}, "is not a foreign key"),
    ({"a": {"kind": "city", "by": "b"}, "b": {"kind": "key"}}, "has no list of values"),
    ({"a": {"kind": "foreign_key", "table": "t"}}, "has no primary key"),
    ({"a": {"kind": "key", "format": "{no}"}}, "knows {id} only"),
])
def test_what_cannot_be_made_is_a_usage_error(columns: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        one(10, **columns)
