"""Samples in, verdicts out: medians, ratios of medians, a Markdown table for people and JSON for machines.

A thing that could not be measured stays in the report with its reason. A number that is missing without a word would
be read as one that is fine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.budgets import BUDGETS, Budget

HEADINGS = ("what", "median", "range", "budget", "verdict", "note")
NOTE_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Measure:
    """Samples of one thing, in `unit`. Without samples it was not measured, and `note` says why."""

    name: str
    unit: str
    samples: tuple[float, ...] = ()
    note: str = ""

    @property
    def median(self) -> float | None:
        """The middle sample, or None when nothing was measured."""
        return median(self.samples) if self.samples else None


@dataclass(frozen=True, slots=True)
class Failure:
    """A section, or a part of one, that did not get through."""

    section: str
    error: str


def missing(name: str, unit: str, reason: str) -> Measure:
    """A measure that was not taken."""
    return Measure(name, unit, note=f"not measured: {reason}")


def ratio(name: str, over: Measure, under: Measure) -> Measure:
    """The quotient of two medians, or why there is none."""
    for part in (over, under):
        if part.median is None:
            return Measure(name, "x", note=part.note)
    top, bottom = over.median, under.median
    if top is None or not bottom:
        return missing(name, "x", f"{under.name} is 0")
    return Measure(name, "x", (top / bottom,))


def verdict(measure: Measure, budgets: Mapping[str, Budget] = BUDGETS) -> str:
    """`met`, `missed` or `not measured`; empty for a measure that has no budget."""
    budget = budgets.get(measure.name)
    if budget is None:
        return ""
    if measure.median is None:
        return "not measured"
    return "met" if budget.holds(measure.median) else "missed"


def markdown(measures: Iterable[Measure], budgets: Mapping[str, Budget] = BUDGETS) -> str:
    """A table, one measure a row."""
    rows = [_cells(measure, budgets) for measure in measures]
    widths = [max(len(row[i]) for row in [HEADINGS, *rows]) for i in range(len(HEADINGS))]
    lines = [_line(HEADINGS, widths), _line(tuple("-" * width for width in widths), widths)]
    return "\n".join(lines + [_line(row, widths) for row in rows])


def document(
    measures: Iterable[Measure], failures: Iterable[Failure], about: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything as plain data; `about` (machine, date, options) comes first."""
    return {
        "version": 1,
        **about,
        "measures": [
            {
                "name": measure.name,
                "unit": measure.unit,
                "median": measure.median,
                "samples": list(measure.samples),
                "budget": str(BUDGETS.get(measure.name, "")),
                "verdict": verdict(measure),
                "note": measure.note,
            }
            for measure in measures
        ],
        "failures": [{"section": failure.section, "error": failure.error} for failure in failures],
    }


def number(value: float) -> str:
    """Three significant digits, with thousands separated and never in powers of ten."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 0.001 else f"{value:.4f}"


def say(text: str) -> None:
    """Tell the person who waits what is going on."""
    print(f"  {text} …", file=sys.stderr, flush=True)


def _cells(measure: Measure, budgets: Mapping[str, Budget]) -> tuple[str, ...]:
    middle = "-" if measure.median is None else f"{number(measure.median)} {measure.unit}"
    spread = f"{number(min(measure.samples))} to {number(max(measure.samples))}" if len(measure.samples) > 1 else ""
    budget = budgets.get(measure.name)
    return (measure.name, middle, spread, str(budget or ""), verdict(measure, budgets), _short(measure.note))


def _short(text: str) -> str:
    """The first line, as far as a table has room: the JSON has all of it."""
    first = text.partition("\n")[0]
    return first if len(first) <= NOTE_WIDTH else first[: NOTE_WIDTH - 1] + "…"


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
