"""What a run's directory says about its demo, read once and off the event loop.

A run that found something unchanged did not prove it again: then the latest run before it that did is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Self

from screens.modals.save_spec import file_name
from wizard.desk.questions import Chart
from wizard.errors import UsageError
from wizard.run import journal
from wizard.run.directory import Request, RunDirectory
from wizard.run.history import succeeded
from wizard.run.state import Proof, RunState

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec
    from wizard.steps.proof import Proved, Story

NO_SPEC = UsageError("This run was made from a saved plan: the spec behind it is not here.",
                     "Open the spec that the plan was made from.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Everything about a run. `spec` is as it was loaded, with the day of its rows; `text` is its YAML, empty without.

    `proved_in` and `granted_in` are the runs that `story` and `grants` are from.
    """

    run: RunDirectory
    request: Request
    state: RunState
    spec: DemoSpec | None
    text: str
    file: str
    story: Story | None
    proved_in: str
    grants: Mapping[tuple[str, str], Proof]
    granted_in: str

    @classmethod
    def read(cls, run: RunDirectory) -> Self:
        """Read it. Raises WizardError for a spec that cannot be read any more."""
        from wizard.printers.track.files import story_of
        from wizard.spec import dump
        from wizard.spec.skin import skin

        request, state = run.request, RunState.fold(journal.records(run.events))
        runs = list(chain([run], _before(run, request)))
        story, proved_in = next(((told, one.id) for one in runs if (told := story_of(one))), (None, ""))
        grants, granted_in = next(((held, one.id) for one in runs if (held := _grants(one))), ({}, ""))
        spec = _spec(run, story)
        text = "" if spec is None else dump(spec, "pinned" if "as_of" in spec.model_fields_set else "as given")
        file = file_name(skin(spec)) if spec is not None else ""
        return cls(run, request, state, spec, text, file, story, proved_in, grants, granted_in)

    @property
    def succeeded(self) -> bool:
        """Whether the run made the demo."""
        return self.state.finished is not None and self.state.finished.status == "succeeded"

    def charts(self) -> tuple[Chart, ...]:
        """The answers that the run kept, ready to be drawn."""
        return tuple(_chart(one) for one in self.story.insights) if self.story is not None else ()

    def measures(self) -> Mapping[str, tuple[str, ...]]:
        """For each insight the columns that its answer key is about: what a chart of it should show."""
        if self.spec is None:
            return {}
        return {name: tuple(one.column for one in insight.expect) for name, insight in self.spec.insights.items()}


def _before(run: RunDirectory, request: Request) -> list[RunDirectory]:
    made = succeeded(run.path.parent, request.demo, request.target)
    return [one for one in made if one.id < run.id]


def _grants(run: RunDirectory) -> Mapping[tuple[str, str], Proof]:
    return RunState.fold(journal.records(run.events)).grants


def _spec(run: RunDirectory, story: Story | None) -> DemoSpec | None:
    """The run's spec, at the day of its rows where that is known."""
    from wizard.spec import load

    if not run.spec.exists():
        return None
    spec = load(run.spec)
    if "as_of" in spec.model_fields_set or story is None:
        return spec
    return spec.model_copy(update={"as_of": date.fromisoformat(story.as_of)})


def _chart(one: Proved) -> Chart:
    rows = tuple(
        tuple(_value(cell, kind) for cell, kind in zip(row, one.types, strict=True)) for row in one.rows
    )
    return Chart(one.name, "insight", one.question, one.chart, one.columns, rows, one.seconds, one.sql)


def _value(cell: str | None, kind: str) -> int | float | str | None:
    from wizard.steps.answers import FRACTIONAL, WHOLE

    if cell is None or kind not in WHOLE | FRACTIONAL:
        return cell
    return int(cell) if kind in WHOLE else float(cell)
