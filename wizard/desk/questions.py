"""What may be asked of the desk: each question is data, and its type says what the answer is.

Specs travel as YAML text, as everywhere. This module is imported before the app has painted anything: it imports the
standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

# ruff: noqa: F401  the types of answers are named in quotes below: importing them here takes a third of a second
if TYPE_CHECKING:
    from wizard.plan.model import Plan
    from wizard.portrait.portrait import Portrait
    from wizard.steps.readiness import Readiness
    from wizard.steps.removal import Removal
    from wizard.workspace.about import TargetFacts
    from wizard.workspace.directory import Principal

T_co = TypeVar("T_co", covariant=True)


class Question(Generic[T_co]):
    """A question whose answer is a T."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class About(Question["TargetFacts"]):
    """Who we are on a target, and what can be done there. Connects anew: whatever changed since is seen."""

    target: str


@dataclass(frozen=True, slots=True)
class Directory(Question["tuple[Principal, ...]"]):
    """Who can be granted something on a target: groups first."""

    target: str


@dataclass(frozen=True, slots=True)
class Portray(Question["Portrait"]):
    """A demo before it is made, with sample rows of `tables`, or of all, from the engine of this machine."""

    spec: str
    tables: tuple[str, ...] = ()
    examples: int = 5


@dataclass(frozen=True, slots=True)
class MakePlan(Question["Plan"]):
    """What would be done on the target, and why; reads only."""

    spec: str
    target: str


@dataclass(frozen=True, slots=True)
class CheckReady(Question["Readiness"]):
    """Whether the demo that is there can be given now; asks all of its questions twice."""

    spec: str
    target: str


@dataclass(frozen=True, slots=True)
class AskDemo(Question["tuple[Chart, ...]"]):
    """The rows behind every question of the talk track and every view, asked of the demo that is there."""

    spec: str
    target: str


@dataclass(frozen=True, slots=True)
class Remove(Question["Removal"]):
    """Take the demo away again; with `dry_run` only say what would go."""

    spec: str
    target: str
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """What one query of a demo answered, ready to be drawn.

    `kind` is "insight" or "view"; `title` the insight's question or the view's comment; `chart` is "table", "number",
    "bar" or "line". Rows, 200 at most, hold int, float, bool, text or None: dates and timestamps are ISO text. `error`
    is the service's reason when it refused the query; there are no rows then.
    """

    name: str
    kind: str
    title: str
    chart: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int | float | bool | str | None, ...], ...]
    seconds: float
    sql: str
    error: str = ""
