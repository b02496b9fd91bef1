"""Named parameters and IDENTIFIER(): values that come beside a statement, put into it as what they are.

A parameter becomes one literal token of its declared type, so whatever its text holds, it stays a value: quotes and
backslashes are escaped, numbers and dates are checked before they are written. IDENTIFIER(…) of a constant string
becomes one quoted name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlglot.tokenizer_core import Token, TokenType

from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import SqlError, failed
from wizard.sandbox.sql.lexer import syntax_error, tokens

_INTEGERS = {"TINYINT": 8, "BYTE": 8, "SMALLINT": 16, "SHORT": 16, "INT": 32, "INTEGER": 32, "BIGINT": 64, "LONG": 64}
_DECIMAL = re.compile(r"(?:DECIMAL|DEC|NUMERIC)(?:\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?")
_VALUE_ENDS = (TokenType.VAR, TokenType.IDENTIFIER, TokenType.STRING, TokenType.R_PAREN, TokenType.R_BRACKET)


def bind(text: str, parameters: Sequence[Mapping[str, Any]] = ()) -> str:
    """Return the statement with its `:name` markers and IDENTIFIER() calls replaced.

    `parameters` are the statement API's items: name, value (a string, or None for NULL) and type (STRING if absent).
    Raises SqlError for a marker without a value, or a value that is not of its type.
    """
    if ":" not in text and "identifier" not in text.lower():
        return text
    values = {str(item.get("name", "")): literal(item) for item in parameters}
    return _identifiers(_markers(text, values))


def literal(parameter: Mapping[str, Any]) -> str:
    """Return the SQL literal for one parameter of the statement API."""
    value, type_name = parameter.get("value"), str(parameter.get("type") or "STRING").strip().upper()
    if value is None or type_name == "VOID":
        return "NULL"
    try:
        return _typed(str(value), type_name)
    except (ValueError, InvalidOperation, OverflowError):
        raise _bad_value(parameter, type_name) from None


def string_literal(value: str) -> str:
    """Return a string as SQL text."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def quoted_name(name: str | Sequence[str]) -> str:
    """Return a name, or the parts of a longer one, in backticks."""
    parts = [name] if isinstance(name, str) else name
    return ".".join("`" + part.replace("`", "``") + "`" for part in parts)


def _typed(value: str, type_name: str) -> str:
    """Return the literal for a value of a type; raises ValueError for a value that is none of it."""
    if type_name in _INTEGERS:
        number, bits = int(_plain(value)), _INTEGERS[type_name]
        if not -(2 ** (bits - 1)) <= number < 2 ** (bits - 1):
            raise ValueError(value)
        # A plain INT stays one token, which LIMIT and OFFSET need.
        return str(number) if type_name in ("INT", "INTEGER") and number >= 0 else f"CAST('{number}' AS {type_name})"
    writers: dict[str, Callable[[str], str]] = {
        "STRING": string_literal,
        "DOUBLE": lambda text: f"CAST('{float(_plain(text))!r}' AS DOUBLE)",
        "FLOAT": lambda text: f"CAST('{float(_plain(text))!r}' AS FLOAT)",
        "BOOLEAN": lambda text: {"true": "TRUE", "false": "FALSE"}.get(text.strip().lower()) or _refuse(text),
        "DATE": lambda text: f"DATE'{date.fromisoformat(text.strip()).isoformat()}'",
        "TIMESTAMP": lambda text: f"CAST('{datetime.fromisoformat(text.strip()).isoformat(sep=' ')}' AS TIMESTAMP)",
        "TIMESTAMP_NTZ": lambda text: f"CAST('{datetime.fromisoformat(text.strip()).isoformat(sep=' ')}' AS "
                                      "TIMESTAMP_NTZ)",
    }  # fmt: skip
    return writers[type_name](value) if type_name in writers else _decimal(value, type_name)


def _decimal(value: str, type_name: str) -> str:
    found = _DECIMAL.fullmatch(type_name)
    if not found:
        raise ValueError(type_name)
    precision, scale = int(found.group(1) or 10), int(found.group(2) or 0)
    decimal = Decimal(_plain(value))
    if not decimal.is_finite() or decimal.adjusted() >= precision - scale or -decimal.adjusted() > 40:
        raise ValueError(value)
    return f"CAST('{decimal:f}' AS DECIMAL({precision},{scale}))"


def _plain(value: str) -> str:
    """Return a number's text; Python reads `1_000`, SQL does not."""
    return value.strip().replace("_", "x")


def _refuse(value: str) -> str:
    raise ValueError(value)


def _bad_value(parameter: Mapping[str, Any], type_name: str) -> SqlError:
    return failed(
        "INVALID_PARAMETER_MARKER_VALUE.INVALID_VALUE_FOR_DATA_TYPE",
        f"An invalid parameter mapping was provided: the value '{parameter.get('value')}' for parameter "
        f"'{parameter.get('name')}' cannot be cast to {type_name} because it is malformed.",
    )


def _markers(text: str, values: Mapping[str, str]) -> str:
    """Replace the markers. A colon behind a value without a space is a path into JSON, not a marker."""
    found = tokens(text)
    parts: list[str] = []
    position = 0
    for index, token in enumerate(found[:-1]):
        name = found[index + 1]
        if token.token_type is not TokenType.COLON or not _is_marker(text, found, index):
            continue
        key = text[name.start : name.end + 1].strip("`")
        if key not in values:
            raise failed(
                "UNBOUND_SQL_PARAMETER",
                f"Found the unbound parameter: {key}. Please, fix `args` and provide a mapping of the parameter to "
                "either a SQL literal or collection constructor functions such as `map()`, `array()`, `struct()`.",
            )
        parts += [text[position : token.start], values[key]]
        position = name.end + 1
    return "".join([*parts, text[position:]])


def _is_marker(text: str, found: Sequence[Token], index: int) -> bool:
    colon, name = found[index], found[index + 1]
    if name.start != colon.end + 1 or not re.match(r"[A-Za-z_`]", text[name.start]):
        return False
    if index == 0:
        return True
    before = found[index - 1]
    attached = before.end + 1 == colon.start
    return not attached or not (before.token_type in _VALUE_ENDS or text[before.end].isalnum())


def _identifiers(text: str) -> str:
    """Replace IDENTIFIER('a.b' || '.c') by the name that it makes."""
    cursor = Cursor(text)
    parts: list[str] = []
    position = 0
    while (token := cursor.token) is not None:
        if not cursor.accept("IDENTIFIER", "("):
            cursor.at += 1
            continue
        name = _constant(cursor)
        cursor.expect(")")
        parts += [text[position : token.start], quoted_name(_name_parts(name))]
        position = cursor.tokens[cursor.at - 1].end + 1
    return "".join([*parts, text[position:]])


def _constant(cursor: Cursor) -> str:
    """Read strings joined by `||` or concat()."""
    parts = cursor.listed(lambda: _constant(cursor)) if cursor.accept("CONCAT") else [cursor.string()]
    value = "".join(parts)
    while cursor.accept("||") or cursor.accept("|", "|"):
        value += _constant(cursor)
    return value


def _name_parts(name: str) -> tuple[str, ...]:
    cursor = Cursor(name)
    parts = cursor.name()
    if cursor.token is not None or not name.strip():
        raise syntax_error(name, cursor.token, "IDENTIFIER() needs one name")
    return parts
