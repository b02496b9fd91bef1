"""What is reviewed: a plan with everything that is said about it, worked out once and off the event loop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Self

from screens.modals.save_spec import file_name
from screens.review.estimated import in_words
from wizard.desk.questions import MakePlan
from wizard.plan.explain import counts
from wizard.plan.model import Plan, Step
from wizard.printers.words import noun
from wizard.spec.choices import Choices

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec

_DOING = {"data": "to write", "quality": "to do", "story": "to prove", "grant": "to prove",
          "run": "to start"}
"""What running a step of a kind is called, where "to run" would be a riddle."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A plan and what it was made from: `spec` is YAML with its day pinned, so that nothing moves after midnight."""

    plan: Plan
    hash: str
    spec: str
    target: str
    title: str
    file: str
    command: str
    estimate: str
    groups: tuple[tuple[str, tuple[Step, ...]], ...]
    """A heading, such as "9 tables to create", and the steps below it."""

    @classmethod
    def of(cls, plan: Plan, question: MakePlan, demo: DemoSpec, choices: Choices) -> Self:
        """Say everything about the plan of a demo, which is the choices with the brand on."""
        return cls(
            plan, plan.hash, question.spec, question.target, demo.title, file_name(demo),
            choices.command(question.target), _estimated(plan, demo), _grouped(plan),
        )

    @property
    def nothing_to_do(self) -> bool:
        """Whether everything is there already."""
        return not self.plan.changes

    @property
    def sql(self) -> str:
        """Every statement and request, each under the name of its step."""
        return "\n\n".join(f"-- {step.title}: {step.action.value}, {step.reason}\n{requests(step)}"
                           for step in self.plan.changes)


def _estimated(plan: Plan, demo: DemoSpec) -> str:
    from wizard import locations
    from wizard.plan.estimate import estimate
    from wizard.run.measured import measured

    return in_words(estimate(plan, demo, measured(locations.runs(), plan.target))) if plan.changes else ""


def requests(step: Step) -> str:
    """What will be sent for a step, word for word."""
    return "\n\n".join(step.requests)


def _grouped(plan: Plan) -> tuple[tuple[str, tuple[Step, ...]], ...]:
    kinds: dict[str, list[Step]] = {}
    for step in plan.steps:
        kinds.setdefault(step.kind, []).append(step)
    return tuple((_heading(plan, kind, steps), tuple(steps)) for kind, steps in kinds.items())


def _heading(plan: Plan, kind: str, steps: list[Step]) -> str:
    """`9 tables to create`, `2 jobs: 1 to change, 1 kept`."""
    told = counts(replace(plan, steps=tuple(steps))).replace("to run", _DOING.get(kind, "to run"))
    many = f"{len(steps)} {noun(kind, len(steps))}"
    return f"{many}: {told}" if ", " in told else f"{many} {told.partition(' ')[2]}"


def in_order(reviewed: Reviewed) -> tuple[Step, ...]:
    """All steps as they stand below each other on the screen."""
    return tuple(chain.from_iterable(steps for _, steps in reviewed.groups))
