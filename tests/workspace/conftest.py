"""Two sandboxes that stand for two workspaces, and a configuration file with a profile for each."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wizard.sandbox import lifecycle
from wizard.sandbox.lifecycle import Running
from wizard.workspace import notices
from wizard.workspace.environment import VARIABLES


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("first") / "sandbox"
    yield lifecycle.start(home)
    lifecycle.stop(home)


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("second") / "sandbox"
    yield lifecycle.start(home)
    lifecycle.stop(home)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Write a configuration file that is the one in use, in an environment that says nothing else."""
    for name in {*VARIABLES, *(name for name in os.environ if name.startswith(("DATABRICKS_", "ARM_")))}:
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "databrickscfg"
    monkeypatch.setenv("DATABRICKS_CONFIG_FILE", str(file))

    def write(text: str) -> Path:
        file.write_text(text)
        return file

    return write


@pytest.fixture
def profiles(config: Callable[[str], Path], first: Running, second: Running) -> None:
    """The profiles `first` and `second`."""
    config("\n".join(f"[{name}]\nhost = {one.host_url}\ntoken = {one.token}\n" for name, one in
                     (("first", first), ("second", second))))  # fmt: skip


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What was said while somebody waited."""
    lines: list[str] = []
    notices.listen(lines.append)
    yield lines
    notices.listen(lambda _text: None)


@pytest.fixture
def requests_of() -> Callable[[Running], list[dict[str, Any]]]:
    """The requests that a sandbox got so far."""
    return lambda one: [json.loads(line) for line in (one.home / "requests.jsonl").read_text().splitlines()]
