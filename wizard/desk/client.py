"""Asks the desk from an event loop: several questions at once, none of which the loop waits for.

Two threads of each child do what may block: one writes questions, one reads answers and unpickles them, which can mean
importing the modules of their types. Both are daemons, so that leaving never waits for them.
"""

from __future__ import annotations

import asyncio
import itertools
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Any, TypeVar

from wizard import locations
from wizard.desk import wire
from wizard.desk.questions import Question
from wizard.errors import WizardError

T = TypeVar("T")
# -P: the folder that the app happens to run in is no place to import from.
COMMAND = (sys.executable, "-P", "-m", "wizard.desk")
LONGEST_LOG = 1_000_000
"""Bytes after which a new log is begun: nobody reads far back."""


class Desk:
    """The one who is asked. Its process is started when it is first needed, and anew after it died."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._child: _Child | None = None

    def start(self) -> None:
        """Start the process unless it runs: it imports what answers need. Why it cannot, `ask` says."""
        with suppress(WizardError):
            self._running()

    async def ask(self, question: Question[T]) -> T:
        """The answer.

        Raises the WizardError that the question ended with, of the same class, or one of our own when the process
        died. Whoever cancels the wait abandons the answer; the process goes on with it.
        """
        answer: T = await self._running().ask(question)
        return answer

    def close(self) -> None:
        """End the process at once, whatever it is doing. Waits for an answer are cancelled."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _running(self) -> _Child:
        if self._child is None or not self._child.alive:
            self._child = _Child(self._command)
        return self._child


class _Child:
    """One process, from its start to its end."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = _started(command)
        self._numbers = itertools.count(1)
        self._pending: dict[int, asyncio.Future[Any]] = {}
        self._lock = threading.Lock()  # of the two below, which the reading thread changes as well
        self.alive = True
        self._unsent: SimpleQueue[tuple[int, bytes] | None] = SimpleQueue()
        for work in (self._write, self._read):
            threading.Thread(target=work, name=f"desk{work.__name__}", daemon=True).start()

    def ask(self, question: Question[Any]) -> asyncio.Future[Any]:
        """A future of the running loop."""
        future = asyncio.get_running_loop().create_future()
        payload = wire.answered(question)
        with self._lock:
            if not self.alive:
                future.set_exception(_ended())
                return future
            number = next(self._numbers)
            self._pending[number] = future
        self._unsent.put((number, payload))
        return future

    def kill(self) -> None:
        """End the process; the reading thread sees to what is left of it."""
        for future in self._abandoned():
            future.cancel()
        self._process.kill()

    def _write(self) -> None:
        stream = _pipe(self._process.stdin)
        while (frame := self._unsent.get()) is not None:
            with suppress(OSError):  # it is gone: the other thread learns of it too
                wire.send(stream, *frame)
        with suppress(OSError):
            stream.close()

    def _read(self) -> None:
        with _pipe(self._process.stdout) as stream:
            while frame := wire.receive(stream):
                self._settle(*frame)
        for future in self._abandoned():
            _in_its_loop(future, lambda future: future.set_exception(_ended()))
        self._unsent.put(None)
        self._process.wait()

    def _settle(self, number: int, payload: bytes) -> None:
        with self._lock:
            future = self._pending.pop(number, None)
        if future is None:
            return
        try:
            answer = wire.opened(payload)
        except BaseException as error:  # whoever asked gets it
            reason = error
            _in_its_loop(future, lambda future: future.set_exception(reason))
        else:
            _in_its_loop(future, lambda future: future.set_result(answer))

    def _abandoned(self) -> list[asyncio.Future[Any]]:
        """Those who wait in vain, once: from here on nothing can be asked."""
        with self._lock:
            self.alive = False
            waiting, self._pending = list(self._pending.values()), {}
        return waiting


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """The process, in a session of its own: Ctrl+C in the terminal is for the app alone."""
    log = locations.desk_log()
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            log.unlink()
        log.touch(mode=0o600)
        with log.open("ab") as file:
            return _spawned(command, file)
    except OSError as error:
        raise WizardError(
            f"The helper process cannot be started: {error}", "Set DEMO_WIZARD_HOME to a folder that can be written."
        ) from error


def _spawned(command: Sequence[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, start_new_session=True)


def _ended() -> WizardError:
    return WizardError(
        "The helper process ended before it had answered.",
        f"Try again: it is started anew. Its log: {locations.desk_log()}",
    )


def _in_its_loop(future: asyncio.Future[Any], settle: Callable[[asyncio.Future[Any]], None]) -> None:
    """Settle a future from another thread, unless nobody waits for it any more."""
    with suppress(RuntimeError):  # the loop is closed: the app has gone
        future.get_loop().call_soon_threadsafe(lambda: None if future.done() else settle(future))


def _pipe(stream: IO[bytes] | None) -> Any:
    assert stream is not None  # noqa: S101  both are pipes: see _spawned
    return stream
