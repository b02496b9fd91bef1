"""One finished retail demo in one sandbox, shared by the tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.cli import Wizard

OWNER = "owner@example.com"


@pytest.fixture(scope="session")
def wizard(tmp_path_factory: pytest.TempPathFactory, warm_runners: Path) -> Iterator[Wizard]:
    """A command line with a sandbox of its own, stopped at the end."""
    made = Wizard(tmp_path_factory.mktemp("home"), warm=warm_runners)
    yield made
    made.run("sandbox", "stop")


@pytest.fixture(scope="session")
def typed(wizard: Wizard) -> Wizard:
    """The same sandbox and runs, with nothing warm: commands and runners are the processes that people start."""
    return replace(wizard, warm=None)


@pytest.fixture(scope="session")
def retail(typed: Wizard) -> list[dict[str, Any]]:
    """The events of the first replay of the retail demo."""
    return typed.events("--spec", "specs/retail.yaml", "--yes")


def workspace_client(environment: dict[str, str]) -> Any:
    from databricks.sdk import WorkspaceClient

    return WorkspaceClient(
        host=environment["DATABRICKS_HOST"], token=environment["DATABRICKS_TOKEN"], auth_type="pat"
    )


@pytest.fixture(scope="session")
def client(wizard: Wizard, retail: list[dict[str, Any]]) -> Any:
    """The plain SDK, as the sandbox's admin."""
    return workspace_client(wizard.sandbox())


@pytest.fixture(scope="session")
def analyst(wizard: Wizard, retail: list[dict[str, Any]]) -> Any:
    """The plain SDK, as a member of `analysts`."""
    return workspace_client(wizard.sandbox("ana@example.com"))
