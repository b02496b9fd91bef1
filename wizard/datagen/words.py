"""Words: choices by weight, people and places of a locale, and text put together from them."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.datagen import names
from wizard.datagen.cases import pick
from wizard.datagen.quotas import quota
from wizard.datagen.sheet import Cell, Formula
from wizard.datagen.text import fill, lowered
from wizard.errors import UsageError
from wizard.identifiers import literal
from wizard.spec.columns import Choice, City, Compose, Person, Weighted

_CITIES_PER_VALUE = 8


def choice(cell: Cell, column: Choice) -> Formula:
    """One of the values by weight, or by the weights that belong to another column's value."""
    draw = cell.shared("draw", quota(cell) or cell.draw(even=True))
    otherwise = _weighted(draw, column.values, column.type)
    if column.by is None:
        return Formula(column.type, otherwise)
    trees = {value: _weighted(draw, values, column.type) for value, values in column.when.items()}
    return Formula(column.type, _by_value(cell, column.by, trees, otherwise))


def person(cell: Cell, column: Person) -> Formula:
    """A first name, a last name, or both."""
    lists = {"first_name": names.first_names, "last_name": names.last_names}
    parts = [part for part in lists if column.part in (part, "full_name")]
    drawn = [_one_of(cell, part, lists[part](cell.spec.brand.locale, cell.spec.seed)) for part in parts]
    return Formula("string", drawn[0] if len(drawn) == 1 else f"concat({drawn[0]}, ' ', {drawn[1]})")


def city(cell: Cell, column: City) -> Formula:
    """A city, the first of the list the largest; each value of `by` has cities of its own."""
    brand, seed = cell.spec.brand, cell.spec.seed
    draw = cell.shared("draw", cell.draw())
    if column.by is None:
        return Formula("string", _by_size(draw, names.cities(brand.locale, seed)))
    values = _values_of(cell, column.by)
    towns = names.cities(brand.locale, seed, max(names.CITIES, _CITIES_PER_VALUE * len(values)))
    trees = {value: _by_size(draw, towns[place :: len(values)]) for place, value in enumerate(values)}
    return Formula("string", _by_value(cell, column.by, trees, "NULL"))


def compose(cell: Cell, column: Compose) -> Formula:
    """Columns and list draws in a format. An `@` in it makes it an address: no spaces, no accents."""

    def field(name: str, _detail: str) -> str:
        if name.isdecimal() and int(name) < len(column.lists):
            return _one_of(cell, f"list{name}", column.lists[int(name)])
        read = cell.read(name)
        return read.sql if read.type == "string" else f"CAST({read.sql} AS STRING)"

    text = fill(column.format, field)
    if column.case == "as_is":
        return Formula("string", text)
    sources = (text, *(made.sql for made in cell.row.sheet.made.values()))
    return Formula("string", lowered(text, sources, address="@" in column.format))


def _weighted(draw: str, values: Weighted, type_: str) -> str:
    weights = values if isinstance(values, dict) else dict.fromkeys(values, 1.0)
    return pick(draw, list(weights.values()), [_value(value, type_) for value in weights])


def _value(text: str, type_: str) -> str:
    return literal(text) if type_ == "string" else f"CAST({literal(text)} AS {type_})"


def _one_of(cell: Cell, what: str, values: Sequence[str]) -> str:
    return pick(cell.shared(what, cell.draw(what)), [1.0] * len(values), [literal(value) for value in values])


def _by_size(draw: str, towns: Sequence[str]) -> str:
    """Sizes fall as those of a country's cities do, by rank, less steeply at the top."""
    return pick(draw, [1 / (place + 3) for place in range(len(towns))], [literal(town) for town in towns])


def _by_value(cell: Cell, by: str, trees: dict[str, str], otherwise: str) -> str:
    type_, read = cell.read(by)
    branches = " ".join(f"WHEN {_value(value, type_)} THEN {tree}" for value, tree in trees.items())
    return f"CASE {read} {branches} ELSE {otherwise} END" if trees else otherwise


def _values_of(cell: Cell, name: str) -> list[str]:
    """The values that a choice of this table can have."""
    column = Cell(cell.row, name).column
    if not isinstance(column, Choice):
        raise UsageError(f"{cell.row.table}.{name} is not a choice.", "`by` names a column of kind choice.")
    return list(dict.fromkeys(value for values in (column.values, *column.when.values()) for value in values))
