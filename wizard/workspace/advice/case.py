"""The form of a row of the table: when it holds, and what is said then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wizard.errors import WizardError
from wizard.workspace.advice.facts import Facts


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of failure, and the answer to it.

    It holds when the error has one of the `names` (of classes) or `codes`, if any are given, and its words match
    `says`, if that is given. `what` replaces the service's words where those are for machines; `why`, `do` and `run`
    (a command or SQL) may use `{login}`, `{user}`, `{target}`, `{place}`, `{grant}` and the named groups of `says`.
    With `grant` it holds only when the GRANT that is missing is known.
    """

    do: str
    why: str = ""
    run: str = ""
    what: str = ""
    names: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    says: re.Pattern[str] | None = None
    grant: bool = False
    target: str = ""
    kind: type[WizardError] = WizardError

    def match(self, facts: Facts, target: str, grant: str) -> Mapping[str, str] | None:
        """The words that it found, by name, when it holds; None when it does not."""
        if self.target not in ("", target) or (self.grant and not grant):
            return None
        if (self.names or self.codes) and not (self.names & facts.names or self.codes & set(facts.codes)):
            return None
        if self.says is None:
            return {}
        found = self.says.search(facts.text)
        return None if found is None else {key: value or "" for key, value in found.groupdict().items()}


def case(do: str, *, names: str = "", codes: str = "", says: str = "", **rest: Any) -> Case:
    """A row, with names and codes in one text each and `says` without regard to case."""
    pattern = re.compile(says, re.IGNORECASE) if says else None
    return Case(do, names=frozenset(names.split()), codes=frozenset(codes.split()), says=pattern, **rest)
