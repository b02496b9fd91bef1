"""Placeholders: every {brand.…} and {as_of} stands for something, where it stands.

Looked at before the brand is put on, for afterwards there is nothing left to see but those that were not understood.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from wizard.spec import placeholders
from wizard.spec.nodes import Plain
from wizard.spec.placeholders import PLACEHOLDER, Meanings
from wizard.spec.problems import Finding, Path, did_you_mean
from wizard.spec.undress import is_sql

_BRACES = re.compile(r"(?<!\{)\{([^{}\n]{1,80})\}(?!\})")
_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|--[^\n]*""", re.DOTALL)
_ROOTS = ("brand", "as_of")
_FORMATS = frozenset({"format", "say"})  # in these {brand} may as well be a column


def check(data: Plain, meanings: Meanings, path: Path = ()) -> Iterator[Finding]:
    """Placeholders of nothing, of lists where one text is wanted, in quotes; keys that become the same."""
    match data:
        case str():
            yield from _text(data, meanings, path)
        case list():
            for index, item in enumerate(data):
                if not isinstance(item, str) or placeholders.splice(item, meanings.of) is None:
                    yield from check(item, meanings, (*path, index))
        case dict():
            seen: set[str] = set()
            for key, value in data.items():
                yield from _key(key, seen, meanings, (*path, key))
                yield from check(value, meanings, (*path, key))


def _key(key: str, seen: set[str], meanings: Meanings, path: Path) -> Iterator[Finding]:
    name = placeholders.replace(key, meanings.of, placeholders.plain)
    if name in seen:
        yield Finding(path, f"stands here a second time: it is {name!r} with this brand", "Keep one.", on_key=True)
    seen.add(name)
    for match in _BRACES.finditer(key):
        if what := _wrong(match, meanings, path[:-1]):
            yield Finding(path, *what, on_key=True)


def _text(text: str, meanings: Meanings, path: Path) -> Iterator[Finding]:
    if "{" not in text or path[-1:] == ("python",):
        return
    quoted = [match.span() for match in _QUOTED.finditer(text) if match[0][0] != "-"] if is_sql(path) else []
    for match in _BRACES.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        inside = line, match.start() - text.rfind("\n", 0, match.start())
        if what := _wrong(match, meanings, path):
            yield Finding(path, *what, inside=inside)
        elif PLACEHOLDER.fullmatch(match[0]) and any(start < match.start() < end for start, end in quoted):
            hint = "Write it bare: it becomes a literal, quotes included."
            yield Finding(path, f"{match[0]} stands in quotes", hint, inside=inside)


def _wrong(match: re.Match[str], meanings: Meanings, path: Path) -> tuple[str, str] | None:
    """What is wrong with something in braces, and the way out; None where it is fine or no placeholder."""
    name = match[1]
    exact = PLACEHOLDER.fullmatch(match[0]) is not None
    is_column = "." not in name and name != "as_of" and bool(path) and path[-1] in _FORMATS
    if is_column or not (exact or _looks_alike(name)):
        return None
    meaning = meanings.of(name) if exact else None
    if isinstance(meaning, list):
        return f"{match[0]} stands for a list", f"Write {{{name}.1}}, or make it an item of a list of its own."
    return None if meaning is not None else (f"{match[0]} stands for nothing", _way_out(name, meanings))


def _looks_alike(name: str) -> bool:
    root, dot, _ = re.sub(r"[\s-]+", "_", name.strip().lower()).partition(".")
    return bool(difflib.get_close_matches(root, _ROOTS if not dot else _ROOTS[:1], n=1, cutoff=0.8))


def _way_out(name: str, meanings: Meanings) -> str:
    above, _, number = name.rpartition(".")
    items = meanings.of(above) if number.isdecimal() and above else None
    if isinstance(items, list):
        return f"There are {len(items)}, counted from 1."
    return did_you_mean(f"{{{name}}}", [f"{{{known}}}" for known in meanings.known()])
