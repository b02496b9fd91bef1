"""Steps into an order in which each comes after what it depends on."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from wizard.plan.model import Step


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """A topological order that otherwise keeps the order given.

    Raises ValueError for a cycle, a duplicate key or a dependency that is not among the steps: each is a mistake in a
    planner, never in a spec.
    """
    by_key = {step.key: step for step in steps}
    if len(by_key) != len(steps):
        raise ValueError("two steps have the same key")
    rank = {step.key: n for n, step in enumerate(steps)}
    sorter = TopologicalSorter({step.key: step.depends_on for step in steps})
    try:
        sorter.prepare()
    except CycleError as error:
        raise ValueError(f"steps depend on each other: {error.args[1]}") from error
    ordered: list[Step] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=lambda k: rank[k])
        key = ready.pop(0)
        ordered.append(by_key[key])
        sorter.done(key)
    return tuple(ordered)
