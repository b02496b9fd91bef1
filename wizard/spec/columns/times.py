"""Columns of time: the business calendar, what follows from a moment, evenly spaced readings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from wizard.spec.columns.base import ColumnBase, Days, Name, Part, Share


class Weights(Part):
    """How busy each part of the calendar is, relative to the others."""

    weekday: list[Annotated[float, Field(gt=0)]] | None = Field(default=None, min_length=7, max_length=7)
    hour: list[Annotated[float, Field(ge=0)]] | None = Field(default=None, min_length=24, max_length=24)
    month: list[Annotated[float, Field(gt=0)]] | None = Field(default=None, min_length=12, max_length=12)


class Holidays(Part):
    """Public holidays of a country: how busy they are, relative to the same day without one."""

    factor: float = Field(ge=0, le=100, description="0.3 is 30 % of a usual day.")
    country: str | None = Field(
        default=None, pattern=r"^[A-Z]{2}$", description="ISO 3166 code; the country of the brand's locale without it."
    )


class CalendarEvent(Part):
    """Days that are busier or quieter: once (`start` and `end`), or every year (`on` and `days`)."""

    name: str = Field(min_length=1, description="What happens, e.g. Spring sale.")
    factor: float = Field(ge=0, le=1000, description="How busy, relative to the same days without it.")
    start: Days | None = Field(default=None, description="First day, relative to as_of.")
    end: Days | None = Field(default=None, description="Day after the last one, relative to as_of.")
    on: str | None = Field(default=None, pattern=r"^\d{2}-\d{2}$", description="First day of every year, MM-DD.")
    days: int = Field(default=1, ge=1, le=366, description="How many days, with `on`.")


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
    holidays: Holidays | None = Field(default=None, description="How public holidays weigh.")
    events: list[CalendarEvent] = Field(default=[], description="Days that are unlike the others.")
    ordered: bool = Field(default=False, description="Rows in time order.")


class Late(Part):
    """A share of rows that take far longer: readings that arrive when the device is back online."""

    share: Share = Field(description="Share of the rows.")
    typical: float = Field(gt=0, description="Their median, in the column's unit.")


class Pace(Part):
    """How long a step takes, and how many get that far."""

    typical: float | None = Field(default=None, gt=0, description="Median, in the column's unit.")
    spread: float | None = Field(default=None, ge=0, le=3, description="Standard deviation of the logarithm.")
    reached: Share | None = Field(default=None, description="Share of the rows that get here.")


class After(ColumnBase):
    """The next moment of a lifecycle: `of` plus a lognormal gap. Of the type of `of`, a date or a timestamp.

    Empty where `of` is empty, for the share that never gets here, and where it would lie after as_of: not yet.
    """

    kind: Literal["after"]
    of: Name = Field(description="A date or timestamp column of this table, earlier in order.")
    unit: Literal["seconds", "minutes", "hours", "days"] = Field(description="Of typical, min and max.")
    typical: float = Field(gt=0, description="Median of the gap.")
    spread: float = Field(default=0.5, ge=0, le=3, description="Standard deviation of the gap's logarithm.")
    min: float = Field(default=0.0, ge=0, description="Shortest gap.")
    max: float | None = Field(default=None, gt=0, description="Longest gap.")
    reached: Share = Field(default=1.0, description="Share of the rows that get here from `of`.")
    by: Name | None = Field(
        default=None,
        description="A `choice`, `region` or `progress` column of this table, or a lookup of one, earlier in order.",
    )
    when: dict[str, Pace] = Field(default={}, description="For a value of `by`: another pace.")
    late: Late | None = Field(default=None, description="Some take far longer.")


class State(ColumnBase):
    """How far a lifecycle has come: the label of the last moment that is there (STRING)."""

    kind: Literal["state"]
    initial: str = Field(min_length=1, description="The label before the first stage.")
    stages: dict[Name, str] = Field(min_length=1, description="Label by `after` column of this table, in order.")


class Tick(ColumnBase):
    """Moments of readings, evenly spaced between `start` and `end` for each device.

    Rows come in time order; with `jitter`, only the readings of one device and one round after the other do.
    """

    kind: Literal["tick"]
    via: Name = Field(description="The `foreign_key` column of this table with `cycle: true` that names the device.")
    start: Days = Field(description="Days relative to as_of.")
    end: Days = Field(default=0, description="Days relative to as_of, not included.")
    jitter: float = Field(default=0.0, ge=0, lt=1, description="Share of the interval by which a reading may be off.")
