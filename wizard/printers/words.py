"""How numbers, times and states are written, once for every printer: never a color or a glyph without its word."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.run.statuses import BLOCKED, CANCELLED, FAILED, KEPT, RUNNING, SKIPPED, SUCCEEDED, WAITING


@dataclass(frozen=True, slots=True)
class Look:
    """A state on screen: a glyph, a word of at most seven letters, and a rich style."""

    glyph: str
    word: str
    style: str


LOOKS = {
    WAITING: Look("•", "waiting", "dim"),
    RUNNING: Look("▶", "running", "bold cyan"),
    SUCCEEDED: Look("✔", "done", "green"),
    FAILED: Look("✖", "failed", "bold red"),
    CANCELLED: Look("■", "stopped", "yellow"),
    KEPT: Look("=", "kept", "dim green"),
    BLOCKED: Look("⊘", "blocked", "yellow"),
    SKIPPED: Look("○", "skipped", "yellow"),
}

_TASK_STATES = {
    "SUCCESS": SUCCEEDED, "SUCCEEDED": SUCCEEDED, "SUCCESS_WITH_FAILURES": SUCCEEDED,
    "RUNNING": RUNNING, "TERMINATING": RUNNING,
    "FAILED": FAILED, "INTERNAL_ERROR": FAILED, "TIMEDOUT": FAILED, "TIMED_OUT": FAILED, "RUN_EXECUTION_ERROR": FAILED,
    "CANCELED": CANCELLED, "CANCELLED": CANCELLED,
    "UPSTREAM_FAILED": BLOCKED, "UPSTREAM_CANCELED": BLOCKED,
    "SKIPPED": SKIPPED, "EXCLUDED": SKIPPED, "DISABLED": SKIPPED,
}

_NOUNS = {"quality": "quality check", "data": "data set", "run": "job run"}


def task_status(state: str) -> str:
    """A job task's state (the Jobs API's words, old or new) as the status of a step; waiting if it is none of them."""
    return _TASK_STATES.get(state.upper(), WAITING)


def duration(seconds: float) -> str:
    """`0.4 s`, `12 s`, `3:05 min`, `1:02:03 h`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes}:{rest:02} min" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{rest:02} h"


def moment(seconds: float) -> str:
    """`0.04 s`, else as `duration`: for queries, where an audience feels a tenth of a second."""
    return f"{seconds:.2f} s" if seconds < 1 else duration(seconds)


def short(number: float) -> str:
    """`950`, `21k`, `1.8M`: for rates."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if number >= size:
            scaled = number / size
            return f"{scaled:.1f}{unit}" if scaled < 10 else f"{scaled:.0f}{unit}"
    return f"{number:.0f}"


def plural(count: int, noun: str) -> str:
    """`1 table`, `4 tables`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def noun(kind: str, count: int) -> str:
    """What so many steps of a kind are about: `tables`, `job run`."""
    word = _NOUNS.get(kind, kind)
    return word if count == 1 else f"{word}s"


def last_line(text: str, widest: int = 120) -> str:
    """The last line with something on it, without tabs and no longer than `widest`."""
    line = next((" ".join(line.split()) for line in reversed(text.splitlines()) if line.strip()), "")
    return line if len(line) <= widest else line[:widest - 1] + "…"
