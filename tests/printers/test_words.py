"""Numbers and states as people read them."""

from __future__ import annotations

import pytest

from wizard.printers.words import LOOKS, duration, last_line, moment, noun, plural, short, task_status


@pytest.mark.parametrize(("seconds", "text"), [
    (0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.6, "1:00 min"), (185, "3:05 min"), (3723, "1:02:03 h"),
])
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_moments() -> None:
    assert [moment(0.034), moment(0.96), moment(3.21)] == ["0.03 s", "0.96 s", "3.2 s"]


@pytest.mark.parametrize(("number", "text"), [
    (0, "0"), (950, "950"), (9_500, "9.5k"), (21_000, "21k"), (1.8e6, "1.8M"),
])
def test_short_numbers(number: float, text: str) -> None:
    assert short(number) == text


def test_words() -> None:
    assert plural(1, "step") == "1 step"
    assert plural(1_200, "step") == "1,200 steps"
    assert noun("quality", 1) == "quality check"
    assert noun("table", 4) == "tables"
    assert last_line("a\n b \n\n") == "b"
    assert last_line("") == ""


@pytest.mark.parametrize(("state", "status"), [
    ("SUCCESS", "succeeded"), ("FAILED", "failed"), ("UPSTREAM_FAILED", "blocked"), ("PENDING", "waiting"),
    ("EXCLUDED", "skipped"),
    ("CANCELED", "cancelled"), ("RUNNING", "running"), ("something new", "waiting"),
])
def test_task_states(state: str, status: str) -> None:
    assert task_status(state) == status


def test_no_state_is_told_by_color_alone() -> None:
    assert len({look.word for look in LOOKS.values()}) == len({look.glyph for look in LOOKS.values()}) == len(LOOKS)
