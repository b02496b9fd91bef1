"""Locks that die with their holder: who runs what, told by the operating system and not by a leftover file.

A lock is an advisory `flock` on a small JSON file that names the holder. The kernel drops it when the last process that
has the file open is gone, kill -9 included, so a process id that was given to somebody else can never look alive. The
process that starts a runner takes the locks and lets the runner inherit them: there is no moment between the two at
which nobody holds them.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self


@dataclass
class Lock:
    """A held lock. `release` gives up this process's share of it; an heir keeps it."""

    path: Path
    descriptor: int

    @classmethod
    def take(cls, path: Path) -> Self | None:
        """Take the lock without waiting; None if somebody holds it."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return cls(path, descriptor)

    @classmethod
    def inherit(cls, path: Path, descriptor: int) -> Self:
        """The lock that a parent process took and left open for this one; its own children will not get it."""
        os.set_inheritable(descriptor, False)
        return cls(path, descriptor)

    def sign(self, holder: dict[str, Any]) -> None:
        """Say who holds it. Written in place: a new file would be a new lock."""
        text = json.dumps(holder).encode()
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, text, 0)

    def release(self) -> None:
        """Let go."""
        with suppress(OSError):
            os.close(self.descriptor)


def holder(path: Path) -> dict[str, Any] | None:
    """What the holder says about itself ({} if it has not yet), or None if nobody holds the lock."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(descriptor)
    finally:
        os.close(descriptor)
    return None


def _read(descriptor: int) -> dict[str, Any]:
    try:
        found = json.loads(os.pread(descriptor, 4096, 0))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
