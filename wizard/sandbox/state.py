"""What a running sandbox tells the outside: one small file with its address and process.

The server writes it once it answers; the command line reads it. A process id alone can belong to somebody else by
now, so the process's start time goes with it.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

STATE_FILE = "sandbox.json"
MARKER = ".demo-wizard-sandbox"


@dataclass(frozen=True)
class State:
    """A server: `process` identifies it together with `pid`, `version` is that of the code it runs."""

    host: str
    port: int
    pid: int
    process: str
    spark_remote: str
    version: str

    def alive(self) -> bool:
        """Say whether exactly this process is still there."""
        return bool(self.process) and process_start(self.pid) == self.process


def read(home: Path) -> State | None:
    """Return the state last written, or None when there is none or it cannot be read."""
    try:
        return State(**json.loads((home / STATE_FILE).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def write(home: Path, state: State) -> None:
    """Write the state in one stroke: a reader sees the old file or the new one, never half of it."""
    draft = home / f"{STATE_FILE}.new"
    draft.write_text(json.dumps(asdict(state), indent=1))
    draft.replace(home / STATE_FILE)


def process_start(pid: int) -> str:
    """Return when a process started, in the system's own notation, or an empty string when it is gone."""
    try:
        # Field 22 of proc(5); the command in field 2 may hold spaces and brackets, so count from its end.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return "" if Path("/proc/self/stat").exists() else _start_by_ps(pid)
    return "" if fields[0] == "Z" else fields[19]


def _start_by_ps(pid: int) -> str:
    environment = {**os.environ, "LC_ALL": "C"}
    found = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False, env=environment
    )
    return found.stdout.strip()
