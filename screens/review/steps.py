"""The steps of a plan as a list: under a heading for each kind, what happens to which object, and why."""

from __future__ import annotations

from textual.content import Content
from textual.widgets.option_list import Option

from screens.review.reviewed import Reviewed
from screens.widgets.chooser import Chooser
from wizard.plan.explain import SIGNS
from wizard.plan.model import Action, Step

WORDS = {Action.UPDATE: "change"}
"""Where the plan's own word would be read otherwise."""
_STYLES = {Action.CREATE: "$success", Action.UPDATE: "$warning", Action.RUN: "$secondary", Action.KEEP: "$text-muted",
           Action.DELETE: "$error"}
_WIDEST_NAME = 28


class StepList(Chooser):
    """Choosing a step shows its requests."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._steps: dict[str, Step] = {}

    def show(self, reviewed: Reviewed) -> None:
        """Other steps; the one that was chosen stays chosen if it is still there."""
        before = self.step
        self._steps = {step.key: step for _, steps in reviewed.groups for step in steps}
        width = min(_WIDEST_NAME, max((len(_name(step)) for step in self._steps.values()), default=0))
        self.clear_options()
        for heading, steps in reviewed.groups:
            self.add_option(Option(Content.styled(heading, "bold $foreground"), disabled=True))
            self.add_options(Option(_line(step, width), id=step.key) for step in steps)
        chosen = before.key if before and before.key in self._steps else next(iter(self._steps), None)
        self.highlighted = self.get_option_index(chosen) if chosen else None

    @property
    def step(self) -> Step | None:
        """The step that is chosen."""
        option = self.highlighted_option
        return self._steps.get(option.id or "") if option else None


def name(step: Step) -> str:
    """`table shop_demo.corner.stores`: what a step is about, in full."""
    return f"{step.kind} {step.object}"


def _name(step: Step) -> str:
    return step.key.partition(":")[2]


def _line(step: Step, width: int) -> Content:
    word = WORDS.get(step.action, step.action.value)
    return Content.assemble(
        (f" {SIGNS[step.action]} {word:<6}", _STYLES[step.action]), f"  {_name(step):<{width}}  ",
        (step.reason, "$text-muted"),
    )
