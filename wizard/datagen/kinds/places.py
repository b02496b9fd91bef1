"""Where somebody lives: cities of the brand's regions, streets and postal codes as the locale writes them."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.datagen.cases import pick
from wizard.datagen.kinds.lists import by_size, one_of
from wizard.datagen.kinds.templates import filled, whole_number
from wizard.datagen.kinds.text import fill
from wizard.datagen.kinds.words import by_value
from wizard.datagen.sheet import Cell, Formula
from wizard.identifiers import literal
from wizard.spec.brand import Place
from wizard.spec.columns import Address, City
from wizard.spec.locales import Codes, Streets, locale
from wizard.spec.values import values_of


def city(cell: Cell, column: City) -> Formula:
    """A city, larger ones more often. By region it lies there; each other value of `by` has cities of its own."""
    draw = cell.shared("draw", cell.draw())
    regions = cell.spec.brand.regions
    if column.by is None:
        return Formula("string", _tree(draw, _by_business(regions)))
    values = values_of(cell.spec, cell.row.table, column.by)
    own = {region.name: region.cities for region in regions}
    if not set(values) <= own.keys():
        towns = [town for town, _ in sorted(_by_business(regions), key=lambda pair: -pair[1])]
        own = {value: _share(towns, place, len(values)) for place, value in enumerate(values)}
    trees = {value: _tree(draw, zip(own[value], by_size(own[value]), strict=True)) for value in values}
    return Formula("string", by_value(cell, column.by, trees, "NULL"))


def address(cell: Cell, column: Address) -> Formula:
    """A street with a house number, or a postal code."""
    country = locale(cell.spec.brand.locale)
    if column.part == "postal_code":
        return Formula("string", code(cell, country.postal_codes))
    return Formula("string", _street(cell, country.streets))


def code(cell: Cell, codes: Codes) -> str:
    """SQL of one of the patterns, filled in."""
    number = cell.shared("number", whole_number(cell.draw("number")), "bigint")
    written = [filled(number, pattern, codes.letters) for pattern in codes.patterns]
    return pick(cell.shared("pattern", cell.draw("pattern")), [1.0] * len(written), written)


def _street(cell: Cell, streets: Streets) -> str:
    """Small house numbers are more frequent: there are more short streets than long ones."""
    low, high = streets.numbers
    draw = cell.shared("number", cell.draw("number"))
    number = f"CAST(CAST({draw} * {draw} * {literal(float(high - low + 1))} AS BIGINT) + {low}L AS STRING)"
    drawn = {
        "first": cell.shared("first", one_of(cell, "first_word", streets.first), "string"),
        "second": cell.shared("second", one_of(cell, "second_word", streets.second), "string"),
        "number": cell.shared("house", number, "string"),
    }
    written = [fill(pattern, lambda part, _: drawn[part]) for pattern in streets.patterns]
    return pick(cell.shared("pattern", cell.draw("pattern")), [1.0] * len(written), written)


def _by_business(regions: Iterable[Place]) -> list[tuple[str, float]]:
    """Every city with its share: its region's, by its size there."""
    found: dict[str, float] = {}
    for region in regions:
        sizes = by_size(region.cities)
        for town, size in zip(region.cities, sizes, strict=True):
            found[town] = found.get(town, 0.0) + region.weight * size / sum(sizes)
    return list(found.items())


def _share(towns: list[str], place: int, count: int) -> list[str]:
    """Every `count`-th of the cities, so that each value has some of all sizes; one of another where they are few."""
    return towns[place::count] or [towns[place % len(towns)]]


def _tree(draw: str, towns: Iterable[tuple[str, float]]) -> str:
    names, weights = zip(*towns, strict=True)
    return pick(draw, weights, [literal(name) for name in names])
