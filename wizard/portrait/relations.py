"""How a demo's tables refer to one another, as a forest: every table once, beneath the table it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.spec.columns import ForeignKey, Parent
from wizard.spec.model import DemoSpec


@dataclass(frozen=True, slots=True)
class Relation:
    """`column` of `child` holds keys of `parent`.

    A parent has `least` to `most` children (None: no limit), `average` of them at the spec's size. `optional`: some
    children have no parent. `part`: the children belong to the parent as the lines of an order do.
    """

    child: str
    column: str
    parent: str
    least: int
    most: int | None
    average: float
    optional: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A table in the forest: what ties it to the table above, what else it refers to, and the tables beneath it."""

    table: str
    rows: int
    above: Relation | None
    others: tuple[Relation, ...]
    beneath: tuple[Node, ...]


def relations(spec: DemoSpec, table: str) -> list[Relation]:
    """What a table refers to: first the whole that it is a part of, then its foreign keys in their order."""
    model, rows = spec.tables[table], spec.rows_of(table)
    found = []
    if model.part_of is not None:
        whole = model.part_of.table
        counts = [int(number) for number, weight in model.part_of.count.items() if weight > 0]
        via = next((name for name, column in model.columns.items() if isinstance(column, Parent)), "")
        found.append(Relation(table, via, whole, min(counts), max(counts), rows / spec.rows_of(whole), part=True))
    for name, column in model.columns.items():
        if isinstance(column, ForeignKey):
            average = rows * (1 - column.nulls) / spec.rows_of(column.table)
            found.append(Relation(table, name, column.table, 0, None, average, column.nulls > 0))
    return found


def forest(spec: DemoSpec) -> list[Node]:
    """All tables; each stands beneath the first that it refers to, in the order of the spec."""
    refers = {table: relations(spec, table) for table in spec.tables}

    def node(table: str) -> Node:
        above = next(iter(refers[table]), None)
        beneath = tuple(node(other) for other, found in refers.items() if found and found[0].parent == table)
        return Node(table, spec.rows_of(table), above, tuple(refers[table][1:]), beneath)

    return [node(table) for table, found in refers.items() if not found]
