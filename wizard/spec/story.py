"""What the demo is about: the incidents planted in its data, and what an analyst must find there."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wizard.spec.columns.base import Days, Name, Part


class Incident(Part):
    """Something that happened: where, when, and what it did to the data.

    Rows of `table` are concerned whose `time` lies in the window and for which `where` holds. Effects may be combined,
    and incidents too: they apply in the order of the spec.
    """

    comment: str = Field(min_length=1, description="What happened, as a person would tell it.")
    table: Name = Field(description="The table whose rows it changes.")
    time: Name = Field(description="A date or timestamp column of the table.")
    start: Days = Field(description="First day, relative to as_of.")
    end: Days = Field(description="Day after the last one, relative to as_of.")
    where: str | None = Field(
        default=None, min_length=1, description="SQL condition over the table's columns; all rows without it."
    )
    multiply: dict[Name, float] = Field(
        default={}, description="Factor by column: of a number, or of the gap of an `after` column."
    )
    shift: dict[Name, float] = Field(
        default={}, description="What is added, by column: to a number; in days to a date, in hours to a timestamp."
    )
    mix: dict[Name, dict[str, float]] = Field(default={}, description="Other weights of a `choice` column's values.")
    drop: float | None = Field(default=None, gt=0, le=1, description="Share of the rows that are not there.")
    extra: float | None = Field(
        default=None, gt=0, le=100, description="Further rows, as a share of the usual ones: 0.5 is half as many again."
    )
    enabled: bool = Field(default=True, description="false: it did not happen, and its insights are not asked for.")


class Expectation(Part):
    """What the first row of the answer must hold in one column. Give `is`, or `near`, or `above` and `below`."""

    column: Name = Field(description="A column of the answer.")
    is_: str | None = Field(default=None, alias="is", description="Exactly this text.")
    near: float | None = Field(default=None, description="This number, give or take `within`.")
    within: float = Field(default=0.0, ge=0, description="Largest distance from `near`, in the number's own unit.")
    above: float | None = Field(default=None, description="More than this.")
    below: float | None = Field(default=None, description="Less than this.")


class Insight(Part):
    """A question of the talk track, the query that answers it, and the answer key that proves the demo."""

    question: str = Field(min_length=1, description="What an executive would ask.")
    sql: str = Field(min_length=1, description="One SELECT over tables and views of this spec.")
    expect: list[Expectation] = Field(min_length=1, description="What its first row must hold.")
    say: str = Field(min_length=1, description="The sentence to say; {column} is the value in the answer's first row.")
    click: str = Field(default="", description="Where to click while saying it.")
    chart: Literal["table", "number", "bar", "line"] = Field(default="table", description="How it reads best.")
    incident: Name | None = Field(default=None, description="The incident that it uncovers; skipped while that is off.")
