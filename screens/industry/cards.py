"""What a person chooses an industry by, read from its spec: title and industry at once, the rest when it was loaded.

Loading all eight takes a second or two of a thread, so it is done once in the app's life.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from wizard.spec.problems import SpecError
from wizard.spec.source import read, shipped

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec

FIRST = "retail"
SIZES = ("small", "medium", "large")


@dataclass(frozen=True, slots=True)
class TableCard:
    """A table and its rows at small, medium and large."""

    name: str
    rows: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Card:
    """A spec to choose. `source` and `text` are those of its Choices; `tables` is empty until it was loaded.

    `problem` says why it could not be; empty if it could.
    """

    source: str
    text: str
    title: str
    industry: str
    company: str = ""
    story: str = ""
    sentence: str = ""
    tables: tuple[TableCard, ...] = ()
    incidents: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    problem: str = ""

    @property
    def rows(self) -> tuple[int, ...]:
        """Rows of all tables at each size."""
        return tuple(sum(table.rows[at] for table in self.tables) for at in range(len(SIZES)))

    def matches(self, wanted: str) -> bool:
        """Whether every word is found in title, industry, company, story or a table's name."""
        tables = " ".join(f"{table.name} {table.name.replace('_', ' ')}" for table in self.tables)
        return _holds(f"{self.title} {self.industry} {self.company} {self.story} {tables}", wanted)

    def is_called(self, wanted: str) -> bool:
        """Whether every word is found in the title or the industry."""
        return _holds(f"{self.title} {self.industry}", wanted)


def _holds(text: str, wanted: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted.casefold().split())


@cache
def heads() -> tuple[Card, ...]:
    """The shipped specs, by what can be told without loading them; the default first, then by title."""
    found = [head(path.stem, read(path)) for path in shipped()]
    return tuple(sorted(found, key=lambda card: (card.source != FIRST, card.title)))


def head(source: str, text: str) -> Card:
    """A spec as far as its first lines tell."""
    return Card(source, text, _line(text, "title") or source, _line(text, "industry") or source)


@cache
def loaded(card: Card) -> Card:
    """The same card with everything on it, or with the problem that keeps it from being loaded."""
    from wizard.spec.loading import parse
    from wizard.spec.skin import skin

    try:
        return _filled(card, skin(parse(card.text, card.source)))
    except SpecError as error:
        first = error.problems[0]
        place = f"line {first.line}: " if first.line else ""
        return replace(card, problem=f"{place}{first.path} {first.message}".strip())


def _filled(card: Card, spec: DemoSpec) -> Card:
    from wizard.printers.portrait.listing import first_sentence

    sizes = [spec.model_copy(update={"size": size}) for size in SIZES]
    return replace(
        card,
        title=spec.title,
        industry=spec.industry,
        company=spec.brand.company,
        story=" ".join(spec.story.split()),
        sentence=first_sentence(spec.story),
        tables=tuple(TableCard(name, _three([each.rows_of(name) for each in sizes])) for name in spec.tables),
        incidents=tuple(" ".join(each.comment.split()) for each in spec.incidents.values()),
        questions=tuple(" ".join(each.question.split()) for each in spec.insights.values()),
    )


def _three(rows: list[int]) -> tuple[int, int, int]:
    small, medium, large = rows
    return small, medium, large


def _line(text: str, key: str) -> str:
    found = re.search(rf"^{key}:[ \t]*(.+?)[ \t]*$", text, re.MULTILINE)
    return found[1].strip("\"'") if found else ""
