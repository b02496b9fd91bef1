"""How long steps take together, whatever the order they are started in."""

from __future__ import annotations

import heapq

from hypothesis import given
from hypothesis import strategies as st

from wizard.plan.span import likely, span

KEYS = [f"s:{n}" for n in range(8)]
steps = st.lists(st.floats(0, 100), min_size=1, max_size=8).map(lambda found: dict(zip(KEYS, found, strict=False)))
needs = st.fixed_dictionaries({
    key: st.sets(st.sampled_from(KEYS[:n])).map(tuple) if n else st.just(()) for n, key in enumerate(KEYS)
})


def carried_out(seconds: dict[str, float], after: dict[str, tuple[str, ...]], workers: int) -> float:
    """Seconds of a run that starts steps in order as soon as it can."""
    now, waiting, ended = 0.0, dict(seconds), set[str]()
    running: list[tuple[float, str]] = []
    while waiting or running:
        for key in list(waiting):
            if len(running) < workers and all(other in ended for other in after[key] if other in seconds):
                heapq.heappush(running, (now + waiting.pop(key), key))
        now, key = heapq.heappop(running)
        ended.add(key)
    return now


@given(steps, needs, st.integers(1, 5))
def test_a_run_ends_between_the_two_bounds(
    seconds: dict[str, float], after: dict[str, tuple[str, ...]], workers: int
) -> None:
    least, most = span(seconds, after, workers)
    assert least - 1e-6 <= carried_out(seconds, after, workers) <= most + 1e-6
    assert least <= most


@given(steps, needs, st.sampled_from(KEYS), st.floats(0, 100))
def test_nothing_ends_sooner_because_a_step_takes_longer(
    seconds: dict[str, float], after: dict[str, tuple[str, ...]], key: str, more: float
) -> None:
    longer = {name: own + (more if name == key else 0) for name, own in seconds.items()}
    assert all(new >= old - 1e-9 for new, old in zip(span(longer, after), span(seconds, after), strict=True))
    assert likely(longer, after) >= likely(seconds, after) - 1e-9


def test_steps_side_by_side_and_one_after_the_other() -> None:
    four = dict.fromkeys(KEYS[:4], 2.0)
    assert span(four, {}) == (2.0, 3.5)
    assert span(four, {KEYS[n + 1]: (KEYS[n],) for n in range(3)}) == (8.0, 8.0)
    assert span({}, {}) == (0.0, 0.0)
    assert span({"b:1": 3.0}, {"b:1": ("a:1",)}) == (3.0, 3.0)
