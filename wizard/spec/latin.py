"""Letters in ASCII, for what has to be: domains and e-mail addresses. Latin, Cyrillic and Greek ones."""

from __future__ import annotations

import unicodedata

_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "\u0131": "i"}
_CYRILLIC = {
    **dict(zip("абвгдеёзийклмнопрстуфыэіґ", "abvgdeeziyklmnoprstufyeig", strict=True)),
    "ж": "zh", "\u0445": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ї": "yi", "є": "ye",
    "ъ": "", "ь": "",
}
_GREEK = {
    **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstufo", strict=True)), "θ": "th", "χ": "ch", "ψ": "ps",
}
_WRITTEN = {**_LATIN, **_CYRILLIC, **_GREEK}


def plain_letter(char: str) -> str:
    """A lower-case letter in ASCII, nothing for an accent that stands alone, a letter of other scripts as it is."""
    if unicodedata.combining(char):
        return ""
    if char in _WRITTEN:
        return _WRITTEN[char]
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else _WRITTEN.get(base, char)


def ascii_of(text: str) -> str:
    """Lower-case text with each letter in ASCII as far as possible."""
    return "".join(map(plain_letter, text))
