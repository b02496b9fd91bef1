"""What was begun and not finished is offered first: to go on with it costs one answer."""

from __future__ import annotations

from wizard.cli.plain.asking import RefusedError, ask, item, say
from wizard.cli.session import Session
from wizard.cli.watch import watch
from wizard.printers.words import plural
from wizard.run.overview import Glance, offers
from wizard.run.start import Started, resume
from wizard.run.statuses import RUNNING

SHOWN = 8


def go_on(session: Session) -> int | None:
    """Offer what is unfinished; the exit code of the run that somebody went on with, None for a new demo."""
    found = offers(session.runs).unfinished[:SHOWN]
    if not found:
        return None
    say(f"{plural(len(found), 'run')} {'is' if len(found) == 1 else 'are'} unfinished:")
    for number, glance in enumerate(found, 1):
        item(f"{number}.", _told(glance))

    def read(answer: str) -> Glance | None:
        if not answer:
            return None
        if answer.isascii() and answer.isdecimal() and 1 <= int(answer[:9]) <= len(found):
            return found[int(answer) - 1]
        raise RefusedError(f"Write a number from 1 to {len(found)}." if len(found) > 1 else "Write 1, or nothing.")

    chosen = ask("Number of the one to go on with, Enter for a new demo", "", read)
    return None if chosen is None else _take_up(session, chosen)


def _told(glance: Glance) -> str:
    steps = f", {glance.done} of {plural(glance.steps, 'step')} done" if glance.steps else ""
    doing = "watch it" if glance.status == RUNNING else "resume it"
    return f"{glance.title} on {glance.request.target}, {glance.status}{steps}, run {glance.run.id}: {doing}?"


def _take_up(session: Session, glance: Glance) -> int:
    if glance.status == RUNNING:
        started = Started(glance.run, max(1, glance.attempt), 0)
        return watch(started, "text", plain=True, debug=session.debug, owner=False)
    return watch(resume(glance.run, session.runner), "text", plain=True, debug=session.debug)
