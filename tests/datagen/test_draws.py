from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from tests.datagen.engine import Engine
from wizard.datagen import draws

N = 20_000
_MASK = (1 << 64) - 1
_PRIMES = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)


def _rotated(x: int, by: int) -> int:
    return ((x << by) | (x >> (64 - by))) & _MASK


def spark_hash(*values: int, seed: int = 42) -> int:
    """Spark's xxhash64 of BIGINTs, unsigned, written from the definition of XXH64 for eight bytes."""
    p1, p2, p3, p4, p5 = _PRIMES
    for value in values:
        h = (seed + p5 + 8) & _MASK
        h ^= (_rotated(((value & _MASK) * p2) & _MASK, 31) * p1) & _MASK
        h = (_rotated(h, 27) * p1 + p4) & _MASK
        h = ((h ^ (h >> 33)) * p2) & _MASK
        h = ((h ^ (h >> 29)) * p3) & _MASK
        seed = h ^ (h >> 32)
    return seed


def column(engine: Engine, sql: str, n: int = N) -> np.ndarray:
    return engine.table(f"SELECT {sql} AS x FROM range(0, {n}) AS r(`_id`) ORDER BY _id")["x"].to_numpy()


def test_a_draw_is_what_spark_would_compute(engine: Engine) -> None:
    salted = draws.salt(1, "t", "c", "p")
    expected = [((spark_hash(salted, row) & (2**52 - 1)) + 0.5) * 2.0**-52 for row in range(100)]
    assert column(engine, draws.plain(salted, "`_id`"), 100).tolist() == expected


def test_salts_tell_seeds_tables_columns_and_purposes_apart() -> None:
    salts = {draws.salt(*names) for names in itertools.product((1, 2), ("a", "b"), ("a", "b"), ("a", "b"))}
    assert len(salts) == 16
    assert all(0 <= salted < 2**63 for salted in salts)
    assert draws.salt(1, "ab", "c", "") != draws.salt(1, "a", "bc", "")


def kinds(rows: int) -> list[Callable[[int], str]]:
    return [lambda salted: draws.plain(salted, "`_id`"), lambda salted: draws.even(salted, "`_id`", rows)]


@pytest.mark.parametrize("kind", kinds(N))
def test_draws_are_uniform_inside_the_open_interval(engine: Engine, kind: Callable[[int], str]) -> None:
    x = column(engine, kind(draws.salt(1, "t", "c", "p")))
    assert 0 < x.min() < 0.001
    assert 0.999 < x.max() < 1
    counts = np.histogram(x, bins=20, range=(0, 1))[0]
    assert ((counts - N / 20) ** 2 / (N / 20)).sum() < 50  # chi square, 19 degrees of freedom: 1 in 8,000
    assert len(np.unique(x)) == N


def test_an_even_draw_visits_each_of_256_parts_once_in_a_group(engine: Engine) -> None:
    x = column(engine, draws.even(draws.salt(1, "t", "c", "p"), "`_id`", 2560), 2560)
    for group in range(10):
        assert sorted((x[group::10] * 256).astype(int)) == list(range(256))


@pytest.mark.parametrize("rows", [1, 100, 255, 256, 257, 511, 5000])
def test_an_even_draw_serves_any_number_of_rows(engine: Engine, rows: int) -> None:
    x = column(engine, draws.even(draws.salt(1, "t", "c", "p"), "`_id`", rows), rows)
    error = np.abs(np.sort(x) - (np.arange(rows) + 0.5) / rows).max()
    assert error <= max(1 / 256, 1.7 / np.sqrt(rows) if rows < 2560 else 0)  # Kolmogorov-Smirnov below: 1 in 150


@pytest.mark.parametrize("rows", [300, N])
def test_draws_are_not_correlated_with_one_another_or_with_the_row_number(engine: Engine, rows: int) -> None:
    sql = [kind(draws.salt(7, "t", f"c{place}", "p")) for place, kind in enumerate(kinds(rows) * 6)]
    listed = ", ".join(f"{s} AS c{place}" for place, s in enumerate(sql))
    made = engine.table(f"SELECT {listed} FROM range(0, {rows}) AS r(`_id`) ORDER BY _id")
    drawn = np.vstack([made[name].to_numpy() for name in made.column_names])
    shifted = [np.roll(drawn, by, axis=1) for by in (1, 2, 16)]  # and rows near by
    found = np.corrcoef(np.vstack([np.arange(rows), drawn, *shifted]))
    first, rest = found[: len(sql) + 1], 1 - np.eye(len(sql) + 1, len(found))
    assert np.abs(first * rest).max() < 4.5 / np.sqrt(rows)
