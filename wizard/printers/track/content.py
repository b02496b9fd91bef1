"""What is on a talk track, whatever it is written as: sentences of the spec, answers of the run that proved them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from math import ceil

from wizard.spec.model import DemoSpec
from wizard.spec.story import Incident, Insight
from wizard.steps import answers
from wizard.steps.proof import Proved, Story

WORDS_A_MINUTE = 130
"""Somebody who presents calmly; audio books are read at 150."""
TO_LOOK = 45
"""Seconds for a click, a look at the answer and a question from the audience."""
STEP = 15
"""Seconds that times are rounded up to."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its label, its figure, its length as a share of the longest, and whether it is below zero."""

    label: str
    figure: str
    share: float
    minus: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """One question with all that belongs to it. `start` counts seconds from the beginning of the talk."""

    number: int
    start: int
    question: str
    say: str
    click: str
    sql: str
    expected: str
    found: str
    seconds: float
    chart: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    right: tuple[bool, ...]
    bars: list[Bar]
    headline: str


@dataclass(frozen=True, slots=True)
class Track:
    """The whole sheet. `length` is in seconds; `left_out` are questions about incidents that are switched off."""

    title: str
    company: str
    story: str
    as_of: date
    demo: str
    target: str
    run: str
    people: dict[str, str]
    incidents: list[str]
    topics: list[Topic]
    left_out: list[str]
    length: int


def track(spec: DemoSpec, proved: Story, target: str, run: str) -> Track:
    """The talk track of a spec with its brand on, with the answers of the run that proved it."""
    found = {one.name: one for one in proved.insights}
    told = [(spec.insights[name], found[name]) for name in spec.insights if name in found and not found[name].skipped]
    topics = list(_topics(told, _speaking(spec.story)))
    end = topics[-1].start + _telling(told[-1][0], topics[-1].say) if topics else _speaking(spec.story)
    return Track(
        title=spec.title, company=spec.brand.company, story=spec.story, as_of=spec.as_of, demo=spec.demo_id,
        target=target, run=run, people=dict(spec.brand.personas),
        incidents=[_incident(spec, one) for one in spec.incidents.values() if one.enabled], topics=topics,
        left_out=[one.question for name, one in spec.insights.items() if name in found and found[name].skipped],
        length=end,
    )


def clock(seconds: int) -> str:
    """`3:45`, in minutes and seconds."""
    return f"{seconds // 60}:{seconds % 60:02}"


def _topics(told: Sequence[tuple[Insight, Proved]], start: int) -> Iterator[Topic]:
    for number, (insight, proved) in enumerate(told, 1):
        answer = proved.answer
        sentence = answers.say(insight.say, answer)
        yield Topic(
            number, start, insight.question, sentence, insight.click, proved.sql, proved.expected, proved.found,
            proved.seconds, insight.chart, answer.columns,
            [[answers.figure(*cell) for cell in zip(row, answer.types, strict=True)] for row in answer.rows],
            tuple(kind in answers.NUMERIC for kind in answer.types), _bars(insight, answer),
            answers.figure(*answer.first().get(insight.expect[0].column, (None, ""))),
        )
        start += _telling(insight, sentence)


def _telling(insight: Insight, sentence: str) -> int:
    return _speaking(f"{insight.question} {sentence}") + TO_LOOK


def _speaking(text: str) -> int:
    """Seconds to say it."""
    return ceil(len(text.split()) * 60 / WORDS_A_MINUTE / STEP) * STEP


def _incident(spec: DemoSpec, incident: Incident) -> str:
    first, last = (spec.as_of + timedelta(days=days) for days in (incident.start, incident.end - 1))
    return f"{incident.comment} ({first} to {last})"


def _bars(insight: Insight, answer: answers.Answer) -> list[Bar]:
    """A bar a row: the first column names it, the column of the answer key measures it, or else the first number."""
    numbers = [i for i, kind in enumerate(answer.types) if i and kind in answers.NUMERIC]
    if insight.chart not in ("bar", "line") or not numbers:
        return []
    names = [column.lower() for column in answer.columns]
    wanted = (names.index(one.column) for one in insight.expect if one.column in names)
    at = next((i for i in wanted if i in numbers), numbers[0])
    values = [_value(row[at]) for row in answer.rows]
    longest = max(map(abs, values), default=Decimal(0)) or Decimal(1)
    return [
        Bar(answers.figure(row[0], answer.types[0]), answers.figure(row[at], answer.types[at]),
            round(float(abs(value) / longest), 3), value < 0)
        for row, value in zip(answer.rows, values, strict=True)
    ]


def _value(text: str | None) -> Decimal:
    try:
        found = Decimal(text or 0)
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)
