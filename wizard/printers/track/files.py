"""The talk track as files: whose answers it tells, for which spec, and where it is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from wizard.errors import UsageError
from wizard.printers.track.content import Track
from wizard.printers.track.markdown import markdown
from wizard.printers.track.page import page
from wizard.run.directory import RunDirectory
from wizard.run.history import succeeded
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin
from wizard.steps.proof import FILE, Story
from wizard.steps.story import evidence

NAMES = ("talk-track.md", "talk-track.html")


def story_of(run: RunDirectory) -> Story | None:
    """What a run proved; None if it did not ask, or left nothing that can be read."""
    try:
        return Story.from_json((run.path / "files" / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def latest_story(runs: Path, demo: str, target: str) -> tuple[RunDirectory, Story] | None:
    """The latest run that made this demo there and proved its story: one that found it unchanged did not ask again."""
    found = ((run, story_of(run)) for run in succeeded(runs, demo, target))
    return next(((run, story) for run, story in found if story is not None), None)


def as_proved(spec: DemoSpec, story: Story, make: str) -> DemoSpec:
    """The spec with its brand on, at the day of the run. Raises UsageError if the run's answers are not to this spec's
    questions; `make` is the command that gets others.
    """
    day = spec.as_of if "as_of" in spec.model_fields_set else date.fromisoformat(story.as_of)
    demo = skin(spec.model_copy(update={"as_of": day}))
    if evidence(demo) != story.evidence:
        raise UsageError(
            "The rows, views or questions of this spec are not those that the latest run proved.", f"Run it: {make}"
        )
    return demo


def write(told: Track, folder: Path) -> list[Path]:
    """Write both files; the folder is made if need be. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in NAMES]
    for path, text in zip(paths, (markdown(told), page(told)), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths
