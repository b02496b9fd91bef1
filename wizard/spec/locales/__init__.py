"""What a country brings to a demo: names, sales regions and their cities, companies, streets, telephone numbers.

One TOML file a locale, data and nothing else, so that a locale is added or mended without Python; `like` names a locale
whose sections count where a file has none of its own. A locale without a file takes people, companies and streets from
one of the same language if there is one (es_MX from es_ES), else people from mimesis; cities from mimesis, in four
regions; and all other words from en_US.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from wizard.errors import UsageError

DEFAULT = "en_US"


@dataclass(frozen=True, slots=True)
class Region:
    """A sales region: its share of the business relative to the others, and its cities, the largest first."""

    name: str
    weight: float
    cities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Names, the most common first; `full` puts them together; `ascii` is how letters are written in an address."""

    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    full: str = "{first} {last}"
    ascii: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Companies:
    """Patterns of {a} and {b} (two last names), {trade} and {form}, and the words for the latter.

    Last names in `avoid` would remind people of real companies.
    """

    patterns: tuple[str, ...]
    trades: tuple[str, ...]
    forms: tuple[str, ...]
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Streets:
    """Patterns of {first}, {second} and {number}, the words for the former, and the smallest and largest number."""

    patterns: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]
    numbers: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Codes:
    """Patterns in which `#` is a digit, `[2-5]` one of these, `?` one of `letters`. Listed twice, twice as likely."""

    patterns: tuple[str, ...]
    letters: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Locale:
    """All of a locale. `country` is its ISO 3166 code where it has one, `currency` an ISO 4217 code."""

    country: str | None
    currency: str
    regions: tuple[Region, ...]
    people: People
    companies: Companies
    streets: Streets
    postal_codes: Codes
    phones: Codes


def with_data() -> list[str]:
    """The locales that have a file."""
    found = (entry.name for entry in resources.files(__name__).iterdir())
    return sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))


def is_known(name: str) -> bool:
    """Whether there are names for a locale: a file of its own, or mimesis'."""
    if name in with_data():
        return True
    from wizard.spec.locales import borrowed

    return re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", name) is not None and borrowed.knows(name)


@lru_cache(maxsize=32)
def locale(name: str) -> Locale:
    """The locale of a POSIX name, such as de_AT. Raises `UsageError` where nobody knows it."""
    if name in with_data():
        return _built(_read(name))
    if not is_known(name):
        raise UsageError(f"There are no names for the locale {name}.", f"Known are {', '.join(with_data())} and more.")
    from wizard.spec.locales import borrowed

    return _built({**_read(DEFAULT), **borrowed.sections(name), **_in_language(name)})


def _in_language(name: str) -> dict[str, Any]:
    """What does not depend on the country, of the first file in the locale's language."""
    language = name.partition("_")[0]
    like = next((known for known in with_data() if known.partition("_")[0] == language), None)
    sections = _read(like) if like else {}
    return {key: sections[key] for key in ("people", "companies", "streets") if key in sections}


def _read(name: str) -> dict[str, Any]:
    """The sections of a file, over those of the locale that it is like."""
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    own = tomllib.loads(text)
    like = own.pop("like", None)
    for key, value in (_read(like) if like else {}).items():
        own[key] = {**value, **own.get(key, {})} if isinstance(value, dict) else own.get(key, value)
    return own


def _built(data: Mapping[str, Any]) -> Locale:
    return Locale(
        country=data["country"],
        currency=data["currency"],
        regions=tuple(Region(**_frozen(region)) for region in data["regions"]),
        people=People(**_frozen(data["people"])),
        companies=Companies(**_frozen(data["companies"])),
        streets=Streets(**_frozen(data["streets"])),
        postal_codes=Codes(**_frozen(data["postal_codes"])),
        phones=Codes(**_frozen(data["phones"])),
    )


def _frozen(section: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in section.items()}
