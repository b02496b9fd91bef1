"""What is known of a target, in lines for people: an answer, a refusal, or what is being waited for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from screens.widgets.facts import BLANK, Fact, said
from wizard.errors import WizardError
from wizard.printers.words import plural

if TYPE_CHECKING:
    from wizard.workspace.about import Capability, TargetFacts

SANDBOX = "sandbox"
_ROOM = 11
_SIGNS = {True: ("✔", "$success"), False: ("✖", "$error"), None: ("?", "$warning")}
_PATIENCE = 2.0
"""Seconds after which people are told how long they have waited."""
_MOST = 12
"""Catalogs that are named; a workspace may have thousands."""


def title(target: str) -> str:
    """The target as people call it."""
    return "The sandbox" if target == SANDBOX else target


def found(facts: TargetFacts) -> Iterator[Fact]:
    """A target that answered."""
    if facts.remark:
        yield said("!", Content.styled(facts.remark, "$warning"), 2, "$warning")
        yield BLANK
    yield said("Host", facts.host, _ROOM)
    yield said("You", facts.user, _ROOM)
    yield said("Warehouse", _warehouse(facts), _ROOM)
    yield said("Catalogs", _catalogs(facts.catalogs), _ROOM)
    yield BLANK
    room = max((len(each.name) for each in facts.capabilities), default=0) + 2
    for capability in facts.capabilities:
        yield _able(capability, room)


def refused(error: WizardError) -> Iterator[Fact]:
    """A target that cannot be used now, and what to do about it."""
    yield said("✖", Content.styled(error.message, "$error"), 2, "$error")
    if error.hint:
        yield BLANK
        yield from (said("", line, 2) for line in error.hint.splitlines())
    yield BLANK
    yield _aside("r asks again. Or choose another target: the sandbox needs nothing.")


def waiting(target: str, seconds: float) -> Iterator[Fact]:
    """A target that was asked."""
    doing = "Starting the sandbox and looking around" if target == SANDBOX else f"Asking {target} who you are there"
    elapsed = f"  {seconds:.0f} s" if seconds >= _PATIENCE else ""
    yield said("•", Content.styled(f"{doing}…{elapsed}", "$text-muted"), 2)
    if target == SANDBOX:
        yield BLANK
        yield said("", "A Databricks-compatible workspace on this machine: nothing leaves it.", 2)
    yield BLANK
    yield _aside("You need not wait: Enter goes on.")


def _aside(text: str) -> Fact:
    return said("", Content.styled(text, "$text-muted"), 2)


def _warehouse(facts: TargetFacts) -> Content:
    if not facts.warehouse:
        return Content.styled("none that you can use", "$warning")
    state = facts.warehouse_state.lower()
    return Content.assemble(facts.warehouse, (f"  {state}" if state else "", "$text-muted"))


def _catalogs(names: tuple[str, ...]) -> Content:
    if not names:
        return Content.styled("none of yours that can be seen", "$text-muted")
    more = len(names) - _MOST
    rest = f" and {plural(more, 'other')}" if more > 0 else ""
    return Content(", ".join(names[:_MOST]) + rest)


def _able(capability: Capability, room: int) -> Fact:
    sign, style = _SIGNS[capability.ok]
    lead = Content.assemble((f"{sign} ", style), capability.name.ljust(room))
    return lead, Content.styled(capability.detail, "$text-muted")
