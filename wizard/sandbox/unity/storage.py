"""Where the data of managed tables and volumes lies, and how it goes.

Folders are named after their table, for the eyes of people who look for them. A table's folder also has a random
part: two statements that create the same table at the same moment must not share one, and a replaced table's rows
stay where they are until nobody reads them.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from wizard.sandbox.unity import names

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

_UNUSUAL = re.compile(r"[^a-z0-9_-]")
_LONGEST = 80
_FOLDERS = {"table": "warehouse", "volume": "volumes"}


def managed_location(sb: Sandbox, full_name: str, kind: str = "table") -> Path:
    """Return the folder, not yet made and never given before, for a new managed table or volume."""
    parts = [_folder(part) for part in names.parse(full_name, kind).split(".")]
    return (sb.home / _FOLDERS[kind]).joinpath(*parts[:-1], f"{parts[-1]}-{uuid.uuid4().hex[:8]}")


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
            (sb.home / folder).joinpath(*map(_folder, container.split("."))).rmdir()


def _folder(name: str) -> str:
    """Return a name that every file system and URL takes as it is; a hash keeps those apart that had to be changed."""
    plain = _UNUSUAL.sub("_", name)[:_LONGEST]
    return plain if plain == name else f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
