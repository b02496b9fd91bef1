from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datagen.demos import demo
from tests.datagen.engine import Engine
from wizard.datagen.recipe import build_recipe, select_sql
from wizard.datagen.rows.quotas import blocks
from wizard.errors import UsageError
from wizard.spec.model import DemoSpec

few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
REGIONS = {"North": 50.0, "South": 29.0, "West": 20.0, "Isles": 1.0}
WEEKS = {"weekday": [1.0, 1.0, 1.0, 1.0, 2.0, 4.0, 0.5], "month": [1.0, 2.0, 1.0, 1.0, 3.0, 1.0] * 2}

STORES = {
    "store_id": {"kind": "key"},
    "region": {"kind": "choice", "values": REGIONS},
    "format": {"kind": "choice", "values": {"Flagship": 1.0, "Mall": 3.0, "Express": 6.0}},
    "bay": {"kind": "choice", "values": {"1": 2.0, "2": 1.0}, "type": "int"},
}
VISITS = {
    "visit_id": {"kind": "key"},
    "region": {"kind": "choice", "values": REGIONS},
    "near": {"kind": "foreign_key", "table": "stores", "match": {"column": "region", "to": "region"}},
    "usual": {"kind": "foreign_key", "table": "stores", "match": {"column": "region", "to": "region"},
              "skew": {"share": 0.66}},
    "liked": {"kind": "foreign_key", "table": "stores",
              "favor": {"column": "format", "weights": {"Flagship": 10.0, "Express": 0.5}}},
    "turn": {"kind": "foreign_key", "table": "stores", "cycle": True},
    "number": {"kind": "choice", "values": ["1", "2", "3"], "type": "int"},
    "at_bay": {"kind": "foreign_key", "table": "stores", "match": {"column": "bay", "to": "number"}},
    "near_region": {"kind": "lookup", "via": "near", "column": "region"},
    "usual_region": {"kind": "lookup", "via": "usual", "column": "region"},
    "format": {"kind": "lookup", "via": "liked", "column": "format"},
    "bay": {"kind": "lookup", "via": "at_bay", "column": "bay"},
}


def visiting(stores: int, visits: int, seed: int = 42) -> DemoSpec:
    return demo(seed, stores=(stores, STORES), visits=(visits, VISITS))


def table(engine: Engine, spec: DemoSpec, name: str) -> pa.Table:
    recipe = build_recipe(spec, name)
    return engine.table(select_sql(recipe, 0, recipe.rows)).sort_by(next(iter(spec.tables[name].columns)))


def lists(engine: Engine, spec: DemoSpec, name: str) -> dict[str, list[Any]]:
    return table(engine, spec, name).to_pydict()


@given(stores=st.integers(1, 5000), seed=st.integers(0, 9999))
@few
def test_a_matching_parent_shares_the_value_and_lookups_are_what_its_table_stores(
    engine: Engine, stores: int, seed: int
) -> None:
    spec = visiting(stores, 1500, seed)
    own, visits = lists(engine, spec, "stores"), lists(engine, spec, "visits")
    region, format_, bay = (dict(zip(own["store_id"], own[name], strict=True)) for name in ("region", "format", "bay"))
    assert [region[key] for key in visits["near"]] == visits["near_region"]
    assert [region[key] for key in visits["usual"]] == visits["usual_region"]
    assert [format_[key] for key in visits["liked"]] == visits["format"]
    assert [bay[key] for key in visits["at_bay"]] == visits["bay"]
    there = set(own["region"])
    for wanted, *found in zip(visits["region"], visits["near_region"], visits["usual_region"], strict=True):
        assert found == [wanted, wanted] or wanted not in there
    bays = set(own["bay"])
    for number, found in zip(visits["number"], visits["bay"], strict=True):
        assert found == number or number not in bays


@given(stores=st.integers(1, 5000), seed=st.integers(0, 9999))
@few
def test_values_that_keys_go_by_have_their_exact_share(engine: Engine, stores: int, seed: int) -> None:
    spec = visiting(stores, 5, seed)
    counts = Counter(lists(engine, spec, "stores")["region"])
    assert counts == {block.value: block.size for block in blocks(spec, "stores", "region") if block.size}
    for value, weight in REGIONS.items():
        assert abs(counts[value] - stores * weight / 100) <= 1


def test_every_matching_parent_is_as_likely_as_the_others_and_the_popular_get_their_share(engine: Engine) -> None:
    spec = visiting(100, 40_000)
    own, visits = lists(engine, spec, "stores"), lists(engine, spec, "visits")
    for region in ("North", "South", "West"):
        keys = [key for key, found in zip(own["store_id"], own["region"], strict=True) if found == region]
        near, usual = ([Counter(visits[column])[key] for key in keys] for column in ("near", "usual"))
        expected = sum(near) / len(near)
        square = sum((count - expected) ** 2 for count in near) / expected
        assert square < len(near) + 4.5 * (2 * len(near)) ** 0.5
        rank = len(keys) // 5 / len(keys)
        c = 0.2 * (1 - 0.66) / (0.66 - 0.2)  # the hyperbola of wizard.datagen.rows.skew
        top = sum(sorted(usual, reverse=True)[: len(keys) // 5]) / sum(usual)
        assert top == pytest.approx(rank * (1 + c) / (rank + c), abs=0.03)


def test_popular_parents_are_spread_over_the_table(engine: Engine) -> None:
    spec = visiting(1000, 40_000)
    counts = Counter(int(key) for key in lists(engine, spec, "visits")["usual"])
    popular = np.array([key for key, _ in counts.most_common(200)]) / 1000
    assert abs(popular.mean() - 0.5) < 4.5 / (12 * 200) ** 0.5


def test_favor_weighs_each_parent_by_its_value(engine: Engine) -> None:
    visits = lists(engine, visiting(100, 40_000), "visits")
    counts = Counter(visits["format"])
    masses = {"Flagship": 10 * 10.0, "Mall": 30 * 1.0, "Express": 60 * 0.5}
    for value, mass in masses.items():
        share = mass / sum(masses.values())
        assert abs(counts[value] / 40_000 - share) < 4.5 * (share * (1 - share) / 40_000) ** 0.5


def test_nobody_is_favored_in_a_table_without_them(engine: Engine) -> None:
    columns = {"v": {"kind": "foreign_key", "table": "stores",
                     "favor": {"column": "format", "weights": {"Flagship": 0.0, "Mall": 0.0, "Express": 0.0}}}}
    made = lists(engine, demo(stores=(9, STORES), t=(500, columns)), "t")
    assert len(set(made["v"])) == 9


def test_a_cycle_takes_each_parent_in_turn(engine: Engine) -> None:
    spec = visiting(7, 30)
    assert [int(key) for key in lists(engine, spec, "visits")["turn"]] == [row % 7 + 1 for row in range(30)]


def test_any_cut_into_batches_gives_the_same_rows(engine: Engine) -> None:
    recipe = build_recipe(visiting(90, 700), "visits")
    whole = engine.table(select_sql(recipe, 0, 700))
    parts = [engine.table(select_sql(recipe, lo, min(lo + 261, 700))) for lo in range(0, 700, 261)]
    assert pa.concat_tables(parts).sort_by("visit_id") == whole.sort_by("visit_id")


def members(joined: dict[str, Any], rows: int, skew: dict[str, Any] | None = None, seed: int = 42) -> DemoSpec:
    customers = {"customer_id": {"kind": "key"}, "joined": {"ordered": True, **joined}}
    orders = {
        "order_id": {"kind": "key"},
        "at": {"kind": "timestamp", "start": -600, "end": 0, "growth": 0.3, "ordered": True, "nulls": 0.05},
        "customer_id": {"kind": "foreign_key", "table": "customers", "existing": {"column": "joined", "time": "at"},
                        **({"skew": skew} if skew else {})},
        "since": {"kind": "lookup", "via": "customer_id", "column": "joined"},
    }
    return demo(seed, customers=(rows, customers), orders=(20_000, orders))


JOINED = st.fixed_dictionaries({
    "kind": st.sampled_from(["date", "timestamp"]),
    "start": st.integers(-1500, -601),
    "end": st.integers(-300, 0),
    "growth": st.sampled_from([-0.5, 0.0, 0.4, 3.0]),
    "weights": st.sampled_from([{}, WEEKS]),
})


@given(joined=JOINED, rows=st.integers(1, 5000), skewed=st.booleans())
@few
def test_nobody_buys_before_they_joined(engine: Engine, joined: dict[str, Any], rows: int, skewed: bool) -> None:
    made = lists(engine, members(joined, rows, {"share": 0.66} if skewed else None), "orders")
    for at, since, key in zip(made["at"], made["since"], made["customer_id"], strict=True):
        if at is not None:
            began = since.date() if joined["kind"] == "timestamp" else since
            assert began < at.date() or int(key) == 1


def test_newcomers_buy_soon_and_everybody_as_often(engine: Engine) -> None:
    joined = {"kind": "date", "start": -1200, "end": 0, "growth": 0.4, "weights": WEEKS}
    made = lists(engine, members(joined, 3000), "orders")
    pairs = [(at.date(), since) for at, since in zip(made["at"], made["since"], strict=True) if at is not None]
    waited = np.array([(at - since).days for at, since in pairs])
    assert 0 < waited.min() <= 3
    known = np.array([int(key) for key, at in zip(made["customer_id"], made["at"], strict=True) if at is not None])
    late = known[-2000:]
    assert abs(late.mean() / late.max() - 0.5) < 4.5 / (12 * 2000) ** 0.5


@pytest.mark.parametrize("share", [0.5, 0.66, 0.8])
def test_the_popular_keep_their_share_among_those_who_were_there(engine: Engine, share: float) -> None:
    joined = {"kind": "date", "start": -1500, "end": -10, "growth": 0.2}
    made = lists(engine, members(joined, 1000, {"share": share}), "orders")
    counts = sorted(Counter(made["customer_id"]).values(), reverse=True)
    assert sum(counts[:200]) / 20_000 == pytest.approx(share, abs=0.03)


def test_who_exists_is_only_known_of_rows_in_time_order() -> None:
    spec = members({"kind": "date", "start": -900, "ordered": False}, 10)
    with pytest.raises(UsageError, match="not in time order"):
        build_recipe(spec, "orders")


@pytest.mark.parametrize(("how", "message"), [
    ({"kind": "uniform", "min": 0.0, "max": 1.0}, "no values by weight"),
    ({"kind": "choice", "values": ["a", "b"], "nulls": 0.1}, "is not known"),
    ({"kind": "choice", "values": ["a"], "by": "y", "when": {"z": ["b"]}}, "is not known"),
])
def test_keys_go_by_columns_whose_shares_are_known(how: dict[str, Any], message: str) -> None:
    parents = {"id": {"kind": "key"}, "y": {"kind": "choice", "values": ["z"]}, "x": how}
    children = {"k": {"kind": "foreign_key", "table": "p", "favor": {"column": "x", "weights": {"a": 1.0}}}}
    spec = demo(p=(5, parents), t=(5, children))
    with pytest.raises(UsageError, match=message):
        build_recipe(spec, "t")


def test_regions_are_found_by_their_weight_in_the_brand(engine: Engine) -> None:
    stores = {"store_id": {"kind": "key"}, "region": {"kind": "region"}}
    visits = {"region": {"kind": "choice", "values": ["East", "West"]},
              "near": {"kind": "foreign_key", "table": "stores", "match": {"column": "region", "to": "region"}},
              "found": {"kind": "lookup", "via": "near", "column": "region"}}
    places = [{"name": name, "cities": ["X"], "weight": weight} for name, weight in (("East", 3.0), ("West", 1.0))]
    spec = demo(stores=(80, stores), visits=(300, visits))
    data = {**spec.model_dump(by_alias=True, mode="python"), "brand": {"regions": places}}
    spec = DemoSpec.model_validate(data)
    assert Counter(lists(engine, spec, "stores")["region"]) == {"East": 60, "West": 20}
    recipe = build_recipe(spec, "visits")
    made = engine.table(select_sql(recipe, 0, 300)).to_pydict()
    assert made["region"] == made["found"]
