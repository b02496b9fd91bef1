"""Puts facts, table and GRANT together: the first row that holds is the answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from wizard.errors import WizardError
from wizard.scrub import scrub
from wizard.workspace.advice import facts as facts_of
from wizard.workspace.advice import privileges
from wizard.workspace.advice.caller import Caller
from wizard.workspace.advice.case import Case
from wizard.workspace.advice.cases import CASES
from wizard.workspace.advice.facts import Facts

UNKNOWN = Case("Run the command again with --debug for the whole story.")


@dataclass(frozen=True, slots=True)
class Advice:
    """`what` happened, in the service's words where they help; `why`; what to `do`; what to `run` for it (or empty).

    `kind` is the class of WizardError that fits, which decides the exit code. It is `known` if the table has it.
    """

    what: str
    why: str
    do: str
    run: str
    kind: type[WizardError]
    known: bool = True

    @property
    def hint(self) -> str:
        """What to do and why, with the command on a line of its own, to be copied."""
        told = " ".join(part for part in (self.why, self.do) if part)
        return scrub(f"{told}\n{self.run}" if self.run else told)

    def error(self) -> WizardError:
        """The error that a person sees."""
        return self.kind(scrub(self.what), self.hint)


def advice(error: BaseException, doing: str, caller: Caller | None = None) -> Advice:
    """What to tell a person about a platform error that ended `doing` (creating catalog x)."""
    facts, caller = facts_of.read(error), caller or Caller()
    missing = privileges.missing(facts.text)
    grant = missing.grant(caller.name) if missing else ""
    row, words = _row(facts, caller, grant)
    fill = defaultdict(str, words, login=caller.login, user=caller.name, target=caller.target, place=caller.place,
                       grant=grant)  # fmt: skip
    why, do, run, what = (text.format_map(fill) for text in (row.why, row.do, row.run, row.what))
    happened = f"{doing[:1].upper()}{doing[1:]} failed: {_what(facts, what, row)}"
    return Advice(happened, why, do, run, row.kind, row is not UNKNOWN)


def _row(facts: Facts, caller: Caller, grant: str) -> tuple[Case, dict[str, str]]:
    for row in CASES:
        words = row.match(facts, caller.target, grant)
        if words is not None:
            return row, dict(words)
    return UNKNOWN, {}


def _what(facts: Facts, what: str, row: Case) -> str:
    """The words, with whatever helps others to find the failure: the code if nobody knows it, the request's id."""
    text = what or facts.text
    code = next((code for code in facts.codes if code not in text), "") if row is UNKNOWN else ""
    told = (f"[{code}]" if code else "", f"(request {facts.request_id})" if facts.request_id else "")
    return " ".join((text, *(one for one in told if one)))
