"""The values that columns can have, through lookups of any length."""

import pytest

from tests.spec.samples import BASE, base
from wizard.errors import UsageError
from wizard.spec import DemoSpec, parse
from wizard.spec.lookups import origin
from wizard.spec.values import known_values, values_of

REGION = "tables.customers.columns.region={kind: region, comment: Region.}"
PLACES = "brand.regions=[{name: Nord, cities: [Kiel]}, {name: Süd, cities: [Ulm]}]"
LINES = """tables.lines={comment: A line., part_of: {table: orders, count: {"1": 1, "2": 1}}, columns: {
    order_id: {kind: parent, comment: Order.}, stage: {kind: progress, values: [new, old], comment: Stage.},
    region: {kind: lookup, via: order_id, column: region, comment: Region.},
    stage2: {kind: expr, sql: stage, type: string, comment: Stage.}}}""".replace("\n", " ")


def spec(*overrides: str) -> DemoSpec:
    return parse(BASE, overrides=overrides)


@pytest.mark.parametrize(("table", "column", "values"), [
    ("customers", "region", ["North", "South"]),
    ("customers", "tier", ["Gold", "Silver"]),
    ("orders", "region", ["North", "South"]),
    ("lines", "region", ["North", "South"]),
    ("lines", "stage", ["new", "old"]),
])
def test_values_stand_in_order_each_once(table: str, column: str, values: list[str]) -> None:
    assert values_of(spec(LINES), table, column) == values


def test_values_of_when_come_after_the_others() -> None:
    changed = spec("tables.customers.columns.tier.when.South=[Bronze, Gold]")
    assert values_of(changed, "customers", "tier") == ["Gold", "Silver", "Bronze"]


def test_a_region_has_the_names_of_the_brand() -> None:
    changed = spec(PLACES, REGION, "tables.customers.columns.tier={kind: choice, values: [a], comment: Tier.}")
    assert values_of(changed, "orders", "region") == ["Nord", "Süd"]


@pytest.mark.parametrize("column", ["amount", "price", "order_id", "nothing"])
def test_other_columns_have_no_list(column: str) -> None:
    assert known_values(base(), "orders", column) is None
    with pytest.raises(UsageError, match="has no list of values"):
        values_of(base(), "orders", column)


def test_lookups_lead_to_the_column_that_makes_the_value() -> None:
    found = origin(spec(LINES).tables, "lines", "region")
    assert found is not None
    assert (found.table, found.name, found.column.kind) == ("customers", "region", "choice")


def test_a_chain_that_breaks_or_goes_round_leads_nowhere() -> None:
    tables = base().tables
    orders = tables["orders"]
    region = orders.columns["region"]
    astray = region.model_copy(update={"via": "price"})
    broken = orders.model_copy(update={"columns": {**orders.columns, "region": astray}})
    assert origin({**tables, "orders": broken}, "orders", "region") is None
    loop = region.model_copy(update={"via": "self"})
    key = orders.columns["customer_id"].model_copy(update={"table": "orders"})
    round_ = orders.model_copy(update={"columns": {"self": key, "region": loop}})
    assert origin({"orders": round_}, "orders", "region") is None
