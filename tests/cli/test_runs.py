"""Runs that are there: seen, followed, resumed and stopped from any terminal."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Saved
from tests.cli.terminal import Terminal, await_step, only_run, start, stop
from tests.eventually import eventually
from tests.run.fake import step
from wizard.run.start import is_alive

Wizard = Callable[..., int]


def test_a_failed_run_is_listed_shown_and_resumed(home: Path, wizard: Wizard, saved: Saved,
                                                  capsys: pytest.CaptureFixture[str]) -> None:
    plan = saved(step("schema:s"), step("run:j", "schema:s", do="once"))
    assert wizard("apply", "--plan", plan) == 1
    run = only_run(home)
    capsys.readouterr()
    assert wizard("runs", "list") == 0
    assert f"{run.id}  failed  c.s   nowhere  2/2" in capsys.readouterr().out
    assert wizard("runs", "show") == 0
    assert f"demo-wizard runs resume {run.id}" in capsys.readouterr().out
    assert wizard("runs", "resume", run.id[-4:]) == 0
    out, err = capsys.readouterr()
    assert "done in an earlier attempt" in err
    assert "schema          1 created" in out
    assert wizard("runs", "resume") == 2
    assert "nothing to resume" in capsys.readouterr().err
    assert wizard("runs", "list", "--output", "json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(row["run"], row["status"]) for row in listed] == [(run.id, "succeeded")]


def test_a_failed_step_is_skipped_on_request(home: Path, wizard: Wizard, saved: Saved,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    plan = saved(step("schema:s"), step("quality:all", "schema:s", do="fail"), step("view:v", "quality:all"))
    assert wizard("apply", "--plan", plan) == 1
    assert "--skip quality:all" in capsys.readouterr().err
    assert wizard("runs", "resume", "--skip", "quality:al") == 2
    assert "Did you mean quality:all?" in capsys.readouterr().err
    assert wizard("runs", "resume", only_run(home).id, "--skip", "quality all", "--skip", "quality:all") == 0
    out, err = capsys.readouterr()
    assert "○ skipped  quality all  skipped on request" in err
    assert "skipped on request: quality all" in out
    assert wizard("runs", "resume", "--help") == 0
    assert "--skip STEP" in capsys.readouterr().out


def test_a_killed_run_is_told_as_such(home: Path, wizard: Wizard, saved: Saved,
                                      capsys: pytest.CaptureFixture[str]) -> None:
    process = start(home, "apply", "--plan", saved(step("data:t", do="hang")), "--output", "jsonl")
    run = only_run(home)
    await_step(run, "data:t")
    stop(run)
    out, err = process.communicate(timeout=5)
    assert process.returncode == 1
    assert json.loads(out.splitlines()[-1])["status"] == "failed"
    assert b"Traceback" not in err
    assert wizard("runs", "list") == 0
    assert "failed" in capsys.readouterr().out
    assert wizard("runs", "cancel") == 2


def test_attach_follows_from_the_beginning_and_leaves_it_running(home: Path, wizard: Wizard, saved: Saved) -> None:
    owner = start(home, "apply", "--plan", saved(step("data:t", do="gate", file="gate")))
    run = only_run(home)
    await_step(run, "data:t")
    leaving = start(home, "runs", "attach", run.id, "--output", "jsonl")
    staying = start(home, "runs", "attach", "--output", "jsonl")
    for process in (leaving, staying):
        assert process.stdout is not None
        assert process.stdout.readline() == b'{"event":"stream","version":1}\n'
        assert json.loads(process.stdout.readline())["event"] == "run_started"
    leaving.send_signal(signal.SIGINT)
    _, err = leaving.communicate(timeout=5)
    assert b"runs attach" in err
    assert is_alive(run)
    (home / "gate").touch()
    out, _ = staying.communicate(timeout=5)
    assert json.loads(out.splitlines()[-1])["status"] == "succeeded"
    owner.communicate(timeout=5)
    assert owner.returncode == staying.returncode == 0


def test_in_a_terminal_attach_opens_the_run_screen_and_leaving_it_leaves_the_app(home: Path, saved: Saved) -> None:
    owner = start(home, "apply", "--plan", saved(step("data:gatekeeper", do="gate", file="gate")))
    run = only_run(home)
    await_step(run, "data:gatekeeper")
    terminal = Terminal(home, "runs", "attach")
    terminal.await_text("gatekeeper")
    terminal.await_text("Leave")
    terminal.type("\x1b")
    assert terminal.end() == 0
    assert is_alive(run)
    (home / "gate").touch()
    owner.communicate(timeout=5)
    replay = Terminal(home, "runs", "attach", run.id, "--speed", "100")
    replay.await_text("replay")
    replay.type("\x11")  # ctrl+q
    assert replay.end() == 0
    for words in (["--plain"], ["--output", "text"]):
        lines = Terminal(home, "runs", "attach", *words)
        assert lines.end() == 0
        assert "c.s is ready" in lines.shown
        assert "\x1b[?1049h" not in lines.shown


def test_a_speed_is_for_the_run_screen(wizard: Wizard, saved: Saved, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard("apply", "--plan", saved(step("data:t"))) == 0
    for arguments in (["--speed", "4"], ["--speed", "4", "--plain"], ["--speed", "0"]):
        assert wizard("runs", "attach", *arguments) == 2
        assert "--speed" in capsys.readouterr().err


def test_cancel_waits_until_the_run_has_stopped(home: Path, wizard: Wizard, saved: Saved,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    process = start(home, "apply", "--plan", saved(step("data:t", do="wait")))
    run = only_run(home)
    await_step(run, "data:t")
    assert wizard("runs", "cancel") == 0
    assert f"Run {run.id}: cancelled" in capsys.readouterr().err
    eventually(lambda: not is_alive(run), "the runner to leave")
    process.communicate(timeout=5)


def test_show_gives_the_journal_to_programs(home: Path, wizard: Wizard, saved: Saved,
                                            capsys: pytest.CaptureFixture[str]) -> None:
    wizard("apply", "--plan", saved(step("data:t")))
    capsys.readouterr()
    assert wizard("runs", "show", "--output", "jsonl") == 0
    assert capsys.readouterr().out == only_run(home).events.read_text()
