from __future__ import annotations

import itertools
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datagen.demos import AS_OF, demo
from tests.datagen.engine import Engine
from wizard.datagen.ddl import create_table_sql
from wizard.datagen.recipe import build_recipe, select_sql
from wizard.errors import UsageError
from wizard.spec.model import DemoSpec

few = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COUNTS = {"0": 10.0, "1": 40.0, "2": 30.0, "5": 20.0}

ORDERS = {
    "order_id": {"kind": "key", "format": "O-{id:05}"},
    "ordered_at": {"kind": "timestamp", "start": -300, "end": -20, "ordered": True},
    "lines": {"kind": "rollup", "of": "lines", "function": "count"},
    "total": {"kind": "rollup", "of": "lines", "column": "amount"},
    "pieces": {"kind": "rollup", "of": "lines", "column": "quantity"},
    "cheapest": {"kind": "rollup", "of": "lines", "column": "amount", "function": "min"},
    "dearest": {"kind": "rollup", "of": "lines", "column": "amount", "function": "max"},
    "first_line": {"kind": "rollup", "of": "lines", "column": "line_id", "function": "first"},
    "last_line": {"kind": "rollup", "of": "lines", "column": "line_id", "function": "last"},
    "rebates": {"kind": "rollup", "of": "lines", "column": "rebate", "type": "decimal(14,3)"},
}
LINES = {
    "line_id": {"kind": "key", "format": "L-{id:05}"},
    "order_id": {"kind": "parent"},
    "line_number": {"kind": "position"},
    "product_id": {"kind": "foreign_key", "table": "products", "skew": {"share": 0.6}},
    "price": {"kind": "lookup", "via": "product_id", "column": "price", "hidden": True},
    "quantity": {"kind": "choice", "values": {"1": 3.0, "2": 1.0}, "type": "int"},
    "amount": {"kind": "expr", "sql": "quantity * price + line_number / 100", "type": "decimal(10,2)"},
    "rebate": {"kind": "uniform", "min": 0.0, "max": 9.0, "type": "decimal(6,3)", "nulls": 0.3},
    "ordered_at": {"kind": "lookup", "via": "order_id", "column": "ordered_at"},
    "of_lines": {"kind": "lookup", "via": "order_id", "column": "lines"},
}
PRODUCTS = {
    "product_id": {"kind": "key", "format": "P-{id:05}"},
    "price": {"kind": "lognormal", "mu": 3.0, "sigma": 1.0, "type": "decimal(8,2)"},
}
VERSIONS = {
    "contract_id": {"kind": "parent"},
    "version": {"kind": "position"},
    "since": {"kind": "lookup", "via": "contract_id", "column": "signed", "hidden": True},
    "valid_from": {"kind": "history", "part": "from", "start": "since"},
    "valid_to": {"kind": "history", "part": "to", "start": "since"},
    "is_current": {"kind": "history", "part": "current", "start": "since"},
    "plan": {"kind": "progress", "values": ["Start", "Team", "Firm", "Group", "World"]},
}


def sales(orders: int, counts: dict[str, float] | None = None, seed: int = 42) -> DemoSpec:
    part_of = {"table": "orders", "count": counts or COUNTS}
    return demo(seed, orders=(orders, ORDERS), lines=(part_of, LINES), products=(30, PRODUCTS))


def contracts(rows: int, signed: dict[str, Any], counts: dict[str, float] | None = None, seed: int = 1) -> DemoSpec:
    columns = {"contract_id": {"kind": "key"}, "signed": signed}
    return demo(seed, contracts=(rows, columns), versions=({"table": "contracts", "count": counts or COUNTS}, VERSIONS))


def made(engine: Engine, spec: DemoSpec, table: str) -> list[dict[str, Any]]:
    """The rows by their first two columns: which table or whole they are of, and their order in it."""
    recipe = build_recipe(spec, table)
    return sorted(engine.rows(select_sql(recipe, 0, recipe.rows)), key=lambda row: list(row.values())[:2])


def by(rows: list[dict[str, Any]], column: str) -> dict[str, list[dict[str, Any]]]:
    return {key: list(group) for key, group in itertools.groupby(rows, key=lambda row: row[column])}


@given(orders=st.integers(1, 5000), seed=st.integers(0, 9999))
@few
def test_a_whole_is_what_its_parts_amount_to_to_the_cent(engine: Engine, orders: int, seed: int) -> None:
    spec = sales(orders, seed=seed)
    lines = made(engine, spec, "lines")
    parts = by(lines, "order_id")
    wholes = made(engine, spec, "orders")
    assert len(wholes) == orders
    assert set(parts) <= {whole["order_id"] for whole in wholes}
    assert [line["order_id"] for line in lines] == [w["order_id"] for w in wholes for _ in range(w["lines"])]
    for whole in wholes:
        of = parts.get(whole["order_id"], [])
        amounts = [line["amount"] for line in of]
        assert [line["line_number"] for line in of] == list(range(1, len(of) + 1))
        assert all(line["ordered_at"] == whole["ordered_at"] and line["of_lines"] == len(of) for line in of)
        assert whole["total"] == sum(amounts, Decimal())
        assert whole["pieces"] == sum(line["quantity"] for line in of)
        assert whole["rebates"] == sum((line["rebate"] or Decimal() for line in of), Decimal())
        assert (whole["cheapest"], whole["dearest"]) == (min(amounts, default=None), max(amounts, default=None))
        ids = [line["line_id"] for line in of] or [None]
        assert (whole["first_line"], whole["last_line"]) == (ids[0], ids[-1])


def test_counts_follow_their_weights_exactly_in_every_block_and_without_rhythm(engine: Engine) -> None:
    counts = [row["lines"] for row in made(engine, sales(2000), "orders")]
    for at in range(0, 2000, 20):
        block = counts[at : at + 20]
        assert [block.count(number) for number in (0, 1, 2, 5)] == [2, 8, 6, 4]
    assert len({tuple(counts[at : at + 20]) for at in range(0, 2000, 20)}) > 15


@pytest.mark.parametrize("counts", [{"1": 1.0}, {"20": 1.0}, {"0": 19.0, "3": 1.0}, {"0": 1.0, "1": 0.0, "7": 1.0}])
@pytest.mark.parametrize("orders", [1, 19, 20, 21, 39, 160])
def test_any_counts_and_any_number_of_wholes_fit(engine: Engine, counts: dict[str, float], orders: int) -> None:
    wholes = {"order_id": {"kind": "key"}, "lines": ORDERS["lines"]}
    lines = {name: LINES[name] for name in ("order_id", "line_number")}
    spec = demo(orders=(orders, wholes), lines=({"table": "orders", "count": counts}, lines))
    numbers = [(row["order_id"], number + 1) for row in made(engine, spec, "orders") for number in range(row["lines"])]
    rows = made(engine, spec, "lines")
    assert [(row["order_id"], row["line_number"]) for row in rows] == numbers


@pytest.mark.parametrize("table", ["orders", "lines"])
def test_any_cut_into_batches_gives_the_same_rows(engine: Engine, table: str) -> None:
    recipe = build_recipe(sales(100), table)
    key, middle = recipe.columns[0].name, recipe.rows // 2 + 3
    whole = engine.table(select_sql(recipe, 0, recipe.rows))
    halves = [engine.table(select_sql(recipe, lo, hi)) for lo, hi in ((middle, recipe.rows), (0, middle))]
    assert pa.concat_tables(halves).sort_by(key) == whole.sort_by(key)


def test_parts_of_parts_add_up_too(engine: Engine) -> None:
    value = {"kind": "uniform", "min": 0.0, "max": 9.0, "type": "decimal(4,2)"}
    spec = demo(
        a=(70, {"id": {"kind": "key"}, "sum": {"kind": "rollup", "of": "b", "column": "sum"}}),
        b=({"table": "a", "count": {"1": 1.0, "2": 1.0}},
           {"id": {"kind": "key"}, "a": {"kind": "parent"}, "sum": {"kind": "rollup", "of": "c", "column": "v"}}),
        c=({"table": "b", "count": {"0": 1.0, "3": 1.0}}, {"b": {"kind": "parent"}, "v": value}),
    )
    inner = {row["id"]: row["sum"] for row in made(engine, spec, "b")}
    for key, rows in by(made(engine, spec, "c"), "b").items():
        assert inner[key] == sum(row["v"] for row in rows)
    outer = by(made(engine, spec, "b"), "a")
    assert [row["sum"] for row in made(engine, spec, "a")] == [sum(r["sum"] for r in rows) for rows in outer.values()]


SIGNED = [
    {"kind": "timestamp", "start": -900, "end": -30, "ordered": True},
    {"kind": "date", "start": -900, "end": -30},
    {"kind": "date", "start": -3, "end": 0},
]


@given(rows=st.integers(1, 800), seed=st.integers(0, 9999), signed=st.sampled_from(SIGNED))
@few
def test_versions_follow_one_another_without_gap_or_overlap(
    engine: Engine, rows: int, seed: int, signed: dict[str, Any]
) -> None:
    spec = contracts(rows, signed, seed=seed)
    began = {row["contract_id"]: row["signed"] for row in made(engine, spec, "contracts")}
    stages = VERSIONS["plan"]["values"]
    for contract, versions in by(made(engine, spec, "versions"), "contract_id").items():
        starts = [version["valid_from"] for version in versions]
        assert starts[0] == began[contract]
        assert all(left < right for left, right in itertools.pairwise(starts))
        assert [version["valid_to"] for version in versions] == [*starts[1:], None]
        assert [version["is_current"] for version in versions] == [False] * (len(versions) - 1) + [True]
        first = stages.index(versions[0]["plan"])
        assert [version["plan"] for version in versions] == stages[first : first + len(versions)]
        if signed["end"] < 0:
            today = AS_OF if signed["kind"] == "date" else datetime(AS_OF.year, AS_OF.month, AS_OF.day, tzinfo=UTC)
            assert starts[-1] < today


def test_changes_are_spread_over_the_time_that_has_gone_by(engine: Engine) -> None:
    spec = contracts(4000, {"kind": "date", "start": -900, "end": -899}, {"2": 1.0})
    days = sorted((row["valid_from"] - AS_OF).days for row in made(engine, spec, "versions") if row["version"] == 2)
    error = max(abs((day + 899) / 899 - number / 4000) for number, day in enumerate(days))
    assert error < 1.95 / 4000**0.5 + 2 / 899  # Kolmogorov-Smirnov: 1 in 1,000


def test_early_stages_are_more_frequent(engine: Engine) -> None:
    spec = contracts(4000, SIGNED[0], {"1": 1.0})
    plans = [row["plan"] for row in made(engine, spec, "versions")]
    for number, stage in enumerate(VERSIONS["plan"]["values"]):
        share = ((5 - number) ** 2 - (4 - number) ** 2) / 25
        assert abs(plans.count(stage) / 4000 - share) < 4.5 * (share * (1 - share) / 4000) ** 0.5


def test_hidden_columns_are_read_and_not_stored(engine: Engine) -> None:
    recipe = build_recipe(sales(20), "lines")
    assert "price" not in engine.table(select_sql(recipe, 0, 5)).column_names
    assert "price" in {helper.name for helper in recipe.helpers}
    assert "`price`" not in create_table_sql(sales(20), "lines", {})


def test_the_catalog_learns_which_whole_a_part_belongs_to() -> None:
    sql = create_table_sql(sales(20), "lines", {})
    assert "`order_id` STRING NOT NULL COMMENT" in sql
    assert "`line_number` INT NOT NULL COMMENT" in sql
    assert "FOREIGN KEY (`order_id`) REFERENCES `cat`.`sch`.`orders` (`order_id`)" in sql


def test_sums_have_room_for_all_parts_unless_told_otherwise() -> None:
    types = {column.name: column.type for column in build_recipe(sales(20), "orders").columns}
    assert (types["total"], types["pieces"], types["rebates"]) == ("decimal(12,2)", "bigint", "decimal(14,3)")
    assert (types["lines"], types["cheapest"], types["last_line"]) == ("int", "decimal(10,2)", "string")


PART = {"table": "a", "count": {"1": 1.0}}


V = {"kind": "uniform", "min": 0.0, "max": 1.0}
ID, SUM = {"id": {"kind": "key"}}, {"sum": {"kind": "rollup", "of": "b", "column": "v"}}
OF_A, NONE = {"table": "a", "count": {"1": 1.0}}, {"table": "a", "count": {"0": 1.0}}
UP = {"a": {"kind": "parent"}}


@pytest.mark.parametrize(("a", "rows_of_b", "b", "message"), [
    (ID | SUM, OF_A, UP | {"v": {"kind": "lookup", "via": "a", "column": "sum"}}, "depends on itself"),
    (ID | {"x": {"kind": "foreign_key", "table": "b"}, "v": {"kind": "lookup", "via": "x", "column": "v"}},
     5, ID | {"x": {"kind": "foreign_key", "table": "a"}, "v": {"kind": "lookup", "via": "x", "column": "v"}},
     "depends on itself"),
    (ID | SUM, 5, ID | {"v": V}, "b is not part of a"),
    (ID | {"sum": {"kind": "rollup", "of": "b"}}, OF_A, UP, "names no column"),
    (ID, 5, ID | UP, "b is not part of another"),
    (ID, NONE, UP, "has no rows"),
    (ID, OF_A, UP | {"f": {"kind": "history", "part": "from", "start": "a"}}, "b.a is a string, not a date"),
])
def test_what_cannot_be_made_is_a_usage_error(a: Any, rows_of_b: Any, b: Any, message: str) -> None:
    spec = demo(a=(5, a), b=(rows_of_b, b))
    with pytest.raises(UsageError, match=message):
        [build_recipe(spec, table) for table in spec.tables]
