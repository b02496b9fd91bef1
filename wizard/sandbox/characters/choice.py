"""Which character a sandbox has: chosen when it is new, kept in its folder, and the same until it is reset.

People, catalogs and warehouses of one character would make no sense in another, so it cannot be changed under what is
there already.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from wizard.sandbox.characters import CHARACTERS, Character

CHARACTER_FILE = "character.json"
PARTS = ("warehouse",)
"""What a workspace can be asked to do without."""


@dataclass(frozen=True)
class Choice:
    """A character by name, what it does without, and how many seconds its warehouses take to start (None: its own)."""

    like: str = "standard"
    without: tuple[str, ...] = ()
    warehouse_seconds: float | None = None

    @property
    def character(self) -> Character:
        """The character of that name."""
        return CHARACTERS[self.like]

    @property
    def seconds(self) -> float:
        """How long a warehouse takes to start."""
        return self.character.warehouse_seconds if self.warehouse_seconds is None else self.warehouse_seconds

    @property
    def title(self) -> str:
        """The choice in words: `locked-down without warehouse`."""
        return " ".join([self.like, *(f"without {part}" for part in self.without)])

    @property
    def options(self) -> str:
        """The choice as options of a command."""
        seconds = [] if self.warehouse_seconds is None else [f"--warehouse-seconds {self.warehouse_seconds:g}"]
        return " ".join([f"--like {self.like}", *(f"--without {part}" for part in self.without), *seconds])


def read(home: Path) -> Choice:
    """Return what was chosen for the sandbox in this folder; without a choice it is the standard one."""
    try:
        found = json.loads((home / CHARACTER_FILE).read_text())
    except FileNotFoundError:
        return Choice()
    return Choice(**{**found, "without": tuple(found["without"])})


def write(home: Path, choice: Choice) -> None:
    """Keep a choice for every later start."""
    (home / CHARACTER_FILE).write_text(json.dumps(asdict(choice)))
