"""Columns of words: choices, people, companies, places, and text put together from them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from wizard.spec.columns.base import ColumnBase, Name, SqlType, Weighted


class Choice(ColumnBase):
    """One of some values, by weight. With `by`, the weights depend on another column's value."""

    kind: Literal["choice"]
    values: Weighted = Field(description="value: weight, or a list of equally likely values.")
    type: SqlType = Field(default="string", description="The SQL type that the values are written as.")
    by: Name | None = Field(
        default=None,
        description="A `choice`, `region` or `progress` column of this table, or a lookup of one, earlier in order.",
    )
    when: dict[str, Weighted] = Field(default={}, description="For a value of `by`: other values.")


class Region(ColumnBase):
    """One of the brand's sales regions."""

    kind: Literal["region"]
    weights: list[Annotated[float, Field(ge=0)]] | None = Field(
        default=None, description="By region, in the brand's order; the brand's own weights without it."
    )


class City(ColumnBase):
    """A city of the brand's locale. With `by`, a city of that region; each value of another column has its own."""

    kind: Literal["city"]
    by: Name | None = Field(default=None, description="A `region` or `choice` column of this table, earlier in order.")


class Person(ColumnBase):
    """A person's name, from the brand's locale."""

    kind: Literal["person"]
    part: Literal["first_name", "last_name", "full_name"] = "full_name"


class Email(ColumnBase):
    """An e-mail address made from two name columns, in a domain that can belong to nobody (RFC 2606, RFC 6761)."""

    kind: Literal["email"]
    first: Name = Field(description="A column with first names, earlier in order.")
    last: Name = Field(description="A column with last names, earlier in order.")
    domain: Literal["private", "brand"] = Field(
        default="private", description="private: example.com, .net, .org; brand: the brand's domain, for employees."
    )


class Company(ColumnBase):
    """A company's name as the brand's locale writes them; none of them exists."""

    kind: Literal["company"]
    trades: list[str] = Field(
        default=[], description="What they do, e.g. [Logistics, Foods]; words of the locale if empty."
    )


class Address(ColumnBase):
    """A street with its number, or a postal code, as the brand's locale writes them."""

    kind: Literal["address"]
    part: Literal["street", "postal_code"] = "street"


class Phone(ColumnBase):
    """A telephone number from the ranges that the locale's regulator keeps for fiction."""

    kind: Literal["phone"]


class Card(ColumnBase):
    """A number that looks like a payment card's and that no network can issue; only its last four digits, if masked."""

    kind: Literal["card"]
    masked: bool = Field(default=True, description="**** **** **** 1234, as systems show it.")


class Compose(ColumnBase):
    """Text put together from other columns of this row and from word lists: `{column}` and `{0}`, `{1}` … .

    `lists` are drawn from independently: `"{0} {1}"` with two lists makes e.g. "Alpine Kettle".
    """

    kind: Literal["compose"]
    format: str = Field(min_length=1, description="Text with {column} of earlier columns and {0}, {1} … of the lists.")
    lists: list[Annotated[list[str], Field(min_length=1)]] = Field(default=[], description="Word lists.")
    case: Literal["lower", "as_is"] = "as_is"
