"""Files of the workspace, as tasks read them: with the rights of the principal that the run has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.sandbox import workspace_tree
from wizard.sandbox.api import ApiError

if TYPE_CHECKING:
    from wizard.sandbox.api import Principal
    from wizard.sandbox.app import Sandbox


@dataclass(frozen=True)
class SourceFile:
    """A file: its workspace path as traces show it, its text, and the folder that it lies in on this machine."""

    name: str
    text: str
    folder: Path


def read(sandbox: Sandbox, principal: Principal, path: str) -> SourceFile | None:
    """The file or notebook at a path; None when there is none that `principal` may read."""
    try:
        found = workspace_tree.find(sandbox, principal, path)
    except ApiError:
        return None
    if found.object_type == "DIRECTORY":
        return None
    text = found.read().decode("utf-8-sig", errors="replace")
    return SourceFile(f"/Workspace{found.path}", text, found.place.parent)
