"""A small recursive-descent reader over tokens, for the statements that the sandbox answers itself.

sqlglot gives queries back as trees, but most of Unity Catalog's DDL as a bare `Command`. Reading these statements word
by word is shorter than mending that, and puts the position into every syntax error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from sqlglot.tokenizer_core import Token, TokenType

from wizard.sandbox.sql.errors import SqlError
from wizard.sandbox.sql.lexer import is_quoted, syntax_error, tokens

_T = TypeVar("_T")
_STRINGS = (TokenType.STRING, TokenType.RAW_STRING)


class Cursor:
    """A place in the tokens of one statement."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.at = 0

    @property
    def token(self) -> Token | None:
        """The next token, None at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def word(self, ahead: int = 0) -> str:
        """Return the keyword at the next token (or further ahead) in capitals, empty if it is quoted or at the end."""
        place = self.at + ahead
        if place >= len(self.tokens) or is_quoted(self.tokens[place]):
            return ""
        return self.tokens[place].text.upper()

    def ahead(self, text: str) -> bool:
        """Tell whether the token after the next one is this, or is missing."""
        place = self.at + 1
        return place >= len(self.tokens) or self.tokens[place].text == text

    def accept(self, *words: str) -> bool:
        """Step over these words if they all follow."""
        if all(self.word(ahead) == word for ahead, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def accept_one(self, *words: str) -> str:
        """Step over one of these words and return it; empty if none follows."""
        word = self.word()
        if word in words and word:
            self.at += 1
            return word
        return ""

    def expect(self, *words: str) -> None:
        """Step over these words or raise PARSE_SYNTAX_ERROR."""
        for word in words:
            if not self.accept(word):
                raise self.error(f"expected {word}")

    def error(self, hint: str = "") -> SqlError:
        """Return PARSE_SYNTAX_ERROR at the next token."""
        return syntax_error(self.text, self.token, hint)

    def end(self) -> None:
        """Make sure that nothing follows."""
        if self.token is not None:
            raise self.error("unexpected text after the statement")

    def identifier(self) -> str:
        """Read one part of a name, with or without backticks."""
        token = self.token
        if token is None or token.token_type in _STRINGS:
            raise self.error("expected a name")
        if token.token_type is not TokenType.IDENTIFIER and not token.text.replace("_", "a").isalnum():
            raise self.error("expected a name")
        self.at += 1
        return token.text

    def name(self) -> tuple[str, ...]:
        """Read a name of one or more parts."""
        parts = [self.identifier()]
        while self.accept("."):
            parts.append(self.identifier())
        return tuple(parts)

    def principal(self) -> str:
        """Read the name of a user or group: backticks, or a plain word."""
        return self.identifier()

    def string(self) -> str:
        """Read a string; adjacent strings are one, as in Spark."""
        token = self.token
        if token is None or token.token_type not in _STRINGS:
            raise self.error("expected a string")
        text = ""
        while (token := self.token) is not None and token.token_type in _STRINGS:
            text += token.text
            self.at += 1
        return text

    def number(self) -> float:
        """Read a number without a sign."""
        token = self.token
        if token is None or token.token_type is not TokenType.NUMBER:
            raise self.error("expected a number")
        self.at += 1
        return float(token.text)

    def listed(self, item: Callable[[], _T]) -> list[_T]:
        """Read `(item, item, …)`."""
        self.expect("(")
        items = [] if self.word() == ")" else [item()]
        while self.accept(","):
            items.append(item())
        self.expect(")")
        return items

    def property(self) -> tuple[str, str]:
        """Read `'key' = 'value'`, also with a dotted key, without `=`, or with a number or word as value."""
        token = self.token
        key = self.string() if token is not None and token.token_type in _STRINGS else ".".join(self.name())
        if not self.accept("="):
            self.accept("==")
        token = self.token
        if token is None or self.word() in (",", ")"):
            return key, ""
        if token.token_type in _STRINGS:
            return key, self.string()
        sign = "-" if self.accept("-") else ""
        value = self.token
        if value is None:
            raise self.error("expected a value")
        self.at += 1
        return key, sign + value.text

    def split_shift(self) -> None:
        """Make two tokens of a `>>`, which is how `array<array<int>>` ends."""
        token = self.token
        if token is not None and token.text == ">>":
            halves = [Token(TokenType.GT, ">", token.line, token.col, place, place, [])
                      for place in (token.start, token.end)]  # fmt: skip
            self.tokens[self.at : self.at + 1] = halves

    def skip(self, stop: Callable[[], bool]) -> str:
        """Step over everything until `stop` holds outside parentheses, and return that text."""
        start = self.at
        for _ in self._balanced():
            if stop():
                break
        return self.between(start)

    def between(self, start: int) -> str:
        """Return the text from token number `start` up to the next token."""
        if start >= self.at:
            return ""
        return self.text[self.tokens[start].start : self.tokens[self.at - 1].end + 1]

    def rest(self) -> str:
        """Step to the end and return the text on the way."""
        token, self.at = self.token, len(self.tokens)
        return self.text[token.start :].strip() if token else ""

    def _balanced(self) -> Iterator[None]:
        """Step token by token, stopping only outside parentheses and angle brackets."""
        depth = 0
        while (token := self.token) is not None:
            if depth == 0:
                yield
            if not is_quoted(token):
                depth += (token.text in ("(", "[", "<")) - (token.text in (")", "]", ">")) - 2 * (token.text == ">>")
            if depth < 0:
                return
            self.at += 1
