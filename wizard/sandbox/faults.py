"""Failures on request: what a client does when the workspace is slow, busy or gone.

A test asks for a fault at `POST /sandbox/faults`, and the next requests that match it meet it: before the handler did
its work, or after, when the change was made and the client will never hear of it.
"""

from __future__ import annotations

import fnmatch
import threading
from dataclasses import dataclass
from typing import Any, Literal

from wizard.sandbox.api import ApiError, invalid

_CODES = {
    400: "BAD_REQUEST", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 409: "ABORTED",
    429: "RESOURCE_EXHAUSTED", 500: "INTERNAL_ERROR", 501: "NOT_IMPLEMENTED", 503: "TEMPORARILY_UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}  # fmt: skip


@dataclass
class Fault:
    """What happens to requests whose path matches `pattern` (with `*` and `?`), `times` times.

    `status` answers with an error (`code` and `message` if they are given), `delay` waits that many seconds, `drop`
    closes the connection without an answer.
    """

    pattern: str
    method: str = ""
    status: int = 0
    delay: float = 0.0
    drop: bool = False
    when: Literal["before", "after"] = "before"
    times: int = 1
    code: str = ""
    message: str = ""
    retry_after: int | None = None

    def matches(self, method: str, path: str) -> bool:
        """Say whether a request meets this fault."""
        return self.method.upper() in ("", method) and fnmatch.fnmatchcase(path, self.pattern)

    def error(self) -> ApiError:
        """Return the error to answer with."""
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        code = self.code or _CODES.get(self.status, "INTERNAL_ERROR")
        return ApiError(self.status, code, self.message or f"Injected fault ({self.status}).", headers)


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, wish: dict[str, Any]) -> Fault:
        """Plan a fault from its JSON. Raises 400 for fields it does not know or that cannot be."""
        try:
            fault = Fault(**wish)
        except TypeError as error:
            raise invalid(f"Not a fault: {error}") from None
        if not (fault.status or fault.delay or fault.drop):
            raise invalid("A fault needs one of status, delay and drop.")
        if fault.when not in ("before", "after"):
            raise invalid("A fault happens before or after.")
        with self._lock:
            self._waiting.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """Return the first fault that this request meets, and count it as used."""
        with self._lock:
            for fault in self._waiting:
                if fault.matches(method, path):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None

    def clear(self) -> None:
        """Forget the faults that have not happened."""
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> list[dict[str, Any]]:
        """Return the faults still to come, as JSON."""
        with self._lock:
            return [dict(vars(fault)) for fault in self._waiting]
