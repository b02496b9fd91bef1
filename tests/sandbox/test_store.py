"""The document store: what it keeps, what it forgets, what many threads may do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from wizard.sandbox.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "store.db")
    yield made
    made.close()


def test_documents_are_listed_by_kind_and_parent_in_order(store: Store) -> None:
    for name in ("b", "a"):
        store.put("table", f"s.{name}", {"name": name}, parent="s")
    store.put("table", "t.c", {"name": "c"}, parent="t")
    store.put("view", "s.a", {"name": "other"}, parent="s")
    assert [doc["name"] for doc in store.list("table")] == ["a", "b", "c"]
    assert [doc["name"] for doc in store.list("table", "s")] == ["a", "b"]
    assert store.get("table", "s.x") is None
    assert store.delete("table", "s.a") is True
    assert store.delete("table", "s.a") is False


def test_a_failed_transaction_leaves_no_trace(store: Store) -> None:
    store.put("k", "kept", {})
    with pytest.raises(TypeError), store.transaction():
        change(store, "outer")
    assert store.get("k", "outer") is None
    assert store.get("k", "kept") == {}


def test_a_failed_inner_block_undoes_only_itself(store: Store) -> None:
    with store.transaction():
        store.put("k", "outer", {})
        with pytest.raises(TypeError), store.transaction():
            change(store, "inner")
        store.put("k", "later", {})
    assert (store.get("k", "outer"), store.get("k", "inner"), store.get("k", "later")) == ({}, None, {})


def test_a_transaction_keeps_other_threads_out(store: Store) -> None:
    store.put("k", "n", {"n": 0})

    def add(_: int) -> None:
        with store.transaction():
            found = store.get("k", "n")
            assert found
            store.put("k", "n", {"n": found["n"] + 1})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(200)))
        numbers = list(pool.map(lambda _: store.next_id("c"), range(200)))
    assert store.get("k", "n") == {"n": 200}
    assert sorted(numbers) == list(range(1, 201))


def test_a_new_store_on_the_same_file_knows_everything(tmp_path: Path) -> None:
    first = Store(tmp_path / "again.db")
    first.put("k", "a", {"text": "ä\u0000'\""})
    assert first.next_id("c") == 1
    first.close()
    second = Store(tmp_path / "again.db")
    assert second.get("k", "a") == {"text": "ä\u0000'\""}
    assert second.next_id("c") == 2
    second.close()


def change(store: Store, name: str) -> None:
    """Write and delete, then fail on a document that cannot be JSON."""
    store.put("k", name, {})
    store.delete("k", "kept")
    store.put("k", "bad", {"set": {1}})
