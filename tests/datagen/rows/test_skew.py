"""Popular parents are scattered: every place is reached once, and none of them come in a block."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wizard.datagen.rows import skew


def places(count: int, seed: int, ranks: int) -> list[int]:
    """Where the most popular parents are, the most popular one first."""
    factor, shift, modulus = map(int, re.findall(r"(\d+)L", skew.scatter("r", count, seed, "shipments", "shipper_id")))
    return [(rank * factor + shift) % modulus for rank in range(ranks)]


@given(count=st.integers(1, 2000), seed=st.integers(0, 10_000))
def test_every_parent_has_one_rank(count: int, seed: int) -> None:
    assert sorted(places(count, seed, count)) == list(range(count))


@given(count=st.integers(100, 5_000_000), seed=st.integers(0, 10_000))
def test_the_most_popular_parents_are_not_side_by_side(count: int, seed: int) -> None:
    """The first seven leave no half of the table empty: they are neither all old nor all young."""
    first = places(count, seed, 7)
    assert all(min((b - a) % count, (a - b) % count) * 8 >= count for a, b in pairwise(first))
    around = sorted(first)
    gaps = [b - a for a, b in pairwise([*around, around[0] + count])]
    assert max(gaps) < count / 2


def test_a_factor_of_one_is_not_taken() -> None:
    """Seed 2024 would give 800 shippers the factor 1: the most popular ones would all be the latest."""
    assert places(800, 2024, 2)[1] - places(800, 2024, 2)[0] != 1
