"""Begins a run: what the command line and the app do once somebody has decided, so that both leave the same behind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wizard.run.command import RUNNER
from wizard.run.directory import Request, RunDirectory
from wizard.run.start import Started, launch, refuse_if_busy


def begin(runs: Path, request: Request, runner: Sequence[str] = RUNNER, *, spec: str = "", plan: str = "") -> Started:
    """Leave a directory for this run and start a runner on it.

    A plan is carried out as it is, or refused by the runner when the target has moved since it was made; the spec
    beside it says what it was made from. Without a plan one is made from the spec. Raises WizardError, and leaves
    nothing behind, while another run of the demo is being carried out on that target.
    """
    refuse_if_busy(runs, request)
    return launch(RunDirectory.create(runs, request, spec=spec, plan=plan), runner)
