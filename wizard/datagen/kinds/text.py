"""Text in the making: key formats, composed text, and the columns that a free expression reads.

A format is plain text with fields in braces. An expression is parsed to find its columns, but keeps its own words:
only the names of columns are replaced, at their place.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from wizard.errors import UsageError
from wizard.identifiers import literal
from wizard.spec.latin import plain_letter

_SELECT = "SELECT "
_NOT_IN_ADDRESS = " '`\u2019"


def fill(format_: str, field: Callable[[str, str], str]) -> str:
    """SQL that puts a format together; `field` gives the SQL (STRING) of a name and what follows its colon."""
    parts = []
    try:
        for text, name, detail, _ in string.Formatter().parse(format_):
            parts += [literal(text)] if text else []
            parts += [field(name, detail or "")] if name is not None else []
    except ValueError as error:
        raise UsageError(f"The format {format_!r} cannot be read: {error}.", "Write {{ for a brace.") from None
    return parts[0] if len(parts) == 1 else f"concat({', '.join(parts)})" if parts else "''"


def padded(number: str, width: str, largest: int) -> str:
    """SQL of a number as text with leading zeros up to `width`, and more digits where it needs them."""
    text = f"CAST({number} AS STRING)"
    if not width.strip("0"):
        return text
    digits = int(width)
    filled = f"lpad({text}, {digits}, '0')"
    if largest < 10**digits:
        return filled
    return f"CASE WHEN {number} < {10**digits}L THEN {filled} ELSE {text} END"


def foreign_letters(sources: Iterable[str]) -> list[str]:
    """The letters, in lower case, that occur in SQL and are not ASCII."""
    return sorted({char for source in sources for char in source.lower() if not char.isascii()})


def lowered(
    sql: str, sources: Iterable[str], *, address: bool, written: Mapping[str, str] = MappingProxyType({})
) -> str:
    """SQL of text in lower case and, where its letters can be, in ASCII; an address has no spaces and apostrophes.

    `sources` is the SQL that the text comes from: its letters are all that can occur. `written` says how a language
    writes some of its letters.
    """
    letters = foreign_letters(sources)
    plain = {char: written.get(char, plain_letter(char)) for char in letters}
    lower = f"lower({sql})"
    for char in letters:
        if len(plain[char]) > 1:
            lower = f"replace({lower}, {literal(char)}, {literal(plain[char])})"
    single = [char for char in letters if len(plain[char]) == 1 and plain[char] != char]
    dropped = [char for char in letters if not plain[char]] + (list(_NOT_IN_ADDRESS) if address else [])
    if not single and not dropped:
        return lower
    outcome = "".join(plain[char] for char in single)
    return f"translate({lower}, {literal(''.join(single + dropped))}, {literal(outcome)})"


def bound(sql: str, read: Callable[[str], str | None]) -> str:
    """An expression with each column replaced by what `read` gives for its name; None leaves it alone."""
    from sqlglot import ParseError, exp, parse_one

    try:
        tree = parse_one(_SELECT + sql, dialect="databricks")
    except ParseError as error:
        raise UsageError(f"The expression {sql!r} cannot be read.", "Write one Spark SQL expression.") from error
    columns = (column.parts[0] for column in tree.find_all(exp.Column))
    for column in sorted(columns, key=lambda part: int(part.meta["start"]), reverse=True):
        start, end = (column.meta[side] - len(_SELECT) for side in ("start", "end"))
        replacement = read(column.name.lower())
        if replacement is not None:
            sql = sql[:start] + replacement + sql[end + 1 :]
    return sql
