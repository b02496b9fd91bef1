"""Columns that tie tables together: keys, references, the rows of a whole, and what is read or summed across."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wizard.spec.columns.base import ColumnBase, Name, NumberType, Part


class Key(ColumnBase):
    """A sequence key: `{id}` in `format` is the row number from 1, zero-padded as in `CUST-{id:06}`."""

    kind: Literal["key"]
    format: str = Field(default="{id:08}", description="Text around {id} or {id:WIDTH}.")


class Skew(Part):
    """How unevenly children fall on parents: the `top` share of parents gets `share` of the children."""

    top: float = Field(default=0.2, gt=0, lt=1, description="Share of the parents, e.g. 0.2.")
    share: float = Field(gt=0, lt=1, description="Share of the children that they get; above `top`.")


class Match(Part):
    """Only parents whose `column` equals this row's column `to`: a customer's store is in the customer's region.

    Where no parent has the value, as can happen in a tiny table, or `to` is empty, any parent will do.
    """

    column: Name = Field(description="A `choice` or `region` column of the parent, without `by` and without nulls.")
    to: Name = Field(description="A column of this table, earlier in order, with values of the same kind.")


class Favor(Part):
    """Parents get children by an attribute: `{Flagship: 5, Express: 1}` gives a flagship five times an express."""

    column: Name = Field(description="A `choice` or `region` column of the parent, without `by` and without nulls.")
    weights: dict[str, float] = Field(min_length=1, description="Weight of one parent with that value; 1 if not named.")


class Existing(Part):
    """Only parents that were there already: whose `column` lies before this row's `time`."""

    column: Name = Field(description="An `ordered` date or timestamp column of the parent.")
    time: Name = Field(description="A date or timestamp column of this table, earlier in order.")


class ForeignKey(ColumnBase):
    """A reference to the key column of another table of this spec."""

    kind: Literal["foreign_key"]
    table: Name = Field(description="The parent table; its primary key is of kind `key`.")
    skew: Skew | None = Field(default=None, description="Uniform without it.")
    match: Match | None = Field(default=None, description="Only parents that share a value with this row.")
    favor: Favor | None = Field(default=None, description="Parents by the weight of an attribute.")
    existing: Existing | None = Field(default=None, description="Only parents that existed at the time.")
    cycle: bool = Field(default=False, description="Each parent in turn, row by row, as devices send readings.")


class Parent(ColumnBase):
    """In a table that is `part_of` another: the key of the row that this one belongs to."""

    kind: Literal["parent"]


class Position(ColumnBase):
    """In a table that is `part_of` another: the number of the row within its parent, from 1 (INT)."""

    kind: Literal["position"]


class Lookup(ColumnBase):
    """The parent's value: of the row that `via` (a column of this table) points to."""

    kind: Literal["lookup"]
    via: Name = Field(description="A `foreign_key` or `parent` column of this table, earlier in order.")
    column: Name = Field(description="A column of the parent table.")


class Rollup(ColumnBase):
    """What the parts of a row amount to, exactly: a sum, a count, or the first or last part's value."""

    kind: Literal["rollup"]
    of: Name = Field(description="A table that is `part_of` this one.")
    function: Literal["sum", "count", "min", "max", "first", "last"] = "sum"
    column: Name | None = Field(default=None, description="The column of the parts; not for count.")
    type: NumberType | None = Field(
        default=None, description="SQL type of a sum; else bigint for whole numbers, two more digits for decimals."
    )


class History(ColumnBase):
    """In a table that is `part_of` another, one row a version: since when it held, until when, whether it still does.

    Versions follow one another without a gap: each `to` is the next one's `from`, the last has none.
    """

    kind: Literal["history"]
    part: Literal["from", "to", "current"]
    start: Name = Field(description="A date or timestamp column of this table, earlier in order: when all began.")


class Progress(ColumnBase):
    """In a table that is `part_of` another: a value that goes on to the next of the list with each part of a whole."""

    kind: Literal["progress"]
    values: list[str] = Field(min_length=2, description="The stages in order, at least as many as a whole has parts.")
