"""The contract that scripts rely on."""

from __future__ import annotations

import json

import pytest

from tests.run.samples import SAMPLES, SECRET
from wizard.run.events import EVENTS, Event, Record, StreamOpened, message


def record(event: Event) -> Record:
    return Record("2026-11-23T20:00:00.123Z", "20261123-200000-abcd", event)


def test_every_event_has_a_sample_a_name_and_a_code_of_its_own() -> None:
    assert [type(sample) for sample in SAMPLES] == list(EVENTS)
    assert len({kind.code for kind in EVENTS}) == len({kind.event for kind in EVENTS}) == len(EVENTS)
    assert all(kind.code[0].isupper() and len(kind.code) == 4 and kind.code[1:].isdigit() for kind in EVENTS)


@pytest.mark.parametrize("event", SAMPLES, ids=lambda e: e.event)
def test_round_trip(event: Event) -> None:
    line = record(event).to_line()
    again = Record.from_line(line)
    assert again is not None
    assert again.to_line() == line
    assert type(again.event) is type(event)


@pytest.mark.parametrize("event", SAMPLES, ids=lambda e: e.event)
def test_nothing_secret_is_written_or_said(event: Event) -> None:
    assert SECRET not in record(event).to_line()
    assert SECRET not in message(event)
    assert message(event)


@pytest.mark.parametrize("event", [e for e in SAMPLES if not isinstance(e, StreamOpened)], ids=lambda e: e.event)
def test_the_envelope_comes_first(event: Event) -> None:
    keys = list(json.loads(record(event).to_line()))
    assert keys[:4] == ["ts", "event", "code", "run_id"]
    assert ("step" in keys) == hasattr(event, "step")
    assert "step" not in keys or keys[4] == "step"


def test_the_stream_opens_with_exactly_these_bytes() -> None:
    assert record(StreamOpened()).to_line() == '{"event":"stream","version":1}'


def test_fields_and_events_of_a_later_version_are_passed_over() -> None:
    later = '{"ts":"t","event":"run_noted","code":"R002","run_id":"r","text":"hello","mood":"fine"}'
    assert Record.from_line(later) is not None
    assert Record.from_line('{"ts":"t","event":"moon_landed","run_id":"r"}') is None
    assert Record.from_line('{"ts":"t","ev') is None
    assert Record.from_line("[]") is None
