"""The local engine, once for all of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wizard.workspace.local import LocalEngine, local_engine


@pytest.fixture(scope="session")
def engine() -> Iterator[LocalEngine]:
    with local_engine() as engine:
        yield engine
