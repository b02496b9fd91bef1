"""How a column's values are made: one small model a kind, told apart by `kind`.

The models say what a spec may write; `wizard.datagen.kinds` turns each into a Spark SQL expression. A new kind is one
model here and one function there.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

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


class ColumnBase(BaseModel):
    """What every column has."""

    model_config = CLOSED

    comment: str = Field(min_length=1, description="What the column means, for the catalog.")
    nulls: float = Field(default=0.0, ge=0, lt=1, description="Share of rows without a value.")


class Key(ColumnBase):
    """A sequence key: `{id}` in `format` is the row number from 1, zero-padded as in `CUST-{id:06}`."""

    kind: Literal["key"]
    format: str = Field(default="{id:08}", description="Text around {id} or {id:WIDTH}.")


class Skew(BaseModel):
    """How unevenly children fall on parents: the `top` share of parents gets `share` of the children."""

    model_config = CLOSED

    top: float = Field(default=0.2, gt=0, lt=1, description="Share of the parents, e.g. 0.2.")
    share: float = Field(gt=0, lt=1, description="Share of the children that they get; above `top`.")


class ForeignKey(ColumnBase):
    """A reference to the key column of another table of this spec."""

    kind: Literal["foreign_key"]
    table: Name = Field(description="The parent table; its primary key is of kind `key`.")
    skew: Skew | None = Field(default=None, description="Uniform without it.")


class Lookup(ColumnBase):
    """The parent's value: of the row that the foreign key `via` (a column of this table) points to."""

    kind: Literal["lookup"]
    via: Name = Field(description="A `foreign_key` column of this table, earlier in order.")
    column: Name = Field(description="A column of the parent table.")


class Choice(ColumnBase):
    """One of some values, by weight. With `by`, the weights depend on another column's value."""

    kind: Literal["choice"]
    values: Weighted = Field(description="value: weight, or a list of equally likely values.")
    type: SqlType = Field(default="string", description="The SQL type that the values are written as.")
    by: Name | None = Field(default=None, description="A `choice` column of this table, earlier in order.")
    when: dict[str, Weighted] = Field(default={}, description="For a value of `by`: other values.")


class Person(ColumnBase):
    """A person's name, from the brand's locale."""

    kind: Literal["person"]
    part: Literal["first_name", "last_name", "full_name"] = "full_name"


class Compose(ColumnBase):
    """Text put together from other columns of this row and from word lists: `{column}` and `{0}`, `{1}` … .

    `lists` are drawn from independently: `"{0} {1}"` with two lists makes e.g. "Alpine Kettle".
    """

    kind: Literal["compose"]
    format: str = Field(min_length=1, description="Text with {column} of earlier columns and {0}, {1} … of the lists.")
    lists: list[Annotated[list[str], Field(min_length=1)]] = Field(default=[], description="Word lists.")
    case: Literal["lower", "as_is"] = "as_is"


class City(ColumnBase):
    """A city of the brand's locale; with `by`, a fixed share of the cities belongs to each value of that column."""

    kind: Literal["city"]
    by: Name | None = Field(default=None, description="A `choice` column of this table, earlier in order.")


class Number(ColumnBase):
    """A random number. `type` is the SQL type; values outside min and max are clamped.

    uniform needs min and max; normal mean and sd; lognormal mu and sigma; exponential mean.
    """

    kind: Literal["uniform", "normal", "lognormal", "exponential"]
    type: Annotated[str, Field(pattern=r"^(int|bigint|double|decimal\(\d{1,2}, ?\d{1,2}\))$")] = "double"
    min: float | None = Field(default=None, description="Smallest value.")
    max: float | None = Field(default=None, description="Largest value.")
    mean: float | None = Field(default=None, description="normal: the mean; exponential: the mean.")
    sd: float | None = Field(default=None, gt=0, description="normal: the standard deviation.")
    mu: float | None = Field(default=None, description="lognormal: mean of the logarithm.")
    sigma: float | None = Field(default=None, gt=0, description="lognormal: standard deviation of the logarithm.")


class Weights(BaseModel):
    """How busy each part of the calendar is, relative to the others."""

    model_config = CLOSED

    weekday: list[Annotated[float, Field(gt=0)]] | None = Field(default=None, min_length=7, max_length=7)
    hour: list[Annotated[float, Field(ge=0)]] | None = Field(default=None, min_length=24, max_length=24)
    month: list[Annotated[float, Field(gt=0)]] | None = Field(default=None, min_length=12, max_length=12)


Days = Annotated[int, Field(ge=-36_525, le=36_525)]


class Calendar(ColumnBase):
    """A date or a timestamp between `start` and `end` days relative to as_of, on a business calendar.

    `growth` is the yearly growth of the daily count (0.2 = +20 % a year). Weekdays run Monday to Sunday. With
    `ordered`, rows come in time order.
    """

    kind: Literal["date", "timestamp"]
    start: Days = Field(description="Days relative to as_of, e.g. -365.")
    end: Days = Field(default=0, description="Days relative to as_of, not included for timestamps.")
    growth: float = Field(default=0.0, gt=-1, le=100, description="Yearly growth: 0.2 is +20 %.")
    weights: Weights = Weights()
    ordered: bool = Field(default=False, description="Rows in time order.")


class Expr(ColumnBase):
    """A free Spark SQL expression over earlier columns of this table. `rand()` and the like are refused."""

    kind: Literal["expr"]
    sql: str = Field(min_length=1, description="The expression.")
    type: Annotated[str, Field(min_length=1, max_length=60)] = Field(description="Its SQL type.")


Column = Annotated[
    Key | ForeignKey | Lookup | Choice | Person | Compose | City | Number | Calendar | Expr,
    Field(discriminator="kind"),
]

AnyColumn = ColumnBase
JsonSchema = dict[str, Any]
