"""Words by weight: choices, sales regions, and text put together from columns and lists."""

from __future__ import annotations

from wizard.datagen.cases import pick
from wizard.datagen.incidents.planted import mixed
from wizard.datagen.kinds.lists import one_of
from wizard.datagen.kinds.text import fill, lowered
from wizard.datagen.rows import quotas
from wizard.datagen.sheet import Cell, Formula
from wizard.identifiers import literal
from wizard.spec.columns import Choice, Compose, Region, Weighted
from wizard.spec.values import values_of


def choice(cell: Cell, column: Choice) -> Formula:
    """One of the values by weight, by the weights that belong to another column's value, or by an incident's."""
    draw = cell.shared("draw", quotas.quota(cell) or cell.draw(even=True))
    usual = _weighted(draw, column.values, column.type)
    if column.by is not None:
        trees = {value: _weighted(draw, values, column.type) for value, values in column.when.items()}
        usual = by_value(cell, column.by, trees, usual)
    return Formula(column.type, mixed(cell, usual, lambda weights: _weighted(draw, dict(weights), column.type)))


def region(cell: Cell, _column: Region) -> Formula:
    """The name of one of the brand's regions."""
    draw = cell.shared("draw", quotas.quota(cell) or cell.draw(even=True))
    return Formula("string", _weighted(draw, quotas.weights(cell.spec, cell.row.table, cell.name), "string"))


def compose(cell: Cell, column: Compose) -> Formula:
    """Columns and list draws in a format. An `@` in it makes it an address: no spaces, no accents."""

    def field(name: str, _detail: str) -> str:
        if name.isdecimal() and int(name) < len(column.lists):
            return one_of(cell, f"list{name}", column.lists[int(name)])
        read = cell.read(name)
        return read.sql if read.type == "string" else f"CAST({read.sql} AS STRING)"

    text = fill(column.format, field)
    if column.case == "as_is":
        return Formula("string", text)
    sources = (text, *(made.sql for made in cell.row.sheet.made.values()))
    return Formula("string", lowered(text, sources, address="@" in column.format))


def by_value(cell: Cell, by: str, trees: dict[str, str], otherwise: str) -> str:
    """SQL of the tree that belongs to the value of the column `by`; values that it cannot have are left out."""
    possible = values_of(cell.spec, cell.row.table, by)
    type_, read = cell.read(by)
    branches = [f"WHEN {_value(value, type_)} THEN {tree}" for value, tree in trees.items() if value in possible]
    return f"CASE {read} {' '.join(branches)} ELSE {otherwise} END" if branches else otherwise


def _weighted(draw: str, values: Weighted, type_: str) -> str:
    weights = values if isinstance(values, dict) else dict.fromkeys(values, 1.0)
    return pick(draw, list(weights.values()), [_value(value, type_) for value in weights])


def _value(text: str, type_: str) -> str:
    return literal(text) if type_ == "string" else f"CAST({literal(text)} AS {type_})"
