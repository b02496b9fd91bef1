"""What is wrong with a spec, and where.

Checks speak of places by path (`("tables", "customers", "rows")`) and know nothing of files; the loader turns each
`Finding` into a `Problem` with a line and a column, and raises all of them at once as one `SpecError`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wizard.errors import ExitCode, WizardError

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a path. `on_key` points at the key instead of at its value.

    `inside` is a 1-based line and column within a text value, such as a syntax error in SQL.
    """

    path: Path
    message: str
    hint: str = ""
    on_key: bool = False
    inside: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file. Line and column count from 1; both are 0 where there is no line to show.

    `file` is `--set path=value` for a value that was given on the command line.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return "  ".join(part for part in (place, self.path, self.message, self.hint) if part)


class SpecError(WizardError):
    """One or more problems in a spec. `str()` gives one line for each."""

    exit_code = ExitCode.USAGE

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def dotted(path: Path) -> str:
    """A path as `--set` takes it: `tables.customers.rows`, `grants.0.role`."""
    return ".".join(quoted(part) for part in path)


def quoted(part: str | int) -> str:
    """One part of a dotted path, in double quotes where it holds a dot or is empty."""
    text = str(part)
    return f'"{text}"' if not text or "." in text or text.startswith('"') else text


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean X?` for the nearest known word, else the known words, else nothing."""
    words = list(dict.fromkeys(known))
    folded = {w.lower(): w for w in words}
    near = difflib.get_close_matches(word[:100].lower(), folded, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {folded[near[0]]}?"
    return f"Known: {listed(words)}." if words else ""


def listed(words: Sequence[str], most: int = 12) -> str:
    """`a, b, c`, with `…` where there are too many to read."""
    return ", ".join(words[:most]) + (", …" if len(words) > most else "")
