"""The wizard line by line: answered from a file, from a terminal, and not at all."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Saved
from tests.cli.terminal import Terminal, await_step, only_run, start
from tests.run.fake import plan, step
from tests.steps.shop import DAY, TEXT
from wizard.cli.main import main
from wizard.cli.plain import wizard as line_by_line
from wizard.errors import WizardError
from wizard.plan.model import Action
from wizard.run.history import History
from wizard.sandbox import lifecycle

Wizard = Callable[..., int]
Captured = pytest.CaptureFixture[str]
Answers = Callable[..., None]
INDUSTRY = "Industry, number or name [retail]: "
SIZE = "Size [small]: "


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What will be typed, a line each; then nobody is there any more."""
    def give(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return give


@pytest.fixture
def sandbox(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATABRICKS_CONFIG_FILE", str(home / "databrickscfg"))
    yield
    lifecycle.stop()


@pytest.mark.usefixtures("sandbox")
def test_answers_make_a_demo_and_the_command_that_makes_it_again(home: Path, answers: Answers,
                                                                 capsys: Captured) -> None:
    spec = home / "shop.yaml"
    spec.write_text(TEXT)
    answers("", str(spec), "O'Neill & Söhne", "", DAY, "", "perhaps", "l", "y")
    assert main(["--plain"]) == 0
    out, err = capsys.readouterr()
    assert "The North sells less" in err
    assert "2 tables with 2,020 rows, 1 view, 0 jobs." in err
    assert "- How many sales are there?" in err
    assert "- 2 tables to create\n" in err
    assert "- 2 data sets to write\n" in err
    assert "costs nothing" in err
    assert "Write y, n or l." in err
    assert "  + create  view revenue_by_region" in err
    assert "✔ done     data sales" in err
    assert "Corner shop is ready" in out
    assert "\x1b" not in out + err
    again = f"demo-wizard --spec {spec} --set 'brand.company=\"O'\"'\"'Neill & Söhne\"' --set 'as_of=\"2026-11-01\"'"
    assert err.endswith(f"The same without questions:\n  {again}\n")
    assert f"demo-wizard export --talk-track --spec {spec}" in err
    run = only_run(home)
    assert run.request.source == again
    assert "O'Neill & Söhne" in run.spec.read_text()


def test_a_bad_answer_is_asked_for_again_with_the_reason(wizard: Wizard, answers: Answers, capsys: Captured) -> None:
    answers("9", "nowhere", "1", "0", "retial", "/", "1", "x" * 200, "Alpenhof", "huge", "0", "medium",
            "nonsense", "tables.nope.rows=1", "seed=seven", "seed=7")
    assert wizard("--plain") == 130
    err = capsys.readouterr().err
    said = " ".join(err.split())
    for reason in (
        "The numbers go from 1 to 1.", "nowhere is neither the sandbox nor a profile", "The numbers go from 1 to 8.",
        "Did you mean retail?", "is a folder", "brand.company", "size:",
        "is not path=value", "tables.nope", "seed:",
    ):
        assert reason in said
    assert err.count(INDUSTRY) == err.count(SIZE) + 1 == 4
    assert err.endswith("\nStopped.\n")
    assert "Traceback" not in err


def test_of_a_demo_that_is_there_the_commands_are_told(home: Path, wizard: Wizard, answers: Answers,
                                                       monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(line_by_line, "make_plan", lambda *_: plan(step("schema:s", action=Action.KEEP)))
    answers("", "healthcare", "", "medium", "")
    assert wizard("--plain") == 0
    err = capsys.readouterr().err
    assert "c.s on nowhere is there already" in err
    assert "  demo-wizard check --spec healthcare --set size=medium\n" in err
    assert not (home / "runs").exists()


def test_what_changes_is_named_and_not_made_by_enter_alone(home: Path, wizard: Wizard, answers: Answers,
                                                           monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    changes = plan(*(step(f"view:v{number}", action=Action.UPDATE) for number in range(10)))
    monkeypatch.setattr(line_by_line, "make_plan", lambda *_: changes)
    answers("", "", "", "", "", "")
    assert wizard("--plain") == 130
    err = capsys.readouterr().err
    assert "- 10 views to change\n" in err
    assert "- view v7: does not exist yet\n  - and 2 more\n" in err
    assert "[y/N]: \nNothing was made.\n\nThe same without questions:\n  demo-wizard --spec retail\n" in err
    assert not (home / "runs").exists()


def test_a_target_that_does_not_answer_can_be_asked_again(home: Path, wizard: Wizard, answers: Answers,
                                                          monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def refuse(*_: object) -> None:
        raise WizardError("The workspace cannot be reached.", "Check the network.")

    monkeypatch.setattr(line_by_line, "make_plan", refuse)
    answers("", "", "", "", "", "y", "n")
    assert wizard("--plain") == 1
    err = capsys.readouterr().err
    assert err.count("The workspace cannot be reached. Check the network.\nTry again? [y/N]: ") == 2
    assert not (home / "runs").exists()


def test_what_is_unfinished_is_offered_first(home: Path, wizard: Wizard, saved: Saved, answers: Answers,
                                             capsys: Captured) -> None:
    assert wizard("apply", "--plan", saved(step("schema:s"), step("run:j", "schema:s", do="once"))) == 1
    run = only_run(home)
    capsys.readouterr()
    answers("2", "yes", "1")
    assert wizard("--plain") == 0
    err = capsys.readouterr().err
    told = f"1 run is unfinished: 1. c.s on nowhere, failed, 2 of 2 steps done, run {run.id}: resume it? Number"
    assert told in " ".join(err.split())
    assert err.count("Write 1, or nothing.") == 2
    assert History.read(run).attempts == 2
    answers("")
    assert wizard("--plain") == 130
    assert "unfinished" not in capsys.readouterr().err


def test_a_run_at_work_is_watched_in_lines_that_stay(home: Path, saved: Saved) -> None:
    owner = start(home, "apply", "--plan", saved(step("data:t", do="gate", file="gate")))
    await_step(only_run(home), "data:t")
    terminal = Terminal(home, "--plain")
    terminal.await_text("Enter for a new demo: ")
    terminal.type("1\n")
    terminal.await_text("▶ running  data t")
    (home / "gate").touch()
    assert terminal.end() == 0
    assert "c.s is ready" in terminal.shown
    assert "\x1b" not in terminal.shown
    owner.communicate(timeout=5)


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl+c", "ctrl+d"])
def test_a_dumb_terminal_gets_questions_and_a_key_leaves_them(home: Path, key: str) -> None:
    terminal = Terminal(home, term="dumb")
    terminal.await_text("Target, number or name [sandbox]: ")
    terminal.type(key)
    assert terminal.end() == 130
    assert "Stopped." in terminal.shown
    assert "Traceback" not in terminal.shown


def test_a_run_can_be_made_without_anything_being_redrawn(home: Path, saved: Saved) -> None:
    terminal = Terminal(home, "apply", "--plan", saved(step("data:t", do="rows")), "--plain")
    assert terminal.end() == 0
    assert "✔ done     data t" in terminal.shown
    assert "\x1b" not in terminal.shown


def test_it_needs_no_textual() -> None:
    program = "import sys, wizard.cli.plain.wizard\nprint([n for n in ('textual', 'databricks') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
