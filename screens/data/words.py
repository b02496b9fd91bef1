"""What the data step says about tables, in few words: how large they are, and what they have to do with one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.printers.words import plural, short

if TYPE_CHECKING:
    from wizard.portrait.profile import TableProfile
    from wizard.spec.model import DemoSpec

SIZES = ("small", "medium", "large")


def totals(spec: DemoSpec) -> dict[str, int]:
    """Rows of all tables together, by size."""
    return {size: sum(rows) for size, *rows in zip(SIZES, *(_at(spec, table) for table in spec.tables), strict=True)}


def growth(spec: DemoSpec, table: str) -> str:
    """How a table grows with the size: `small 10k, medium 300k, large 5.0M`."""
    counts = _at(spec, table)
    if len(set(counts)) == 1:
        return "the same at every size"
    return ", ".join(f"{size} {short(rows)}" for size, rows in zip(SIZES, counts, strict=True))


def parts(spec: DemoSpec, table: str) -> str:
    """Whose parts its rows are, and how many each has; empty if they are nobody's."""
    from wizard.portrait.relations import relations

    whole = next((found for found in relations(spec, table) if found.part), None)
    if whole is None:
        return ""
    each = f"{whole.least}" if whole.least == whole.most else f"{whole.least} to {whole.most}"
    return f"Parts of {whole.parent}, {each} each: they follow the rows of {whole.parent}."


def ties(spec: DemoSpec, table: str) -> str:
    """What a table refers to, and what refers to it: `part of orders · refers to products · has returns`."""
    from wizard.portrait.relations import relations

    mine = relations(spec, table)
    to_me = {other: found for other in spec.tables for found in relations(spec, other) if found.parent == table}
    said = (
        ("part of", [found.parent for found in mine if found.part]),
        ("refers to", [found.parent for found in mine if not found.part]),
        ("has", [other for other, found in to_me.items() if found.part]),
        ("referred to by", [other for other, found in to_me.items() if not found.part]),
    )
    return " · ".join(f"{words} {', '.join(dict.fromkeys(names))}" for words, names in said if names)


def made(table: TableProfile) -> str:
    """What the rows that are shown are taken from."""
    about = "about " if table.about else ""
    every = "all" if table.sampled >= table.rows else f"{table.sampled:,}"
    return f"{about}{plural(table.rows, 'row')} as made, described by {every} of them"


def _at(spec: DemoSpec, table: str) -> list[int]:
    return [spec.model_copy(update={"size": size}).rows_of(table) for size in SIZES]
