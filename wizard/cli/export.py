"""`demo-wizard export`: what can be taken along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.session import Session, debug_option, demo_options, how_to_make, pass_session, talk
from wizard.errors import UsageError
from wizard.run.directory import RunDirectory
from wizard.run.history import History

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec
    from wizard.steps.proof import Story

EXAMPLE = "demo-wizard export --talk-track --spec retail --out talk"


@click.command()
@demo_options
@click.option("--talk-track", "talk_track", is_flag=True,
              help="The story, what to say and click, and the answers, as Markdown and as one HTML page.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="The folder to write to; made if needed.")
@debug_option
@pass_session
def export(
    session: Session, spec: str | None, target: str, overrides: tuple[str, ...], talk_track: bool, out: Path | None
) -> None:
    """Write the talk track to files.

    The answers are those of the latest run that succeeded; nothing is asked anew.

    \b
    Example:
      demo-wizard export --talk-track --spec retail --out talk
    """
    if not talk_track:
        raise UsageError("What is to be exported? There is: --talk-track", f"For example: {EXAMPLE}")
    if not spec or out is None:
        raise UsageError("Which demo, and where to? Give --spec and --out.", f"For example: {EXAMPLE}")
    from wizard.printers.track.content import track
    from wizard.printers.track.markdown import markdown
    from wizard.printers.track.page import page
    from wizard.spec import load

    demo = load(spec, overrides)
    make = how_to_make(spec, target, overrides)
    run, story = _latest(session.runs, demo.demo_id, target, make)
    told = track(_as_proved(demo, story, make), story, target, run.id)
    for name, text in (("talk-track.md", markdown(told)), ("talk-track.html", page(told))):
        click.echo(_write(out, name, text))
    talk(f"{len(told.topics)} questions, as answered in run {run.id}.")


def _latest(runs: Path, demo: str, target: str, make: str) -> tuple[RunDirectory, Story]:
    """The latest run that succeeded and proved the story of this demo there. Raises UsageError if there is none."""
    from wizard.steps.proof import FILE, Story

    for run in reversed(RunDirectory.every(runs)):
        request, kept = run.request, run.path / "files" / FILE
        if (request.demo, request.target) != (demo, target) or not kept.exists():
            continue
        last = History.read(run).last
        if last is not None and last.status == "succeeded":
            try:
                return run, Story.from_json(kept.read_text(encoding="utf-8"))
            except ValueError:
                continue
    raise UsageError(
        f"No run here has proved the story of {demo} on {target} yet.",
        f"Run it first: {make}\nIf it was made from another machine, have it asked again by dropping the report: "
        f'demo-wizard sql{"" if target == "sandbox" else f" --target {target}"} "DROP TABLE {demo}.story_report"',
    )


def _as_proved(spec: DemoSpec, story: Story, make: str) -> DemoSpec:
    """The spec with its brand on, at the day of the run. Raises UsageError if the run's answers are not to this spec's
    questions.
    """
    from datetime import date

    from wizard.spec.skin import skin
    from wizard.steps.story import evidence

    day = spec.as_of if "as_of" in spec.model_fields_set else date.fromisoformat(story.as_of)
    demo = skin(spec.model_copy(update={"as_of": day}))
    if evidence(demo) != story.evidence:
        raise UsageError(
            "The rows, views or questions of this spec are not those that the latest run proved.", f"Run it: {make}"
        )
    return demo


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}", "Choose another folder for --out.") from error
    return path
