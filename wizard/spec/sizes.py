"""Row counts by size, and the sizes between them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from pydantic import Field

from wizard.spec.columns.base import Part


class Rows(Part):
    """Row counts by size."""

    small: int = Field(ge=1, description="For a laptop and the tests.")
    medium: int = Field(ge=1, description="For a customer meeting.")
    large: int = Field(ge=1, description="For showing scale.")


def rows(counts: Rows, size: str | int, every: Iterable[Rows]) -> int:
    """Rows at a size. A number is the rows of the largest of `every` table; `counts` grows along with it.

    Between two sizes the logarithms are interpolated; outside them all tables grow or shrink alike. So tables that
    double together keep their ratio, and a dimension that hardly grows from small to large hardly grows.
    """
    at = _of(counts)
    if isinstance(size, str):
        return at[size]
    largest = _of(max(every, key=lambda other: other.large))
    if size <= largest["small"] or size >= largest["large"]:
        edge = "small" if size <= largest["small"] else "large"
        return max(1, round(at[edge] * size / largest[edge]))
    low, high = ("small", "medium") if size <= largest["medium"] else ("medium", "large")
    place = math.log(size / largest[low]) / math.log(largest[high] / largest[low])
    return max(1, round(at[low] * float((at[high] / at[low]) ** place)))


def _of(counts: Rows) -> dict[str, int]:
    return {"small": counts.small, "medium": counts.medium, "large": counts.large}
