"""`--set path=value`: applied before the checks, blamed by its own text."""

import pytest

from tests.spec.samples import BASE, edited
from wizard.spec import DemoSpec, SpecError, parse


def changed(*overrides: str) -> DemoSpec:
    return parse(BASE, "shop.yaml", overrides)


def refused(*overrides: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        changed(*overrides)
    assert all(p.line == 0 for p in caught.value.problems)
    return [str(p) for p in caught.value.problems]


def test_values_are_read_as_yaml() -> None:
    spec = changed("size=large", "tables.customers.rows={small: 1, medium: 2, large: 3}", "as_of=2027-01-31",
                   'title="5"', "grants.0.privileges=[SELECT]", "brand.company=Acme & Sons")
    assert spec.rows_of("customers") == 3
    assert spec.as_of.year == 2027
    assert spec.title == "5"
    assert spec.grants[0].privileges == ["SELECT"]
    assert spec.brand.company == "Acme & Sons"


def test_a_value_deep_inside() -> None:
    spec = changed("tables.customers.rows.small=7", "jobs.refresh.tasks.1.retries=3")
    assert spec.rows_of("customers") == 7
    assert spec.jobs["refresh"].tasks[1].retries == 3


def test_parts_with_dots_stand_in_quotes() -> None:
    text = edited("values: {North: 3, South: 1}", "values: {North: 3, South: 1, N.E.: 1}")
    column = parse(text, overrides=['tables.customers.columns.region.values."N.E."=9']).tables["customers"].columns
    assert column["region"].model_dump()["values"]["N.E."] == 9


def test_the_last_one_wins() -> None:
    assert changed("seed=1", "seed=2").seed == 2


def test_an_override_can_mend_the_file() -> None:
    assert parse(edited("rows: 1000", "rows: many"), overrides=["tables.orders.rows=5"]).rows_of("orders") == 5


def test_what_an_alias_shares_is_changed_in_one_place_only() -> None:
    text = edited("rows: {small: 100,", "rows: &counts {small: 100,").replace("rows: 1000", "rows: *counts")
    spec = parse(text, overrides=["tables.orders.rows.small=7"])
    assert (spec.rows_of("orders"), spec.rows_of("customers")) == (7, 100)


@pytest.mark.parametrize(("override", "said"), [
    ("tables.customers.rows=abc", "tables.customers.rows  must be a whole number"),
    ("brand.compny=Acme", "brand.compny  is not a key here  Did you mean company?"),
    ("tabels.customers.rows=1", "tabels  is not a key here  Did you mean tables?"),
    ("size", "is not path=value"),
    ("=large", "is not path=value"),
    ("a..b=1", "is not path=value"),
    ("grants.7.role=reader", "grants.7  grants has 2 items  Write 0 to 1."),
    ("grants.first.role=reader", "grants.first  grants is a list  Write grants.0 for its first item."),
    ("title.text=x", "title.text  title is a single value"),
    ("size=[", "size  the text ends too early"),
    ("title=a: b: c", "title  a second `: ` on this line"),
    ("size={a: 1, a: 2}", "size.a  stands here a second time"),
    ("size=", "size  must be"),
    ("seed=99999999999999999999", "seed  must be 2147483647 or less"),
    ("tables.orders.columns.customer_id.table=clients", "there is no table 'clients'"),
    ("views.revenue.sql=DROP TABLE orders", "views.revenue.sql  is not a SELECT statement"),
])
def test_what_is_wrong_with_an_override_is_said_at_the_override(override: str, said: str) -> None:
    (line,) = refused(override)
    assert line.startswith(f"--set {override}  ")
    assert said in line


def test_a_new_part_of_the_spec_can_be_set() -> None:
    spec = changed("views.cheap={comment: Cheap orders., sql: SELECT order_id FROM orders WHERE price < 2}")
    assert "cheap" in spec.views


def test_every_wrong_override_is_reported_with_the_problems_of_the_file() -> None:
    with pytest.raises(SpecError) as caught:
        parse(edited("rows: 1000", "rows: many"), "shop.yaml", ["nope", "size=huge"])
    assert [p.file for p in caught.value.problems] == ["shop.yaml", "--set nope", "--set size=huge"]
