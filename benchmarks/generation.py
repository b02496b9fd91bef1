"""Generation speed: our engine against Apache Spark and DuckDB, on the same expressions and the same two cores.

Contenders take turns (A B C A B C …), so that whatever disturbs the machine disturbs all of them. Warm: processes stay,
after a first run that is not counted. Cold: a new process and an empty data folder each time, from the start of the
process to the last row.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.environment import Peers, peers
from benchmarks.options import Options
from benchmarks.processes import BenchmarkError, Child, fresh_home, ours
from benchmarks.report import Measure, missing, ratio, say
from benchmarks.statements import for_duckdb, for_spark

OURS, PEERS = ("connect", "warehouse"), ("spark", "duckdb")
WARM_UP_ROWS = 5_000_000
"""Spark is still getting faster before."""
SAME = 1e-6
"""Relative difference of the amounts' sums above which our rows are not those of Spark."""


@dataclass(slots=True)
class Contender:
    """One of those compared, its samples in seconds, and why it dropped out (empty while it has not)."""

    name: str
    start: Callable[[Path], Child]
    request: Callable[[int], dict[str, Any]]
    rows: int
    samples: list[float] = field(default_factory=list)
    amount: float | None = None
    dropped: str = ""

    def warm_up(self, child: Child) -> None:
        """One generation that is not counted but checked. Raises BenchmarkError when rows are missing."""
        rows = min(self.rows, WARM_UP_ROWS)
        answer = child.ask(self.request(rows) | {"rows": rows, "check": True})
        if answer["rows"] != rows:
            raise BenchmarkError(f"{self.name} wrote {answer['rows']} rows instead of {rows}")
        self.amount = answer["amount"]

    def run(self, child: Child) -> float:
        """One generation; seconds by the contender's own clock."""
        request = self.request(self.rows) | {"rows": self.rows, "check": False}
        os.sync()  # what the one before left to be written is not this one's burden
        return float(child.ask(request)["seconds"])

    @contextmanager
    def may_drop_out(self) -> Iterator[None]:
        """What goes wrong here ends this contender's part, and nobody else's."""
        try:
            yield
        except BenchmarkError as error:
            self.dropped = str(error)

    def measure(self, kind: str) -> Measure:
        """The samples as a measure; rows a second in its note."""
        name = f"generation.{kind}.{self.name}"
        if self.dropped or not self.samples:
            return missing(name, "s", self.dropped or "no run ended")
        made = Measure(name, "s", tuple(self.samples))
        return Measure(name, "s", made.samples, f"{self.rows / (made.median or 1):,.0f} rows/s")


def measure(options: Options) -> Iterator[Measure]:
    """Warm and cold seconds of every contender, and the ratios. Raises BenchmarkError at the end if one broke down."""
    found = peers()
    broken: list[str] = []
    for kind, rows, rounds in (("warm", options.rows, _warm), ("cold", options.small_rows, _cold)):
        with tempfile.TemporaryDirectory(prefix="demo-wizard-bench-", ignore_cleanup_errors=True) as folder:
            contenders = _contenders(rows, found, folder)
            rounds(contenders, options.repeat)
        yield from _results(kind, contenders)
        broken += [f"{c.name} ({kind}): {c.dropped}" for c in contenders if c.dropped and c.dropped != found.no_spark]
        broken += _differences(contenders)
    if broken:
        raise BenchmarkError("; ".join(broken))


def _contenders(rows: int, found: Peers, folder: str) -> list[Contender]:
    def own(name: str) -> Contender:
        return Contender(name, lambda home: ours(name, home), lambda _: {}, rows)

    def peer(name: str, sql: Callable[[int], str]) -> Contender:
        module, target = f"benchmarks.peers.{name}_generate", f"{folder}/{name}"
        return Contender(
            name, lambda _: Child(found.python, module), lambda count: {"sql": sql(count), "folder": target}, rows
        )

    spark = peer("spark", for_spark)
    spark.dropped = found.no_spark
    return [*map(own, OURS), spark, peer("duckdb", for_duckdb)]


def _warm(contenders: list[Contender], repeat: int) -> None:
    """Every contender in a process that stays; the first run warms it and is checked."""
    with ExitStack() as stack:
        home = stack.enter_context(fresh_home())
        children: dict[str, Child] = {}
        for contender in _running(contenders, "warming up"):
            with contender.may_drop_out():
                children[contender.name] = stack.enter_context(contender.start(home))
                contender.warm_up(children[contender.name])
        for turn in range(repeat):
            for contender in _running(contenders, f"warm, {turn + 1} of {repeat},"):
                with contender.may_drop_out():
                    contender.samples.append(contender.run(children[contender.name]))


def _cold(contenders: list[Contender], repeat: int) -> None:
    """Every contender in a new process and data folder each time; the clock starts before the process."""
    for turn in range(repeat):
        for contender in _running(contenders, f"cold, {turn + 1} of {repeat},"):
            with contender.may_drop_out(), fresh_home() as home:
                started = time.perf_counter()
                with contender.start(home) as child:
                    contender.run(child)
                    contender.samples.append(time.perf_counter() - started)


def _running(contenders: list[Contender], doing: str) -> Iterator[Contender]:
    for contender in contenders:
        if not contender.dropped:
            say(f"{doing} {contender.name}")
            yield contender


def _results(kind: str, contenders: list[Contender]) -> Iterator[Measure]:
    measures = {contender.name: contender.measure(kind) for contender in contenders}
    yield from measures.values()
    for own in OURS:
        for other in PEERS:
            yield ratio(f"generation.{kind}.{own}_vs_{other}", measures[other], measures[own])


def _differences(contenders: list[Contender]) -> Iterator[str]:
    """Contenders with Spark's own functions must have made Spark's rows; DuckDB has another hash."""
    amounts = {c.name: c.amount for c in contenders if c.amount is not None and c.name != "duckdb"}
    if amounts and max(amounts.values()) - min(amounts.values()) > SAME * max(amounts.values()):
        yield f"the amounts add up to different sums: {amounts}"
