"""Two plans for one demo, held against each other: what has moved on the target, and which steps are others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.plan.basis import Moved, moved, tell
from wizard.plan.explain import SIGNS
from wizard.plan.model import Plan, Step

NO_STEP = "no step"


@dataclass(frozen=True, slots=True)
class Difference:
    """From a saved plan to one made now: objects that moved, steps that differ by what they do and why."""

    saved: str
    made: str
    objects: tuple[Moved, ...]
    steps: tuple[Moved, ...]
    another_spec: bool

    def __str__(self) -> str:
        """For people."""
        return "\n".join(_lines(self)) + "\n"


def between(saved: Plan, made: Plan) -> Difference:
    """What differs."""
    return Difference(
        saved.hash, made.hash, moved(saved.basis.facts, made.basis.facts), tuple(_steps(saved, made)),
        another_spec=saved.spec != made.spec,
    )


def _steps(saved: Plan, made: Plan) -> Iterator[Moved]:
    before, now = ({step.key: step for step in plan.steps} for plan in (saved, made))
    for key in dict.fromkeys([*before, *now]):
        old, new = before.get(key), now.get(key)
        if old != new:
            yield Moved(key.replace(":", " ", 1), _told(old), _told(new) + _same_words(old, new))


def _told(step: Step | None) -> str:
    return f"{SIGNS[step.action]} {step.action.value}: {step.reason}" if step else NO_STEP


def _same_words(old: Step | None, new: Step | None) -> str:
    """What to add where a step differs only in what it sends."""
    return ", by other requests" if old and new and _told(old) == _told(new) else ""


def _lines(found: Difference) -> Iterator[str]:
    if found.saved == found.made:
        yield f"Nothing differs: the saved plan {found.saved} is the one that would be made now."
        return
    yield f"From the saved plan {found.saved} to {found.made}, made now:"
    if found.another_spec:
        yield "It is made from another spec, or for another day."
    for title, differences in (("On the target", found.objects), ("In the plan", found.steps)):
        if differences:
            yield f"\n{title}:"
            yield tell(differences)
