"""What the app opens with: the first screen, the steps of a spec that was named already, or a run alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.threads import in_thread
from wizard import locations
from wizard.errors import WizardError
from wizard.spec.choices import Choices

if TYPE_CHECKING:
    from screens.app import DemoWizard

ALONE = "watch"
"""What stands first where the app is left with the screen that it was opened for."""


def begin(app: DemoWizard, what: str, *arguments: str) -> None:
    """Show it: "welcome"; "watch" with RUN and SPEED; "open" with SPEC, TARGET and SETTINGs.

    Without a spec, "open" begins with the industry. Whoever opens the app has looked at the arguments before.
    """
    if what == ALONE:
        from wizard.run.directory import RunDirectory

        run, speed = arguments
        app.watch_run(RunDirectory.find(locations.runs(), run), owner=False, speed=float(speed))
        return
    if what == "open":
        app.run_worker(_open(app, *arguments))


async def _open(app: DemoWizard, source: str, target: str, *settings: str) -> None:
    try:
        choices = await in_thread(chosen, source or app.choices.source, settings)
    except WizardError as error:  # the file was there a moment ago
        app.notify(f"{error.message}\n{error.hint}", title="Not opened", severity="error", timeout=10, markup=False)
        return
    app.target = target
    app.begin(choices, "story" if source else "industry")


def chosen(source: str, settings: Sequence[str]) -> Choices:
    """A spec with `path=value` settings on it. Raises SpecError if there is no such file, or a setting is none."""
    from wizard.spec.overrides import values

    choices = Choices.of(source)
    for path, value in values(settings).items():
        choices = choices.put(path, value)
    return choices
