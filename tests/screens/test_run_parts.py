"""What the run screen is made of, without a screen: reading, playing back, folding, drawing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path

from textual.content import Content

from screens.run.feed import Feed, Heard
from screens.run.flow import Flow, flows, levels
from screens.run.graph import drawn, tree
from screens.run.log import LogPane
from screens.run.playback import Playback
from screens.run.seen import LINES, Seen
from screens.run.steps import Fold, folded
from screens.run.timeline import at_work, axis, spans, stripe
from tests.run.samples import SAMPLES
from tests.screens.acts import PLAN, Act
from wizard.run.events import (
    CancelRequested,
    Event,
    Record,
    RunFinished,
    RunNoted,
    RunStarted,
    StepFinished,
    StepProgress,
    StepStarted,
    TaskChanged,
)
from wizard.run.journal import Journal
from wizard.run.runner import plan_ready
from wizard.run.state import RunState, StepState

ZERO = datetime(2026, 1, 1, 12, tzinfo=UTC)


def at(seconds: float, event: Event) -> Record:
    return Record((ZERO + timedelta(seconds=seconds)).isoformat(), "r", event)


def heard(*records: Record) -> list[Heard]:
    return [Heard(record, record.event.event) for record in records]


def seen(*records: Record) -> Seen:
    found = Seen()
    for one in heard(*records):
        found.take(one)
    return found


def cells(*tasks: str) -> dict[str, Content]:
    return {task: Content(task) for task in tasks}


# Reading


def test_a_feed_reads_what_is_new_and_ends_with_its_attempt(tmp_path: Path) -> None:
    act = Act.begin(tmp_path)
    feed = Feed(act.run)
    assert [one.record.event.event for one in feed.read()] == ["stream", "run_started", "plan_ready"]
    assert feed.read() == []
    act.say(StepStarted("table:orders"))
    assert [one.line[9:] for one in feed.read()] == ["S001 table:orders: started"]
    act.end("failed", "It broke.")
    assert [one.record.event.event for one in feed.read()] == ["run_finished"]
    assert feed.ended
    act.attempt(2)
    feed.follow(2)
    assert [one.record.event for one in feed.read()] == [RunStarted(2, 1, "shop_demo.sales", "sandbox", "Corner shop")]
    act.vanish()


def test_a_runner_that_is_gone_without_a_word_has_failed_with_its_last_one(tmp_path: Path) -> None:
    act = Act.begin(tmp_path)
    act.say(StepStarted("table:orders"))
    act.vanish()
    *_, last, end = Feed(act.run).read()
    assert isinstance(end.record.event, RunFinished)
    assert end.record.event.status == "failed"
    assert "runner is gone" in end.record.event.detail
    assert end.record.ts == last.record.ts


def test_a_runner_that_never_spoke_did_not_start(tmp_path: Path) -> None:
    act = Act.begin(tmp_path)
    act.end("failed")
    feed = Feed(act.run, 2)
    end = feed.read()[-1].record.event
    assert isinstance(end, RunFinished)
    assert "did not start" in end.detail
    assert feed.ended


def test_the_log_says_how_far_a_step_is_ten_times_and_no_oftener(tmp_path: Path) -> None:
    act = Act.begin(tmp_path)
    act.say(*(StepProgress("data:orders", done, 1000, "rows") for done in range(0, 1001, 5)))
    act.vanish()
    said = [one.line for one in Feed(act.run).read() if "S002" in one.line]
    assert len(said) == 11
    assert said[-1].endswith("data:orders: 1,000 of 1,000 rows")


def test_every_event_has_its_line_without_its_secret(tmp_path: Path) -> None:
    act = Act.begin(tmp_path, quiet=True)
    act.vanish()
    journal = Journal(act.run.events, act.run.id)
    for sample in SAMPLES:
        if not isinstance(sample, RunFinished | RunStarted):
            journal.write(sample)
    journal.close()
    found = Feed(act.run).read()
    assert all(sample.code in {one.line[9:13] for one in found} for sample in SAMPLES[3:])
    assert not [one for one in found if "dapi" in one.line or "\n" in one.line]


def test_the_log_is_bounded_and_knows_what_it_dropped() -> None:
    many = seen(*(at(0, RunNoted("x")) for _ in range(LINES + 7)))
    assert (len(many.log), many.dropped) == (LINES, 7)


def test_what_a_dead_runner_was_doing_is_not_shown_at_work() -> None:
    state = seen(at(0, RunStarted(1, 1, "d", "t")), at(1, StepStarted("a:b")), at(3, RunFinished("failed", 1, 3))).state
    assert state.steps["a:b"].status == "cancelled"


# Playing back

STORY = (
    at(0, RunStarted(1, 1, "d", "t")), at(2, StepStarted("a:b")), at(10, RunFinished("failed", 1, 10.0)),
    at(90_000, RunStarted(2, 1, "d", "t")), at(90_001, StepStarted("a:b")),
    at(90_004, RunFinished("succeeded", 0, 4.0)),
)  # fmt: skip


def test_a_replay_gives_what_is_due_at_its_speed_and_stands_still_in_a_pause() -> None:
    replay = Playback(1.0)
    replay.add(heard(*STORY))
    assert [one.record for one in replay.advance(0.1)] == [STORY[0]]
    assert replay.advance(1.0) == []
    replay.change(1)
    assert replay.words == "replay \N{MULTIPLICATION SIGN}2"
    assert [one.record for one in replay.advance(0.6)] == [STORY[1]]
    replay.paused = True
    assert replay.advance(1000) == []
    assert replay.words.endswith("paused")
    replay.paused = False
    assert [one.record for one in replay.advance(5)][:1] == [STORY[2]]


def test_a_day_between_two_attempts_takes_no_time() -> None:
    replay = Playback(10.0)
    replay.add(heard(*STORY))
    replay.advance(0)
    assert [one.record for one in replay.advance(1.0)] == list(STORY[1:4])
    assert replay.now == STORY[3].at


def test_a_replay_of_a_later_attempt_begins_with_it() -> None:
    replay = Playback(1.0, attempt=2)
    replay.add(heard(*STORY))
    assert [one.record for one in replay.advance(0.1)] == list(STORY[:4])


def test_all_at_once_is_the_fastest_speed_and_half_the_slowest() -> None:
    replay = Playback(50.0)
    replay.change(1)
    replay.change(1)
    assert (replay.speed, replay.words) == (inf, "replay all at once")
    replay.add(heard(*STORY))
    assert len(replay.advance(0.1)) == len(STORY)
    assert replay.is_out
    for _ in range(9):
        replay.change(-1)
    assert replay.speed == 0.5


# Steps


def steps(text: str) -> list[StepState]:
    words = {"r": "running", "d": "succeeded", "w": "waiting"}
    return [StepState(f"s:{number}", status=words[letter]) for number, letter in enumerate(text)]


def test_steps_between_those_at_work_are_folded_only_when_there_is_no_room() -> None:
    many = steps("ddrddddddwwwwrww")
    assert folded(many, 12, "") == many
    rows = folded(many, 5, "s:11")
    assert rows[2:8] == [many[2], Fold("succeeded", 6), Fold("waiting", 2), many[11], many[12], many[13]]
    assert rows[:2] + rows[8:] == [*many[:2], *many[14:]]


# Tasks


def test_tasks_stand_in_columns_by_what_they_come_after() -> None:
    flow: Flow = {"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c")}
    assert levels(flow) == [["a"], ["b", "c"], ["d"]]
    lines = [line.plain.rstrip() for line in drawn(flow, cells("a", "b", "c", "d"), 80) or []]
    assert lines == ["a ─┬▶ b ──┬▶ d", "   └▶ c ──┘"]


def test_a_line_goes_around_the_tasks_that_it_passes() -> None:
    flow: Flow = {"a": (), "bb": ("a",), "c": ("a", "bb")}
    lines = [line.plain.rstrip() for line in drawn(flow, cells("a", "bb", "c"), 80) or []]
    assert lines == ["a ─┬▶ bb ─┬─▶ c", "   └──────┘"]


def test_without_room_for_columns_tasks_are_a_tree() -> None:
    flow: Flow = {"a": (), "b": ("a",), "c": ("a",), "d": ("c", "a")}
    named = cells("a", "b", "c", "d")
    assert drawn(flow, named, 10) is None
    assert [line.plain for line in tree(flow, named)] == ["a", "├▶ b", "└▶ c", "   └▶ d"]


def test_tasks_that_wait_for_each_other_are_drawn_all_the_same() -> None:
    flow: Flow = {"a": ("b",), "b": ("a",), "c": ("missing",)}
    assert sorted(task for level in levels(flow) for task in level) == ["a", "b", "c"]
    assert drawn(flow, cells("a", "b", "c"), 80)


def test_the_flow_of_a_job_comes_from_the_plan_or_from_the_spec(tmp_path: Path) -> None:
    act = Act.begin(tmp_path)
    act.vanish()
    assert flows(act.run) == {"run:refresh": {"load": (), "check": ("load",)}}
    kept = PLAN.to_json().replace('"tasks"', '"tasks_of_another_version"')
    act.run.write("plan.json", kept)
    assert flows(act.run) == {"run:refresh": {}}
    act.run.write("spec.yaml", "no: spec")
    assert flows(act.run) == {"run:refresh": {}}


# What ran when


def test_the_timeline_shows_what_ran_side_by_side_and_tasks_beneath_their_step() -> None:
    state = RunState.fold([
        at(0, RunStarted(1, 1, "d", "t")), at(1, plan_ready(PLAN, approval=False)), at(2, StepStarted("table:orders")),
        at(2, StepStarted("job:refresh")), at(4, StepFinished("table:orders", "succeeded", 2.0)),
        at(4, StepStarted("run:refresh")), at(5, TaskChanged("run:refresh", "load", "RUNNING", 0.5)),
        at(6, StepFinished("job:refresh", "succeeded", 4.0)),
    ])  # fmt: skip
    found = spans(state, ZERO + timedelta(seconds=8))
    assert [(span.title, span.begin, span.end) for span in found] == [
        ("getting ready", 0.0, 2.0), ("table orders", 2.0, 4.0), ("job refresh", 2.0, 6.0), ("run refresh", 4.0, 8.0),
        ("  load", 4.5, 8.0),
    ]  # fmt: skip
    assert at_work(found, 8.0, 8) == [0, 0, 2, 2, 2, 2, 1, 1]


def test_bars_have_half_a_cell_at_least_and_round_times_on_their_axis() -> None:
    assert stripe(0, 8, 8, 8) == "█" * 8
    assert stripe(0.5, 2, 8, 8) == "▐█      "
    assert stripe(7.99, 8, 8, 8) == "       ▐"
    assert stripe(3, 3, 0, 4).strip()
    assert axis(8.0, 40).split() == ["╵0", "s", "╵5", "s"]


def test_a_filter_leaves_lines_with_all_of_its_words() -> None:
    lines = seen(at(0, RunNoted("one two")), at(0, CancelRequested())).log
    assert LogPane.left(lines, "RUN noted") == ["run_noted"]
    assert LogPane.left(lines, " ") == ["run_noted", "cancel_requested"]
