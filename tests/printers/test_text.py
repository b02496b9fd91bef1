"""What people see of a run, on each kind of terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from tests.printers.frames import KEYS, at_work, failed, records, succeeded
from wizard.printers.jsonl import JsonlPrinter
from wizard.printers.live import LivePrinter
from wizard.printers.plain import PlainPrinter
from wizard.printers.summary import advice, summary
from wizard.printers.terminal import console, is_rich, write
from wizard.printers.text import TextPrinter
from wizard.run.directory import Request, RunDirectory
from wizard.run.events import Event, RunFinished, RunNoted, RunStarted, StepFinished, StepSkipped, StepStarted
from wizard.run.state import RunState

ESCAPE = "\x1b"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(tmp_path: Path) -> RunDirectory:
    return RunDirectory.create(tmp_path, Request("demo.shop", "sandbox", "demo-wizard --spec retail"))


def shown(run: RunDirectory, events: list[Event]) -> str:
    out = io.StringIO()
    write(out, summary(run, RunState.fold(records(events))))
    return out.getvalue()


def drawn(events: list[Event], height: int, width: int = 80) -> str:
    """The last frame of a live display, without cursor movements."""
    screen = Terminal()
    made = Console(file=screen, width=width, height=height, force_terminal=True, color_system=None)
    printer = LivePrinter(RunState(), made)
    for record in records(events[:-1]):
        printer._state.take(record)
    screen.truncate(0)
    printer.show(records(events)[-1])
    frame = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())
    printer.pause()
    return frame


def test_a_frame_has_a_line_a_step_a_bar_and_the_tasks_of_a_job() -> None:
    frame = drawn(at_work(), 40)
    assert "Retail customer analytics" in frame
    assert "✔ done    table customers" in frame
    assert "━━━╌╌╌╌╌ 40% 20k/50k rows 15k/s ETA 2.0 s" in frame
    assert re.search(r"▶ running optimize .* compacting customers", frame)
    assert "• waiting notify" in frame
    assert "6 of 15 steps · about 2 s left · Ctrl+C stops the run" in frame
    assert all(len(line.rstrip()) <= 80 for line in frame.splitlines())


def test_a_wide_terminal_gets_whole_numbers() -> None:
    assert "40% 20,000/50,000 rows" in drawn(at_work(), 40, 120)


def test_a_low_terminal_shows_what_is_at_work_and_counts_the_rest() -> None:
    frame = drawn(at_work(), 14)
    assert len(frame.splitlines()) < 14
    assert "data transactions" in frame
    assert "optimize" in frame
    assert "more steps" in frame


def test_the_end_is_written_out_whole_on_a_low_terminal() -> None:
    screen = Terminal()
    printer = LivePrinter(RunState(), Console(file=screen, width=80, height=10, force_terminal=True, color_system=None))
    for record in records(succeeded()):
        printer.show(record)
    screen.truncate(0)
    printer.close()
    assert all(key.replace(":", " ") in screen.getvalue() for key in KEYS)


def test_redraws_stay_below_ten_a_second() -> None:
    screen = Terminal()
    printer = LivePrinter(RunState(), Console(file=screen, width=80, height=40, force_terminal=True, color_system=None))
    for record in records(at_work()) * 50:
        printer.show(record)
        printer.tick()
    assert screen.getvalue().count("on sandbox") <= 20
    printer.pause()


@pytest.mark.parametrize(("variable", "value"), [("TERM", "dumb"), ("NO_COLOR", "1"), ("TERM", "")])
def test_plain_where_drawing_is_not_wanted(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert is_rich(Terminal())
    monkeypatch.setenv(variable, value)
    screen = Terminal()
    assert not is_rich(screen)
    console(screen).print("hello", style="bold red")
    assert ESCAPE not in screen.getvalue()


def test_plain_lines_have_time_state_and_words_and_no_escapes() -> None:
    err = io.StringIO()
    printer = PlainPrinter(RunState(), err)
    for record in records(failed()):
        printer.show(record)
    text = err.getvalue()
    assert ESCAPE not in text
    assert re.search(r"^ +\d+\.\d s  ✔ done +table customers  \(0\.2 s\)  created$", text, re.MULTILINE)
    assert "✖ failed     task optimize  the stock is negative" in text
    assert "Where did revenue fall? Expected region is North; found region South" in text
    assert "⊘ blocked  grant proof  needs run refresh, which did not succeed" in text


def test_the_summary_tells_what_is_there_what_was_proved_and_what_to_type(run: RunDirectory) -> None:
    text = shown(run, succeeded())
    for words in (
        "✔ Retail customer analytics is ready", "demo.shop on sandbox, 7.4 s",
        "tables          4 created", "transactions  50,000  rows", "schema shop  ✔ SELECT, USE SCHEMA  ✖ only nothing",
        "customers  2      ✔ 1     ! 1     0       3", "customers.email unique: broken by 3 rows (warn)",
        "✔ proved   Where did revenue fall?   region is North  region North",
        "○ skipped  How long was the outage?  hours near 6     not asked",
        "✔ done     optimize", "http://127.0.0.1:8443", "https://example.com/run/7", "/runs/r/files/quality.json",
        "demo-wizard --spec retail", f"demo-wizard runs show {run.id}", "--as ana@example.com",
    ):
        assert words in text
    assert str(run.path) in "".join(text.split())  # a long path is folded, never cut
    assert ESCAPE not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_the_summary_of_a_failure_says_what_why_and_how_to_go_on(run: RunDirectory) -> None:
    text = shown(run, failed())
    for words in ("✖ Retail customer analytics is not ready", "run refresh: Job refresh: task optimize failed",
                  "✖ failed  Where did revenue fall?  region is North  region South",
                  "See the task.", "log of task optimize:", "line 1", f"demo-wizard runs resume {run.id}",
                  f"demo-wizard runs resume {run.id} --skip run:refresh"):
        assert words in text
    assert "demo-wizard --spec retail" not in text


def skipping() -> list[Event]:
    """A run that was resumed without the step that failed."""
    return [*failed(), RunStarted(2, 2, "demo.shop", "sandbox", "Retail"),
            StepSkipped("run:refresh", "skipped on request", "skipped"), StepStarted("grant:proof"),
            StepFinished("grant:proof", "succeeded", 1.0),
            RunFinished("succeeded", 0, 2.0, "skipped on request: run refresh")]


def test_what_was_skipped_on_request_is_told_everywhere(run: RunDirectory) -> None:
    text = shown(run, skipping())
    assert "✔ Retail is ready" in text
    assert "  skipped on request: run refresh" in text
    assert "job run         1 skipped" in text
    assert "do what was skipped  demo-wizard --spec retail" in text
    assert re.search(r"○ skipped run refresh +skipped on request", drawn(skipping()[:-1], 40))
    err = io.StringIO()
    printer = PlainPrinter(RunState(), err)
    for record in records(skipping()):
        printer.show(record)
    assert "○ skipped  run refresh  skipped on request" in err.getvalue()


def test_a_run_that_never_had_a_plan_is_done_again(run: RunDirectory) -> None:
    text = shown(run, [RunNoted("connecting"), RunFinished("failed", 3, 0.1, "No such group.", "Create it.")])
    assert "No such group." in text
    assert "demo-wizard --spec retail" in text
    assert "resume" not in text


def test_a_result_goes_to_stdout_and_a_failure_to_stderr(run: RunDirectory) -> None:
    for events, place in ((succeeded(), 0), (failed(), 1)):
        streams = io.StringIO(), io.StringIO()
        printer = TextPrinter(run, RunState(), *streams)
        for record in records(events):
            printer.show(record)
        printer.close()
        assert "What to type next" in streams[place].getvalue()
        assert "What to type next" not in streams[1 - place].getvalue()


def test_jsonl_is_the_stream_line_and_then_the_records() -> None:
    out = io.StringIO()
    printer = JsonlPrinter(out)
    for record in records(succeeded()):
        printer.show(record)
    printer.close()
    first, *others = out.getvalue().splitlines()
    assert first == '{"event":"stream","version":1}'
    assert others == [record.to_line() for record in records(succeeded())]


def test_advice_beside_jsonl_is_short(run: RunDirectory) -> None:
    text = advice(run, RunFinished("failed", 1, 1.0, "It broke with password=hunter2secret", "Mend it."))
    assert text.splitlines() == ["failed: It broke with password=***", "Mend it.",
                                 f"Go on where it stopped: demo-wizard runs resume {run.id}"]
