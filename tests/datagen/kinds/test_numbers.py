from __future__ import annotations

from math import exp, lgamma, log, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datagen.demos import demo, one
from tests.datagen.engine import Engine
from wizard.datagen.kinds.normal import outward, quantile
from wizard.datagen.recipe import build_recipe, select_sql
from wizard.errors import UsageError

N = 10_000
KINDS: dict[str, dict[str, Any]] = {
    "uniform": {}, "normal": {"mean": 0.1, "sd": 1.0}, "lognormal": {"mu": 0.0, "sigma": 2.0},
    "exponential": {"mean": 1.0}, "pareto": {"alpha": 0.7}, "poisson": {"mean": 3.0}, "zipf": {"exponent": 1.2},
}


def table(engine: Engine, rows: int = N, **columns: dict[str, Any]) -> dict[str, np.ndarray]:
    """Columns in row order: numbers as floats, the rest as it is."""
    made = engine.table(select_sql(one(rows, k={"kind": "key"}, **columns), 0, rows)).sort_by("k")
    return {name: plain(made[name]) for name in made.column_names}


def plain(column: pa.ChunkedArray) -> np.ndarray:
    text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    return column.to_numpy() if text else column.cast(pa.float64(), safe=False).to_numpy()


def distance(sample: np.ndarray, cumulative: Any) -> float:
    """Kolmogorov and Smirnov's: the largest gap between the sample's distribution and the law's."""
    x = np.sort(sample)
    law = np.array([cumulative(value) for value in x])
    ranks = np.arange(len(x) + 1) / len(x)
    return float(max(np.abs(law - ranks[1:]).max(), np.abs(law - ranks[:-1]).max()))


def poisson(mean: float, counts: int) -> np.ndarray:
    return np.array([exp(count * log(mean) - mean - lgamma(count + 1)) for count in range(counts)])


def test_the_normal_quantile_is_right_to_eight_digits(engine: Engine) -> None:
    grid = "(SELECT (id + 5E-1) / 1E5 AS u FROM range(0, 100000))"
    inner = f"(SELECT u, {outward('u')} AS d FROM {grid})"
    found = engine.table(f"SELECT u, {quantile('u', 'd')} AS z FROM {inner}")
    exact = np.array([NormalDist().inv_cdf(u) for u in found["u"].to_pylist()])
    assert np.abs(found["z"].to_numpy() - exact).max() < 1.6e-8


@pytest.mark.parametrize(("kind", "cumulative"), [
    ({"kind": "normal", "mean": 5.0, "sd": 2.0}, NormalDist(5, 2).cdf),
    ({"kind": "lognormal", "mu": 1.0, "sigma": 0.8}, lambda x: NormalDist(1, 0.8).cdf(log(x))),
    ({"kind": "exponential", "mean": 4.0}, lambda x: 1 - exp(-x / 4)),
    ({"kind": "pareto", "min": 10.0, "alpha": 1.5}, lambda x: 1 - (10 / x) ** 1.5),
    ({"kind": "uniform", "min": -2.0, "max": 6.0}, lambda x: (x + 2) / 8),
])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_law_has_its_distribution(engine: Engine, kind: dict[str, Any], cumulative: Any, seed: int) -> None:
    sample = engine.table(select_sql(one(N, seed, x=kind), 0, N))["x"].to_numpy()
    assert distance(sample, cumulative) < 1 / 256  # what stratified draws promise; by chance it would be 1.6 / sqrt(N)


@pytest.mark.parametrize("mean", [0.3, 4.0, 31.4, 100.0])
def test_poisson_counts_have_their_chances(engine: Engine, mean: float) -> None:
    x = table(engine, x={"kind": "poisson", "mean": mean, "type": "int"})["x"].astype(int)
    expected = N * poisson(mean, 200)
    found = np.bincount(x, minlength=200)
    usual = expected >= 5
    degrees = usual.sum() - 1
    squares = ((found[usual] - expected[usual]) ** 2 / expected[usual]).sum()
    assert squares < degrees + 4 * sqrt(2 * degrees)  # mean and four standard deviations of chi square
    assert x.mean() == pytest.approx(mean, abs=4 * sqrt(mean / N))
    assert x.var() == pytest.approx(mean, rel=4 * sqrt(2 / N) + 0.01)


def test_a_poisson_count_is_the_exact_inverse_of_the_distribution(engine: Engine) -> None:
    cumulative = np.cumsum(poisson(7.0, 60))
    recipe = one(N, x={"kind": "poisson", "mean": 7.0, "type": "int"})
    draw = next(helper for helper in recipe.helpers if helper.name.endswith("draw"))
    drawn = f"(SELECT {draw.sql} AS `{draw.name}` FROM range(0, {N}) AS r(`_id`))"
    found = engine.table(f"SELECT `{draw.name}` AS u, {recipe.columns[0].sql} AS x FROM {drawn}")
    assert (np.searchsorted(cumulative, found["u"].to_numpy()) == found["x"].to_numpy()).all()


@pytest.mark.parametrize(("exponent", "count"), [(1.0, 1000), (2.5, 20), (0.3, 50)])
def test_zipf_ranks_fall_with_their_power(engine: Engine, exponent: float, count: int) -> None:
    law = {"kind": "zipf", "exponent": exponent, "max": float(count), "type": "int"}
    x = table(engine, x=law)["x"].astype(int)
    weights = np.arange(1, count + 1) ** -exponent
    cumulative = np.cumsum(weights) / weights.sum()
    found = np.cumsum(np.bincount(x, minlength=count + 1)[1:]) / N
    assert 1 <= x.min() <= x.max() <= count
    assert np.abs(found - cumulative).max() < 1 / 256


def test_another_column_chooses_the_parameters(engine: Engine) -> None:
    made = table(
        engine,
        size={"kind": "choice", "values": {"S": 50.0, "M": 30.0, "L": 20.0}},
        level={"kind": "choice", "values": ["1", "2"], "type": "int"},
        spend={"kind": "normal", "mean": 10.0, "sd": 1.0, "by": "size",
               "when": {"M": {"mean": 20.0}, "L": {"sd": 3.0}}},
        items={"kind": "poisson", "mean": 2.0, "type": "int", "by": "level", "when": {"2": {"mean": 40.0}}},
        fee={"kind": "uniform", "min": 1.0, "max": 2.0, "by": "size", "when": {"L": {"min": 5.0, "max": 6.0}}},
    )
    for size, mean, sd in (("S", 10, 1), ("M", 20, 1), ("L", 10, 3)):
        spend = made["spend"][made["size"] == size]
        assert spend.mean() == pytest.approx(mean, abs=4 * sd / sqrt(len(spend)))
        assert spend.std() == pytest.approx(sd, rel=4 / sqrt(2 * len(spend)))
    assert made["items"][made["level"] == 2].mean() == pytest.approx(40, abs=0.4)
    assert made["items"][made["level"] == 1].mean() == pytest.approx(2, abs=0.1)
    large = made["size"] == "L"
    assert 5 <= made["fee"][large].min() <= made["fee"][large].max() <= 6
    assert 1 <= made["fee"][~large].min() <= made["fee"][~large].max() <= 2


@pytest.mark.parametrize("rho", [0.8, -0.4, 0.0])
def test_related_numbers_correlate_and_keep_their_own_law(engine: Engine, rho: float) -> None:
    made = table(
        engine, income={"kind": "lognormal", "mu": 11.0, "sigma": 0.5, "max": 1e6},
        score={"kind": "normal", "mean": 600.0, "sd": 50.0, "correlate": {"to": "income", "rho": rho}},
        limit={"kind": "lognormal", "mu": 8.0, "sigma": 0.4, "correlate": {"to": "score", "rho": 0.5}},
    )
    logs, limits = np.log(made["income"]), np.log(made["limit"])
    bound = 4 / sqrt(N)  # four standard deviations of a correlation, at most
    assert np.corrcoef(logs, made["score"])[0, 1] == pytest.approx(rho, abs=bound)
    assert np.corrcoef(made["score"], limits)[0, 1] == pytest.approx(0.5, abs=bound)
    assert np.corrcoef(logs, limits)[0, 1] == pytest.approx(0.5 * rho, abs=bound)
    assert made["score"].mean() == pytest.approx(600, abs=50 * bound)
    assert made["score"].std() == pytest.approx(50, rel=bound)


def test_a_number_can_be_related_to_its_parents(engine: Engine) -> None:
    people = {"id": {"kind": "key"}, "income": {"kind": "lognormal", "mu": 10.0, "sigma": 0.5}}
    accounts = {
        "owner": {"kind": "foreign_key", "table": "people"},
        "theirs": {"kind": "lookup", "via": "owner", "column": "income"},
        "balance": {"kind": "lognormal", "mu": 7.0, "sigma": 1.0, "correlate": {"to": "theirs", "rho": 0.7}},
    }
    recipe = build_recipe(demo(people=(2000, people), t=(N, accounts)), "t")
    made = engine.table(select_sql(recipe, 0, N))
    logs = [np.log(made[name].to_numpy()) for name in ("theirs", "balance")]
    assert np.corrcoef(*logs)[0, 1] == pytest.approx(0.7, abs=4 / sqrt(N))


@pytest.mark.parametrize(("columns", "message"), [
    ({"a": {"kind": "normal", "mean": 0.0, "sd": 1.0, "correlate": {"to": "b", "rho": 0.5}},
      "b": {"kind": "normal", "mean": 0.0, "sd": 1.0, "correlate": {"to": "a", "rho": 0.5}}}, "depends on itself"),
    ({"b": {"kind": "uniform", "min": 0.0, "max": 1.0},
      "a": {"kind": "normal", "mean": 0.0, "sd": 1.0, "correlate": {"to": "b", "rho": 0.5}}}, "neither normal"),
])
def test_a_relation_that_cannot_be_is_a_usage_error(columns: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        one(10, **columns)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    type_=st.sampled_from(["int", "bigint", "double", "decimal(6,2)", "decimal(38,20)"]),
    low=st.floats(0.1, 2.0), room=st.floats(1.0, 3.0), seed=st.integers(0, 99),
)
def test_every_law_stays_within_its_bounds(engine: Engine, type_: str, low: float, room: float, seed: int) -> None:
    high = low + room
    columns = {kind: {**how, "kind": kind, "type": type_, "min": low, "max": high} for kind, how in KINDS.items()}
    made = engine.table(select_sql(one(300, seed, **columns), 0, 300))
    for kind in KINDS:
        x = plain(made[kind])
        assert low - 1e-9 <= x.min() <= x.max() <= high + 1e-9
