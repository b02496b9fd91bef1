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
_LARGEST = 50 * 1024 * 1024


class RequestLog:
    """Appends to `requests.jsonl`; lines are whole and in the order the requests ended.

    A log that has grown beyond 50 MB is put aside when the server starts.
    """

    def __init__(self, home: Path) -> None:
        self._lock = threading.Lock()
        path = home / LOG_FILE
        if path.exists() and path.stat().st_size > _LARGEST:
            path.replace(path.with_suffix(".old.jsonl"))
        self._file = path.open("a", encoding="utf-8")

    def write(self, line: dict[str, Any]) -> None:
        """Append one request: ts (epoch seconds), principal, method, path, query, status, agent, ms, notes."""
        text = json.dumps(line, separators=(",", ":")) + "\n"
        with self._lock:
            self._file.write(text)
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()
