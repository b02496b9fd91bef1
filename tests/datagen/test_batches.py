from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wizard.datagen.batches import Batch, batches


@given(rows=st.integers(0, 5000), size=st.integers(1, 700), start=st.integers(0, 5000))
def test_batches_cover_every_row_from_the_start_once_and_in_order(rows: int, size: int, start: int) -> None:
    made = list(batches(rows, size, start))
    assert [row for batch in made for row in range(batch.lo, batch.hi)] == list(range(start, rows))
    assert all(0 < batch.rows <= size for batch in made)
    assert all(batch.rows == size for batch in made[:-1])


def test_a_table_smaller_than_a_batch_is_one() -> None:
    assert list(batches(10, 1000)) == [Batch(0, 10)]
