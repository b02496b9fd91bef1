"""Columns of random numbers, and the readings of devices."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wizard.spec.columns.base import ColumnBase, Name, NumberType, Part


class Law(Part):
    """The parameters of a distribution; which of them a kind takes is in the description of `Number`."""

    min: float | None = Field(default=None, description="Smallest value.")
    max: float | None = Field(default=None, description="Largest value; zipf: how many values there are.")
    mean: float | None = Field(default=None, description="normal, exponential, poisson: the mean.")
    sd: float | None = Field(default=None, gt=0, description="normal: the standard deviation.")
    mu: float | None = Field(default=None, description="lognormal: mean of the logarithm.")
    sigma: float | None = Field(default=None, gt=0, description="lognormal: standard deviation of the logarithm.")
    alpha: float | None = Field(default=None, gt=0, description="pareto: the exponent of the tail.")
    exponent: float | None = Field(default=None, gt=0, description="zipf: how fast frequencies fall with the rank.")


class Correlate(Part):
    """A Gaussian copula: the logarithms of two lognormal columns, say, correlate with `rho`."""

    to: Name = Field(description="A `normal` or `lognormal` column earlier in order, or a lookup of one.")
    rho: float = Field(gt=-1, lt=1, description="Pearson's correlation of the underlying normal values.")


class Number(ColumnBase, Law):
    """A random number. `type` is the SQL type; values outside min and max are clamped.

    uniform needs min and max; normal mean and sd; lognormal mu and sigma; exponential mean; pareto min and alpha;
    poisson mean (at most 100); zipf exponent and max (at most 1000 values, from 1). With `by`, the parameters in `when`
    replace those of the column for rows with that value.
    """

    kind: Literal["uniform", "normal", "lognormal", "exponential", "pareto", "poisson", "zipf"]
    type: NumberType = "double"
    by: Name | None = Field(
        default=None,
        description="A `choice`, `region` or `progress` column of this table, or a lookup of one, earlier in order.",
    )
    when: dict[str, Law] = Field(default={}, description="For a value of `by`: other parameters.")
    correlate: Correlate | None = Field(default=None, description="normal and lognormal: related to another column.")


class Drift(Part):
    """A reading that leaves its level before something happens, faster and faster, and is back to normal after it."""

    until: Name = Field(description="A timestamp column of this table, earlier in order; no drift where it is empty.")
    days: float = Field(gt=0, description="How long before.")
    by: float = Field(description="How far the reading has gone by then, in its own unit.")


class Signal(ColumnBase):
    """A device's reading: its own level around `mean`, a daily wave, noise, and a drift before a failure."""

    kind: Literal["signal"]
    via: Name = Field(description="The `foreign_key` column of this table that names the device.")
    time: Name = Field(description="The timestamp column of this table, earlier in order.")
    mean: float = Field(description="Level of a typical device.")
    spread: float = Field(default=0.0, ge=0, description="Standard deviation of the level between devices.")
    noise: float = Field(default=0.0, ge=0, description="Standard deviation from reading to reading.")
    daily: float = Field(default=0.0, ge=0, description="Amplitude of the daily wave, highest at 15 h.")
    drift: Drift | None = Field(default=None, description="What announces a failure.")
    min: float | None = Field(default=None, description="Smallest value.")
    max: float | None = Field(default=None, description="Largest value.")
    type: NumberType = "double"
