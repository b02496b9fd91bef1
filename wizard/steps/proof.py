"""The story as it was proved, for people and for the talk track: files/story.json in a run's directory.

It holds what was asked and what was answered, raw, so that a sentence of the spec can be changed later without asking
again; `evidence` says what the answers rest on, so that nobody reads them into another demo.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from wizard.steps.answers import Answer

FILE = "story.json"
ROWS_KEPT = 20
VERSION = 1


@dataclass(frozen=True, slots=True)
class Proved:
    """One question: its SQL as it can be pasted, the first rows of the answer, and whether they are the expected ones.

    `skipped` is the reason why it was not asked. `seconds` are those of the query.
    """

    name: str
    question: str
    sql: str
    expected: str
    found: str
    ok: bool
    say: str
    click: str
    chart: str
    seconds: float = 0.0
    skipped: str = ""
    columns: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()

    @property
    def answer(self) -> Answer:
        """The rows that were kept, as an answer."""
        return Answer(self.columns, self.types, [list(row) for row in self.rows], self.seconds)


@dataclass(frozen=True, slots=True)
class Story:
    """The whole report. `as_of` is a day, YYYY-MM-DD."""

    demo: str
    title: str
    story: str
    company: str
    as_of: str
    evidence: str
    insights: tuple[Proved, ...] = ()

    def to_json(self) -> str:
        """Readable JSON."""
        return json.dumps({"version": VERSION, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote. Raises ValueError for anything else."""
        try:
            raw = json.loads(text)
            if raw.pop("version") != VERSION:
                raise ValueError("a story of another version")
            return cls(**raw | {"insights": tuple(_proved(one) for one in raw["insights"])})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a story") from error


def _proved(raw: dict[str, Any]) -> Proved:
    lists = {"columns": tuple(raw["columns"]), "types": tuple(raw["types"]), "rows": tuple(map(tuple, raw["rows"]))}
    return Proved(**raw | lists)
