"""Starting, finding, stopping and removing the sandbox's process."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from wizard.errors import UsageError, WizardError
from wizard.sandbox import lifecycle, state


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "sandbox"
    yield place
    lifecycle.stop(place)


def test_start_stop_and_start_again_keep_address_and_memory(home: Path) -> None:
    first = lifecycle.start(home)
    assert lifecycle.start(home) == first == lifecycle.status(home)
    assert lifecycle.stop(home) is True
    assert lifecycle.status(home) is None
    assert lifecycle.stop(home) is False
    again = lifecycle.start(home)
    assert again.pid != first.pid
    assert (again.host_url, again.token) == (first.host_url, first.token)


def test_starts_at_the_same_moment_find_one_server(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lifecycle.start, [home] * 4))
    assert len(set(found)) == 1


def test_a_port_that_is_taken_is_replaced(home: Path) -> None:
    first = lifecycle.start(home)
    lifecycle.stop(home)
    with socket.create_server(("127.0.0.1", int(first.host_url.rpartition(":")[2]))):
        assert lifecycle.start(home).host_url != first.host_url


def test_a_killed_server_is_noticed_and_replaced(home: Path) -> None:
    first = lifecycle.start(home)
    end(home, signal.SIGKILL)
    assert lifecycle.start(home).pid != first.pid


def test_a_server_that_is_told_to_end_cleans_up_itself(home: Path) -> None:
    lifecycle.start(home)
    end(home, signal.SIGTERM)
    assert state.read(home) is None
    assert not list(home.glob("*-wal"))
    assert (home / "server.log").read_text() == ""


def test_a_process_that_inherited_the_id_is_left_alone(home: Path) -> None:
    running = lifecycle.start(home)
    found = state.read(home)
    assert found
    state.write(home, replace(found, pid=os.getpid()))
    assert lifecycle.status(home) is None
    assert lifecycle.stop(home) is False
    state.write(home, found)
    assert lifecycle.status(home) == running


def test_another_version_is_replaced(home: Path) -> None:
    first = lifecycle.start(home)
    found = state.read(home)
    assert found
    state.write(home, replace(found, version="0.0.0"))
    assert lifecycle.start(home).pid != first.pid
    assert not found.alive()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"host": 1}'])
def test_a_broken_state_file_counts_as_stopped(tmp_path: Path, content: str) -> None:
    (tmp_path / state.STATE_FILE).write_text(content)
    assert lifecycle.status(tmp_path) is None


def test_reset_forgets_everything(home: Path) -> None:
    first = lifecycle.start(home)
    assert lifecycle.reset(home) is True
    assert not home.exists()
    assert lifecycle.reset(home) is False
    assert lifecycle.start(home).token != first.token


def test_somebody_else_s_folder_is_neither_used_nor_deleted(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work")
    for call in (lifecycle.start, lifecycle.reset):
        with pytest.raises(UsageError):
            call(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    (home / "sandbox.db").mkdir(parents=True)
    (home / state.MARKER).touch()
    with pytest.raises(WizardError, match=r"did not come up.*unable to open database file") as error:
        lifecycle.start(home)
    assert "Traceback" not in str(error.value)


def test_no_environment_without_a_server(tmp_path: Path) -> None:
    with pytest.raises(WizardError, match="not running"):
        lifecycle.environment(home=tmp_path)


def test_the_server_listens_on_loopback_only(home: Path) -> None:
    assert lifecycle.start(home).host_url.startswith("http://127.0.0.1:")


def end(home: Path, how: signal.Signals) -> None:
    """Send a signal and wait until the process is gone."""
    found = state.read(home)
    assert found
    os.kill(found.pid, how)
    deadline = time.monotonic() + 10
    while found.alive():
        assert time.monotonic() < deadline
