from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from tests.datagen.demos import CUSTOMERS, PRODUCTS, SALES, demo, one, shop
from tests.datagen.engine import Engine
from wizard.datagen.preview import preview_sql
from wizard.datagen.recipe import build_recipe, count_sql, insert_sql, select_sql


def test_any_cut_into_batches_gives_the_same_rows(engine: Engine) -> None:
    recipe = build_recipe(shop(sales=900), "sales")
    whole = engine.table(select_sql(recipe, 0, 900))
    parts = [engine.table(select_sql(recipe, lo, min(lo + 127, 900))) for lo in range(0, 900, 127)]
    assert pa.concat_tables(parts).sort_by("sale_id") == whole.sort_by("sale_id")


def test_types_and_order_are_those_of_the_recipe(engine: Engine) -> None:
    recipe = build_recipe(shop(sales=10), "sales")
    query = select_sql(recipe, 0, 1)
    names = engine.table(query).column_names
    described = engine.rows(f"SELECT {', '.join(f'typeof(`{name}`) AS `{name}`' for name in names)} FROM ({query})")
    assert list(described[0].items()) == [(column.name, column.type) for column in recipe.columns]


def test_helpers_come_before_what_reads_them_and_never_clash() -> None:
    recipe = build_recipe(shop(), "sales")
    seen = {"_id"}
    for helper in recipe.helpers:
        assert helper.name.startswith("_")
        assert set(helper.uses) <= seen
        seen.add(helper.name)
    assert len({column.name for column in (*recipe.helpers, *recipe.columns)}) == len(recipe.helpers) + len(SALES)


def test_columns_that_share_a_path_get_names_of_their_own(engine: Engine) -> None:
    parents = {"id": {"kind": "key"}, "idx": {"kind": "choice", "values": ["a", "b"]},
               "idx__draw": {"kind": "choice", "values": ["x"]}, "c": {"kind": "compose", "format": "{idx}{idx__draw}"}}
    children = {"fk": {"kind": "foreign_key", "table": "p"}, "v": {"kind": "lookup", "via": "fk", "column": "c"}}
    recipe = build_recipe(demo(p=(30, parents), t=(50, children)), "t")
    assert set(engine.table(select_sql(recipe, 0, 50))["v"].to_pylist()) == {"ax", "bx"}


def test_the_hash_names_what_rows_depend_on() -> None:
    base = shop()
    recipe = build_recipe(base, "sales")
    other = {**CUSTOMERS, "region": {"kind": "choice", "values": ["East"]}}
    cheaper = {**PRODUCTS, "price": {**PRODUCTS["price"], "mu": 3.0}}
    renamed = {**SALES, "amount": {**SALES["amount"], "comment": "Another comment."}}
    same = (10_000, CUSTOMERS), (50, PRODUCTS), (20_000, SALES)

    def of(customers: object, products: object, sales: object, seed: int = 42) -> str:
        return build_recipe(demo(seed, customers=customers, products=products, sales=sales), "sales").hash  # type: ignore[arg-type]

    assert of(*same) == recipe.hash
    assert len(recipe.hash) == 16
    assert of(same[0], same[1], (20_000, renamed)) == recipe.hash
    changed = {
        of(*same, seed=43),
        of((10_001, CUSTOMERS), *same[1:]),
        of((10_000, other), *same[1:]),
        of(same[0], (50, cheaper), same[2]),
        of(*same[:2], (20_001, SALES)),
    }
    assert recipe.hash not in changed
    assert len(changed) == 5


def test_the_hash_names_which_rows_are_there() -> None:
    recipe = build_recipe(shop(), "sales")
    assert replace(recipe, where="`sale_id` > ''").hash != recipe.hash


def test_a_preview_and_a_count_leave_out_what_is_missing(engine: Engine) -> None:
    keys = one(1000, k={"kind": "key", "format": "{id}"})
    even = replace(keys, where="CAST(`k` AS INT) % 2 = 0")
    assert engine.table(preview_sql(even, 1000))["k"].to_pylist() == [str(number) for number in range(2, 1001, 2)]
    counted = {row["batch"]: row["n"] for row in engine.rows(count_sql(even, 300))}
    assert counted == {0: 150, 1: 150, 2: 150, 3: 50}


def test_a_parents_unrelated_column_changes_nothing() -> None:
    wider = {**CUSTOMERS, "note": {"kind": "choice", "values": ["a"]}}
    tables = {"customers": (10_000, wider), "products": (50, PRODUCTS), "sales": (20_000, SALES)}
    assert build_recipe(demo(**tables), "sales").hash == build_recipe(shop(), "sales").hash  # type: ignore[arg-type]


def test_another_seed_gives_other_values_in_every_random_column(engine: Engine) -> None:
    left, right = (engine.table(select_sql(build_recipe(shop(seed), "customers"), 0, 300)) for seed in (1, 2))
    for name in left.column_names:
        assert (left[name].to_pylist() == right[name].to_pylist()) == (name == "customer_id")


def test_insert_names_the_table_and_the_range() -> None:
    recipe = one(100, k={"kind": "key"})
    assert insert_sql(recipe, "c.s.t", 5, 9).startswith("INSERT INTO `c`.`s`.`t`\nSELECT `k` FROM (")
    assert insert_sql(recipe, "c.s.t", 5, 9, overwrite=True).startswith("INSERT OVERWRITE `c`.`s`.`t`\n")
    assert "range(5, 9)" in insert_sql(recipe, "c.s.t", 5, 9)


@pytest.mark.parametrize(("rows", "n", "shown"), [(1000, 10, 10), (10, 1000, 10), (1005, 10, 10), (1, 5, 1), (7, 3, 3)])
def test_a_preview_is_spread_over_the_table(engine: Engine, rows: int, n: int, shown: int) -> None:
    recipe = replace(one(rows, k={"kind": "key", "format": "{id}"}))
    keys = sorted(int(key) for key in engine.table(preview_sql(recipe, n))["k"].to_pylist())
    assert len(keys) == shown
    assert keys == list(range(1, keys[-1] + 1, max(1, rows // n)))
