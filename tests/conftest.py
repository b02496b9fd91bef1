"""What holds for all tests: which come first, what is no garbage, and what a worker needs once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import warm

END_TO_END = Path(__file__).parent / "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: whichever worker gets the last of them should not be waited for."""
    items.sort(key=lambda item: not item.path.is_relative_to(END_TO_END))


def pytest_collection_finish() -> None:
    """What is imported by now stays: the collector need not walk half a million objects again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def warm_runners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where runners can be asked for that have their imports behind them."""
    address = tmp_path_factory.mktemp("warm") / "socket"
    with warm.serving(address):
        yield address
