"""Names and cities from mimesis, for a locale without a file of its own.

They are sampled by a generator with a fixed seed: the same lists on every machine, for every demo.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

FIRST_NAMES, LAST_NAMES, CITIES = 80, 100, 48
_REGIONS = ("North", "East", "South", "West")
_SEED = 42
_TRIES = 20
_NAME = re.compile(r"[^\W\d_]+(?:[ '\u2019-][^\W\d_]+)*\.?")  # mimesis has entries such as `Sodre ?`


def knows(name: str) -> bool:
    """Whether mimesis has the locale, or its language."""
    return _locale(name) is not None


def sections(name: str) -> dict[str, Any]:
    """The sections of a locale file that mimesis can fill: people, regions, currency."""
    from mimesis import Address, Finance, Person

    locale = _locale(name)
    person = Person(locale, seed=_SEED)
    cities = _distinct(Address(locale, seed=_SEED).city, CITIES)
    return {
        "country": name.partition("_")[2] or None,
        "currency": Finance(locale, seed=_SEED).currency_iso_code(),
        "regions": [
            {"name": region, "weight": 1.0, "cities": cities[place :: len(_REGIONS)]}
            for place, region in enumerate(_REGIONS)
        ],
        "people": {
            "first_names": _distinct(person.first_name, FIRST_NAMES),
            "last_names": _distinct(person.last_name, LAST_NAMES),
        },
    }


def _distinct(sample: Callable[[], str], count: int) -> list[str]:
    """Distinct samples that look like names, `count` unless mimesis has fewer."""
    found: dict[str, None] = {}
    for _ in range(count * _TRIES):
        word = sample()
        if _NAME.fullmatch(word):
            found[word] = None
        if len(found) == count:
            break
    return list(found)


def _locale(name: str) -> Any:
    """mimesis' locale for a POSIX name: `es_MX` → es-mx, `fi_FI` → fi."""
    from mimesis.locales import Locale

    whole = name.lower().replace("_", "-")
    known = {locale.value: locale for locale in Locale}
    return known.get(whole) or known.get(whole.partition("-")[0])
