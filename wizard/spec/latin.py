"""Latin letters in ASCII, for what has to be: domains and e-mail addresses."""

from __future__ import annotations

import unicodedata

_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "\u0131": "i"}


def plain_letter(char: str) -> str:
    """A lower-case Latin letter in ASCII, nothing for an accent that stands alone, any other letter as it is."""
    if unicodedata.combining(char):
        return ""
    plain = _LETTERS.get(char) or unicodedata.normalize("NFD", char)[0]
    return plain if plain.isascii() else char


def ascii_of(text: str) -> str:
    """Lower-case text with each Latin letter in ASCII."""
    return "".join(map(plain_letter, text))
