"""A home of its own for every test, with no runner left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.terminal import stop
from tests.run.fake import RUNNER, plan
from wizard.cli.main import main
from wizard.plan.model import Step
from wizard.run.directory import RunDirectory

Saved = Callable[..., str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DEMO_WIZARD_HOME", str(tmp_path))
    yield tmp_path
    for run in RunDirectory.every(tmp_path / "runs"):
        stop(run)


@pytest.fixture
def saved(home: Path) -> Saved:
    """Saves a plan of these steps; returns its file."""

    def save(*steps: Step) -> str:
        path = home / "plan.json"
        path.write_text(plan(*steps).to_json())
        return str(path)

    return save


@pytest.fixture
def wizard(home: Path) -> Callable[..., int]:
    """The command line in this process; returns its exit code."""
    return lambda *arguments: main(arguments, RUNNER)
