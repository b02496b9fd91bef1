"""The replay that README promises: cold, again with nothing to do, and how soon the command line answers.

Cold means an empty data folder and no process of ours: the start of the sandbox is part of it. What a run wrote is
counted in the sandbox's own request log, which is the only witness that a re-run cannot fool.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.options import Options
from benchmarks.processes import BenchmarkError, cli, fresh_home, sandbox_folder
from benchmarks.report import Measure, say

REPLAY = ("--spec", "retail", "--yes", "--output", "jsonl")
STATEMENTS, PERMISSIONS = "/sql/statements", "/permissions/"
READS = frozenset({"GET", "HEAD", "OPTIONS"})

Request = dict[str, Any]


def measure(options: Options) -> Iterator[Measure]:
    """Seconds cold, again, and to the help text; writes of the re-run, most PATCHes of one securable."""
    cold, again, writes, patches = [], [], [], []
    for turn in range(options.repeat):
        say(f"replay, {turn + 1} of {options.repeat}")
        with fresh_home() as home:
            cold.append(_replay(home))
            first = requests(home)
            patches.append(most_patches(first))
            again.append(_replay(home))
            writes.append(sum(map(is_write, requests(home)[len(first) :])))
    yield Measure("replay.cold", "s", tuple(cold), "sandbox start included")
    yield Measure("replay.again", "s", tuple(again), "nothing to do, sandbox running")
    yield Measure("replay.again.writes", "writes", tuple(writes))
    yield Measure("replay.patches_per_securable", "PATCHes", tuple(patches))
    yield _help(options)


def requests(home: Path) -> list[Request]:
    """What the sandbox of a data folder was asked, in order."""
    log = sandbox_folder(home) / "requests.jsonl"
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def is_write(request: Request) -> bool:
    """Whether somebody other than the engine meant to change something. Statements say themselves what they are."""
    if request["principal"] == "engine" or request["method"] in READS:
        return False
    return not (request["path"].endswith(STATEMENTS) and request.get("statement_kind") == "read")


def most_patches(log: Iterable[Request]) -> int:
    """How often the grants of one securable were changed, for the one changed most often."""
    seen = Counter(r["path"] for r in log if r["method"] == "PATCH" and PERMISSIONS in r["path"])
    return max(seen.values(), default=0)


def _replay(home: Path) -> float:
    started = time.perf_counter()
    done = cli(REPLAY, home)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise BenchmarkError(f"the replay ended with {done.returncode}: {done.stderr.strip()[-1000:]}")
    return seconds


def _help(options: Options) -> Measure:
    samples = []
    with fresh_home() as home:
        for _ in range(options.repeat * 3):
            started = time.perf_counter()
            cli(["--help"], home)
            samples.append(time.perf_counter() - started)
    return Measure("replay.help", "s", tuple(samples), "start of the command line to its help text")
