"""The sentence above the rows: what they are, that they are being made, or why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.data.words import made
from wizard.printers.words import duration

if TYPE_CHECKING:
    from screens.data.samples import Samples

PATIENCE = 2.0
"""Seconds after which it is said how long one has been waiting."""

State = tuple[str, str]
"""A sentence, and the class that it is shown with."""


def wrong(*, anything: bool) -> State:
    """While choices are wrong; `anything` is there from before."""
    if anything:
        return "✖ Something is wrong with the choices: shown is what was right last.", "wrong"
    return "✖ There are no rows to see before this is right.", "wrong"


def state(samples: Samples, table: str, *, unsure: bool) -> State:
    """How it stands with a table's rows; `unsure` while it is not known yet whether a change concerns them."""
    failure, portrait = samples.failure(table), samples.portrait(table)
    if failure is not None and not unsure:
        return f"✖ {failure.message} {failure.hint}".rstrip() + " f5 tries again.", "wrong"
    if portrait is not None and samples.is_current(table) and not unsure:
        return made(portrait.tables[0]), "quiet"
    seconds = samples.seconds(table) or 0.0
    waited = f" {duration(round(seconds))}" if seconds > PATIENCE else ""
    return f"making rows…{waited}" + ("; these are from before the change" if portrait else ""), "busy"
