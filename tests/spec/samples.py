"""A small valid spec that the tests of specs begin with."""

from pathlib import Path

from wizard.spec import DemoSpec, parse

BASE = (Path(__file__).parent / "base.yaml").read_text(encoding="utf-8")
RICH = (Path(__file__).parent / "rich.yaml").read_text(encoding="utf-8")


def base() -> DemoSpec:
    """The spec of base.yaml."""
    return parse(BASE, "base.yaml")


def rich() -> DemoSpec:
    """The spec of rich.yaml: every section, every kind of column, placeholders in all places."""
    return parse(RICH, "rich.yaml")


def edited(old: str, new: str) -> str:
    """Its text with one place changed."""
    assert BASE.count(old) == 1, f"{old!r} stands {BASE.count(old)} times in base.yaml"
    return BASE.replace(old, new)
