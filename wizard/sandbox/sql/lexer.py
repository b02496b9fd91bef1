"""Tokens, statements and kinds: what can be known of a statement without parsing it.

Everything the front end changes in a statement it changes in the text, at token positions, and leaves the rest as it
was written: what people send is what the engine runs. So tokens with positions come first; sqlglot's tokenizer knows
the dialect's strings, comments and quoted names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar

from sqlglot.dialects.databricks import Databricks
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from wizard.sandbox.sql.errors import SqlError, failed

_READS = frozenset({
    "SELECT", "WITH", "VALUES", "FROM", "TABLE", "(", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "USE", "SET",
})  # fmt: skip
_WRITES_AFTER_WITH = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})


class _Lexer(Databricks.Tokenizer):
    """The dialect's tokenizer, without its habit of swallowing SHOW, OPTIMIZE and the like as one string."""

    COMMANDS: ClassVar[set[TokenType]] = set()


@lru_cache(maxsize=4)  # one statement is looked at by several readers, each from its text
def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text; an unclosed string or comment raises PARSE_SYNTAX_ERROR."""
    try:
        found = _Lexer(dialect="databricks").tokenize(text)
    except SqlglotError as error:
        raise failed("PARSE_SYNTAX_ERROR", f"Syntax error: {str(error).splitlines()[0]}.") from None
    return tuple(part for token in found for part in _words(text, token))


def _words(text: str, token: Token) -> list[Token]:
    """Take apart a token of several words, such as PRIMARY KEY, which is one to sqlglot."""
    if token.text.isalnum() or is_quoted(token):
        return [token]
    written = text[token.start : token.end + 1]
    if not re.search(r"\s", written):
        return [token]
    return [Token(TokenType.VAR, word.group(), token.line, token.col, token.start + word.start(),
                  token.start + word.end() - 1, []) for word in re.finditer(r"\S+", written)]  # fmt: skip


def split_statements(text: str) -> list[str]:
    """Return the statements of a script, without the semicolons between them and without empty ones."""
    statements: list[str] = []
    start = 0
    found = False
    for token in tokens(text):
        if token.token_type is TokenType.SEMICOLON:
            if found:
                statements.append(text[start : token.start].strip())
            start, found = token.end + 1, False
        else:
            found = True
    if found:
        statements.append(text[start:].strip())
    return statements


def statement_kind(text: str) -> str:
    """Return "read" for a statement that only looks, else "write"; a statement that cannot be read is a write."""
    try:
        words = tokens(text)
    except SqlError:
        return "write"
    if not words:
        return "read"
    first = words[0].text.upper()
    if first == "WITH" and any(token.text.upper() in _WRITES_AFTER_WITH for token in words if not is_quoted(token)):
        return "write"
    return "read" if first in _READS else "write"


def is_quoted(token: Token) -> bool:
    """Tell a string or a name in backticks, whose text is no keyword."""
    return token.token_type in (TokenType.STRING, TokenType.IDENTIFIER, TokenType.RAW_STRING)


def syntax_error(text: str, token: Token | None, hint: str = "") -> SqlError:
    """Return PARSE_SYNTAX_ERROR at a token, or at the end of the text, with the statement as the platform shows it."""
    near = f"'{text[token.start : token.end + 1]}'" if token else "end of input"
    offset = token.start if token else len(text)
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1)
    message = f"Syntax error at or near {near}{': ' + hint if hint else ''}."
    return failed("PARSE_SYNTAX_ERROR", message, f"(line {line}, pos {column})")
