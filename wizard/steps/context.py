"""What a step gets when it is applied: the workspace, and somebody to report to."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Protocol

from wizard.workspace.client import Workspace


@dataclass(frozen=True, slots=True)
class Context:
    """The workspace that steps act on."""

    ws: Workspace


class Reporter(Protocol):
    """How a step tells what it is doing, and remembers it across a crash.

    `saved` and `save` are the step's journaled facts: what was saved before a kill is there after a resume.
    """

    cancelled: threading.Event

    def check(self) -> None:
        """Raise CancelledError when somebody asked the run to stop."""

    def progress(self, done: int, total: int, unit: str) -> None:
        """So many of so many."""

    def note(self, text: str) -> None:
        """One line that people should see."""

    def task(self, task_key: str, state: str, seconds: float | None, log_tail: str, error: str) -> None:
        """The state of one task of a job run; `seconds` since it began."""

    def finding(self, table: str, rule: str, column: str, severity: str, violations: int, ok: bool) -> None:
        """The result of one quality rule."""

    def insight(
        self, name: str, question: str, ok: bool, expected: str, found: str, seconds: float, say: str, skipped: bool
    ) -> None:
        """The answer to one question of the story; `seconds` are those of its query."""

    def matrix(self, rows: list[dict[str, Any]]) -> None:
        """The grants that were read back: one row per principal and object."""

    def attach(self, name: str, text: str) -> None:
        """Leave a file in the run directory."""

    def saved(self, key: str) -> Any:
        """A fact that an earlier attempt saved, or None."""

    def save(self, key: str, value: Any) -> None:
        """Journal a fact before acting on it."""
