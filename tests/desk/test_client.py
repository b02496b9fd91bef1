"""The protocol: what goes over the pipes, and what happens when one of the two processes ends."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.desk import samples
from tests.desk.samples import Chatter, Die, Echo, Fail, Hang, Meet, Pid
from tests.e2e.cli import alive
from tests.eventually import eventually
from wizard.desk.client import Desk
from wizard.errors import PreflightError, WizardError
from wizard.spec.problems import SpecError
from wizard.workspace.sql import SqlError


async def test_questions_are_answered_side_by_side(desk: Desk) -> None:
    assert await asyncio.gather(*(desk.ask(Meet(name)) for name in "abc")) == ["a", "b", "c"]


async def test_questions_and_answers_may_be_larger_than_a_pipe(desk: Desk) -> None:
    text = "ä" * samples.BIG
    assert await desk.ask(Echo(text)) == text


async def test_a_process_is_started_once_and_serves_all(desk: Desk) -> None:
    desk.start()
    desk.start()
    assert await desk.ask(Pid()) == await desk.ask(Pid()) != os.getpid()


async def test_an_error_travels_with_class_message_and_hint(desk: Desk) -> None:
    with pytest.raises(PreflightError) as preflight:
        await desk.ask(Fail("preflight"))
    assert (preflight.value.message, preflight.value.hint) == ("no warehouse", "ask for one")


async def test_an_error_travels_with_all_that_it_knows(desk: Desk) -> None:
    with pytest.raises(SpecError) as spec:
        await desk.ask(Fail("spec"))
    assert spec.value.problems == (samples.PROBLEM,)
    with pytest.raises(SqlError, match="no such table") as sql:
        await desk.ask(Fail("sql"))
    assert sql.value.code == "NOT_FOUND"


async def test_a_bug_is_one_sentence_here_and_a_traceback_in_the_log(desk: Desk, home: Path) -> None:
    with pytest.raises(WizardError, match="Something unexpected happened: ValueError: a bug") as bug:
        await desk.ask(Fail("bug"))
    assert "desk.log" in bug.value.hint
    assert "Traceback" in (home / "desk.log").read_text()


async def test_an_answer_that_cannot_travel_is_an_error(desk: Desk) -> None:
    with pytest.raises(WizardError, match="unexpected"):
        await desk.ask(Fail("by a lambda"))


async def test_no_secret_leaves_the_desk(desk: Desk, home: Path) -> None:
    with pytest.raises(PreflightError, match=r"the token \*\*\* was refused") as refused:
        await desk.ask(Fail("secret"))
    assert samples.SECRET not in repr(refused.value)
    assert samples.SECRET not in (home / "desk.log").read_text()


async def test_when_the_process_dies_whoever_waits_is_told_and_the_next_question_starts_another(
    desk: Desk, home: Path, tmp_path: Path
) -> None:
    first = await desk.ask(Pid())
    waiting = asyncio.ensure_future(desk.ask(Hang(tmp_path / "begun")))
    with pytest.raises(WizardError, match="helper process ended") as ended:
        await desk.ask(Die())
    assert str(home / "desk.log") in ended.value.hint
    with pytest.raises(WizardError, match="helper process ended"):
        await waiting
    assert await desk.ask(Pid()) != first


async def test_a_process_that_cannot_start_is_an_error(home: Path) -> None:
    desk = Desk((sys.executable, "-c", "raise SystemExit('no such thing')"))
    with pytest.raises(WizardError, match="helper process ended"):
        await desk.ask(Pid())
    assert (home / "desk.log").read_text() == "no such thing\n"


async def test_a_home_that_cannot_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DEMO_WIZARD_HOME", str(tmp_path / "file"))
    desk = Desk(samples.COMMAND)
    desk.start()
    with pytest.raises(WizardError, match="cannot be started"):
        await desk.ask(Pid())


async def test_the_log_does_not_grow_for_ever(desk: Desk, home: Path) -> None:
    home.mkdir()
    (home / "desk.log").write_bytes(b"x" * 1_000_001)
    await desk.ask(Chatter())
    assert (home / "desk.log").stat().st_size < 100


async def test_whoever_cancels_abandons_the_answer_alone(desk: Desk, tmp_path: Path) -> None:
    pid = await desk.ask(Pid())
    waiting = asyncio.ensure_future(desk.ask(Hang(tmp_path / "begun")))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await desk.ask(Pid()) == pid


async def test_closing_is_instant_while_an_answer_hangs(desk: Desk, tmp_path: Path) -> None:
    pid = await desk.ask(Pid())
    waiting = asyncio.ensure_future(desk.ask(Hang(tmp_path / "begun")))
    await asyncio.sleep(0)
    await asyncio.to_thread(eventually, (tmp_path / "begun").exists, "the answer to hang")
    began = time.monotonic()
    desk.close()
    assert time.monotonic() - began < 0.05
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.to_thread(eventually, lambda: not alive(pid), "the process to be gone")


async def test_ctrl_c_in_the_terminal_is_none_of_its_business(desk: Desk) -> None:
    pid = await desk.ask(Pid())
    assert os.getsid(pid) == pid  # the terminal's signals go to its own session
    os.kill(pid, signal.SIGINT)
    assert await desk.ask(Pid()) == pid


async def test_what_libraries_print_ends_up_in_the_log(
    desk: Desk, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    await desk.ask(Chatter())
    desk.close()
    assert capfd.readouterr() == ("", "")
    lines = (home / "desk.log").read_text().splitlines()
    assert sorted(lines) == ["by a child", "printed", "written to 1", "written to 2"]
    assert (home / "desk.log").stat().st_mode & 0o777 == 0o600


APP = """
import asyncio, sys
from tests.desk.samples import COMMAND, Hang, Pid
from wizard.desk.client import Desk
from pathlib import Path

async def main():
    desk = Desk(COMMAND)
    print(await desk.ask(Pid()), flush=True)
    await desk.ask(Hang(Path(sys.argv[1])))

asyncio.run(main())
"""


def test_when_the_app_is_killed_its_desk_goes_too(home: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", APP, str(tmp_path / "begun")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as app:
        assert app.stdout
        pid = int(app.stdout.readline())
        eventually((tmp_path / "begun").exists, "the answer to hang")
        app.kill()
    eventually(lambda: not alive(pid), "the desk to be gone")
