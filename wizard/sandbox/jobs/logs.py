"""The end of what a task printed: kept in memory while it runs, readable at any moment, bounded.

The service returns the last 5 MB of a task's standard streams (SDK source, `RunOutput.logs`), and so does this.
"""

from __future__ import annotations

import threading
from collections import deque

LIMIT = 5 * 1024 * 1024


class LogTail:
    """The last `limit` bytes written, from any thread."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self.truncated = False

    def write(self, data: bytes) -> None:
        """Append; what no longer fits is dropped from the front."""
        with self._lock:
            self._chunks.append(data)
            self._size += len(data)
            while self._size > self._limit:
                self._drop(self._size - self._limit)

    def _drop(self, excess: int) -> None:
        first = self._chunks.popleft()
        self._size -= len(first)
        self.truncated = True
        if len(first) > excess:
            self._chunks.appendleft(first[excess:])
            self._size += len(first) - excess

    def text(self) -> str:
        """What is kept, as text; bytes that are not UTF-8 are shown as replacement characters."""
        with self._lock:
            return b"".join(self._chunks).decode("utf-8", errors="replace")
