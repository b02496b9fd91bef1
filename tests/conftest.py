"""What holds for all tests: which come first, and what is no garbage."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

END_TO_END = Path(__file__).parent / "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: whichever worker gets the last of them should not be waited for."""
    items.sort(key=lambda item: not item.path.is_relative_to(END_TO_END))


def pytest_collection_finish() -> None:
    """What is imported by now stays: the collector need not walk half a million objects again and again."""
    gc.collect()
    gc.freeze()
