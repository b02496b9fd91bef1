"""Files of the workspace, as tasks read them: with the rights of the principal that the run has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.sandbox.api import Principal
    from wizard.sandbox.app import Sandbox


@dataclass(frozen=True)
class SourceFile:
    """A file: its workspace path as errors show it, its text, and the folder that it lies in on this machine."""

    name: str
    text: str
    folder: Path


def read(sandbox: Sandbox, principal: Principal, path: str) -> SourceFile | None:
    """The file at a workspace path; None when it does not exist or `principal` may not read it."""
    return None
