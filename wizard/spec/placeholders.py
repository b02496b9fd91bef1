"""What {brand.…} and {as_of} stand for.

A placeholder is a path into the brand, list items counted from 1. It never stands for a text that still holds one: a
brand whose company is called `{brand.company}` names nothing, and such a placeholder stays as it is, for the checks to
report. Braces that are doubled are no placeholder, as in the formats of columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from wizard.spec.nodes import Plain

PLACEHOLDER = re.compile(r"(?<!\{)\{(as_of|brand(?:\.[A-Za-z0-9_]+)*)\}(?!\})")
Meaning = str | list[str] | date


class Meanings:
    """The values of one brand and one day, by placeholder (`brand.regions.1`, without braces)."""

    def __init__(self, brand: Mapping[str, Plain], as_of: date) -> None:
        self._brand = brand
        self._as_of = as_of

    def of(self, name: str) -> Meaning | None:
        """A text, a list of texts (to be spliced into a list), the day; None where nothing has that name."""
        return self._of(name, ())

    def known(self) -> list[str]:
        """Every placeholder that stands for something."""
        names = ["as_of", *_paths(dict(self._brand), "brand")]
        return [name for name in names if self.of(name) is not None]

    def _of(self, name: str, pending: tuple[str, ...]) -> Meaning | None:
        if name == "as_of":
            return self._as_of
        found = None if name in pending else _at(self._brand, name.split(".")[1:])
        return _settled(found, lambda inner: self._of(inner, (*pending, name)))


def replace(text: str, meanings: Callable[[str], Meaning | None], write: Callable[[str | date], str]) -> str:
    """The text with each placeholder as `write` writes its meaning; those without a text stay."""

    def one(match: re.Match[str]) -> str:
        meaning = meanings(match[1])
        return match[0] if meaning is None or isinstance(meaning, list) else write(meaning)

    return PLACEHOLDER.sub(one, text)


def splice(item: str, meanings: Callable[[str], Meaning | None]) -> list[str] | None:
    """The texts that a list item stands for when it is one placeholder of a list, else None."""
    match = PLACEHOLDER.fullmatch(item)
    meaning = meanings(match[1]) if match else None
    return meaning if isinstance(meaning, list) else None


def plain(meaning: str | date) -> str:
    """As text for people: a day is YYYY-MM-DD."""
    return meaning if isinstance(meaning, str) else meaning.isoformat()


def _settled(found: Plain, meanings: Callable[[str], Meaning | None]) -> str | list[str] | None:
    """A value of the brand with its own placeholders replaced; None where one is left, or where it is no text."""
    if isinstance(found, str):
        text = replace(found, meanings, plain)
        return None if PLACEHOLDER.search(text) else text
    if not isinstance(found, list) or not found:
        return None
    items = [_name(item) for item in found]
    texts = [made for item in items if item is not None for made in (splice(item, meanings) or [item])]
    settled = [_settled(text, meanings) for text in texts]
    kept = [text for text in settled if isinstance(text, str)]
    return kept if None not in items and len(kept) == len(settled) else None


def _at(brand: Mapping[str, Plain], path: list[str]) -> Plain:
    """The value at a path, a region standing for its name; None where there is nothing."""
    node: Plain = dict(brand)
    for part in path:
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list) and part.isdecimal() and 0 < int(part) <= len(node):
            node = node[int(part) - 1]
        else:
            return None
    return _name(node) if isinstance(node, dict) else node


def _name(node: Plain) -> str | None:
    found = node.get("name") if isinstance(node, dict) else node
    return found if isinstance(found, str) else None


def _paths(node: Plain, path: str) -> Iterator[str]:
    if isinstance(node, dict):
        entries = [(key, value) for key, value in node.items() if key not in {"name", "weight"}]
    else:
        entries = [(str(number), item) for number, item in enumerate(node, 1)] if isinstance(node, list) else []
    for key, value in entries:
        yield f"{path}.{key}"
        yield from _paths(value, f"{path}.{key}")
