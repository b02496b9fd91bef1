"""The block that re-skins a demo: whose company this is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wizard.spec.columns.base import Name, Part


class Place(Part):
    """A sales region: its name, its cities, the largest first, and how much of the business it is."""

    name: str = Field(min_length=1, max_length=60, description="What the company calls it.")
    cities: list[Annotated[str, Field(min_length=1, max_length=60)]] = Field(
        min_length=1, description="Its cities, the largest first."
    )
    weight: float = Field(default=1.0, gt=0, description="Its share of the business, relative to the others.")


class Brand(Part):
    """The block that re-skins a demo: whose company this is.

    Any text of a spec may use it as {brand.company}, {brand.regions.1}, {brand.personas.analyst}, {brand.words.NAME.1};
    in SQL such a field stands for a literal, quotes included.
    """

    company: str = Field(default="Larkspur & Finch", min_length=1, max_length=80, description="The company's name.")
    domain: str | None = Field(
        default=None,
        pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$",
        max_length=200,
        description="Domain of its e-mail addresses; made from the company's name, below .example, without it.",
    )
    currency: str | None = Field(
        default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217 code; the one of the locale's country without it."
    )
    locale: str = Field(
        default="en_US",
        pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$",
        description="Locale of names, places and telephone numbers, e.g. en_US, de_DE.",
    )
    regions: list[Place] = Field(default=[], description="Sales regions; four of the locale's country without them.")
    words: dict[Name, list[Annotated[str, Field(min_length=1)]]] = Field(
        default={}, description="Word lists of the company's own, such as product lines, by name."
    )
    personas: dict[Name, str] = Field(default={}, description="Names of the people in the story, by role.")
