from __future__ import annotations

import pytest

from tests.datagen.engine import Engine
from wizard.datagen.fingerprint import Fingerprint, fingerprint_of, fingerprint_sql


def of(engine: Engine, *rows: str) -> Fingerprint:
    relation = f"(SELECT * FROM VALUES {', '.join(rows)} AS v(a, b))" if rows else "(SELECT 1 AS a, 2 AS b LIMIT 0)"
    return Fingerprint.of(engine.rows(fingerprint_of(relation, ["a", "b"]))[0])


def test_the_order_of_rows_does_not_matter(engine: Engine) -> None:
    assert of(engine, "(1, 'x')", "(2, 'y')", "(3, NULL)") == of(engine, "(3, NULL)", "(1, 'x')", "(2, 'y')")


@pytest.mark.parametrize(("left", "right"), [
    (["('a', NULL)"], ["(NULL, 'a')"]),
    (["('a', 'b')"], ["('b', 'a')"]),
    (["('a', 'b')"], ["('a', 'b')", "('c', 'd')", "('c', 'd')"]),
    (["('a', 'b')", "('a', 'b')"], ["('c', 'd')", "('c', 'd')"]),
    (["('a', NULL)"], ["('a', '')"]),
    (["('ab', 'c')"], ["('a', 'bc')"]),
])
def test_any_change_shows(engine: Engine, left: list[str], right: list[str]) -> None:
    assert of(engine, *left).hash != of(engine, *right).hash


def test_an_empty_table_has_one_too(engine: Engine) -> None:
    assert str(of(engine)) == "0:0-0"


def test_names_are_quoted_and_values_may_come_as_text() -> None:
    assert fingerprint_sql("c.s.t", ["a`b"]).endswith("xxhash64(0, `a``b`) AS h FROM `c`.`s`.`t`)")
    assert Fingerprint.of({"rows": "3", "hash": "ab-1"}) == Fingerprint(3, "ab-1")
