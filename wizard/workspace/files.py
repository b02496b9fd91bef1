"""Files of the demo in the workspace: task code lives in the user's own folder."""

from __future__ import annotations

import io

from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised


def folder(ws: Workspace, demo: str) -> str:
    """The demo's folder: `/Workspace/Users/ME/demo-wizard/CATALOG.SCHEMA`."""
    return f"/Workspace/Users/{ws.user}/demo-wizard/{demo}"


def upload(ws: Workspace, path: str, text: str) -> None:
    """Write a file, replacing what is there; the folder is made when it is missing."""
    from databricks.sdk.service.workspace import ImportFormat

    with advised(f"uploading {path}"):
        ws.client.workspace.mkdirs(path.rpartition("/")[0])
        ws.client.workspace.upload(path, io.BytesIO(text.encode()), format=ImportFormat.RAW, overwrite=True)
