"""What a demo needs of a workspace, each need with whether it is met, and what to do when it is not. Data only."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from wizard.errors import PreflightError

State = Literal["met", "missing", "unknown"]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that the demo needs.

    `what` names it in words; `why` says what was found, in a sentence of its own. A need that is a privilege names it
    (`CREATE SCHEMA`), the type of securable (`CATALOG`), the securable, empty for the metastore, its `owner` where that
    is known, and in `sql` the GRANT that gives it. `way_out` is what else can be done. A need that is `unknown` only
    shows when it is tried.
    """

    key: str
    what: str
    state: State
    why: str = ""
    privilege: str = ""
    securable_type: str = ""
    securable: str = ""
    owner: str = ""
    sql: str = ""
    way_out: str = ""


@dataclass(frozen=True, slots=True)
class Preflight:
    """Everything that a demo needs of a target. `catalogs` are those in which a schema can be made, where the demo's
    own cannot be made.
    """

    demo: str
    target: str
    host: str
    user: str
    needs: tuple[Need, ...]
    catalogs: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Need, ...]:
        """What has to be had before anything can be made."""
        return tuple(need for need in self.needs if need.state == "missing")

    @property
    def unknown(self) -> tuple[Need, ...]:
        """What cannot be known beforehand."""
        return tuple(need for need in self.needs if need.state == "unknown")

    @property
    def ok(self) -> bool:
        """Whether nothing is known to be missing."""
        return not self.missing

    def grants(self) -> tuple[str, ...]:
        """The statements that give what is missing, each once: for the owners and administrators named."""
        return tuple(dict.fromkeys(need.sql for need in self.missing if need.sql))

    def email(self) -> str:
        """A letter to those who can give what is missing."""
        from wizard.preflight.letter import letter

        return letter(self)

    def require(self, email: str = "demo-wizard preflight --spec … --email") -> None:
        """Raise MissingError when something is missing; `email` is the command that writes the letter."""
        if not self.ok:
            raise MissingError(self, self._said(), _advice(self, email))

    def as_data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "demo": self.demo, "target": self.target, "host": self.host, "user": self.user, "ok": self.ok,
            "needs": [asdict(need) for need in self.needs], "grants": list(self.grants()),
            "catalogs": list(self.catalogs),
        }

    def _said(self) -> str:
        first, *others = self.missing
        more = f" ({len(others)} more)" if others else ""
        return f"{self.demo} cannot be made on {self.target} yet: {first.why}{more}"


class MissingError(PreflightError):
    """Something is missing: `found` is all that the demo needs."""

    def __init__(self, found: Preflight, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.found = found


def email_command(spec: str, target: str, overrides: Sequence[str] = ()) -> str:
    """The command that writes the letter for a spec and a target."""
    at = [] if target == "sandbox" else ["--target", target]
    changed = [word for setting in overrides for word in ("--set", setting)]
    return shlex.join(["demo-wizard", "preflight", "--spec", spec, *at, *changed, "--email"])


def _advice(found: Preflight, email: str) -> str:
    parts = ["Nothing was changed. Missing:", *(f"  {need.why}" for need in found.missing)]
    if found.grants():
        parts += ["An owner or administrator gives it by:", *(f"  {sql};" for sql in found.grants())]
    ways = ways_out(found.missing)
    if ways:
        parts += ["Other ways:", *(f"  {way}" for way in ways)]
    return "\n".join([*parts, f"As an e-mail to send: {email}"])


def ways_out(needs: Sequence[Need]) -> tuple[str, ...]:
    """What else can be done, each once."""
    return tuple(dict.fromkeys(line for need in needs for line in need.way_out.splitlines()))
