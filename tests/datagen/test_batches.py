from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wizard.datagen.batches import Batch, after, batches


@given(rows=st.integers(0, 5000), size=st.integers(1, 700), start=st.integers(0, 5000))
def test_batches_cover_every_row_from_the_start_once_and_in_order(rows: int, size: int, start: int) -> None:
    made = list(batches(rows, size, start))
    assert [row for batch in made for row in range(batch.lo, batch.hi)] == list(range(start, rows))
    assert all(0 < batch.rows <= size for batch in made)
    assert all(batch.rows == size for batch in made[:-1])


def test_a_table_smaller_than_a_batch_is_one() -> None:
    assert list(batches(10, 1000)) == [Batch(0, 10)]


@given(counts=st.lists(st.integers(0, 9), min_size=1, max_size=20), short=st.integers(0, 9), data=st.data())
def test_a_table_goes_on_with_the_first_batch_that_holds_a_row_it_lacks(
    counts: list[int], short: int, data: st.DataObject
) -> None:
    rows = len(counts) * 10 - short
    written = data.draw(st.integers(0, len(counts)))
    place = after(sum(counts[:written]), counts, rows, 10)
    assert place % 10 == 0 or place == rows
    done = -(-place // 10)
    assert sum(counts[:done]) == sum(counts[:written])
    assert done == 0 or counts[done - 1] > 0


def test_a_count_between_two_borders_means_from_the_start() -> None:
    assert [after(there, [5, 0, 5], 25, 10) for there in (0, 3, 5, 10, 11)] == [0, 0, 10, 25, 0]
