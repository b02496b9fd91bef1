"""What a runner needs from the rest of the wizard: three calls, so that a run can be tested without a workspace.

The real ones import the platform's SDK; they are looked up when a runner starts, never by who reads a run.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from wizard.plan.basis import Moved
from wizard.plan.model import Plan, Step
from wizard.preflight.need import Preflight
from wizard.run.reporter import Reporter

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec


class Backend(Protocol):
    """How to reach a target, what to do there, and how to do it."""

    def load(self, path: Path) -> DemoSpec:
        """The resolved spec of a run."""

    def connect(self, target: str, cancelled: threading.Event) -> Any:
        """A context for the other two: a workspace that answers, and stops waiting when `cancelled` is set."""

    def build(self, spec: DemoSpec, context: Any, told: Callable[[Preflight], object]) -> Plan:
        """The plan, from the spec and read-only observations; before, `told` hears what is needed, and may raise."""

    def moved(self, plan: Plan, context: Any) -> tuple[Moved, ...]:
        """What is on the target no longer as it was when the plan was made; reads only."""

    def apply(self, step: Step, context: Any, reporter: Reporter) -> str:
        """Do one step; returns a detail for people. Raises WizardError."""


@dataclass(frozen=True, slots=True)
class WizardBackend:
    """The real one."""

    def load(self, path: Path) -> DemoSpec:
        """The resolved spec of a run."""
        from wizard.spec import load

        return load(path)

    def connect(self, target: str, cancelled: threading.Event) -> Any:
        """A context for the other two. Starts the sandbox if it is the target."""
        from wizard.steps import connect

        context = connect(target)
        context.ws.cancelled = cancelled
        return context

    def build(self, spec: DemoSpec, context: Any, told: Callable[[Preflight], object] = Preflight.require) -> Plan:
        """The plan; without `told` what is missing is a PreflightError."""
        from wizard.preflight import build

        return build(spec, context, told)

    def moved(self, plan: Plan, context: Any) -> tuple[Moved, ...]:
        """Observe again, and compare."""
        from wizard.steps import look_again

        return look_again(plan, context)

    def apply(self, step: Step, context: Any, reporter: Reporter) -> str:
        """Do one step."""
        from wizard.steps import apply
        from wizard.workspace.notices import heard_by

        with heard_by(reporter.note):
            return apply(step, context, reporter)
