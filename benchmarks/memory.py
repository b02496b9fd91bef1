"""Memory of the engine's process while rows are written in batches: it must not grow with their number.

Each size gets a new sandbox, so that the kernel's own high-water mark (VmHWM) is the peak of this size alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.options import Options
from benchmarks.processes import BenchmarkError, fresh_home, ours, sandbox_folder
from benchmarks.report import Measure, ratio, say
from wizard.sandbox import state


def measure(options: Options) -> Iterator[Measure]:
    """Peak of the engine's memory for few and for many rows, and their ratio. Raises BenchmarkError without /proc."""
    sizes = options.small_rows, options.many_rows
    few, many = (_peak(rows, name) for rows, name in zip(sizes, ("memory.few", "memory.many"), strict=True))
    yield few
    yield many
    yield ratio("memory.ratio", many, few)


def _peak(rows: int, name: str) -> Measure:
    say(f"memory while {rows:,} rows are written")
    with fresh_home() as home:
        with ours("connect", home) as child:
            child.ask({"rows": rows, "check": False})
        found = state.read(sandbox_folder(home))
        if found is None:
            raise BenchmarkError("the sandbox is not running after the rows were written")
        return Measure(name, "MB", (_high_water_mark(found.pid),), f"{rows:,} rows")


def _high_water_mark(pid: int) -> float:
    """Largest resident memory so far in megabytes. Source: proc(5)."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"^VmHWM:\s*(\d+) kB", status.read_text(), re.MULTILINE) if status.exists() else None
    if not found:
        raise BenchmarkError("the memory of a process can be read on Linux only")
    return int(found[1]) / 1024
