"""The wizard's steps in order: what each is called on the rail, and what it is for, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WizardStep:
    """One step. `name` is the screen's; `does` completes "Enter: " for whoever stands before it."""

    name: str
    title: str
    does: str


STEPS = (
    WizardStep("target", "Target", "choose where the demo is made"),
    WizardStep("industry", "Industry", "choose the industry"),
    WizardStep("story", "Story", "put the customer's name on it"),
    WizardStep("data", "Data", "look at the rows"),
    WizardStep("grants", "Grants", "choose who may see it"),
    WizardStep("jobs", "Jobs", "choose the jobs"),
    WizardStep("review", "Review", "review the plan"),
    WizardStep("run", "Run", "make the demo"),
)
NAMES = tuple(step.name for step in STEPS)


def after(name: str) -> WizardStep | None:
    """The step behind this one; None behind the last."""
    at = NAMES.index(name) + 1
    return STEPS[at] if at < len(STEPS) else None


def before(name: str) -> WizardStep | None:
    """The step ahead of this one; None ahead of the first."""
    at = NAMES.index(name)
    return STEPS[at - 1] if at else None
