"""How a column's values are made: one small model a kind, told apart by `kind`.

The models say what a spec may write; `wizard.datagen.kinds` turns each into a Spark SQL expression. A new kind is one
model here and one function there.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,99}$")]


SqlType = Annotated[str, Field(pattern=r"^(string|int|bigint|double|boolean|date|decimal\(\d{1,2},\s?\d{1,2}\))$")]


class ColumnBase(BaseModel):
    """What every column has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    comment: str = Field(min_length=1, description="What the column means, for the catalog.")
    nulls: float = Field(default=0.0, ge=0, lt=1, description="Share of rows without a value.")


class Key(ColumnBase):
    """A sequence key: `{id}` in `format` is the row number from 1, zero-padded as in `CUST-{id:06}`."""

    kind: Literal["key"]
    format: str = Field(default="{id:08}", description="Text around {id} or {id:WIDTH}.")


class Skew(BaseModel):
    """How unevenly children fall on parents: the `top` share of parents gets `share` of the children."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    top: float = Field(default=0.2, gt=0, lt=1)
    share: float = Field(gt=0, lt=1)


class ForeignKey(ColumnBase):
    """A reference to the key column of another table of this spec."""

    kind: Literal["foreign_key"]
    table: Name
    skew: Skew | None = Field(default=None, description="Uniform without it.")


class Lookup(ColumnBase):
    """The parent's value: of the row that the foreign key `via` (a column of this table) points to."""

    kind: Literal["lookup"]
    via: Name
    column: Name


class Choice(ColumnBase):
    """One of some values, by weight. With `by`, the weights depend on another column's value."""

    kind: Literal["choice"]
    values: dict[str, float] | list[str] = Field(description="value: weight, or a list of equally likely values.")
    by: Name | None = Field(default=None, description="A `choice` column of this table, earlier in order.")
    when: dict[str, dict[str, float] | list[str]] = Field(default={}, description="For a value of `by`: other values.")
    type: SqlType = Field(default="string", description="SQL type that the values are cast to.")


class Person(ColumnBase):
    """A person's name, from the brand's locale."""

    kind: Literal["person"]
    part: Literal["first_name", "last_name", "full_name"] = "full_name"


class Compose(ColumnBase):
    """Text put together from other columns of this row and from word lists: `{column}` and `{0}`, `{1}` … .

    `lists` are drawn from independently: `"{0} {1}"` with two lists makes e.g. "Alpine Kettle".
    """

    kind: Literal["compose"]
    format: str = Field(min_length=1)
    lists: list[list[str]] = []
    case: Literal["lower", "as_is"] = "as_is"


class City(ColumnBase):
    """A city of the brand's locale; with `by`, a fixed share of the cities belongs to each value of that column."""

    kind: Literal["city"]
    by: Name | None = None


class Number(ColumnBase):
    """A random number. `type` is the SQL type; values outside min and max are clamped."""

    kind: Literal["uniform", "normal", "lognormal", "exponential"]
    type: Annotated[str, Field(pattern=r"^(int|bigint|double|decimal\(\d{1,2},\s?\d{1,2}\))$")] = "double"
    min: float | None = None
    max: float | None = None
    mean: float | None = Field(default=None, description="normal: the mean; exponential: the mean.")
    sd: float | None = Field(default=None, gt=0, description="normal: the standard deviation.")
    mu: float | None = Field(default=None, description="lognormal: mean of the logarithm.")
    sigma: float | None = Field(default=None, gt=0, description="lognormal: standard deviation of the logarithm.")


class Weights(BaseModel):
    """How busy each part of the calendar is, relative to the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weekday: list[Annotated[float, Field(gt=0)]] | None = Field(default=None, min_length=7, max_length=7)
    hour: list[Annotated[float, Field(ge=0)]] | None = Field(default=None, min_length=24, max_length=24)
    month: list[Annotated[float, Field(gt=0)]] | None = Field(default=None, min_length=12, max_length=12)


class Calendar(ColumnBase):
    """A date or a timestamp between `start` and `end` days relative to as_of, on a business calendar.

    `growth` is the yearly growth of the daily count (0.2 = +20 % a year). Weekdays run Monday to Sunday. With
    `ordered`, rows come in time order.
    """

    kind: Literal["date", "timestamp"]
    start: int = Field(description="Days relative to as_of, e.g. -365.")
    end: int = Field(default=0, description="Days relative to as_of, not included for timestamps.")
    growth: float = Field(default=0.0, gt=-1)
    weights: Weights = Weights()
    ordered: bool = False


class Expr(ColumnBase):
    """A free Spark SQL expression over earlier columns of this table. `rand()` and the like are refused."""

    kind: Literal["expr"]
    sql: str = Field(min_length=1)
    type: Annotated[str, Field(min_length=1, max_length=60)]


Column = Annotated[
    Key | ForeignKey | Lookup | Choice | Person | Compose | City | Number | Calendar | Expr,
    Field(discriminator="kind"),
]

Weighted = dict[str, float] | list[str]
AnyColumn = ColumnBase
JsonSchema = dict[str, Any]
