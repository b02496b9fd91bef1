"""What YAML's own error messages mean, in words that say what to write instead."""

from __future__ import annotations

from typing import Any

from wizard.spec.problems import Problem

_TAB = ("a tab stands where YAML wants spaces", "Indent with spaces.")

# Fragments of the parser's wording, most telling first.
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    ("'\\t'", *_TAB),
    ("mapping values are not allowed", "a second `: ` on this line, or a key under a value",
     "Put the text in quotes, or check the indentation."),
    ("could not find expected ':'", "a key without `:`", "Write `key: value`; put text of several lines in quotes."),
    ("expected ',' or ']'", "a list in [ ] lacks a comma or its end", "Write [a, b]."),
    ("expected ',' or '}'", "a mapping in { } lacks a comma or its end",
     "Write {key: value, key: value}, and quotes around a text that has braces in it."),
    ("expected <block end>", "the indentation does not fit the lines above", "Align it with the entries above."),
    ("unexpected end of stream", "a quote is opened and never closed", "Close it."),
    ("unknown escape character", "a backslash in double quotes starts an unknown escape",
     "Use single quotes, or write two backslashes."),
    ("cannot start any token", "text begins with a character that YAML reserves", "Put the text in quotes."),
    ("expected alphabetic or numeric character", "`&` or `*` begins an anchor or alias without a name",
     "Put the text in quotes."),
    ("but found '<stream end>'", "the text ends too early", "Close what is open: a bracket, a brace, a quote."),
    ("did not find expected", "something is missing here", "Check quotes, brackets and indentation above."),
)


def explain(error: Exception, text: str, origin: str) -> Problem:
    """A parser's error as a problem at its place."""
    wording = str(getattr(error, "problem", None) or error or type(error).__name__).split("\n", maxsplit=1)[0]
    message, hint = _meaning(wording)
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if "never closed" in message:
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        return Problem(origin, 0, 0, "", message, hint)
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        message, hint = _TAB
    return Problem(origin, mark.line + 1, mark.column + 1, "", message, hint)


def _meaning(wording: str) -> tuple[str, str]:
    for fragment, message, hint in _MEANINGS:
        if fragment in wording:
            return message, hint
    return f"is not YAML: {wording}", "Check quotes, brackets and indentation."
