from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from math import log, sqrt
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datagen.demos import AS_OF, demo, one
from tests.datagen.engine import Engine
from wizard.datagen.recipe import build_recipe, select_sql
from wizard.errors import UsageError

N = 10_000
LONG_AGO = {"kind": "timestamp", "start": -2000, "end": -1000}
TODAY = datetime(AS_OF.year, AS_OF.month, AS_OF.day, tzinfo=UTC)
few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def made(engine: Engine, rows: int = N, seed: int = 42, **columns: dict[str, Any]) -> pa.Table:
    return engine.table(select_sql(one(rows, seed, **columns), 0, rows))


def gaps(table: pa.Table, since: str = "since", until: str = "until") -> np.ndarray:
    """Seconds (or days, of dates) between two columns where both are there."""
    whole = pa.int32() if pa.types.is_date(table[since].type) else pa.int64()
    found = pc.drop_null(pc.subtract(table[until].cast(whole), table[since].cast(whole))).to_numpy()
    return found if whole == pa.int32() else found / 1e6


def test_gaps_are_lognormal_around_their_median(engine: Engine) -> None:
    step = {"kind": "after", "of": "since", "unit": "hours", "typical": 30.0, "spread": 0.6}
    logs = np.log(gaps(made(engine, since=LONG_AGO, until=step)))
    assert np.median(logs) == pytest.approx(log(30 * 3600), abs=0.01)
    assert logs.std() == pytest.approx(0.6, rel=0.01)
    assert abs((((logs - logs.mean()) / logs.std()) ** 3).mean()) < 0.1
    assert len(logs) == N


def test_gaps_stay_between_their_ends(engine: Engine) -> None:
    step = {"kind": "after", "of": "since", "unit": "minutes", "typical": 10.0, "spread": 1.5, "min": 2.0, "max": 60.0}
    found = gaps(made(engine, since=LONG_AGO, until=step))
    assert found.min() == 120
    assert found.max() == 3600
    assert np.median(found) == pytest.approx(600, rel=0.02)


@pytest.mark.parametrize("reached", [0.0, 0.07, 0.9, 1.0])
def test_the_share_that_gets_here_does(engine: Engine, reached: float) -> None:
    step = {"kind": "after", "of": "since", "unit": "days", "typical": 3.0, "reached": reached}
    table = made(engine, since=LONG_AGO, until=step)
    assert 1 - table["until"].null_count / N == pytest.approx(reached, abs=1 / 256)
    if reached:
        found = gaps(table)
        assert np.median(found) == pytest.approx(3 * 86_400, rel=4 * 1.2533 * 0.5 / sqrt(len(found)))


def test_another_column_sets_the_pace(engine: Engine) -> None:
    step = {"kind": "after", "of": "since", "unit": "days", "typical": 4.0, "spread": 0.3, "by": "service",
            "when": {"Express": {"typical": 1.0}, "Pickup": {"reached": 0.5, "spread": 0.0}}}
    service = {"kind": "choice", "values": ["Standard", "Express", "Pickup"]}
    table = made(engine, since=LONG_AGO, service=service, until=step)
    for name, days, spread, share in (("Standard", 4, 0.3, 1), ("Express", 1, 0.3, 1), ("Pickup", 4, 0, 0.5)):
        rows = table.filter(pc.field("service") == name)
        found = gaps(rows)
        assert len(found) / len(rows) == pytest.approx(share, abs=0.04)
        assert np.median(found) == pytest.approx(days * 86_400, rel=0.03)
        assert np.log(found).std() == pytest.approx(spread, abs=0.02)


def test_some_are_late(engine: Engine) -> None:
    step = {"kind": "after", "of": "since", "unit": "minutes", "typical": 1.0, "spread": 0.4,
            "late": {"share": 0.1, "typical": 600.0}}
    found = gaps(made(engine, since=LONG_AGO, until=step))
    late = found > 30 * 60
    assert late.mean() == pytest.approx(0.1, abs=1 / 256)
    assert np.median(found[late]) == pytest.approx(36_000, rel=0.06)
    assert np.median(found[~late]) == pytest.approx(60, rel=0.02)
    assert np.log(found[late]).std() == pytest.approx(0.4, rel=0.1)


def test_dates_step_in_whole_days(engine: Engine) -> None:
    since = {"kind": "date", "start": -2000, "end": -1000}
    step = {"kind": "after", "of": "since", "unit": "days", "typical": 20.0, "min": 1.0}
    table = made(engine, since=since, until=step)
    assert pa.types.is_date(table["until"].type)
    assert np.median(gaps(table)) == pytest.approx(20, abs=1)
    assert gaps(table).min() >= 1


@pytest.mark.parametrize("kind", ["date", "timestamp"])
def test_what_is_not_yet_is_empty(engine: Engine, kind: str) -> None:
    since = {"kind": kind, "start": -10, "end": 5}
    step = {"kind": "after", "of": "since", "unit": "days", "typical": 5.0}
    until = made(engine, 2000, since=since, until=step)["until"]
    latest = pc.max(until).as_py()
    assert 0.1 < until.null_count / 2000 < 0.95
    assert latest == AS_OF if kind == "date" else latest < TODAY


@few
@given(
    typical=st.tuples(*[st.floats(0.001, 400)] * 3), spread=st.floats(0, 3), reached=st.floats(0, 1),
    unit=st.sampled_from(["seconds", "minutes", "hours", "days"]), date_=st.booleans(), late=st.floats(0, 1),
    nulls=st.sampled_from([0.0, 0.3]), seed=st.integers(0, 99),
)
def test_no_lifecycle_runs_backwards(
    engine: Engine, typical: tuple[float, ...], spread: float, reached: float, unit: str, date_: bool, late: float,
    nulls: float, seed: int,
) -> None:
    names = ("ordered", "paid", "shipped", "returned")
    kind = "date" if date_ else "timestamp"
    columns: dict[str, dict[str, Any]] = {"ordered": {"kind": kind, "start": -400, "nulls": nulls}}
    for place, (of, name) in enumerate(pairwise(names)):
        columns[name] = {"kind": "after", "of": of, "unit": "days" if date_ else unit, "typical": typical[place],
                         "spread": spread, "reached": reached, "late": {"share": late, "typical": 100.0}}
    stages = {name: name.title() for name in names[1:]}
    table = made(engine, 500, seed, **columns, state={"kind": "state", "initial": "New", "stages": stages})
    for row in table.to_pylist():
        there = [row[name] for name in names if row[name] is not None]
        assert there == sorted(there)
        assert [row[name] is not None for name in names] == sorted((row[name] is not None for name in names),
                                                                   reverse=True)
        last = [stages[name] for name in names[1:] if row[name] is not None]
        assert row["state"] == (last[-1] if last else "New")
        assert all(moment <= AS_OF if isinstance(moment, date) and date_ else moment < TODAY for moment in there[1:])


def readings(engine: Engine, rows: int, devices: int, **tick: Any) -> tuple[np.ndarray, np.ndarray]:
    """Device number and second of each reading, in row order."""
    columns = {"k": {"kind": "key"}, "device": {"kind": "foreign_key", "table": "devices", "cycle": True},
               "at": {"kind": "tick", "via": "device", **tick}}
    spec = demo(devices=(devices, {"id": {"kind": "key"}}), t=(rows, columns))
    table = engine.table(select_sql(build_recipe(spec, "t"), 0, rows)).sort_by("k")
    return np.array(table["device"].to_pylist()).astype(int), table["at"].cast(pa.int64()).to_numpy() // 1_000_000


def test_readings_are_evenly_spaced_and_in_time_order(engine: Engine) -> None:
    device, at = readings(engine, 2400, 10, start=-10, end=-5)
    assert (np.diff(at) >= 0).all()
    assert at[0] == TODAY.timestamp() - 10 * 86_400
    for number in range(1, 11):
        assert set(np.diff(at[device == number])) == {5 * 86_400 // 240}


@few
@given(rows=st.integers(1, 700), devices=st.integers(1, 40), jitter=st.floats(0, 0.999), days=st.integers(1, 400))
def test_jitter_never_breaks_the_order_of_a_devices_readings(
    engine: Engine, rows: int, devices: int, jitter: float, days: int
) -> None:
    device, at = readings(engine, rows, devices, start=-days, jitter=jitter)
    interval = days * 86_400 / -(-rows // devices)
    assert TODAY.timestamp() - days * 86_400 <= at.min() <= at.max() < TODAY.timestamp()
    for number in range(1, devices + 1):
        own = np.diff(at[device == number])
        assert (own >= 0).all()
        assert (np.abs(own - interval) <= jitter * interval + 2).all()


def test_jitter_is_as_large_as_it_says(engine: Engine) -> None:
    _, at = readings(engine, 5000, 5, start=-100, jitter=0.5)
    delay = (at - TODAY.timestamp() + 100 * 86_400) % 8640
    assert delay.max() < 0.5 * 8640
    assert delay.mean() == pytest.approx(0.25 * 8640, rel=0.04)


@pytest.mark.parametrize(("columns", "message"), [
    ({"since": {"kind": "key"}, "until": {"kind": "after", "of": "since", "unit": "days", "typical": 1.0}},
     "not a date or a timestamp"),
    ({"until": {"kind": "tick", "via": "k", "start": -1}, "k": {"kind": "key"}}, "is not a foreign key|leads to no"),
])
def test_a_step_from_nowhere_is_a_usage_error(columns: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        one(10, **columns)
