"""The app as a person meets it: in a terminal, with the real desk and a real sandbox."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from screens.app import DemoWizard
from screens.modals.save import Save
from screens.results import ResultsScreen
from screens.review import ReviewScreen
from screens.run import RunScreen
from screens.widgets.field import Field
from tests.e2e.cli import Wizard, alive, journal
from tests.e2e.conftest import workspace_client
from tests.eventually import eventually
from tests.screens.seen import screen_text, until
from wizard.spec.choices import Choices

HINTS = ("begin a demo", "choose the industry", "put the customer's name on it", "look at the rows",
         "choose who may see it", "choose the jobs", "review the plan", "make the demo on sandbox")  # fmt: skip
"""What Enter will do, screen by screen."""
BAKERY = "tests/e2e/bakery.yaml"
PATIENCE = 60.0
CONTROL = re.compile(r"\x1b(\[[0-9;?>=]*[A-Za-z]|\][^\x07\x1b]*(\x07|\x1b\\)|[()=>].?|P[^\x1b]*\x1b\\)")


class Person:
    """Somebody before a terminal of 80 by 24: types keys, and waits for words."""

    def __init__(self, home: Path) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CI", "SSH_CONNECTION")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wizard"], stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env={**kept, "DEMO_WIZARD_HOME": str(home), "TERM": "xterm-256color"},
        )
        os.close(slave)
        self.seen, self.pressed = "", 0

    def press(self, key: str) -> None:
        self.seen, self.pressed = "", self.pressed + 1
        os.write(self._master, key.encode())

    def sees(self, words: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while words not in self.seen:
            assert time.monotonic() < deadline, f"no {words!r} in: {self.seen[-3000:]}"
            self._look()

    def _look(self) -> None:
        if not select.select([self._master], [], [], 0.1)[0]:
            return
        with suppress(OSError):  # the other end of the terminal is closed
            self.seen += CONTROL.sub("", os.read(self._master, 65536).decode(errors="replace"))

    def leaves(self) -> int:
        """The exit code after ctrl+q."""
        self.press("\x11")
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline
            self._look()
        os.close(self._master)
        return self.process.returncode

    def dies(self) -> None:
        """The terminal is closed, the worst way."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self._master)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Wizard]:
    made = Wizard(tmp_path)
    yield made
    made.run("sandbox", "stop")


def test_enter_leads_from_nothing_to_a_demo_which_goes_on_when_its_terminal_is_closed(own: Wizard) -> None:
    person = Person(own.home)
    for words in HINTS:
        person.sees(words)
        person.press("\r")
    person.sees("running")
    desk = [pid for pid in children(person.process.pid) if "wizard.desk" in command(pid)]
    person.dies()
    eventually(lambda: desk and not any(alive(pid) for pid in desk), "the desk to be gone")

    run = own.runs()[-1]
    again = Person(own.home)
    again.sees("A run is going on")
    again.press("\r")
    again.sees("is ready")
    assert again.leaves() == 0

    last = journal(run)[-1]
    assert (last["event"], last["status"]) == ("run_finished", "succeeded")
    assert person.pressed <= 12


async def test_what_was_done_in_the_app_is_replayed_from_the_spec_it_saved(
    own: Wizard, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_WIZARD_HOME", str(own.home))
    saved = tmp_path_factory.mktemp("saved") / "mine.yaml"
    app = DemoWizard()
    async with app.run_test(size=(120, 40)) as pilot:
        app.begin(Choices.of(BAKERY), "story")
        await app.settled()
        await pilot.pause()
        app.screen.query_one("#field-brand-company", Field).input.focus()
        await pilot.press(*"Kunze", "tab")
        await app.settled()
        await pilot.press("f2")
        await until(pilot, lambda: "company: Kunze" in getattr(getattr(app.screen, "text", None), "text", ""))
        await pilot.press("escape")
        app.action_go("review")
        review = app.get_screen("review", ReviewScreen)
        await until(pilot, lambda: app.screen is review and not review.blocked(), PATIENCE)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Save))
        app.screen.query_one("Input").value = str(saved)
        await pilot.press("enter")
        await until(pilot, saved.exists)
        await until(pilot, lambda: app.screen is review)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RunScreen), PATIENCE)
        await until(pilot, lambda: journal(own.runs()[-1])[-1]["event"] == "run_finished", PATIENCE)
        await until(pilot, lambda: "is ready" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ResultsScreen))
    assert "as_of:" in saved.read_text()

    other = Wizard(tmp_path_factory.mktemp("other"))
    try:
        other.ok("--spec", str(saved), "--yes")
        assert _made(other) == _made(own)
    finally:
        other.run("sandbox", "stop")


def _made(wizard: Wizard) -> dict[str, object]:
    """What a demo is, wherever it is: its rows by fingerprint, its grants, its job."""
    client = workspace_client(wizard.sandbox())
    tables = {t.name: t.properties["demo_wizard.data"] for t in client.tables.list("dev_bakery_demo", "counter")
              if "demo_wizard.data" in (t.properties or {})}  # fmt: skip
    grants = client.grants.get("schema", "dev_bakery_demo.counter").as_dict()
    jobs = [client.jobs.get(job.job_id).settings.as_dict() for job in client.jobs.list()]
    for job in jobs:
        for task in job["tasks"]:
            task.get("sql_task", {}).pop("warehouse_id", None)
    return {"tables": tables, "grants": grants, "jobs": jobs}


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command(pid: int) -> str:
    """What a process was started as."""
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
