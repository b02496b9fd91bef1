"""The workspace's folders and files, kept as real ones so that the tasks of a job can import and open them.

A path of the workspace is a path below one folder of this machine and must never lead out of it: no `..`, no symbolic
link on the way. People write in their own home and in /Shared; administrators everywhere.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.sandbox.api import ApiError, Json, Principal, denied, invalid

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

FOLDER = "workspace"
_KIND = "workspace_object"
_PREFIX = "/Workspace"
_LONGEST = 255
_FIXED = ("/", "/Users", "/Shared")


@dataclass(frozen=True)
class File:
    """A file or notebook: `place` is where it lies on this machine, `language` is empty for files."""

    path: str
    place: Path
    object_type: str
    language: str

    def read(self) -> bytes:
        """Return its content; a notebook's is its source."""
        return self.place.read_bytes()


def seed(sb: Sandbox) -> None:
    """Make the folders that every workspace has, and a home for everybody."""
    for path in _FIXED:
        _place(sb, path).mkdir(parents=True, exist_ok=True)
    for user in sb.store.list("user"):
        add_home(sb, user["userName"])
    for runner in sb.store.list("service_principal"):
        add_home(sb, runner["applicationId"])


def add_home(sb: Sandbox, name: str) -> None:
    """Make the home folder of a user or service principal."""
    _place(sb, normalize(f"/Users/{name}")).mkdir(exist_ok=True)


def normalize(path: object) -> str:
    """Return an absolute path of the workspace without /Workspace in front. Raises 400 for anything doubtful."""
    if not isinstance(path, str) or not path.startswith("/"):
        raise invalid(f"Path ({path}) must be absolute.")
    parts = [part for part in path.split("/") if part]
    if parts and f"/{parts[0]}" == _PREFIX:
        parts = parts[1:]
    for part in parts:
        if part in (".", "..") or any(ord(sign) < 32 or ord(sign) == 127 for sign in part):
            raise invalid(f"Path ({path.encode('unicode_escape').decode()}) is not valid.")
        if len(part.encode(errors="replace")) > _LONGEST:
            raise invalid(f"A name in a path has at most {_LONGEST} bytes.")
    return "/" + "/".join(parts)


def find(sb: Sandbox, principal: Principal, path: str) -> File:
    """Return the file, notebook or folder at a path. Raises 404 when it is not there or not theirs to see."""
    path = normalize(path)
    place = _place(sb, path)
    if not _readable(principal, path) or not place.exists():
        raise absent(path)
    if place.is_dir():
        return File(path, place, "DIRECTORY", "")
    known = sb.store.get(_KIND, path) or {}
    return File(path, place, known.get("object_type", "FILE"), known.get("language", ""))


def describe(sb: Sandbox, file: File) -> Json:
    """Return a file, notebook or folder as the API shows it. Times are epoch milliseconds."""
    number = _object_id(sb, file)
    about = file.place.stat()
    doc: Json = {"object_type": file.object_type, "path": file.path, "object_id": number, "resource_id": str(number)}
    if file.object_type == "NOTEBOOK":
        doc["language"] = file.language
    if file.object_type != "DIRECTORY":
        modified = int(about.st_mtime * 1000)
        doc |= {"created_at": int(min(about.st_ctime * 1000, modified)), "modified_at": modified}
    if file.object_type == "FILE":
        doc["size"] = about.st_size
    return doc


def children(sb: Sandbox, principal: Principal, file: File) -> list[File]:
    """Return what lies in a folder, as far as the principal may see it, by name."""
    prefix = file.path.rstrip("/")
    paths = [f"{prefix}/{entry.name}" for entry in file.place.iterdir() if not entry.is_symlink()]
    return [find(sb, principal, path) for path in sorted(paths) if _readable(principal, path)]


def make_folders(sb: Sandbox, principal: Principal, path: str) -> None:
    """Make a folder and those above it, as far as they are missing."""
    path = normalize(path)
    place = _place(sb, path)
    if place.is_dir() and _readable(principal, path):
        return
    _writable(principal, path)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        message = f"A node that is not a folder is in the way of {path}."
        raise ApiError(400, "RESOURCE_ALREADY_EXISTS", message) from None


def write(sb: Sandbox, principal: Principal, path: str, content: bytes, *, object_type: str = "FILE",
          language: str = "", overwrite: bool = False, conflict: int = 400) -> File:  # fmt: skip
    """Write a file or notebook. `conflict` is the HTTP status for one that is there already, without `overwrite`."""
    path = normalize(path)
    _writable(principal, path)
    place = _place(sb, path)
    with sb.store.transaction():
        if not place.parent.is_dir():
            raise ApiError(404, "RESOURCE_DOES_NOT_EXIST", f"The parent folder ({_parent(path)}) does not exist.")
        if place.exists():
            old = find(sb, principal, path)
            if not overwrite:
                raise ApiError(conflict, "RESOURCE_ALREADY_EXISTS", f"Path ({path}) already exists.")
            if old.object_type != object_type:
                raise invalid(
                    f"Cannot overwrite the asset at {path} due to type mismatch "
                    f"(asked: {object_type}, actual: {old.object_type})."
                )
        _replace(sb, place, content)
        file = File(path, place, object_type, language)
        _object_id(sb, file, remember=True)
    return file


def delete(sb: Sandbox, principal: Principal, path: str, recursive: bool = False) -> None:
    """Delete a file, notebook or folder; a folder that is not empty only with `recursive`."""
    file = find(sb, principal, path)
    _writable(principal, file.path)
    if file.path in _FIXED or _parent(file.path) == "/Users":
        raise denied(f"Folder {file.path} is protected.")
    with sb.store.transaction():
        if file.object_type != "DIRECTORY":
            file.place.unlink()
        elif recursive:
            shutil.rmtree(file.place)
        elif any(file.place.iterdir()):
            raise ApiError(400, "DIRECTORY_NOT_EMPTY", f"Folder ({file.path}) is not empty.")
        else:
            file.place.rmdir()
        for doc in sb.store.list(_KIND):
            if doc["path"] == file.path or doc["path"].startswith(f"{file.path}/"):
                sb.store.delete(_KIND, doc["path"])


def absent(path: str) -> ApiError:
    """Return the service's error for a path that does not exist."""
    return ApiError(404, "RESOURCE_DOES_NOT_EXIST", f"Path ({path}) doesn't exist.")


def _place(sb: Sandbox, path: str) -> Path:
    """Return where a normalized path lies, refusing symbolic links, which a task may have left behind."""
    place = sb.home / FOLDER
    for part in path.split("/"):
        place = place / part
        if part and place.is_symlink():
            raise invalid(f"Path ({path}) leads through a symbolic link.")
    return place


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def _readable(principal: Principal, path: str) -> bool:
    return principal.admin or path in _FIXED or _own(principal, path)


def _writable(principal: Principal, path: str) -> None:
    if path in _FIXED or not (principal.admin or _own(principal, path)):
        raise denied(f"{principal.user_name} does not have Manage permissions on {path}.")


def _own(principal: Principal, path: str) -> bool:
    home = f"/Users/{principal.user_name}"
    return path == home or path.startswith((f"{home}/", "/Shared/"))


def _object_id(sb: Sandbox, file: File, remember: bool = False) -> int:
    """Return the number of an object, drawn at first sight: tasks make files without telling anybody."""
    known = sb.store.get(_KIND, file.path)
    if known and not remember:
        return int(known["object_id"])
    number = known["object_id"] if known else 10**9 + sb.store.next_id(_KIND)
    doc = {"path": file.path, "object_id": number, "object_type": file.object_type, "language": file.language}
    sb.store.put(_KIND, file.path, doc)
    return int(number)


def _replace(sb: Sandbox, place: Path, content: bytes) -> None:
    """Put the content there in one stroke, by way of a file outside the tree, where no list shows it."""
    handle, draft = tempfile.mkstemp(dir=sb.home, prefix=".upload-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(draft).replace(place)
