from __future__ import annotations

import numpy as np
import pytest

from tests.datagen.engine import Engine
from wizard.datagen.cases import Piece, inverse, pick

GRID = "(SELECT (id + 5E-1) / 1E5 AS u FROM range(0, 100000))"


def values(engine: Engine, sql: str) -> np.ndarray:
    return engine.table(f"SELECT {sql} AS x FROM {GRID} ORDER BY u")["x"].to_numpy()


@pytest.mark.parametrize("weights", [[1.0], [62, 28, 10], [1, 0, 3], [2.0**-i for i in range(40)], [1.0] * 200])
def test_pick_follows_the_weights(engine: Engine, weights: list[float]) -> None:
    x = values(engine, pick("u", weights, [str(place) for place in range(len(weights))]))
    shares = np.bincount(x, minlength=len(weights)) / len(x)
    assert np.abs(shares - np.array(weights) / sum(weights)).max() <= 1.1e-5


def test_weights_near_the_limits_of_a_double_are_still_weights(engine: Engine) -> None:
    assert set(values(engine, pick("u", [1e308, 1e308, 1e-308], ["0", "1", "2"])).tolist()) == {0, 1}


def test_inverse_spreads_each_piece_evenly(engine: Engine) -> None:
    x = values(engine, inverse("u", [Piece(1, 0, 1), Piece(0, 1, 2), Piece(3, 2, 4)]))
    assert x.min() > 0
    assert x.max() < 4
    counts = np.histogram(x, bins=8, range=(0, 4))[0] / len(x)
    assert counts == pytest.approx([0.125, 0.125, 0, 0, 0.1875, 0.1875, 0.1875, 0.1875], abs=2e-5)
    assert (np.diff(x) > 0).all()


def test_even_pieces_become_one_multiplication() -> None:
    assert "CASE" not in inverse("u", [Piece(2.0, day, day + 1.0) for day in range(365)])


def test_no_tree_is_deep() -> None:
    sql = pick("u", [2.0**-place for place in range(1000)], ["x"] * 1000)
    depth = deepest = 0
    for word in sql.split():
        depth += (word == "CASE") - (word == "END")
        deepest = max(deepest, depth)
    assert deepest < 30
