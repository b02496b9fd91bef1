"""How long steps take together when some of them run side by side, without saying which is started when.

Whatever order they are started in, they take at least as long as their longest chain and as their work shared by all
workers, and at most the work shared plus what the longest chain leaves unshared (R. L. Graham, Bounds on
Multiprocessing Timing Anomalies, 1969). Unlike a simulated schedule, neither bound ever falls when a step takes longer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

WORKERS = 4
"""Steps that run side by side."""


def likely(seconds: Mapping[str, float], needs: Mapping[str, Collection[str]]) -> float:
    """Where between the two bounds a run is expected to end: a quarter of the way.

    That is the median of 32 runs; those of short steps alone ended at a third of it, those of long tables at a tenth.
    """
    least, most = span(seconds, needs)
    return least + (most - least) / 4


def span(
    seconds: Mapping[str, float], needs: Mapping[str, Collection[str]], workers: int = WORKERS
) -> tuple[float, float]:
    """The least and the most seconds for these steps, in an order in which each comes after those that it `needs`.

    What a step needs and is not among them is there already.
    """
    chains: dict[str, float] = {}
    for key, own in seconds.items():
        chains[key] = own + max((chains.get(other, 0.0) for other in needs.get(key, ())), default=0.0)
    longest, shared = max(chains.values(), default=0.0), sum(seconds.values()) / workers
    return max(longest, shared), max(longest, shared + longest * (1 - 1 / workers))
