"""Whom the workspace answered: advice names the profile to log in with, and the user that a privilege is granted to."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

SANDBOX, ENVIRONMENT = "sandbox", "env"
UNKNOWN_USER = "YOUR USER NAME"


@dataclass(slots=True)
class Caller:
    """A target, its host with the scheme, and the user, empty until the workspace was asked."""

    target: str = ""
    host: str = ""
    user: str = ""

    @property
    def login(self) -> str:
        """The command that makes the credentials valid again."""
        host = f" --host {shlex.quote(self.host)}" if self.host else ""
        profile = f" --profile {shlex.quote(self.target)}" if self.target not in ("", SANDBOX, ENVIRONMENT) else ""
        return f"databricks auth login{host}{profile}"

    @property
    def name(self) -> str:
        """The user as a GRANT names them."""
        return self.user or UNKNOWN_USER

    @property
    def place(self) -> str:
        """The workspace as people see it: its host."""
        return self.host or "the workspace"
