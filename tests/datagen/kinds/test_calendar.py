from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datagen.demos import AS_OF, HOURS, one
from tests.datagen.engine import Engine
from wizard.datagen.kinds.calendar import share_before
from wizard.datagen.kinds.special_days import public_holidays
from wizard.datagen.kinds.timeline import timeline
from wizard.datagen.recipe import select_sql
from wizard.errors import UsageError
from wizard.spec.columns import Calendar

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


def counted(engine: Engine, rows: int = N, locale: str = "en_US", **how: Any) -> dict[date, int]:
    """Rows by day; in time order a stretch of equal days gets its share to within a row."""
    recipe = one(rows, locale=locale, d={"kind": "date", "ordered": True, **how})
    found = engine.table(f"SELECT d, count(*) AS n FROM ({select_sql(recipe, 0, rows)}) GROUP BY d")
    return dict(zip(found["d"].to_pylist(), found["n"].to_pylist(), strict=True))


@pytest.mark.parametrize(("locale", "country", "quiet", "usual"), [
    ("de_DE", None, date(2026, 10, 3), date(2026, 7, 4)),
    ("en_US", None, date(2026, 7, 4), date(2026, 10, 3)),
    ("en_US", "DE", date(2026, 10, 3), date(2026, 7, 4)),
])
def test_public_holidays_are_those_of_the_country(
    engine: Engine, locale: str, country: str | None, quiet: date, usual: date
) -> None:
    by_day = counted(engine, locale=locale, start=-200, holidays={"factor": 0.25, "country": country})
    assert by_day[quiet] == pytest.approx(by_day[usual] * 0.25, abs=2)


def test_events_come_once_and_every_year_and_multiply(engine: Engine) -> None:
    events = [
        {"name": "Sale", "factor": 3.0, "start": -20, "end": -10},
        {"name": "Final days", "factor": 2.0, "start": -12, "end": -10},
        {"name": "Closed", "factor": 0.0, "start": -5, "end": -3},
        {"name": "Turn of the year", "factor": 0.5, "on": "12-30", "days": 4},
    ]
    by_day = counted(engine, 80_000, start=-699, events=events)
    usual = by_day[AS_OF - timedelta(days=8)]

    def busy(day: date) -> float:
        return by_day.get(day, 0) / usual

    assert busy(AS_OF - timedelta(days=20)) == pytest.approx(3, rel=0.02)
    assert busy(AS_OF - timedelta(days=11)) == pytest.approx(6, rel=0.02)
    assert [by_day.get(AS_OF - timedelta(days=ago)) for ago in (5, 4)] == [None, None]
    for day in (date(2024, 12, 30), date(2025, 1, 2), date(2025, 12, 31), date(2026, 1, 1)):
        assert busy(day) == pytest.approx(0.5, abs=0.02)
    for day in (date(2024, 12, 29), date(2025, 1, 3), AS_OF - timedelta(days=10), AS_OF - timedelta(days=21)):
        assert busy(day) == pytest.approx(1, abs=0.02)


def test_special_days_leave_growth_and_weekdays_as_they_are(engine: Engine) -> None:
    how = {"start": -729, "growth": 0.5, "weights": {"weekday": WEEKDAYS}}
    plain, special = counted(engine, **how), counted(engine, **how, holidays={"factor": 0.2})
    off = set(public_holidays("US", 2024, 2026))
    usual = [day for day in plain if day not in off]
    ratio = np.array([special[day] / plain[day] for day in usual])
    assert ratio == pytest.approx(ratio.mean(), abs=0.12)  # a day of ten rows is off by one
    assert sum(special[day] for day in off if day in plain) / sum(
        plain[day] for day in off if day in plain
    ) == pytest.approx(0.2 * ratio.mean(), rel=0.05)


def test_a_retail_calendar_shows_its_weeks_and_its_growth(engine: Engine) -> None:
    how = {"growth": 0.2, "weights": {"weekday": [0.9, 0.85, 0.9, 1.0, 1.25, 1.5, 0.8]}, "holidays": {"factor": 0.4},
           "events": [{"name": "Black Friday", "factor": 2.0, "on": "11-27", "days": 4}]}
    by_day = counted(engine, 20_000, start=-729, ordered=False, **how)
    daily = np.array([by_day.get(AS_OF - timedelta(days=ago), 0) for ago in range(729, -1, -1)])
    assert np.corrcoef(daily[7:], daily[:-7])[0, 1] >= 0.5
    assert daily[-364:].sum() / daily[-728:-364].sum() == pytest.approx(1.2, rel=0.03)


@pytest.mark.parametrize("kind", ["date", "timestamp"])
def test_the_share_before_a_day_is_what_is_generated(engine: Engine, kind: str) -> None:
    how = {"start": -400, "end": -10, "growth": 0.7, "weights": {"weekday": WEEKDAYS, "month": MONTHS},
           "holidays": {"factor": 0.1}, "events": [{"name": "Sale", "factor": 4.0, "start": -50, "end": -43}]}
    recipe = one(N, t={"kind": kind, "ordered": True, **how})
    made = engine.table(f"SELECT CAST(t AS DATE) AS d FROM ({select_sql(recipe, 0, N)})")["d"].to_pylist()
    column = Calendar.model_validate({"kind": kind, "comment": "When.", **how})
    for day in (-401, -400, -399, -333, -200, -47, -43, -11, -10, -9, 0):
        before = sum(moment < AS_OF + timedelta(days=day) for moment in made)
        assert share_before(column, AS_OF, day, "en_US") * N == pytest.approx(before, abs=1.5)


def test_a_window_is_denser_and_the_rest_keeps_its_proportions() -> None:
    column = Calendar.model_validate({"kind": "date", "comment": "When.", "start": -100, "holidays": {"factor": 0.5}})

    def share(day: int, *windows: tuple[int, int, float]) -> float:
        before, after = (share_before(column, AS_OF, number, "en_US", windows) for number in (day, day + 1))
        return after - before

    window = (-40, -30, 1.5)
    rest = share(-50, window) / share(-50)
    assert share(-60, window) / share(-60) == pytest.approx(rest)
    assert share(-35, window) / share(-35) == pytest.approx(1.5 * rest)
    assert share(-40, window) / share(-40) == pytest.approx(1.5 * rest)
    assert share(-30, window) / share(-30) == pytest.approx(rest)


def test_three_years_with_many_special_days_are_few_pieces() -> None:
    events = [{"name": str(number), "factor": 2.0, "start": -1000 + 90 * number, "end": -998 + 90 * number}
              for number in range(8)]
    how = {"kind": "timestamp", "comment": "When.", "start": -1095, "events": events, "holidays": {"factor": 0.3}}
    assert len(timeline(Calendar.model_validate(how), AS_OF, "en_US").pieces) < 130  # 37 months, two for a special day


@pytest.mark.parametrize(("how", "message"), [
    ({"events": [{"name": "Closed", "factor": 0.0, "start": -99, "end": 9}]}, "no day on which anything"),
    ({"holidays": {"factor": 0.5, "country": "ZZ"}}, "holidays of ZZ are not known"),
])
def test_a_calendar_that_cannot_be_is_a_usage_error(how: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        one(10, d={"kind": "date", "start": -30, **how})
    with pytest.raises(UsageError, match="names no country"):
        one(10, locale="de", d={"kind": "date", "start": -30, "holidays": {"factor": 0.5}})


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(-700, -100), factors=st.lists(st.floats(0, 50), min_size=1, max_size=4),
    holidays=st.floats(0, 3), days=st.integers(1, 40), hour=st.booleans(),
)
def test_time_order_survives_special_days(
    engine: Engine, start: int, factors: list[float], holidays: float, days: int, hour: bool
) -> None:
    events = [{"name": "e", "factor": factor, "start": start + 3 + 11 * place, "end": start + 3 + 11 * place + days}
              for place, factor in enumerate(factors)]
    yearly = {"name": "y", "factor": factors[0], "on": "12-20", "days": days}
    weights = {"weekday": WEEKDAYS, **({"hour": HOURS} if hour else {})}
    how = {"start": start, "weights": weights, "events": [*events, yearly], "holidays": {"factor": holidays}}
    x = seconds(engine, 1500, ordered=True, **how)
    assert (np.diff(x) >= 0).all()
    assert ((AS_OF - EPOCH).days + start) * 86_400 <= x.min() <= x.max() < (AS_OF - EPOCH).days * 86_400
