"""What a plain YAML scalar means: the core schema of YAML 1.2, with `10_000` allowed.

Loading and dumping both ask here, so that what is written is what is read. Dates stay text (the model reads them):
`values: [2026-01-01]` is a list of text. `yes`, `no`, `on`, `off` are text too, as YAML 1.2 says.
"""

from __future__ import annotations

import re

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?[0-9](?:_?[0-9]){0,99}", re.ASCII)
_HEX = re.compile(r"0x[0-9a-fA-F]{1,32}", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]{1,32}", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII)


def meaning(text: str) -> str | int | float | bool | None:
    """The value of an unquoted scalar."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INT.fullmatch(text):
        return int(text)
    if _HEX.fullmatch(text) or _OCTAL.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "")) if _SPECIAL.fullmatch(text) else text
