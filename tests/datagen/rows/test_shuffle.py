from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datagen.engine import Engine
from wizard.datagen.draws import salt
from wizard.datagen.rows import shuffle
from wizard.identifiers import quote

N = 20_000


def shuffled(engine: Engine, salted: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Each row's place, and the row that is found at that place."""
    relation = f"range(0, {count}) AS r(`_id`)"

    def layer(suffix: str) -> shuffle.Name:
        def name(what: str, sql: str) -> str:
            nonlocal relation
            relation = f"(SELECT *, {sql} AS {quote(what + suffix)} FROM {relation})"
            return quote(what + suffix)

        return name

    place = layer("")("place", shuffle.place(layer("_there"), salted, "`_id`", count))
    row = shuffle.row(layer("_back"), salted, place, count)
    made = engine.table(f"SELECT `place`, {row} AS `row` FROM {relation} ORDER BY `_id`")
    return made["place"].to_numpy(), made["row"].to_numpy()


@given(count=st.integers(1, 5000), seed=st.integers(0, 2**31))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_has_a_place_of_its_own_and_the_way_back_leads_to_it(engine: Engine, count: int, seed: int) -> None:
    places, rows = shuffled(engine, salt(seed, "t", "c", "quota"), count)
    assert sorted(places) == list(range(count))
    assert rows.tolist() == list(range(count))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 9, 10])
def test_the_smallest_tables_are_shuffled_too(engine: Engine, count: int) -> None:
    places, rows = shuffled(engine, 1, count)
    assert sorted(places) == rows.tolist() == list(range(count))


def test_places_are_unrelated_between_neighbors_between_columns_and_to_the_row_number(engine: Engine) -> None:
    drawn = np.vstack([shuffled(engine, salt(7, "t", f"c{number}", "quota"), N)[0] for number in range(8)])
    near = [np.roll(drawn, by, axis=1) for by in (1, 2, 16, 141, 142)]  # 141 is the width of the grid
    found = np.corrcoef(np.vstack([np.arange(N), drawn, *near]))
    first, rest = found[:9], 1 - np.eye(9, len(found))
    assert np.abs(first * rest).max() < 4.5 / np.sqrt(N)


def test_any_stretch_of_rows_has_each_value_about_as_often_as_by_chance(engine: Engine) -> None:
    spreads = []
    for number in range(12):
        low = shuffled(engine, salt(number, "t", "c", "quota"), N)[0] < 0.2 * N
        spreads.append([(low[at : at + width].mean() - 0.2) / np.sqrt(0.16 / width)
                        for width in (100, 1000, 5000) for at in range(0, N - width + 1, width)])
    z = np.array(spreads)
    assert abs(z.std() - 1) < 0.15
    assert np.abs(z).max() < 5.5  # of about 2,700


def test_the_order_of_values_repeats_at_no_distance(engine: Engine) -> None:
    low = (shuffled(engine, salt(3, "t", "c", "quota"), N)[0] < 0.2 * N) - 0.2
    spectrum = np.abs(np.fft.rfft(low)) ** 2
    again = np.fft.irfft(spectrum)[1 : N // 2] / np.fft.irfft(spectrum)[0]
    assert np.abs(again).max() < 5.5 / np.sqrt(N)
