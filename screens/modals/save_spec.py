"""Saves a demo's spec as a file of one's own, the same way wherever it is asked for."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from screens.modals.save import Save

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec


def save_spec(screen: Screen[Any], text: str, name: str) -> None:
    """Ask where to, and save the spec whose YAML, with its day pinned, is `text`; `name` is the file to begin with."""

    def write(path: Path, pinned: bool) -> None:
        from wizard.spec import dump, parse

        path.write_text(text if pinned else dump(parse(text), "open"), encoding="utf-8")

    def saved(path: Path | None) -> None:
        if path is not None:
            screen.notify(f"Make it again: demo-wizard --spec {path}", title="Saved", timeout=6, markup=False)

    switch, note = "Same rows on any day (as_of pinned)", "Otherwise dates are relative to the day it is made on."
    screen.app.push_screen(Save("Save the spec", Path(name), write, switch=switch, note=note), saved)


def file_name(demo: DemoSpec) -> str:
    """`larkspur-finch-retail.yaml`, for a spec with its brand on."""
    company = unicodedata.normalize("NFKD", demo.brand.company or "demo").encode("ascii", "ignore").decode().lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', company).strip('-') or 'demo'}-{demo.industry}.yaml"
