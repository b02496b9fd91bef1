"""The SQL that quality rules and views become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp, parse_one

from wizard.spec import load
from wizard.spec.model import Accepted, InRange, Matches, View
from wizard.steps.quality import scan_sql, violation_sql
from wizard.steps.view import create_view_sql, qualify

# A NUL is refused by `literal` itself: no engine takes one.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_accepted_values_stay_values(values: list[str]) -> None:
    rule = Accepted(rule="accepted_values", table="t", column="c", values=values)
    tree = parse_one(f"SELECT {violation_sql(rule)}", dialect="databricks")
    assert len(list(tree.find_all(exp.Literal))) == len(values)


@given(TEXT)
def test_a_pattern_stays_one_literal(pattern: str) -> None:
    tree = parse_one(f"SELECT {violation_sql(Matches(rule='matches', table='t', column='c', pattern=pattern))}",
                     dialect="databricks")
    assert len(list(tree.find_all(exp.Literal))) == 1


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(1, None, "count_if(`c` < 1)"), (None, 2.5, "count_if(`c` > 2.5E0)"), (None, None, "0"),
     (0, 1, "count_if(`c` < 0 OR `c` > 1)")],
)
def test_a_range_checks_the_ends_it_has(low: float | None, high: float | None, expected: str) -> None:
    assert violation_sql(InRange(rule="in_range", table="t", column="c", min=low, max=high)) == expected


def test_all_rules_of_a_table_share_one_scan() -> None:
    spec = load("retail")
    sql = scan_sql(spec.demo_id, "customers", spec.quality)
    own = [r for r in spec.quality if r.table == "customers"]
    assert sql.count("FROM") == 1
    assert sql.count(" AS r") == len(own)


def test_a_view_reads_full_names_and_keeps_its_own_aliases() -> None:
    spec = load("retail")
    sql = "WITH stores AS (SELECT 1 AS a) SELECT t.a, c.income FROM stores t, customers c"
    select, columns, reads = qualify(spec, sql)
    assert columns == ["a", "income"]
    assert reads == ["customers"]
    assert "`dev_retail_demo`.`customer_analytics`.`customers` AS c" in select
    assert "FROM stores AS t" in select


def test_a_quote_in_a_comment_does_not_end_it() -> None:
    spec = load("retail")
    view = View(comment="it's", sql="SELECT 1 AS a", columns={"a": "O'Neil \\"})
    sql = create_view_sql(spec, "v", view, "SELECT 1 AS a", ["a"], "r")
    tree = parse_one(sql, dialect="databricks")
    assert "it's" in [p.this.this for p in tree.find_all(exp.SchemaCommentProperty)]
