"""The values that a column can have, where a spec lists them: what `by`, `match` and `favor` go by."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.errors import UsageError
from wizard.spec.brand import Brand
from wizard.spec.columns import Choice, Column, Progress, Region
from wizard.spec.draft import Draft
from wizard.spec.lookups import origin
from wizard.spec.model import DemoSpec


def values_of(spec: DemoSpec | Draft, table: str, column: str) -> list[str]:
    """The values that a choice, region or progress column, or a lookup of one, can have, in order, each once.

    Raises `UsageError` where the column has no such list.
    """
    found = known_values(spec, table, column)
    if found is None:
        raise UsageError(f"{table}.{column} has no list of values.",
                         "Name a column of kind choice, region or progress, or a lookup of one.")
    return found


def known_values(spec: DemoSpec | Draft, table: str, column: str) -> list[str] | None:
    """The same, or None where nothing lists them."""
    found = origin(spec.tables, table, column)
    return listed(found.column, spec.brand) if found else None


def may_have_values(spec: DemoSpec | Draft, table: str, column: str) -> bool:
    """Whether a column is of a kind with a list, known or not; also where nobody can say of what kind it is."""
    found = origin(spec.tables, table, column)
    return found is None or isinstance(found.column, Choice | Region | Progress)


def listed(column: Column, brand: Brand | None) -> list[str] | None:
    """The values of one column that is no lookup; None where it has no list."""
    values: Sequence[str]
    match column:
        case Choice():
            values = [value for weighted in (column.values, *column.when.values()) for value in weighted]
        case Region() if brand and brand.regions:
            values = [region.name for region in brand.regions]
        case Progress():
            values = column.values
        case _:
            return None
    return list(dict.fromkeys(values))
