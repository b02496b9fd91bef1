"""Start, find, stop and remove the sandbox from outside its process.

Several commands may ask for the sandbox at the same moment, and any process may have died since it was last seen. So
a start happens under a file lock, a server is recognized by its process id *and* start time, and only folders that
carry the sandbox's mark are ever deleted. A running server of another version is replaced. Nothing here imports a web
framework.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import wizard
from wizard import locations
from wizard.errors import UsageError, WizardError
from wizard.sandbox import state
from wizard.sandbox.characters import choice, people
from wizard.sandbox.characters.choice import Choice
from wizard.sandbox.state import State

OWNER = people.OWNER
_START_SECONDS = 30.0
_STOP_SECONDS = 10.0
_LOG_FILE = "server.log"
_PORT_FILE = "port"
_DATA_FILE = "sandbox.db"


@dataclass(frozen=True)
class Running:
    """A sandbox that answers.

    `token` is its owner's; `spark_remote` has the form `sc://host:port`; `like` names its character.
    """

    host_url: str
    token: str
    spark_remote: str
    pid: int
    home: Path
    like: str


def start(home: Path | None = None, wanted: Choice | None = None) -> Running:
    """Return the running sandbox, started now if it was not. Takes about half a second then.

    `wanted` is the character that a new one gets; without it a sandbox keeps what it has. Raises `WizardError` when it
    does not come up, `UsageError` when the folder cannot be a sandbox's or holds one of another character.
    """
    home = home or locations.sandbox()
    with _locked(home):
        _claim(home)
        _choose(home, wanted)
        found = state.read(home)
        if found and found.alive():
            if found.version == wizard.__version__:
                return _running(home, found)
            _end(found)
        return _running(home, _launch(home))


def status(home: Path | None = None) -> Running | None:
    """Return the running sandbox, or None when it does not run."""
    home = home or locations.sandbox()
    found = state.read(home)
    return _running(home, found) if found and found.alive() else None


def stop(home: Path | None = None) -> bool:
    """Stop the sandbox and wait until it has gone. Returns whether it ran. What it knows is kept."""
    home = home or locations.sandbox()
    with _locked(home):
        return _stop(home)


def reset(home: Path | None = None, wanted: Choice | None = None) -> bool:
    """Stop the sandbox and delete all it knows; the next start makes one of the character `wanted`.

    Returns whether there was one. Raises `UsageError` for a folder that is not a sandbox's.
    """
    home = home or locations.sandbox()
    with _locked(home):
        existed = _remove(home)
        if wanted:
            _claim(home)
            _choose(home, wanted)
        return existed


def chosen(home: Path | None = None) -> Choice | None:
    """Return the character of the sandbox, whether it runs or not; None when there is no sandbox."""
    home = home or locations.sandbox()
    return choice.read(home) if (home / state.MARKER).exists() else None


def environment(as_user: str | None = None, home: Path | None = None) -> dict[str, str]:
    """Return the variables that point any Databricks client at the running sandbox, as its owner or another user.

    Spark Connect has no privileges of its own, so SPARK_REMOTE is for the owner alone. Raises `WizardError` when the
    sandbox does not run, `UsageError` for a user that it does not know.
    """
    found = status(home)
    if not found:
        raise WizardError("The sandbox is not running.", "Start it with: demo-wizard sandbox start")
    if as_user in (None, OWNER):
        return {
            "DATABRICKS_HOST": found.host_url, "DATABRICKS_TOKEN": found.token, "SPARK_REMOTE": found.spark_remote,
        }  # fmt: skip
    return {"DATABRICKS_HOST": found.host_url, "DATABRICKS_TOKEN": _mint(found, str(as_user))}


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Hold the lock of this sandbox: beside its folder, because `reset` removes the folder itself."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with (home.parent / f".{home.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _claim(home: Path) -> None:
    """Make the folder ours, or refuse one that holds somebody's files."""
    if "%" in str(home):
        raise UsageError(f"{home}: Delta tables cannot lie below a folder with % in its name.",
                         "Set DEMO_WIZARD_HOME to another folder.")  # fmt: skip
    home.mkdir(mode=0o700, exist_ok=True)
    if not (home / state.MARKER).exists() and any(home.iterdir()):
        raise UsageError(f"{home} holds files that are not a sandbox's.", "Set DEMO_WIZARD_HOME to another folder.")
    (home / state.MARKER).touch()


def _choose(home: Path, wanted: Choice | None) -> None:
    """Keep the character of a new sandbox, or refuse one that is not that of the data in the folder."""
    if wanted is None or wanted == (kept := choice.read(home)):
        return
    if (home / _DATA_FILE).exists():
        raise UsageError(f"The sandbox here is {kept.title}; another character needs another workspace.",
                         f"Delete everything in it first: demo-wizard sandbox reset {wanted.options}")  # fmt: skip
    choice.write(home, wanted)


def _remove(home: Path) -> bool:
    if not home.exists():
        return False
    if not (home / state.MARKER).exists():
        raise UsageError(f"{home} is not a sandbox's folder.", "Nothing was deleted. Check DEMO_WIZARD_HOME.")
    _stop(home)
    shutil.rmtree(home)
    return True


def _launch(home: Path) -> State:
    (home / state.STATE_FILE).unlink(missing_ok=True)
    # The same port as last time when it is free: an environment exported yesterday still points here.
    # -P: the folder that a command happens to run in is no place to import from.
    command = [sys.executable, "-P", "-m", "wizard.sandbox.server", "--home", str(home), "--detach"]
    # The tasks that the sandbox runs inherit its environment, where credentials of a real workspace may be.
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DATABRICKS_", "SPARK_"))}
    made = subprocess.run(
        [*command, "--port", _last_port(home)], capture_output=True, text=True, check=False, env=clean
    )
    if not made.stdout.strip().isdecimal():
        raise WizardError("The sandbox could not be started.", made.stderr.strip()[-2000:])
    found = _await_ready(home, int(made.stdout))
    (home / _PORT_FILE).write_text(str(found.port))
    return found


def _await_ready(home: Path, pid: int) -> State:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        found = state.read(home)
        if found and found.pid == pid:
            return found
        if not state.process_start(pid):
            break
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    log = home / _LOG_FILE
    last = (log.read_text(errors="replace").strip().splitlines() or [""])[-1] if log.exists() else ""
    raise WizardError(f"The sandbox did not come up. {last}".strip(), f"See {log} for more.")


def _stop(home: Path) -> bool:
    found = state.read(home)
    if not found or not found.alive():
        return False
    _end(found)
    (home / state.STATE_FILE).unlink(missing_ok=True)
    return True


def _end(found: State) -> None:
    """End exactly this process: politely, then not."""
    for how, seconds in ((signal.SIGTERM, _STOP_SECONDS), (signal.SIGKILL, _STOP_SECONDS)):
        with suppress(ProcessLookupError):
            os.kill(found.pid, how)
        deadline = time.monotonic() + seconds
        while found.alive():
            if time.monotonic() > deadline:
                break
            time.sleep(0.01)
        else:
            return
    raise WizardError(f"The sandbox's process {found.pid} does not end.")


def _running(home: Path, found: State) -> Running:
    tokens = json.loads((home / "tokens.json").read_text())
    return Running(found.host, tokens[OWNER], found.spark_remote, found.pid, home, choice.read(home).title)


def _last_port(home: Path) -> str:
    try:
        return str(int((home / _PORT_FILE).read_text()))
    except (FileNotFoundError, ValueError):
        return "0"


def _mint(found: Running, user: str) -> str:
    request = urllib.request.Request(  # noqa: S310 - the address is our own server's
        f"{found.host_url}/sandbox/tokens", json.dumps({"user_name": user}).encode(),
        {"Authorization": f"Bearer {found.token}", "Content-Type": "application/json"},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
            return str(json.load(answer)["token"])
    except urllib.error.HTTPError as error:
        with error:
            message = json.load(error).get("message", "")
        raise UsageError(message, "Try: demo-wizard sandbox env --as ana@example.com") from None
