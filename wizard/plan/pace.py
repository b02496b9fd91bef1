"""How long a step takes, by its kind: what was measured, for plans that nothing is known about, and how an earlier run
compares with that.

The figures were read from the journals of 32 runs: the eight shipped industries at small (0.12 to 0.17 million rows)
and at medium (5.5 to 9 million), each twice, from an empty sandbox, on 2 cores that had other work (load 2.4 to 5.6).
`once` is the median over the small runs, `per_million` the median of what the medium ones took beyond it, for data
rounded towards the less loaded pass. Seconds are those of a step while three others run beside it: a table that is
written alone goes faster. Runs took 1.03 times as long as these figures say in the median, nine in ten 0.67 to 1.49
times; the retail demo on a machine with nothing else to do took 0.55 times as long.

                 once     per million rows
    data         1.7 s    4.5 s of the table (220,000 rows/s a step, 0.9 million in all)
    quality      0.8 s    0.5 s of the demo
    story        0.4 s    0.1 s of the demo
    run          0.6 s    2.0 s of the demo (it is OPTIMIZE that takes the time)
    view         0.35 s   0.1 s of the demo (the engine has the tables to write as well)
    others       0.01 to 0.2 s
    start        2.7 s    to connect, observe and plan: 1.7 to 5.7 s
    connect      0.8 s    that the first table waits for databricks-connect: 0.5 to 1.6 s
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

START = 2.7
CONNECT = 0.8


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of a step: `once`, and `per_million` rows, of its table if it writes one, else of the whole demo."""

    once: float
    per_million: float = 0.0

    def seconds(self, rows: int) -> float:
        """Seconds of a step that has to do with so many rows."""
        return self.once + self.per_million * rows / 1e6


PACES: Mapping[str, Pace] = {
    "catalog": Pace(0.02), "schema": Pace(0.01), "table": Pace(0.05), "grant": Pace(0.05), "job": Pace(0.2),
    "data": Pace(1.7, 4.5), "quality": Pace(0.8, 0.5), "view": Pace(0.35, 0.1), "story": Pace(0.4, 0.1),
    "run": Pace(0.6, 2.0),
}
OTHER = Pace(0.2)


@dataclass(frozen=True, slots=True)
class Measured:
    """What the latest `runs` on a target took: seconds to `start`, those that the first table waited to `connect`, and
    for each kind of step the `factor` by which it took longer than its pace says.
    """

    runs: int = 0
    start: float = START
    connect: float = CONNECT
    factor: Mapping[str, float] = field(default_factory=dict)

    def seconds(self, kind: str, rows: int) -> float:
        """Seconds of a step of this kind that has to do with so many rows."""
        return PACES.get(kind, OTHER).seconds(rows) * self.factor.get(kind, self.overall)

    @property
    def overall(self) -> float:
        """The factor of a kind that was not seen: that of writing rows."""
        return self.factor.get("data", 1.0)

    @property
    def rate(self) -> float:
        """Rows a second that one table of many rows is written with, while others are."""
        return 1e6 / PACES["data"].per_million / self.overall


UNMEASURED = Measured()
"""For a target that nothing is known about."""
