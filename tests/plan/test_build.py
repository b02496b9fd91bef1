"""Steps come after what they depend on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.plan.build import in_order
from wizard.plan.explain import counts, explain
from wizard.plan.model import Action, Plan, Step


def step(key: str, *after: str, action: Action = Action.CREATE) -> Step:
    return Step(key, "table", key, action, "because", after, ("SELECT 1",))


@given(st.lists(st.sets(st.integers(0, 9)), min_size=1, max_size=10))
def test_every_order_respects_dependencies(graph: list[set[int]]) -> None:
    steps = [step(str(n), *(str(d) for d in after if d < n)) for n, after in enumerate(graph)]
    place = {s.key: n for n, s in enumerate(in_order(steps))}
    assert len(place) == len(steps)
    assert all(place[d] < place[s.key] for s in steps for d in s.depends_on)


def test_a_cycle_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="depend on each other"):
        in_order([step("a", "b"), step("b", "a")])


def test_two_steps_cannot_share_a_key() -> None:
    with pytest.raises(ValueError, match="same key"):
        in_order([step("a"), step("a")])


def test_a_plan_explains_itself() -> None:
    plan = Plan("c.s", "sandbox", "http://host", (step("table:a"), step("table:b", action=Action.KEEP)))
    text = explain(plan, sql=True)
    assert "+ create  table a  because" in text
    assert "      SELECT 1" in text
    assert counts(plan) == "1 to create, 1 kept"
    assert plan.hash in text
