"""How to reach somebody who does not exist: addresses, telephone and card numbers that can belong to nobody.

E-mail domains are reserved (RFC 2606, RFC 6761), telephone numbers are those that regulators keep for fiction, and no
card network issues numbers that begin with 9999: a first digit of 9 is for national use, by three digits of a country
code (ISO/IEC 7812-1), and no country has 999.
"""

from __future__ import annotations

import math

from wizard.datagen.cases import pick
from wizard.datagen.kinds.lists import one_of
from wizard.datagen.kinds.places import code
from wizard.datagen.kinds.text import fill, foreign_letters, lowered
from wizard.datagen.sheet import Cell, Formula
from wizard.identifiers import literal
from wizard.spec.columns import Card, Email, Phone
from wizard.spec.latin import plain_letter
from wizard.spec.locales import People, locale

_DOMAINS = {"example.com": 60.0, "example.net": 25.0, "example.org": 15.0}
_STYLES = {
    "{first}.{last}": 46.0, "{first}{last}": 16.0, "{i}{last}": 14.0, "{first}_{last}": 12.0, "{last}.{first}": 12.0,
}
_TWICE = 0.005  # the share of people who may have an address that another one has
_CARD_PREFIX = "9999"
_CARD_DIGITS = 11


def email(cell: Cell, column: Email) -> Formula:
    """An address made from a first and a last name, in plain ASCII, with a number where many have the name.

    Employees have theirs in the brand's domain, in one style, and a middle initial where others have a number.
    """
    people = locale(cell.spec.brand.locale).people
    parts = {part: _plain(cell, name, people) for part, name in (("first", column.first), ("last", column.last))}
    parts["i"] = f"substr({parts['first']}, 1, 1)"
    draw = cell.shared("repeated", cell.draw("repeated"))
    own = column.domain == "brand"
    names = len(people.first_names) * len(people.last_names)
    share, digits = _numbered(cell.spec.rows_of(cell.row.table), names * (1 if own else len(_STYLES) * len(_DOMAINS)))
    if own:
        initial = f"concat(substr('abcdefghijklmnoprstuvwz', CAST(({draw} * 23E0) AS INT) + 1, 1), '.')"
        middle = f"CASE WHEN {draw} < {literal(share)} THEN {initial} ELSE '' END"
        return Formula("string", f"concat({parts['first']}, '.', {middle}, {parts['last']}, "
                                 f"{literal('@' + (cell.spec.brand.domain or ''))})")
    written = [fill(style, lambda part, _: parts[part]) for style in _STYLES]
    local = pick(cell.shared("style", cell.draw("style")), list(_STYLES.values()), written)
    number = f"CAST(CAST({draw} * {literal(10.0**digits / share)} AS BIGINT) AS STRING)"
    suffix = f"CASE WHEN {draw} < {literal(share)} THEN lpad({number}, {digits}, '0') ELSE '' END"
    domain = one_of(cell, "domain", list(_DOMAINS), list(_DOMAINS.values()))
    return Formula("string", f"concat({local}, {suffix}, '@', {domain})")


def phone(cell: Cell, _column: Phone) -> Formula:
    """A number of a range kept for fiction."""
    return Formula("string", code(cell, locale(cell.spec.brand.locale).phones))


def card(cell: Cell, column: Card) -> Formula:
    """Sixteen digits with a check digit that is right by Luhn's formula (ISO/IEC 7812-1, annex B)."""
    number = cell.shared("number", f"CAST({cell.draw('number')} * {literal(10.0**_CARD_DIGITS)} AS BIGINT)", "bigint")
    checked = cell.shared("checked", f"({number} * 10L + {_check_digit(number)})", "bigint")
    if column.masked:
        return Formula("string", f"concat('**** **** **** ', lpad(CAST({checked} % 10000L AS STRING), 4, '0'))")
    digits = [f"lpad(CAST({checked} div {10**below}L % 10000L AS STRING), 4, '0')" for below in (8, 4, 0)]
    return Formula("string", f"concat('{_CARD_PREFIX} ', {digits[0]}, ' ', {digits[1]}, ' ', {digits[2]})")


def _plain(cell: Cell, name: str, people: People) -> str:
    """SQL of a name as addresses write it; a number stands for one in letters that nothing here writes in ASCII."""
    read = cell.read(name).sql
    sources = [made.sql for made in cell.row.sheet.made.values()]
    plain = cell.shared(f"plain_{name}", lowered(read, sources, address=True, written=people.ascii), "string")
    if all(plain_letter(letter).isascii() for letter in foreign_letters(sources)):
        return plain
    kept = cell.shared(f"kept_{name}", f"regexp_replace({plain}, '[^a-z0-9.-]', '')", "string")
    return f"CASE WHEN {kept} = '' THEN CAST({cell.row_id} + 1L AS STRING) ELSE {kept} END"


def _numbered(rows: int, addresses: int) -> tuple[float, int]:
    """Which share of people has a number in the address, and of how many digits, so that few have the same one."""
    without = min(0.7, math.sqrt(_TWICE * addresses / rows))
    digits = max(2, math.ceil(math.log10(rows / addresses / _TWICE)))
    return 1 - without, digits


def _check_digit(number: str) -> str:
    """SQL of the digit behind the prefix and `number` that makes the weighted sum a multiple of ten.

    Every other digit, from the last, counts twice, less nine above nine: modulo ten that is twice the digit, and one
    more from five on.
    """
    terms = [str(sum(_doubled(int(digit)) if place % 2 == 0 else int(digit)
                     for place, digit in enumerate(reversed(_CARD_PREFIX), _CARD_DIGITS)))]
    for place in range(_CARD_DIGITS):
        digit = f"({number} div {10**place}L % 10L)"
        terms.append(f"{digit} * 2L + ({number} div {5 * 10**place}L % 2L)" if place % 2 == 0 else digit)
    return f"(10L - ({' + '.join(terms)}) % 10L) % 10L"


def _doubled(digit: int) -> int:
    return digit * 2 - 9 * (digit > 4)
