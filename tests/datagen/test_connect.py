from __future__ import annotations

import warnings
from dataclasses import replace

import pytest

from tests.datagen.demos import shop
from tests.datagen.engine import Engine
from wizard.datagen.batches import batches
from wizard.datagen.connect import write_batch
from wizard.datagen.fingerprint import Fingerprint, fingerprint_of, fingerprint_sql
from wizard.datagen.recipe import TableRecipe, build_recipe, insert_sql, select_sql
from wizard.spec.model import DemoSpec

ROWS = 4_000


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """Not where the tests are collected: that is in every worker, and only one of them needs it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyspark.ml, which dbldatagen imports, warns of what pandas will change
        import dbldatagen  # noqa: F401


def eventful() -> DemoSpec:
    """Sales of which some are missing, some dropped, and more in a busy month."""
    raw = shop(customers=ROWS, sales=ROWS).model_dump(mode="json", by_alias=True)
    raw["tables"]["sales"]["missing"] = 0.1
    window = {"comment": "c", "table": "sales", "time": "sold_at", "where": "discount > 0"}
    raw["incidents"] = {
        "strike": {**window, "start": -200, "end": -150, "drop": 0.5, "multiply": {"amount": 0.7}},
        "boom": {**window, "start": -60, "end": -30, "extra": 2.0},
    }
    return DemoSpec.model_validate(raw)


RECIPES = {
    "customers": lambda: build_recipe(shop(customers=ROWS, sales=ROWS), "customers"),
    "sales": lambda: build_recipe(shop(customers=ROWS, sales=ROWS), "sales"),
    "eventful": lambda: replace(build_recipe(eventful(), "sales"), name="eventful"),
}


@pytest.fixture(scope="module", params=RECIPES)
def recipe(request: pytest.FixtureRequest) -> TableRecipe:
    return RECIPES[request.param]()


@pytest.fixture(scope="module")
def expected(engine: Engine, recipe: TableRecipe) -> Fingerprint:
    names = [column.name for column in recipe.columns]
    return Fingerprint.of(engine.rows(fingerprint_of(f"({select_sql(recipe, 0, recipe.rows)})", names))[0])


def stored(engine: Engine, table: str, recipe: TableRecipe) -> Fingerprint:
    return Fingerprint.of(engine.rows(fingerprint_sql(table, [column.name for column in recipe.columns]))[0])


@pytest.mark.parametrize(("partitions", "size"), [(2, 1_000_000), (8, 1_000_000), (3, 1_000), (64, 3_999)])
def test_rows_do_not_depend_on_partitions_or_batches(
    engine: Engine, recipe: TableRecipe, expected: Fingerprint, partitions: int, size: int
) -> None:
    table = engine.create(f"c.s.connect_{recipe.name}_{partitions}_{size}", recipe)
    for batch in batches(recipe.rows, size):
        write_batch(engine.spark, recipe, table, batch, partitions, overwrite=batch.lo == 0)
    assert stored(engine, table, recipe) == expected


def test_a_warehouse_writes_the_same_rows(engine: Engine, recipe: TableRecipe, expected: Fingerprint) -> None:
    table = engine.create(f"c.s.warehouse_{recipe.name}", recipe)
    for batch in batches(recipe.rows, 1_700):
        engine.table(insert_sql(recipe, table, batch.lo, batch.hi, overwrite=batch.lo == 0))
    assert stored(engine, table, recipe) == expected


def test_overwriting_leaves_the_last_batch_only(engine: Engine, recipe: TableRecipe) -> None:
    table = engine.create(f"c.s.overwrite_{recipe.name}", recipe)
    for batch in batches(30, 10):
        write_batch(engine.spark, recipe, table, batch, 2, overwrite=True)
    last = select_sql(recipe, 20, 30)
    assert stored(engine, table, recipe).rows == engine.table(last).num_rows


def test_nothing_is_printed(engine: Engine, recipe: TableRecipe, capfd: pytest.CaptureFixture[str]) -> None:
    table = engine.create(f"c.s.quiet_{recipe.name}", recipe)
    capfd.readouterr()
    write_batch(engine.spark, recipe, table, next(batches(10, 10)), 2)
    out, err = capfd.readouterr()
    assert out == ""
    assert "DataGenerator" not in err
    assert "forward" not in err
