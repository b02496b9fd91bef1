"""Tables as the catalog describes them."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised, is_missing


def properties(ws: Workspace, full_name: str) -> Mapping[str, str]:
    """The properties of a table or view; none when it is not there."""
    with advised(f"reading {full_name}"):
        try:
            return dict(ws.client.tables.get(full_name).properties or {})
        except Exception as error:
            if is_missing(error):
                return {}
            raise
