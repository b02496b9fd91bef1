from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datagen.demos import AS_OF, HOURS, one
from tests.datagen.engine import Engine
from wizard.datagen.recipe import select_sql

N = 40_000
WEEKDAYS = [1.0, 1.0, 1.0, 1.0, 2.0, 3.0, 1.0]
MONTHS = [1.0] * 10 + [2.0, 3.0]
EPOCH = date(1970, 1, 1)


def seconds(engine: Engine, rows: int = N, **how: Any) -> np.ndarray:
    """Seconds since the epoch, in row order."""
    recipe = one(rows, k={"kind": "key"}, t={"kind": "timestamp", **how})
    table = engine.table(f"SELECT unix_micros(t) AS x FROM ({select_sql(recipe, 0, rows)}) ORDER BY k")
    micros = table["x"].to_numpy()
    assert (micros % 1_000_000 == 0).all()
    return micros // 1_000_000


def days(engine: Engine, rows: int = N, **how: Any) -> list[date]:
    recipe = one(rows, d={"kind": "date", **how})
    return engine.table(select_sql(recipe, 0, rows))["d"].to_pylist()


@pytest.mark.parametrize("ordered", [True, False])
def test_weekdays_hours_and_months_have_their_shares(engine: Engine, ordered: bool) -> None:
    weights = {"weekday": WEEKDAYS, "hour": HOURS, "month": MONTHS}
    x = seconds(engine, start=-730, end=0, weights=weights, ordered=ordered)
    moments = [datetime.fromtimestamp(int(second), UTC) for second in x]
    window = [AS_OF + timedelta(days=day) for day in range(-730, 0)]
    expected_month = np.array([sum(WEEKDAYS[d.weekday()] * MONTHS[d.month - 1] for d in window if d.month == month)
                               for month in range(1, 13)])
    hours = np.bincount([moment.hour for moment in moments], minlength=24) / N
    months = np.bincount([moment.month - 1 for moment in moments], minlength=12) / N
    weekdays = np.bincount([moment.weekday() for moment in moments], minlength=7) / N
    assert hours == pytest.approx(np.array(HOURS) / sum(HOURS), abs=0.01)
    assert months == pytest.approx(expected_month / expected_month.sum(), abs=0.005)
    assert weekdays == pytest.approx(np.array(WEEKDAYS) / sum(WEEKDAYS), abs=0.01)
    assert ((np.diff(x) >= 0).all()) == ordered
    assert min(moments).date() >= window[0]
    assert max(moments).date() <= window[-1]


def test_growth_is_yearly(engine: Engine) -> None:
    x = seconds(engine, start=-730, end=0, growth=0.5, ordered=True)
    middle = ((AS_OF - timedelta(days=365)) - EPOCH).days * 86_400
    assert (x >= middle).sum() / (x < middle).sum() == pytest.approx(1.5, rel=0.01)


def test_without_weights_time_is_even_and_plain(engine: Engine) -> None:
    assert "CASE" not in one(N, t={"kind": "timestamp", "start": -365}).columns[0].sql
    x = seconds(engine, start=-10, end=0)
    counts = np.histogram(x, bins=24)[0] / N
    assert counts == pytest.approx(1 / 24, rel=0.08)


def test_dates_include_both_ends(engine: Engine) -> None:
    found = days(engine, start=-3, end=0)
    counts = {day: found.count(day) / N for day in set(found)}
    assert counts == pytest.approx({AS_OF - timedelta(days=ago): 0.25 for ago in range(4)}, rel=0.01)


def test_a_century_with_any_growth_is_a_calendar(engine: Engine) -> None:
    for growth in (-0.999, 100.0):
        found = days(engine, rows=300, start=-36_525, end=0, growth=growth)
        assert AS_OF - timedelta(days=36_525) <= min(found) <= max(found) <= AS_OF


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(-800, 400), length=st.integers(1, 90), growth=st.floats(-0.9, 3),
    weekday=st.none() | st.lists(st.floats(0.01, 5), min_size=7, max_size=7),
    month=st.none() | st.lists(st.floats(0.01, 5), min_size=12, max_size=12), ordered=st.booleans(),
)
def test_moments_stay_in_the_window(
    engine: Engine, start: int, length: int, growth: float, weekday: Any, month: Any, ordered: bool
) -> None:
    weights = {"weekday": weekday, "month": month, "hour": HOURS}
    x = seconds(engine, 1500, start=start, end=start + length, growth=growth, weights=weights, ordered=ordered)
    first = ((AS_OF - EPOCH).days + start) * 86_400
    assert first <= x.min()
    assert x.max() < first + length * 86_400
    assert (not ordered) or (np.diff(x) >= 0).all()
