"""What was chosen when somebody left: a small file, so that the next time the app can go on with it.

It is private to the user, for it may name a customer. It is written whole or not at all, whenever a step is entered
and when the app is left; it is forgotten when a run was begun with it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from screens.steps import NAMES
from wizard import locations
from wizard.spec.choices import Choices

_WORTHLESS = ("target", "industry")
"""Steps before anything was chosen that could not be chosen again with one key."""


class Left(NamedTuple):
    """What was left behind, and at which step."""

    choices: Choices
    target: str
    step: str


def path() -> Path:
    """The file; it need not exist."""
    return locations.home() / "choices.json"


def remember(choices: Choices, target: str, step: str) -> None:
    """Keep this, if anything was chosen yet. A folder that cannot be written is no reason to stop."""
    if not choices.text or (not choices.settings and step in _WORTHLESS):
        return
    import json  # the first screen is painted without it

    text = json.dumps({"source": choices.source, "text": choices.text, "settings": dict(choices.settings),
                       "target": target, "step": step})  # fmt: skip
    fresh = path().with_suffix(".new")
    with suppress(OSError):
        path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        fresh.rename(path())


def recall() -> Left | None:
    """What was left behind; None where nothing was, or nothing that this version can read."""
    import json

    try:
        raw = json.loads(path().read_text(encoding="utf-8"))
        choices = Choices(str(raw["source"]), str(raw["text"]), dict(raw["settings"]))
        target, step = str(raw["target"]), str(raw["step"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Left(choices, target, step) if step in NAMES[:-1] else None


def forget() -> None:
    """Nothing was left behind."""
    with suppress(OSError):
        path().unlink(missing_ok=True)
