"""Making a demo from the command line: what is printed where, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Saved
from tests.cli.terminal import Terminal, await_step, only_run, start
from tests.eventually import eventually
from tests.run.fake import step
from wizard.plan.model import Action
from wizard.run.history import History
from wizard.run.start import is_alive

Wizard = Callable[..., int]
SLACK = 1.0
"""Seconds that a machine with other work to do may add to what is promised."""


@pytest.mark.parametrize(("do", "code"), [("rows", 0), ("fail", 1), ("crash", 1), ("bad-data", 4)])
def test_the_exit_code_is_the_run_s(wizard: Wizard, saved: Saved, capsys: pytest.CaptureFixture[str],
                                    do: str, code: int) -> None:
    assert wizard("apply", "--plan", saved(step("data:t", do=do))) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert "data t" in err
    assert ("is ready" in out, "is not ready" in err) == (code == 0, code != 0)


def test_jsonl_is_the_contract_from_the_first_line_to_the_last(wizard: Wizard, saved: Saved,
                                                                capsys: pytest.CaptureFixture[str]) -> None:
    plan = saved(step("schema:s"), step("data:t", "schema:s", do="rows"), step("view:v", action=Action.KEEP))
    assert wizard("apply", "--plan", plan, "--output", "jsonl") == 0
    out, err = capsys.readouterr()
    first, *lines = out.splitlines()
    assert first == '{"event":"stream","version":1}'
    events = [json.loads(line) for line in lines]
    assert all({"ts", "event", "code", "run_id"} <= event.keys() for event in events)
    assert [e["event"] for e in events].count("run_finished") == 1
    assert (events[-1]["event"], events[-1]["status"]) == ("run_finished", "succeeded")
    assert err == ""
    by_name = {event["event"]: event for event in events}
    assert {"done", "total", "unit", "rate", "step"} <= by_name["step_progress"].keys()
    assert {"status", "seconds", "detail", "step"} <= by_name["step_finished"].keys()
    assert {"reason", "step"} <= by_name["step_skipped"].keys()


def test_debug_shows_the_traceback(wizard: Wizard, saved: Saved, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard("apply", "--plan", saved(step("data:t", do="crash")), "--debug") == 1
    assert "ZeroDivisionError: by zero" in capsys.readouterr().err.partition("Traceback")[2]


@pytest.mark.parametrize(("text", "words"), [
    (None, "No such file"), ("{}", "is not a plan"), ("[1]", "is not a plan"), ("nonsense", "is not a plan"),
])
def test_a_file_that_is_no_plan_is_refused(wizard: Wizard, home: Path, capsys: pytest.CaptureFixture[str],
                                           text: str | None, words: str) -> None:
    path = home / "given.json"
    if text is not None:
        path.write_text(text)
    assert wizard("apply", "--plan", str(path)) == 2
    assert words in capsys.readouterr().err
    assert not (home / "runs").exists()


def test_a_plan_that_was_edited_is_refused(wizard: Wizard, saved: Saved, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(saved(step("data:t")))
    path.write_text(path.read_text().replace("does not exist yet", "because"))
    assert wizard("apply", "--plan", str(path)) == 2
    assert "was changed after it was made" in capsys.readouterr().err


def test_a_demo_that_is_being_made_is_refused_before_anything_begins(home: Path, wizard: Wizard, saved: Saved,
                                                                     capsys: pytest.CaptureFixture[str]) -> None:
    plan = saved(step("data:t", do="wait"))
    process = start(home, "apply", "--plan", plan)
    run = only_run(home)
    await_step(run, "data:t")
    assert wizard("apply", "--plan", plan) == 1
    assert f"demo-wizard runs cancel {run.id}" in capsys.readouterr().err
    assert [run] == [only_run(home)]
    assert wizard("runs", "cancel") == 0
    assert process.wait(5) == 130
    process.communicate()


@pytest.mark.parametrize("output", ["text", "jsonl"])
def test_ctrl_c_stops_a_hanging_run_within_a_second(home: Path, saved: Saved, output: str) -> None:
    process = start(home, "apply", "--plan", saved(step("data:t", do="hang")), "--output", output)
    run = only_run(home)
    await_step(run, "data:t")
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=5)
    assert time.monotonic() - began < 1.0 + SLACK
    assert process.returncode == 130
    assert f"demo-wizard runs resume {run.id}" in err.decode()
    assert output == "text" or json.loads(out.splitlines()[-1])["status"] == "cancelled"
    eventually(lambda: not is_alive(run), "the runner to leave", 1.0)


def test_ctrl_c_leaves_in_time_even_if_the_runner_is_frozen(home: Path, saved: Saved) -> None:
    process = start(home, "apply", "--plan", saved(step("data:t", do="hang")), "--output", "jsonl")
    run = only_run(home)
    await_step(run, "data:t")
    pid = run.runner_pid() or 0
    os.kill(pid, signal.SIGSTOP)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=5)
    os.kill(pid, signal.SIGCONT)
    assert process.returncode == 130
    assert json.loads(out.splitlines()[-1])["event"] == "run_finished"
    assert "to itself" in err.decode()


def test_a_killed_command_line_does_not_end_the_run(home: Path, saved: Saved) -> None:
    process = start(home, "apply", "--plan", saved(step("data:t", do="gate", file="gate")))
    run = only_run(home)
    await_step(run, "data:t")
    process.kill()
    process.communicate()
    (home / "gate").touch()
    last = eventually(lambda: History.read(run).last, "the run to end")
    assert last is not None
    assert last.status == "succeeded"


def test_a_reader_that_goes_away_is_no_error(home: Path, saved: Saved) -> None:
    process = start(home, "apply", "--plan", saved(step("data:t", do="gate", file="gate")), "--output", "jsonl")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    (home / "gate").touch()
    assert process.wait(5) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


def test_on_a_terminal_a_change_of_what_exists_needs_a_yes(home: Path, saved: Saved) -> None:
    plan = saved(step("table:t", action=Action.UPDATE))
    for answer, code in (("n\n", 130), ("y\n", 0)):
        terminal = Terminal(home, "apply", "--plan", plan)
        terminal.await_text("Apply? [Y/n]")
        assert "~ update  table t" in terminal.shown
        assert not (home / "marks").exists()
        terminal.type(answer)
        assert terminal.end() == code
    assert (home / "marks").read_text() == "table:t\n"
    assert "is ready" in terminal.shown


@pytest.mark.parametrize(("action", "options"), [(Action.CREATE, []), (Action.UPDATE, ["--yes"])])
def test_on_a_terminal_nothing_is_asked_without_need(home: Path, saved: Saved, action: Action,
                                                     options: list[str]) -> None:
    terminal = Terminal(home, "apply", "--plan", saved(step("table:t", action=action)), *options)
    assert terminal.end() == 0
    assert "Apply?" not in terminal.shown


def test_ctrl_c_on_a_terminal_shows_that_it_was_heard(home: Path, saved: Saved) -> None:
    terminal = Terminal(home, "apply", "--plan", saved(step("data:t", do="hang")))
    await_step(only_run(home), "data:t")
    terminal.process.send_signal(signal.SIGINT)
    terminal.await_text("cancelling")
    assert terminal.end() == 130
    assert "was stopped" in terminal.shown
