"""Where a spec's text comes from: a file, or one of the shipped industries by name.

Reading is bounded and never raises anything but `SpecError`: a folder, a missing file, a video and /dev/zero are all
things that somebody types one day.
"""

from __future__ import annotations

import re
from pathlib import Path

import specs
from wizard.spec.problems import Problem, SpecError, did_you_mean

MAX_BYTES = 1_000_000

# What YAML calls non-printable, beside the tab and the line ends.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def shipped() -> list[Path]:
    """The specs that come with the wizard, by name."""
    return sorted(Path(root) / name for root in specs.__path__ for name in _yaml_files(Path(root)))


def find(source: str | Path) -> Path:
    """The file that `source` means: a path, or the name of a shipped spec (a bare word without a suffix)."""
    bare = isinstance(source, str) and re.fullmatch(r"[A-Za-z0-9_-]+", source)
    names = {path.stem: path for path in shipped()}
    if bare and str(source) in names:
        return names[str(source)]
    path = Path(source)
    if bare and not _exists(path):
        raise _failure(str(source), "is neither a shipped spec nor a file", did_you_mean(str(source), names))
    return path


def read(path: Path) -> str:
    """The text of a spec file, UTF-8, at most `MAX_BYTES`."""
    name = str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        near = did_you_mean(path.name, _yaml_files(path.parent))
        raise _failure(name, "there is no such file", near or "Check the path.") from None
    except IsADirectoryError:
        raise _failure(name, "is a folder", "Name one YAML file in it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _failure(name, f"cannot be read: {reason}", "Check the path and its permissions.") from None
    if len(raw) > MAX_BYTES:
        raise _failure(name, f"is larger than {MAX_BYTES:,} bytes", "A spec describes data; it does not hold it.")
    return decode(raw, name)


def decode(raw: bytes, name: str) -> str:
    """The bytes as text; the first one that is not UTF-8, or not printable, is reported with its place."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        raise _failure(name, "is not UTF-8 text", "Save the file as UTF-8.", before) from None
    return printable(text, name)


def printable(text: str, name: str) -> str:
    """The text itself; a control character in it is reported with its place."""
    if found := _CONTROL.search(text):
        code = f"U+{ord(found[0]):04X}"
        raise _failure(name, f"holds the control character {code}", "Remove it.", text[: found.start()])
    return text


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _yaml_files(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir() if path.suffix in {".yaml", ".yml"})
    except (OSError, ValueError):
        return []


def _failure(name: str, message: str, hint: str, before: str | None = None) -> SpecError:
    if before is None:
        return SpecError([Problem(name, 0, 0, "", message, hint)])
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return SpecError([Problem(name, line, column, "", message, hint)])
