"""Columns that are free Spark SQL."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from wizard.spec.columns.base import ColumnBase


class Expr(ColumnBase):
    """A free Spark SQL expression over earlier columns of this table. `rand()` and the like are refused."""

    kind: Literal["expr"]
    sql: str = Field(min_length=1, description="The expression.")
    type: Annotated[str, Field(min_length=1, max_length=60)] = Field(description="Its SQL type.")
