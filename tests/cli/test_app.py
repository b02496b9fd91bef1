"""When the app is opened, when it is not, and what becomes of a mistake of ours in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Saved
from tests.cli.terminal import Terminal
from tests.run.fake import step

Wizard = Callable[..., int]
Captured = pytest.CaptureFixture[str]
LEAVE = "\x11"  # ctrl+q
FULL_SCREEN, GIVEN_BACK = "\x1b[?1049h", "\x1b[?1049l"
BROKEN = """
import sys
from screens.app import DemoWizard
from wizard.cli.main import main
DemoWizard.watch_run = lambda *_, **__: 1 / 0
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("arguments", [(), ("--debug",)], ids=["alone", "debug"])
def test_in_a_terminal_it_opens_the_app(home: Path, arguments: tuple[str, ...]) -> None:
    terminal = Terminal(home, *arguments, program=("-m", "wizard"))
    terminal.await_text("Demo Wizard")
    terminal.type(LEAVE)
    assert terminal.end() == 0
    assert FULL_SCREEN in terminal.shown
    assert GIVEN_BACK in terminal.shown


def test_a_mistake_of_ours_in_the_app_is_a_sentence_and_a_file(home: Path, wizard: Wizard, saved: Saved) -> None:
    assert wizard("apply", "--plan", saved(step("data:t"))) == 0
    terminal = Terminal(home, "runs", "attach", program=("-c", BROKEN))
    assert terminal.end() == 1
    assert "Something unexpected happened: ZeroDivisionError" in terminal.shown
    assert "Traceback" not in terminal.shown
    assert "Traceback" in next((home / "crashes").iterdir()).read_text()
    debugged = Terminal(home, "runs", "attach", "--debug", program=("-c", BROKEN))
    assert debugged.end() == 1
    assert debugged.shown.count("Traceback") == 1


def test_without_a_terminal_it_says_what_to_do_instead(wizard: Wizard, capsys: Captured) -> None:
    assert wizard() == 0
    out, err = capsys.readouterr()
    assert "There is no terminal here" in out
    for command in ("--spec retail", "--plain", "serve"):
        assert f"demo-wizard {command}" in out
    assert err == ""


@pytest.mark.parametrize(("arguments", "words"), [
    (["--target", "prod"], "--target says how to make a demo. Which one? Give --spec."),
    (["--set", "seed=7"], "--set says how to make a demo"),
    (["--plain", "--yes"], "--yes says how to make a demo"),
    (["--plain", "runs", "attach"], "demo-wizard runs --plain"),
    (["open", "--spec", "retail"], "There is no terminal to open the app in."),
    (["open", "--spec", "retial"], "Did you mean retail?"),
    (["open", "--spec", "retail", "--set", "seed"], "is not path=value"),
])
def test_what_cannot_be_opened_is_said_before_anything_is_drawn(wizard: Wizard, capsys: Captured,
                                                               arguments: list[str], words: str) -> None:
    assert wizard(*arguments) == 2
    assert words in capsys.readouterr().err


def test_a_spec_is_opened_with_what_was_set(home: Path) -> None:
    terminal = Terminal(home, "open", "--spec", "retail", "--set", "brand.company=Zugspitze")
    terminal.await_text("Zugspitze")
    terminal.type(LEAVE)
    assert terminal.end() == 0
