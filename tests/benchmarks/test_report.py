"""Samples to verdicts, without measuring anything."""

from __future__ import annotations

import json

import pytest

from benchmarks.__main__ import SECTIONS
from benchmarks.budgets import BUDGETS, Budget
from benchmarks.report import Failure, Measure, document, markdown, missing, number, ratio, verdict

FASTER = {"a_vs_b": Budget("at least", 2.5)}


def test_a_ratio_divides_medians_not_means() -> None:
    made = ratio("a_vs_b", Measure("b", "s", (9.0, 10.0, 500.0)), Measure("a", "s", (4.0, 1.0, 2.0)))
    assert made.median == 5.0


def test_a_ratio_with_something_not_measured_gives_its_reason() -> None:
    made = ratio("a_vs_b", missing("spark", "s", "no Java"), Measure("a", "s", (1.0,)))
    assert (made.median, made.note) == (None, "not measured: no Java")
    assert verdict(made, FASTER) == "not measured"


def test_a_ratio_over_nothing_is_not_measured() -> None:
    assert ratio("a_vs_b", Measure("b", "s", (1.0,)), Measure("a", "s", (0.0,))).median is None


@pytest.mark.parametrize(("value", "word"), [(2.5, "met"), (2.49, "missed")])
def test_a_limit_belongs_to_the_budget(value: float, word: str) -> None:
    assert verdict(Measure("a_vs_b", "x", (value,)), FASTER) == word


def test_at_most_is_an_upper_limit() -> None:
    assert Budget("at most", 0).holds(0)
    assert not Budget("at most", 0).holds(1)


def test_a_measure_without_a_budget_has_no_verdict() -> None:
    assert verdict(Measure("anything", "s", (1.0,)), FASTER) == ""


def test_the_table_is_aligned_and_keeps_what_is_missing() -> None:
    table = markdown([Measure("a_vs_b", "x", (2.0, 3.0)), missing("spark", "s", "no Java")], FASTER)
    lines = table.splitlines()
    assert len({len(line) for line in lines}) == 1
    assert "2.5 x" in lines[2]
    assert "2 to 3" in lines[2]
    assert "not measured: no Java" in lines[3]


def test_a_long_note_is_cut_in_the_table_only() -> None:
    measure = missing("spark", "s", "first line " * 20 + "\nsecond line")
    assert "second" not in markdown([measure])
    assert "second" in document([measure], [], {})["measures"][0]["note"]


def test_the_document_survives_json_and_tells_failures() -> None:
    about = {"date": "2024-01-01"}
    made = document([Measure("replay.cold", "s", (7.0, 9.0))], [Failure("memory", "no /proc")], about)
    again = json.loads(json.dumps(made))
    assert again == made
    assert again["measures"][0] | {"median": 8.0, "verdict": "met", "budget": "≤ 8"} == again["measures"][0]
    assert again["failures"] == [{"section": "memory", "error": "no /proc"}]


@pytest.mark.parametrize(
    ("value", "text"), [(1_500_000.4, "1,500,000"), (0.0444, "0.0444"), (2.345, "2.35"), (0, "0"), (0.0004, "0.0004")]
)
def test_numbers_are_never_in_powers_of_ten(value: float, text: str) -> None:
    assert number(value) == text


def test_every_budget_belongs_to_a_section() -> None:
    assert {name.partition(".")[0] for name in BUDGETS} <= set(SECTIONS)
