"""Who knows the answer to which question. What takes long to come by is kept: workspaces and the local engine.

Everything heavy is imported by the answer that needs it, while the SDK is being imported in the background.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack, nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any

from wizard.desk import questions as ask

if TYPE_CHECKING:
    from wizard.plan.model import Plan
    from wizard.portrait.portrait import Portrait
    from wizard.spec.model import DemoSpec
    from wizard.steps.context import Context
    from wizard.steps.readiness import Readiness
    from wizard.steps.removal import Removal
    from wizard.workspace.about import TargetFacts
    from wizard.workspace.directory import Principal
    from wizard.workspace.local import LocalEngine


class Targets:
    """The workspaces that were reached, one for each target."""

    def __init__(self) -> None:
        self._contexts: dict[str, Context] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()  # of the locks

    def context(self, target: str, *, anew: bool = False) -> Context:
        """The context of a target: kept, unless it is asked for anew. Raises WizardError if it cannot be reached."""
        from wizard.steps import connect
        from wizard.workspace.connect import is_current

        with self._lock:
            lock = self._locks.setdefault(target, threading.Lock())
        with lock:
            kept = self._contexts.get(target)
            if anew or kept is None or not is_current(kept.ws):
                self._contexts[target] = connect(target)
            return self._contexts[target]


_targets = Targets()


def prepare() -> None:
    """Import what answers need, before they are asked for: the SDK first, as a target is the first thing chosen."""
    from wizard.workspace.connect import import_sdk
    from wizard.workspace.notices import listen

    listen(_log)
    import_sdk()
    import wizard.portrait.portrait
    import wizard.spec.loading
    import wizard.steps.readiness  # noqa: F401


def about(question: ask.About) -> TargetFacts:
    """Connect, and look around."""
    from wizard.workspace.about import about as look

    return look(_targets.context(question.target, anew=True).ws)


def directory(question: ask.Directory) -> tuple[Principal, ...]:
    """Read the directory of the workspace."""
    from wizard.workspace.directory import principals

    return principals(_targets.context(question.target).ws)


def portray(question: ask.Portray) -> Portrait:
    """Make samples in the engine of this process."""
    from wizard.portrait.portrait import portray as paint
    from wizard.spec.skin import skin

    return paint(skin(_spec(question.spec)), _engine(), question.tables, question.examples)


def make_plan(question: ask.MakePlan) -> Plan:
    """Observe and decide."""
    from wizard.preflight import build

    return build(_spec(question.spec), _targets.context(question.target))


def check_ready(question: ask.CheckReady) -> Readiness:
    """Ask everything twice."""
    from wizard.steps.readiness import check

    return check(_spec(question.spec), _targets.context(question.target), _log)


def ask_demo(question: ask.AskDemo) -> tuple[ask.Chart, ...]:
    """Ask everything once, and keep the rows."""
    from wizard.desk.charts import charts

    return charts(_spec(question.spec), _targets.context(question.target))


def remove(question: ask.Remove) -> Removal:
    """Remove what the demo of the spec made; no run may work on it meanwhile."""
    from wizard import locations
    from wizard.run.directory import Request
    from wizard.run.hold import hold
    from wizard.steps.removal import remove as take_away

    spec = _spec(question.spec)
    with nullcontext() if question.dry_run else hold(locations.runs(), Request(spec.demo_id, question.target)):
        return take_away(spec, _targets.context(question.target), _log, dry_run=question.dry_run)


ANSWERS: Mapping[type, Callable[[Any], object]] = {
    ask.About: about,
    ask.Directory: directory,
    ask.Portray: portray,
    ask.MakePlan: make_plan,
    ask.CheckReady: check_ready,
    ask.AskDemo: ask_demo,
    ask.Remove: remove,
}


def _spec(text: str) -> DemoSpec:
    from wizard.spec import parse

    return parse(text)


_engines = ExitStack()  # closed by nobody: the engine ends with the process
_starting = threading.Lock()


@cache
def _started_engine() -> LocalEngine:
    from wizard.workspace.local import local_engine

    return _engines.enter_context(local_engine())


def _engine() -> LocalEngine:
    with _starting:  # a cache alone would start one for each that asks at the same time
        return _started_engine()


def _log(text: str) -> None:
    sys.stderr.write(f"{text}\n")
