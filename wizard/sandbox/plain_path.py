"""A path to the sandbox's folder that the engine can read, wherever the folder is.

The engine (pysail 0.7.2) does not find Delta tables below a folder whose name holds a space or any other character
that a URL would escape, and data folders often do: "Application Support", a user's own name. It is led around by a
link that lies in a private folder and goes with the server.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z0-9/_.~-]*")


def is_plain(path: Path) -> bool:
    """Say whether the engine can work below this path."""
    return _PLAIN.fullmatch(str(path)) is not None


class PlainPath:
    """A folder under a plain name: its own, or that of a link to it until `close`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: Path | None = None
        self.path = folder
        if not is_plain(folder):
            self._made = Path(tempfile.mkdtemp(prefix="demo-wizard-"))
            self.path = self._made / "home"
            self.path.symlink_to(folder, target_is_directory=True)

    def translate(self, place: Path) -> Path:
        """Return the plain path of something in the folder; anything else stays as it is."""
        return self.path / place.relative_to(self._folder) if place.is_relative_to(self._folder) else place

    def close(self) -> None:
        """Remove the link."""
        if self._made:
            shutil.rmtree(self._made, ignore_errors=True)
