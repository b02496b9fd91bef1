"""The peers' environment, and what the machine is: numbers mean nothing without both.

Spark and DuckDB get a virtual environment of their own, since pyspark and databricks-connect cannot share one. It is
made once and kept. What cannot be had (no Java) is reported as not measured, never guessed.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.processes import BenchmarkError

FOLDER = Path(__file__).parent / ".venv-peers"
PEERS = ("pyspark==4.1.4", "duckdb==2.0.0")
OURS = ("databricks-connect", "databricks-sdk", "dbldatagen", "pysail", "deltalake", "sqlglot")
JAVA = 17
CORES = 2


@dataclass(frozen=True, slots=True)
class Peers:
    """The interpreter that has the peers, and why Spark cannot run (empty when it can)."""

    python: str
    no_spark: str


def peers() -> Peers:
    """Make or find the peers' environment. Raises BenchmarkError when it cannot be installed."""
    python = FOLDER / "bin" / "python"
    stamp = FOLDER / "peers.txt"
    wanted = "\n".join(PEERS)
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(FOLDER))
        _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS)
        stamp.write_text(wanted)
    return Peers(str(python), _why_no_spark())


def pin_cores() -> int:
    """Keep this process and its children on two cores, the size that the budgets speak of; says how many it has."""
    if not hasattr(os, "sched_setaffinity"):
        return os.cpu_count() or 1
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    return len(os.sched_getaffinity(0))


def machine() -> dict[str, Any]:
    """What was measured on, and with which versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "memory_gb": round(memory),
            "load": os.getloadavg()[0],
            "system": f"{platform.system()} {platform.release()}",
            "python": platform.python_version(),
        },
        "versions": {name: _version(name) for name in OURS} | dict(peer.split("==") for peer in PEERS),
    }


def _why_no_spark() -> str:
    home = os.environ.get("JAVA_HOME")  # where Spark looks first
    java = shutil.which("java", path=f"{home}/bin" if home else None)
    if not java:
        return "no Java"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if not found or int(found[1]) < JAVA:
        return f"Spark needs Java {JAVA}, found {found[1] if found else 'one that does not tell its version'}"
    return ""


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(FOLDER, ignore_errors=True)
        raise BenchmarkError(f"the peers could not be installed: {done.stderr.strip()[-1000:]}")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*:\s*(.+)", info.read_text()) if info.exists() else None
    return named[1] if named else platform.processor()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
