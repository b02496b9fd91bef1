"""What a demo needs of a target, as plain text: a line for each need, and what to do about those that are not met."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.preflight.need import Need, Preflight, ways_out
from wizard.scrub import scrub

SIGNS = {"met": "✔ there  ", "missing": "✖ missing", "unknown": "? unknown"}


def told(found: Preflight) -> str:
    """For people."""
    return scrub("\n".join(_lines(found)) + "\n")


def _lines(found: Preflight) -> Iterator[str]:
    yield f"What {found.demo} needs of {found.target} ({found.host}), as {found.user}"
    yield ""
    for need in found.needs:
        yield _line(need)
    yield ""
    if found.ok:
        yield "Nothing is known to be missing."
        return
    yield f"{len(found.missing)} missing. Nothing was changed."
    if found.grants():
        yield from ("", "An owner or administrator gives it by:", *(f"  {sql};" for sql in found.grants()))
    ways = ways_out(found.missing)
    if ways:
        yield from ("", "Other ways:", *(f"  {way}" for way in ways))
    yield from ("", "The same as an e-mail to send: --email")


def _line(need: Need) -> str:
    owner = f"; owner: {need.owner}" if need.state == "missing" and need.owner else ""
    return f"  {SIGNS[need.state]}  {need.why}{owner}"
