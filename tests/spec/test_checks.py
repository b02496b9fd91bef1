"""Checks on specs that did not come from a file, and what they must not complain about."""

import pytest

from tests.spec.samples import BASE, base, edited
from wizard.spec import SpecError, parse
from wizard.spec.check import check
from wizard.spec.check.graph import cycles
from wizard.spec.problems import did_you_mean
from wizard.spec.scalars import meaning


def test_a_valid_spec_has_no_findings() -> None:
    assert check(base()) == []


def test_a_spec_that_was_edited_in_memory_is_checked_as_well() -> None:
    spec = base()
    orders = spec.tables["orders"].model_copy(update={"cluster_by": ["nothing"]})
    (found,) = check(spec.model_copy(update={"tables": {**spec.tables, "orders": orders}}))
    assert found.path == ("tables", "orders", "cluster_by", 0)


@pytest.mark.parametrize("sql", [
    "price * 2",
    "Price",
    "CASE WHEN price > 50 THEN 'dear' ELSE 'cheap' END",
    "coalesce(round(price * pieces, 2), 0)",
    "date_add(CAST(ordered_at AS DATE), pieces)",
    "element_at(array('a', 'b'), pieces)",
    "transform(array(1, 2), x -> x + pieces)",
    "CAST(xxhash64(order_id) % 10 AS INT)",
    "named_struct('a', price).a",
    "price /* a comment */",
    "if(region = 'North', price, -price)",
    "date_trunc('month', ordered_at)",
    "unix_timestamp(ordered_at)",
    "to_date('2026-01-01')",
    "price::int",
    "region IN ('North', 'South') AND price BETWEEN 1 AND 5",
])
def test_expressions_of_the_row_are_welcome(sql: str) -> None:
    quoted = sql.replace("'", "''")
    spec = parse(BASE, overrides=[f"tables.orders.columns.amount.sql='{quoted}'"])
    assert spec.tables["orders"].columns["amount"].model_dump()["sql"] == sql


@pytest.mark.parametrize(("sql", "said"), [
    ("random()", "rand() gives another value"),
    ("randn()", "randn() gives another value"),
    ("price + unix_timestamp()", "current_timestamp() gives another value"),
    ("current_date", "current_date() gives another value"),
    ("shuffle(array(1, 2))", "shuffle() gives another value"),
    ("ai_query('m', 'p')", "ai_query() gives another value"),
    ("row_number() OVER (ORDER BY price)", "looks at other rows"),
    ("(SELECT max(price) FROM orders)", "looks at other rows"),
    ("explode(array(1, 2))", "looks at other rows"),
    ("price AS p", "has an alias"),
    ("price, pieces", "is not one expression"),
    ("price; DROP TABLE orders", "is not one expression"),
    ("*", "holds a parameter or a star"),
    (":price", "holds a parameter or a star"),
    ("now", "there is no column 'now'"),
    ("orders.price", "there is no column 'orders'"),
    ("amount", "refers to itself"),
    ("''", ""),
    ("'open", "has a quote or a comment that never ends"),
])
def test_other_expressions_are_refused(sql: str, said: str) -> None:
    quoted = sql.replace("'", "''")
    if not said:
        parse(BASE, overrides=[f"tables.orders.columns.amount.sql='{quoted}'"])
        return
    with pytest.raises(SpecError) as caught:
        parse(BASE, overrides=[f"tables.orders.columns.amount.sql='{quoted}'"])
    assert said in str(caught.value)


@pytest.mark.parametrize("sql", [
    "SELECT * FROM orders",
    "SELECT o.*, c.name FROM orders o JOIN customers c ON c.customer_id = o.customer_id",
    "WITH a AS (SELECT price AS p FROM orders) SELECT p, p + 1 AS q FROM a",
    "WITH a(x) AS (SELECT price FROM orders) SELECT x FROM a",
    "SELECT price FROM orders UNION ALL SELECT income FROM customers",
    "(SELECT price FROM orders) ORDER BY price LIMIT 1",
    "SELECT price AS p, p * 2 AS q FROM orders",
    "SELECT x.v FROM (SELECT price AS v FROM orders) AS x",
    "SELECT x.v FROM (SELECT price FROM orders) AS x(v)",
    "SELECT p FROM orders LATERAL VIEW explode(array(price)) t AS p",
    "SELECT count(*) AS n, (SELECT count(*) FROM customers) AS m FROM orders",
    "SELECT id FROM range(10)",
    "SELECT explode(array(price)) FROM orders",
    "SELECT col FROM (SELECT explode(array(price)) FROM orders)",
    "SELECT o.price.field, price.field FROM orders o",
    "SELECT * FROM (SELECT region, price FROM orders) PIVOT (sum(price) FOR region IN ('North' AS n)) WHERE n > 1",
    "SELECT revenue FROM Revenue",
    "SELECT ORDER_ID FROM Orders WHERE ordered_at > current_date()",
    "SELECT price, row_number() OVER (PARTITION BY region ORDER BY price) AS n FROM orders QUALIFY n = 1",
    "SELECT 1 AS one",
])
def test_views_are_not_accused_of_what_they_do_not_do(sql: str) -> None:
    quoted = sql.replace("'", "''")
    parse(BASE, overrides=[f"views.top_region.sql='{quoted}'"])


@pytest.mark.parametrize("locale", ["de_DE", "pt_BR", "ja", "de_AT", "fr_FR"])
def test_locales_with_names_are_welcome(locale: str) -> None:
    assert parse(BASE, overrides=[f"brand.locale={locale}"]).brand.locale == locale


@pytest.mark.parametrize("text", ["{{{name}}}", "{name}{name}", "no field", "{0}-{name}"])
def test_formats_are_those_of_the_generator(text: str) -> None:
    parse(BASE, overrides=[f"tables.customers.columns.email.format='{text}'"])


@pytest.mark.parametrize("text", ["{", "}", "{}", "{name!r}", "{name:>5}", "{1}", "{name.x}", "{name[0]}", "{ name}"])
def test_other_formats_are_refused(text: str) -> None:
    with pytest.raises(SpecError):
        parse(BASE, overrides=[f"tables.customers.columns.email.format='{text}'"])


@pytest.mark.parametrize(("text", "fits"), [
    ("{id}", True), ("A{id:6}", True), ("A{id:06}", True), ("{{{id}}}", True), ("{id:}", True), ("{id}{id}", False),
    ("A", False), ("{id:x}", False), ("{nr}", False), ("{id!r}", False), ("{id", False), ("{id:0600}", False),
])
def test_key_formats(text: str, fits: bool) -> None:
    overrides = [f"tables.orders.columns.order_id.format='{text}'"]
    if fits:
        parse(BASE, overrides=overrides)
    else:
        with pytest.raises(SpecError, match="must hold"):
            parse(BASE, overrides=overrides)


def test_a_foreign_key_to_a_later_table_is_fine() -> None:
    parse(edited("  orders:\n    comment", "  aorders:\n    comment").replace("FROM orders", "FROM aorders")
          .replace("table: orders", "table: aorders"))


def test_every_cycle_is_found_once() -> None:
    assert list(cycles({"a": ["b"], "b": ["a"], "c": ["c"], "d": ["a", "e"], "e": []})) == [["a", "b", "a"], ["c", "c"]]
    assert list(cycles({"a": ["b"], "b": []})) == []


def test_a_long_chain_is_no_cycle() -> None:
    assert list(cycles({str(i): [str(i + 1)] for i in range(5000)})) == []


@pytest.mark.parametrize(("word", "hint"), [
    ("custmers", "Did you mean customers?"),
    ("ORDERS", "Did you mean orders?"),
    ("x", "Known: customers, orders."),
    ("", "Known: customers, orders."),
])
def test_suggestions(word: str, hint: str) -> None:
    assert did_you_mean(word, ["customers", "orders"]) == hint


def test_nothing_to_suggest() -> None:
    assert did_you_mean("x", []) == ""


TEXTS = ["yes", "no", "on", "2026-11-01", "1_", "_", "1__0", "0o9", "e3", ".", "1:30", "nULL", "1,5"]


@pytest.mark.parametrize(("text", "value"), [
    ("", None), ("~", None), ("null", None), ("true", True), ("False", False), ("1", 1), ("-1", -1), ("+1_000", 1000),
    ("0x1F", 31), ("0o17", 15), ("017", 17), ("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0),
    ("-.inf", float("-inf")), ("9" * 5000, float("inf")), *((text, text) for text in TEXTS),
])
def test_plain_scalars_mean_what_yaml_1_2_says(text: str, value: object) -> None:
    found = meaning(text)
    assert (type(found), found) == (type(value), value)
