from __future__ import annotations

from math import pi, sqrt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.datagen.demos import demo
from tests.datagen.engine import Engine
from wizard.datagen.recipe import build_recipe, select_sql
from wizard.errors import UsageError

DEVICES, ROUNDS, DAYS = 200, 120, 5  # an hour apart
HOUR, DAY = 3_600, 86_400
TEMPERATURE = {"kind": "signal", "via": "device", "time": "at", "mean": 70.0}


def read(engine: Engine, rounds: int = ROUNDS, **signal: Any) -> dict[str, np.ndarray]:
    """Rounds by devices: the second of a reading, the reading, and the second of the device's failure (or nan)."""
    devices = {
        "id": {"kind": "key"}, "installed": {"kind": "timestamp", "start": -60, "end": -50},
        "failed_at": {"kind": "after", "of": "installed", "unit": "days", "typical": 52.5, "spread": 0.02,
                      "reached": 0.4},
    }
    columns = {
        "k": {"kind": "key"}, "device": {"kind": "foreign_key", "table": "devices", "cycle": True},
        "at": {"kind": "tick", "via": "device", "start": -DAYS},
        "failed_at": {"kind": "lookup", "via": "device", "column": "failed_at"},
        "x": {**TEMPERATURE, **signal},
    }
    recipe = build_recipe(demo(devices=(DEVICES, devices), t=(rounds * DEVICES, columns)), "t")
    made = engine.table(
        f"SELECT k, unix_seconds(at) AS at, CAST(unix_seconds(failed_at) AS DOUBLE) AS failed, CAST(x AS DOUBLE) AS x "
        f"FROM ({select_sql(recipe, 0, recipe.rows)})"
    ).sort_by("k")
    return {name: made[name].to_numpy().reshape(rounds, DEVICES) for name in ("at", "failed", "x")}


def test_each_device_has_a_level_of_its_own(engine: Engine) -> None:
    x = read(engine, rounds=3, spread=5.0)["x"]
    assert (x == x[0]).all()
    assert x[0].mean() == pytest.approx(70, abs=4 * 5 / sqrt(DEVICES))
    assert x[0].std() == pytest.approx(5, rel=4 / sqrt(2 * DEVICES))


def test_the_wave_is_a_cosine_with_its_top_at_three_in_the_afternoon(engine: Engine) -> None:
    made = read(engine, daily=4.0)
    exact = 70 + 4 * np.cos(2 * pi * (made["at"] - 15 * HOUR) / DAY)
    assert np.abs(made["x"] - exact).max() < 4 * 2e-4
    assert (made["at"][np.argmax(made["x"][:24, 0]), 0] % DAY) == 15 * HOUR


def test_noise_is_independent_from_reading_to_reading(engine: Engine) -> None:
    x = read(engine, noise=2.0)["x"]
    assert x.std() == pytest.approx(2, rel=0.02)
    assert abs(np.corrcoef(x[1:].ravel(), x[:-1].ravel())[0, 1]) < 4 / sqrt(x.size)
    assert np.abs(x.mean(axis=0) - 70).max() < 5 * 2 / sqrt(ROUNDS)


def test_a_failure_announces_itself_and_then_all_is_well(engine: Engine) -> None:
    made = read(engine, drift={"until": "failed_at", "days": 2.0, "by": 30.0})
    left = made["failed"] - made["at"]
    progress = np.clip(1 - left / (2 * DAY), 0, 1)
    expected = 70 + np.where(left >= 0, 30 * progress**2, 0)  # also nan, where nothing fails, is no drift
    assert np.isnan(made["failed"]).any()
    assert (left < 0).any()
    assert made["x"] == pytest.approx(np.where(np.isnan(left), 70, expected), abs=1e-6)
    assert made["x"].max() > 95


def test_readings_stay_within_bounds_and_digits(engine: Engine) -> None:
    x = read(engine, spread=20.0, noise=5.0, daily=10.0, min=40.0, max=90.0, type="decimal(5,1)")["x"]
    assert (x.min(), x.max()) == (40, 90)
    assert np.abs(x * 10 - np.rint(x * 10)).max() < 1e-9


def test_no_time_no_reading(engine: Engine) -> None:
    columns = {
        "device": {"kind": "foreign_key", "table": "devices"},
        "at": {"kind": "timestamp", "start": -9, "nulls": 0.3}, "x": {**TEMPERATURE, "min": 0.0},
    }
    recipe = build_recipe(demo(devices=(3, {"id": {"kind": "key"}}), t=(500, columns)), "t")
    made = engine.table(select_sql(recipe, 0, 500))
    assert made["x"].null_count == made["at"].null_count > 100
    assert pa.compute.unique(made["x"].drop_null()).to_pylist() == [70]


def test_a_date_is_no_time_for_a_reading() -> None:
    device = {"kind": "foreign_key", "table": "devices"}
    columns = {"device": device, "at": {"kind": "date", "start": -9}, "x": TEMPERATURE}
    with pytest.raises(UsageError, match="is a date"):
        build_recipe(demo(devices=(3, {"id": {"kind": "key"}}), t=(5, columns)), "t")
