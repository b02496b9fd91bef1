"""Cycles among tables, views and tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter


def cycles(edges: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Every cycle once, as `[a, b, a]`, beginning with its first name in the order of `edges`.

    `edges` says for each name what it depends on. Cycles that share a name are found one at a time: mending one shows
    the next.
    """
    graph = {name: set(needs) for name, needs in edges.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            ring = list(reversed(error.args[1]))[:-1]
            first = min(range(len(ring)), key=lambda i: list(edges).index(ring[i]) if ring[i] in edges else len(edges))
            ring = ring[first:] + ring[:first]
            yield [*ring, ring[0]]
            graph = {name: needs - set(ring) for name, needs in graph.items() if name not in ring}
        else:
            return
