"""What every column has, and the types that several kinds share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from wizard import identifiers

# Strict: YAML says itself what is a number, so `true` is never 1 and `"5"` never 5.
CLOSED = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

Name = Annotated[str, Field(pattern=identifiers.PATTERN)]
Weighted = Annotated[
    Annotated[dict[str, float], Tag("dict")] | Annotated[list[str], Tag("list")],
    Discriminator(
        lambda value: type(value).__name__ if isinstance(value, dict | list) else None,
        custom_error_type="either_type",
        custom_error_message="must be a mapping {value: weight} or a list of values",
    ),
]
SqlType = Annotated[
    str,
    Field(pattern=r"^(string|int|bigint|double|boolean|date|decimal\(\d{1,2}, ?\d{1,2}\))$"),
]
NumberType = Annotated[str, Field(pattern=r"^(int|bigint|double|decimal\(\d{1,2}, ?\d{1,2}\))$")]
Days = Annotated[int, Field(ge=-36_525, le=36_525)]
Share = Annotated[float, Field(ge=0, le=1)]


class Part(BaseModel):
    """A part of a column or of a spec: frozen, and closed to unknown keys."""

    model_config = CLOSED


class ColumnBase(Part):
    """What every column has."""

    comment: str = Field(min_length=1, description="What the column means, for the catalog.")
    nulls: float = Field(default=0.0, ge=0, lt=1, description="Share of rows without a value.")
    hidden: bool = Field(default=False, description="Made for other columns to read, and not stored.")
