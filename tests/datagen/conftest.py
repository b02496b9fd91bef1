from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.datagen.engine import Engine, running


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with running(tmp_path_factory.mktemp("delta")) as engine:
        yield engine
