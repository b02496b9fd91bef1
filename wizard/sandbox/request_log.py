"""One line for each request, so that a test or a curious person can see what a client really did.

This is how "a second run writes nothing" is proved: the log tells reads from writes, and the engine's own look-ups
from those of people.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

LOG_FILE = "requests.jsonl"


class RequestLog:
    """Appends to `requests.jsonl`; lines are whole and in the order the requests ended."""

    def __init__(self, home: Path) -> None:
        self._lock = threading.Lock()
        self._file = (home / LOG_FILE).open("a", encoding="utf-8")

    def write(self, line: dict[str, Any]) -> None:
        """Append one request: ts (epoch seconds), principal, method, path, query, status, and any notes."""
        text = json.dumps(line, separators=(",", ":")) + "\n"
        with self._lock:
            self._file.write(text)
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()
