"""A spec as YAML that people like to read, and that loads as the same spec.

Keys stand in the order of the model, defaults are left out, several lines of text become a literal block and a long one
a folded block, lists of plain values stand on one line, and whatever any YAML reader could take for something else than
text is quoted.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import Any, Literal

from wizard.spec.model import DemoSpec
from wizard.spec.scalars import meaning

_WIDTH = 110
_LONGEST_KEY = 500  # YAML wants `? ` before keys of more than 1024 characters
_EXACT = 2**53  # every whole number below it is a float as well
_FIRST = ("kind", "rule")  # what tells the variants of a model apart is what people look for first
# YAML 1.1 reads these as true or false: quoted, they are text for every reader.
_SWITCHES = frozenset({"yes", "no", "on", "off", "y", "n"})
_PLAIN = re.compile(r"[^\W\d_][^#:]*(?::[^\s#:][^#:]*)*")
_PLAIN_IN_LIST = re.compile(r"[^\W\d_][^#:,\[\]{}]*")


def dump(spec: DemoSpec, day: Literal["as given", "pinned", "open"] = "as given") -> str:
    """The spec as YAML; `load` gives an equal spec.

    A spec that says no day means today, whenever that is: `pinned` writes the day down, so that the same rows come on
    any day; `open` leaves out even one that was given.
    """
    data = spec.model_dump(mode="python", by_alias=True, exclude_defaults=True, exclude={"as_of"})
    if day == "pinned" or (day == "as given" and "as_of" in spec.model_fields_set):
        # Today is the default as well: only what was set tells a day that was given from one that was left open.
        order = [field.alias or name for name, field in DemoSpec.model_fields.items()]
        data = dict(sorted({**data, "as_of": spec.as_of}.items(), key=lambda entry: order.index(entry[0])))
    return "\n".join(entries(data, "")) + "\n"


def entries(value: dict[str, Any], pad: str) -> Iterator[str]:
    """The lines of a mapping, each behind the blank `pad`."""
    first = [key for key in _FIRST if key in value]
    for key in [*first, *(key for key in value if key not in first)]:
        head = f"{pad}{_word(key)}:" if len(key) < _LONGEST_KEY else f"{pad}? {_word(key)}\n{pad}:"
        yield from _entry(head, value[key], pad)


def _entry(head: str, value: Any, pad: str) -> Iterator[str]:
    """The lines of `head` and a value; `pad` is the blank before the head."""
    inner = pad + "  "
    match value:
        case dict() if value:
            yield head
            yield from entries(value, inner)
        case list() if any(isinstance(item, dict | list) for item in value):
            yield head
            for item in value:
                yield from _item(item, inner)
        case list():
            yield from _flow(head, value, inner)
        case str() if "\n" in value and _is_block(value):
            yield head + (" |" if value.endswith("\n") else " |-")
            yield from textwrap.indent(value.removesuffix("\n"), inner).split("\n")
        case str() if len(head) + len(value) > _WIDTH and _is_folded(value):
            yield head + " >-"
            yield from textwrap.wrap(value, _WIDTH, initial_indent=inner, subsequent_indent=inner, **_BY_WORDS)
        case _:
            yield f"{head} {_scalar(value)}"


def _item(item: Any, pad: str) -> Iterator[str]:
    """One item of a list, behind its dash."""
    if not isinstance(item, dict):
        yield from _entry(f"{pad}-", item, pad)
        return
    lines = entries(item, pad + "  ")
    yield f"{pad}- {next(lines, '  {}').lstrip()}"
    yield from lines


def _flow(head: str, values: list[Any], pad: str) -> Iterator[str]:
    """`head [a, b, c]`, over several lines where it is long."""
    line = f"{head} ["
    for index, value in enumerate(values):
        text = _scalar(value, in_list=True) + ("]" if index == len(values) - 1 else ",")
        if len(line) + 1 + len(text) > _WIDTH and not line.endswith("["):
            yield line
            line = pad + text
        else:
            line += text if line.endswith("[") else f" {text}"
    yield line if values else f"{line}]"


def _scalar(value: Any, *, in_list: bool = False) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        case str():
            return _word(value, in_list=in_list)
        case dict():
            return "{}"
    return str(value)


def _word(value: str, *, in_list: bool = False) -> str:
    """Text on one line, in double quotes unless it is plainly text."""
    plain = (_PLAIN_IN_LIST if in_list else _PLAIN).fullmatch(value)
    read_as_text = meaning(value) is value and value.lower() not in _SWITCHES
    if plain and read_as_text and value.isprintable() and value == value.strip():
        return value
    return '"' + "".join(_escaped(char) for char in value) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    if char in "\n\t":
        return {"\n": "\\n", "\t": "\\t"}[char]
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_block(value: str) -> bool:
    """Whether a literal block keeps the text: nothing invisible, no blank before the first line or after any."""
    lines = value.removesuffix("\n").split("\n")
    clean = all(line.isprintable() and line == line.rstrip() for line in lines)
    return clean and bool(lines[0]) and lines[0][0] != " " and bool(lines[-1])


_BY_WORDS: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}


def _is_folded(value: str) -> bool:
    """Whether a folded block keeps the text: words with single spaces between them."""
    return value.isprintable() and value == " ".join(value.split())
