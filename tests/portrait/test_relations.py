"""Tables and what they refer to."""

from __future__ import annotations

from tests.portrait.samples import nine
from wizard.portrait.relations import Node, forest, relations


def names(nodes: tuple[Node, ...] | list[Node]) -> list[str]:
    return [name for node in nodes for name in (node.table, *names(node.beneath))]


def test_every_table_stands_once() -> None:
    assert sorted(names(forest(nine()))) == sorted(nine().tables)


def test_roots_are_the_tables_that_refer_to_none() -> None:
    assert [node.table for node in forest(nine())] == ["regions", "suppliers", "weather"]


def test_a_part_stands_beneath_its_whole_whatever_else_it_refers_to() -> None:
    first, second = relations(nine(), "order_lines")
    assert (first.parent, first.column, first.part) == ("orders", "order_id", True)
    assert (first.least, first.most) == (1, 4)  # what has no weight never comes
    assert first.average == 1.9
    assert (second.parent, second.most, second.part) == ("products", None, False)


def test_children_without_a_parent_are_told() -> None:
    customers, stores = relations(nine(), "orders")
    assert (customers.optional, customers.average) == (False, 3.0)
    assert (stores.optional, stores.average) == (True, 300.0)
