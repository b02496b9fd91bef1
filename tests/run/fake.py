"""A backend without a workspace, and a runner on it: steps do what their payload says, and leave marks in a folder."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Any

from wizard.errors import QualityError, WizardError
from wizard.plan.basis import Moved
from wizard.plan.model import Action, Plan, Step
from wizard.run import runner
from wizard.run.reporter import Reporter

RUNNER = (sys.executable, str(Path(__file__)))


def step(key: str, *depends_on: str, do: str = "", action: Action = Action.CREATE, **payload: Any) -> Step:
    """A step that does `do` (see `FakeBackend.apply`)."""
    kind, _, name = key.partition(":")
    return Step(key, kind, f"c.s.{name}", action, "does not exist yet", depends_on, payload={"do": do, **payload})


def plan(*steps: Step) -> Plan:
    """A plan of these steps."""
    return Plan("c.s", "nowhere", "http://nowhere.invalid", steps)


class FakeBackend:
    """Keeps the marks of what was done beside the run directory: one line an application of a step."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, path: Path) -> Any:
        """Nothing reads the spec."""
        return path.read_text()

    def connect(self, target: str, cancelled: threading.Event) -> Any:
        """Reach nothing; the target `hanging` never answers, `broken` refuses."""
        if target == "hanging":
            threading.Event().wait()
        if target == "broken":
            raise WizardError("The workspace cannot be reached.", "Check the network.")
        return None

    def build(self, spec: Any, context: Any, told: Any) -> Plan:
        """The plan lies beside the runs, under the name that stands where the spec would be."""
        return Plan.from_json((self._folder / spec.strip()).read_text())

    def moved(self, plan: Plan, context: Any) -> tuple[Moved, ...]:
        """Nothing, unless there is a file of that name: what it says is what is there now."""
        path = self._folder / "moved"
        return (Moved("c.s.t", "not there", path.read_text()),) if path.exists() else ()

    def apply(self, step: Step, context: Any, reporter: Reporter) -> str:
        """Leave a mark, then do what the payload says."""
        with (self._folder / "marks").open("a") as marks:
            marks.write(f"{step.key}\n")
        match step.payload["do"]:
            case "hang":
                threading.Event().wait()
            case "wait":
                reporter.cancelled.wait()
                reporter.check()
            case "gate":
                _wait_for(self._folder / step.payload["file"])
            case "fail":
                raise WizardError("It broke: token=verysecretvalue1", "Mend it.")
            case "bad-data":
                raise QualityError("2 rows are bad.")
            case "crash":
                raise ZeroDivisionError("by zero")
            case "rows":
                for done in range(0, 1001, 100):
                    reporter.progress(done, 1000, "rows")
            case "once":
                _once(reporter)
        return f"made {step.object}"


def _once(reporter: Reporter) -> None:
    if reporter.saved("tried") is None:
        reporter.save("tried", {"job_run": 7})
        raise WizardError("Not the first time.")
    reporter.note(f"going on with {reporter.saved('tried')['job_run']}")


def _wait_for(path: Path) -> None:
    while not path.exists():
        time.sleep(0.01)


if __name__ == "__main__":
    runner.main(sys.argv[1:], FakeBackend(Path(sys.argv[1]).parent.parent))
