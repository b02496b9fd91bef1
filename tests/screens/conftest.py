from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from screens.app import DemoWizard
from tests.screens.fakes import FakeDesk


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, and nothing of the machine's environment."""
    monkeypatch.setenv("DEMO_WIZARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DATABRICKS_CONFIG_FILE", str(tmp_path / "databrickscfg"))
    for name in ("SSH_CONNECTION", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def wizard_app() -> Callable[..., DemoWizard]:
    """Makes apps: `wizard_app(desk=FakeDesk({...}))`."""

    def make(desk: FakeDesk | None = None, **options: Any) -> DemoWizard:
        return DemoWizard(desk=desk or FakeDesk(), **options)

    return make
