"""Everything measured runs in processes of its own: nothing that one of them imported or cached helps another.

Children get a clean environment, because credentials or a Spark address in the caller's would change what is measured,
and a data folder of their own whose sandbox is stopped when the measure is over.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from wizard import locations

ROOT = Path(__file__).resolve().parent.parent
CLI = (sys.executable, "-m", "wizard")
ANSWER_SECONDS = 900.0
_FOREIGN = ("DATABRICKS_", "SPARK_", "DEMO_WIZARD_")


class BenchmarkError(Exception):
    """A measure could not be taken; the text says why."""


def environment(**more: str) -> dict[str, str]:
    """The caller's environment without anything that steers the programs measured."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return {**clean, "NO_COLOR": "1", **more}


@contextmanager
def fresh_home() -> Iterator[Path]:
    """A data folder that knows nothing yet; at the end its sandbox is stopped and the folder removed."""
    with tempfile.TemporaryDirectory(prefix="demo-wizard-bench-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        try:
            yield home
        finally:
            cli(["sandbox", "stop"], home)


def cli(arguments: Sequence[str], home: Path, seconds: float = ANSWER_SECONDS) -> subprocess.CompletedProcess[str]:
    """Run `demo-wizard` to its end with a data folder. Raises BenchmarkError when it takes longer than `seconds`."""
    try:
        return subprocess.run(
            [*CLI, *arguments], cwd=ROOT, env=environment(DEMO_WIZARD_HOME=str(home)), timeout=seconds,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise BenchmarkError(f"demo-wizard {' '.join(arguments)} did not end within {seconds:.0f} s") from None


def sandbox_folder(home: Path) -> Path:
    """Where the sandbox of a data folder keeps what it knows."""
    return home / locations.sandbox().name


def ours(engine: str, home: Path) -> Child:
    """Our own engine as a child: `connect` or `warehouse`."""
    return Child(sys.executable, "benchmarks.peers.wizard_generate", [engine], DEMO_WIZARD_HOME=str(home))


class Child:
    """A process that speaks benchmarks.peers.protocol. It starts at once; `close` ends it."""

    def __init__(self, python: str, module: str, arguments: Sequence[str] = (), **variables: str) -> None:
        self.name = module.rpartition(".")[2]
        with tempfile.TemporaryFile() as log:
            self._log = os.dup(log.fileno())
        self._process = subprocess.Popen(
            [python, "-m", module, *arguments], cwd=ROOT, env=environment(**variables), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
        )  # fmt: skip

    def ask(self, request: dict[str, Any], seconds: float = ANSWER_SECONDS) -> dict[str, Any]:
        """The answer to a request. Raises BenchmarkError for an error, a death, or no answer within `seconds`."""
        assert self._process.stdin
        assert self._process.stdout
        watchdog = threading.Timer(seconds, self._process.kill)
        watchdog.start()
        try:
            print(json.dumps(request), file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            watchdog.cancel()
        if not line:
            raise BenchmarkError(f"{self.name} died or took more than {seconds:.0f} s: {self._last_words()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise BenchmarkError(f"{self.name}: {answer['error']}")
        return answer

    def close(self) -> None:
        """Let it end by itself, then make it."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.close()
            self._process.wait(timeout=20)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        os.close(self._log)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _last_words(self) -> str:
        size = os.fstat(self._log).st_size
        return os.pread(self._log, 2000, max(0, size - 2000)).decode(errors="replace").strip()
