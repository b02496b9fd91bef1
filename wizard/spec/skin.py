"""The brand put on: defaults filled in, and every {brand.…} and {as_of} of a spec replaced.

What a spec says once in its brand shows everywhere: in comments, values, SQL, insights, the talk track. How a name is
written depends on where it stands. In SQL it is a literal, quotes included; in a format its braces are doubled; in a
regular expression it means itself; Python programs of jobs are left alone, for braces there mean other things. All
that works on a spec works on a skinned one, so that nothing behind this module knows of placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import cast

from pydantic import ValidationError

from wizard.errors import UsageError
from wizard.identifiers import literal
from wizard.spec.brand import Brand
from wizard.spec.latin import ascii_of
from wizard.spec.locales import is_known, locale
from wizard.spec.model import DemoSpec
from wizard.spec.nodes import Plain
from wizard.spec.placeholders import Meanings, plain, replace, splice
from wizard.spec.problems import dotted

Write = Callable[[str | date], str]

_LONGEST_LABEL = 50  # a label of a domain name has 63 characters at most (RFC 1035)


def skin(spec: DemoSpec) -> DemoSpec:
    """The spec with its brand complete and put on; the same again when it was already.

    Raises `UsageError` for a locale that nobody knows, and where a text becomes too long for its place.
    """
    locale(spec.brand.locale)
    data = skin_data(spec.model_dump(mode="python", by_alias=True))
    try:
        return DemoSpec.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        path = dotted(tuple(part for part in first["loc"] if isinstance(part, str | int)))
        raise UsageError(f"With this brand, {path} cannot be: {first['msg']}.", "Shorten the brand's text.") from None


def skin_data(data: dict[str, Plain]) -> dict[str, Plain]:
    """The same for the plain data of a spec that may be broken: what cannot be filled in or replaced stays."""
    brand = _filled(data.get("brand"), _day(data.get("as_of")))
    meanings = Meanings(brand, _day(data.get("as_of")))
    return cast("dict[str, Plain]", _put_on({**data, "brand": brand}, (), meanings))


def meanings_of(data: dict[str, Plain]) -> Meanings:
    """What the placeholders of a spec's plain data stand for, the brand's defaults included."""
    as_of = _day(data.get("as_of"))
    return Meanings(_filled(data.get("brand"), as_of), as_of)


def domain(company: str) -> str:
    """A domain for a company's e-mail that nobody can register: its name below .example (RFC 2606)."""
    words = re.findall(r"[a-z0-9]+", ascii_of(company.lower()).replace("'", ""))
    return f"{'-'.join(words)[:_LONGEST_LABEL].strip('-') or 'company'}.example"


def _filled(raw: Plain, as_of: date) -> dict[str, Plain]:
    """The brand with company, locale, domain, currency and regions, as far as its locale is known."""
    given = {key: value for key, value in raw.items() if value not in (None, [])} if isinstance(raw, dict) else {}
    brand: dict[str, Plain] = {"company": Brand().company, "locale": Brand().locale, **given}
    company = Meanings(brand, as_of).of("brand.company")
    brand.setdefault("domain", domain(company if isinstance(company, str) else ""))
    name = brand["locale"]
    if isinstance(name, str) and is_known(name):
        country = locale(name)
        brand.setdefault("currency", country.currency)
        brand.setdefault("regions", [
            {"name": region.name, "cities": list(region.cities), "weight": region.weight} for region in country.regions
        ])
    return brand


def _day(raw: object) -> date:
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        return datetime.now(UTC).date()


def _put_on(node: Plain, path: tuple[str, ...], meanings: Meanings) -> Plain:
    match node:
        case str():
            write = _writer(path)
            return replace(node, meanings.of, write) if write else node
        case list():
            return [made for item in node for made in _items(item, path, meanings)]
        case dict():
            return {
                replace(key, meanings.of, plain): _put_on(value, (*path, key), meanings)
                for key, value in node.items()
            }
    return node


def _items(item: Plain, path: tuple[str, ...], meanings: Meanings) -> list[Plain]:
    spliced = splice(item, meanings.of) if isinstance(item, str) else None
    return list(spliced) if spliced is not None else [_put_on(item, (*path, "*"), meanings)]


def _writer(path: tuple[str, ...]) -> Write | None:
    """How a value is written at a place of the spec; None where placeholders mean nothing."""
    for pattern, write in _WRITERS:
        if len(path) == len(pattern) and all(want in ("*", part) for want, part in zip(pattern, path, strict=True)):
            return write
    return plain


def _in_format(meaning: str | date) -> str:
    return plain(meaning).replace("{", "{{").replace("}", "}}")


def _in_pattern(meaning: str | date) -> str:
    return re.sub(r"[\\.+*?()|\[\]{}^$]", r"\\\g<0>", plain(meaning))


_WRITERS: tuple[tuple[tuple[str, ...], Write | None], ...] = (
    (("tables", "*", "columns", "*", "sql"), literal),
    (("views", "*", "sql"), literal),
    (("incidents", "*", "where"), literal),
    (("insights", "*", "sql"), literal),
    (("jobs", "*", "tasks", "*", "sql"), literal),
    (("jobs", "*", "tasks", "*", "python"), None),
    (("tables", "*", "columns", "*", "format"), _in_format),
    (("insights", "*", "say"), _in_format),
    (("quality", "*", "pattern"), _in_pattern),
)
