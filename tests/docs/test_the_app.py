"""The keys that docs/the-app.md tells of are those of the app, and those of a screen are all there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from textual.app import App
from textual.screen import ModalScreen, Screen

from screens import settings
from screens.themes import THEMES
from tests.docs.keys import bindings
from tests.docs.pages import DOCS, blocks

PAGE = "the-app.md"
ROW = re.compile(r"^\| `([^`]+)` \| .+ \| `([\w.-]+)` \|$", re.MULTILINE)


def test_the_keys_of_the_page_are_those_of_the_app() -> None:
    told = {name: key for key, name in ROW.findall((DOCS / PAGE).read_text())}
    known = {binding.id: binding.key for _, binding in bindings()}
    assert {name: known.get(name) for name in told} == told


def test_every_key_of_a_screen_is_told() -> None:
    told = {name for _, name in ROW.findall((DOCS / PAGE).read_text())}
    on_screens = (binding for kind, binding in bindings()
                  if issubclass(kind, App | Screen) and not issubclass(kind, ModalScreen))
    assert {binding.id for binding in on_screens} - told == set()


def test_the_example_of_settings_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_WIZARD_HOME", str(tmp_path))
    (example,) = blocks(PAGE, "toml")
    raw = tomllib.loads(example)
    assert raw["theme"] in {theme.name for theme in THEMES}
    assert set(raw["keys"]) <= {binding.id for _, binding in bindings()}
    settings.path().write_text(example)
    assert settings.load() == settings.Settings(raw["theme"], raw["keys"])
