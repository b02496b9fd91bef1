"""Names of people and companies, as their locale has them."""

from __future__ import annotations

from wizard.datagen.cases import pick
from wizard.datagen.kinds.lists import by_frequency, one_of
from wizard.datagen.kinds.text import fill
from wizard.datagen.sheet import Cell, Formula
from wizard.spec.columns import Company, Person
from wizard.spec.locales import locale


def person(cell: Cell, column: Person) -> Formula:
    """A first name, a last name, or both."""
    people = locale(cell.spec.brand.locale).people
    words = {"first": people.first_names, "last": people.last_names}
    drawn = {part: one_of(cell, f"{part}_name", list_, by_frequency(list_)) for part, list_ in words.items()
             if column.part in (f"{part}_name", "full_name")}
    if column.part == "full_name":
        return Formula("string", fill(people.full, lambda part, _: drawn[part]))
    return Formula("string", next(iter(drawn.values())))


def company(cell: Cell, column: Company) -> Formula:
    """Two unlike last names, a trade and a legal form: what a company could be called, and hardly one is.

    The two come from two halves of the list, so that they differ.
    """
    country = locale(cell.spec.brand.locale)
    words = country.companies
    names = [name for name in country.people.last_names if name not in words.avoid]
    lists = {"a": names[::2], "b": names[1::2], "trade": column.trades or words.trades, "form": words.forms}
    drawn = {part: cell.shared(f"{part}_word", one_of(cell, part, list_), "string") for part, list_ in lists.items()}
    written = [fill(pattern, lambda part, _: drawn[part]) for pattern in words.patterns]
    return Formula("string", pick(cell.shared("pattern", cell.draw("pattern")), [1.0] * len(written), written))
