"""Where the data of managed tables and volumes lies, and how it goes.

Folders are named after their table, so that anything that reads Delta finds them without asking the catalog. A name
that is still taken on disk (a renamed table keeps its folder) gets a suffix instead of somebody else's rows.
"""

from __future__ import annotations

import shutil
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from wizard.sandbox.unity import names

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

_FOLDERS = {"table": "warehouse", "volume": "volumes"}


def managed_location(sb: Sandbox, full_name: str, kind: str = "table") -> Path:
    """Return the folder, not yet made, for a new managed table or volume."""
    place = (sb.home / _FOLDERS[kind]).joinpath(*names.parse(full_name, kind).split("."))
    return place.with_name(f"{place.name}-{uuid.uuid4().hex[:8]}") if place.exists() else place


def path_of(location: str) -> Path:
    """Return the folder behind a `file://` location."""
    return Path(unquote(urlsplit(location).path))


def location_of(place: Path) -> str:
    """Return the `file://` location of a folder."""
    return place.as_uri()


def remove(sb: Sandbox, location: str) -> None:
    """Delete the folder of a managed table or volume. Anything outside the sandbox's own folders is left alone."""
    place = path_of(location).resolve()
    if any((sb.home / folder).resolve() in place.parents for folder in _FOLDERS.values()):
        shutil.rmtree(place, ignore_errors=True)


def remove_empty(sb: Sandbox, container: str) -> None:
    """Delete the folders of a catalog or schema that is gone, as far as nothing lies in them."""
    for folder in _FOLDERS.values():
        with suppress(OSError):
            (sb.home / folder).joinpath(*container.split(".")).rmdir()
