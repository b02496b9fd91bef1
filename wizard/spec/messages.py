"""Pydantic's errors in the wizard's words.

Pydantic finds every violation of the models; its wording speaks of Python types. Here each becomes what is wrong and
what to write instead, at a path of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Dict
from typing import Any

from pydantic import ValidationError

from wizard import identifiers
from wizard.spec.nodes import Node, Plain, Scalar, nearest
from wizard.spec.problems import Finding, Path, did_you_mean, listed
from wizard.spec.shapes import child, fields, located, model_at

_Told = tuple[str, str]  # what is wrong, what to write instead

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a mapping of keys and values",
    "model_type": "a mapping of keys and values",
    "model_attributes_type": "a mapping of keys and values",
    "list_type": "a list",
    "finite_number": "a finite number",
}
_LIMITS = {
    "greater_than": "must be above {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be below {lt}",
    "less_than_equal": "must be {le} or less",
    "string_too_short": "must not be empty",
    "string_too_long": "must be at most {max_length} characters long",
    "too_long": "must have at most {max_length} entries",
}
_DAYS = frozenset({"start", "end"})
_PATTERNS = {
    "currency": "must be a currency code of three capital letters, e.g. USD",
    "domain": "must be a domain in lower case, e.g. example.com",
    "locale": "must be a locale such as en_US",
    "industry": "must be lower-case letters, digits and hyphens, e.g. retail",
    "key": "must be letters, digits, hyphens and underscores",
    "country": "must be a country code of two capital letters, e.g. DE",
    "on": "must be a day of the year as MM-DD, e.g. 11-27",
    "type": "must be a SQL type: int, bigint, double, decimal(10,2); for a choice also string, boolean, date",
}


def translate(error: ValidationError, root: Node, data: Plain) -> list[Finding]:
    """What each of pydantic's errors means, one finding a place."""
    found: dict[tuple[Path, bool], Finding] = {}
    for detail in error.errors(include_url=False):
        finding = _finding(dict(detail), root, data)
        found.setdefault((finding.path, finding.on_key), finding)
    return list(found.values())


def _finding(detail: dict[str, Any], root: Node, data: Plain) -> Finding:
    path, on_key = located(detail["loc"])
    kind, limits, value = detail["type"], detail.get("ctx", {}), detail.get("input")
    if on_key:
        return Finding(path, *_name(path[-1]), on_key=True)
    if kind in {"missing", "extra_forbidden", "union_tag_not_found"}:
        return _about_keys(kind, path, data, limits)
    if kind == "union_tag_invalid":
        tag = str(limits["discriminator"]).strip("'")
        known = re.findall(r"'([^']*)'", str(limits["expected_tags"]))
        return Finding((*path, tag), *_unknown_word(tag, at(data, (*path, tag)), known))
    if kind in _WANTED:
        hint = _quote_hint(path, root) if kind == "string_type" else _day_hint(path, value)
        return Finding(path, f"must be {_WANTED[kind]}, not {shown(value)}", hint)
    if kind in _LIMITS:
        return Finding(path, _LIMITS[kind].format(**limits), "" if value in ("", [], {}) else f"It is {shown(value)}.")
    tell = _TELLERS.get(kind)
    return Finding(path, *(tell(path, value, limits) if tell else (f"{detail['msg']}, not {shown(value)}", "")))


def _about_keys(kind: str, path: Path, data: Plain, limits: Dict[str, Any]) -> Finding:
    if kind == "union_tag_not_found":
        tag = str(limits["discriminator"]).strip("'")
        return Finding((*path, tag), "is missing", f"Say what {tag} this is.")
    model = model_at(path[:-1], data)
    known = fields(model) if model else {}
    name = str(path[-1])
    if kind == "missing":
        return Finding(path, "is missing", f"Write {name}: {known.get(name, '')}".rstrip(" :.") + ".")
    return Finding(path, "is not a key here", did_you_mean(name, known), on_key=True)


def _literal(path: Path, value: Any, limits: Dict[str, Any]) -> _Told:
    known = re.findall(r"'([^']*)'", str(limits["expected"]))
    if not known:
        return f"must be {limits['expected']}, not {shown(value)}", ""
    return _unknown_word(str(path[-1]), value, known)


def _unknown_word(what: str, value: Any, known: list[str]) -> _Told:
    if isinstance(value, str):
        return f"{shown(value)} is no {what} that is known", did_you_mean(value, known)
    return f"must be one word, not {shown(value)}", f"Known: {listed(known)}."


def _too_short(_: Path, __: Any, limits: Dict[str, Any]) -> _Told:
    needed = limits["min_length"]
    return f"must have at least {needed} {'entry' if needed == 1 else 'entries'}", f"It has {limits['actual_length']}."


def _pattern(path: Path, value: Any, limits: Dict[str, Any]) -> _Told:
    if limits["pattern"] == identifiers.PATTERN:
        return _name(value)
    if isinstance(value, str) and value.count("(") > value.count(")"):
        return f"{shown(value)} ends at the comma", 'Within { } a type with a comma needs quotes: "decimal(12,2)".'
    return _PATTERNS.get(str(path[-1]), f"must match {limits['pattern']}"), f"It is {shown(value)}."


def _name(value: Any) -> _Told:
    return f"{shown(value)} cannot be a name: {identifiers.RULE}", f"Write {identifiers.suggest(str(value), 'name')}."


def _day(_: Path, value: Any, __: Dict[str, Any]) -> _Told:
    return f"{shown(value)} is not a day", "Write it as YYYY-MM-DD, a day of the calendar."


_TELLERS: dict[str, Callable[[Path, Any, Dict[str, Any]], _Told]] = {
    "literal_error": _literal,
    "too_short": _too_short,
    "string_pattern_mismatch": _pattern,
    "value_error": _day,
}


def _quote_hint(path: Path, root: Node) -> str:
    """A number or true where text is wanted was most likely meant as text."""
    node, _, found = nearest(root, path)
    if found and isinstance(node, Scalar) and node.value is not None:
        return f'If it is text, put it in quotes: "{node.text}".'
    return ""


def _day_hint(path: Path, value: Any) -> str:
    """A calendar day where days are counted is a mistake that many make."""
    is_day = isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII)
    return "Count days from as_of: -30 is 30 days before it." if is_day and path[-1] in _DAYS else ""


def at(data: Plain, path: Path) -> Plain:
    """What stands at a path of the data; None where there is nothing."""
    for part in path:
        data = child(data, part)
    return data


def shown(value: object) -> str:
    """A value as people wrote it, short enough for one line."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case str():
            return repr(value if len(value) <= 60 else value[:59] + "…")
    return str(value)
