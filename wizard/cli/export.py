"""`demo-wizard export`: what can be taken along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.session import Session, debug_option, demo_options, how_to_make, pass_session, talk
from wizard.errors import UsageError

if TYPE_CHECKING:
    from wizard.printers.track.content import Track
    from wizard.run.directory import RunDirectory
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
    from wizard.printers.track.files import as_proved
    from wizard.spec import load

    demo = load(spec, overrides)
    make = how_to_make(spec, target, overrides)
    run, story = _latest(session.runs, demo.demo_id, target, make)
    told = track(as_proved(demo, story, make), story, target, run.id)
    for path in _write(told, out):
        click.echo(path)
    talk(f"{len(told.topics)} questions, as answered in run {run.id}.")


def _latest(runs: Path, demo: str, target: str, make: str) -> tuple[RunDirectory, Story]:
    from wizard.printers.track.files import latest_story

    found = latest_story(runs, demo, target)
    if found is None:
        raise UsageError(
            f"No run here has proved the story of {demo} on {target} yet.",
            f"Run it first: {make}\nIf it was made from another machine, have it asked again by dropping the report: "
            f'demo-wizard sql{"" if target == "sandbox" else f" --target {target}"} "DROP TABLE {demo}.story_report"',
        )
    return found


def _write(told: Track, folder: Path) -> list[Path]:
    from wizard.printers.track.files import write

    try:
        return write(told, folder)
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror or error}", "Choose another folder for --out.") from error
