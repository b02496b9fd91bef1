"""People and cities of a locale, as short lists that go into the SQL.

The lists are drawn from mimesis when the recipe is built, by a generator seeded with the demo's seed: the words a
demo uses are part of its recipe, and neither engine needs mimesis. They are short because SQL evaluates them row by
row; first and last names multiply.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from wizard.datagen.draws import salt
from wizard.errors import UsageError

FIRST_NAMES, LAST_NAMES, CITIES = 96, 128, 48
_TRIES = 20


@lru_cache(maxsize=64)
def first_names(locale: str, seed: int) -> tuple[str, ...]:
    """Distinct first names, `FIRST_NAMES` unless the locale has fewer."""
    from mimesis import Person

    return _distinct(Person(_locale(locale), seed=_seed(seed, "first")).first_name, FIRST_NAMES)


@lru_cache(maxsize=64)
def last_names(locale: str, seed: int) -> tuple[str, ...]:
    """Distinct last names, `LAST_NAMES` unless the locale has fewer."""
    from mimesis import Person

    return _distinct(Person(_locale(locale), seed=_seed(seed, "last")).last_name, LAST_NAMES)


@lru_cache(maxsize=64)
def cities(locale: str, seed: int, count: int = CITIES) -> tuple[str, ...]:
    """Distinct cities, `count` unless the locale has fewer."""
    from mimesis import Address

    return _distinct(Address(_locale(locale), seed=_seed(seed, "city")).city, count)


def _distinct(sample: Callable[[], str], count: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for _ in range(count * _TRIES):
        found[sample()] = None
        if len(found) == count:
            break
    return tuple(found)


def _seed(seed: int, what: str) -> int:
    return salt(seed, "mimesis", what, "list") % 2**32


def _locale(name: str):  # type: ignore[no-untyped-def]
    """mimesis' locale for a POSIX name: `pt_BR` → pt-br, `en_US` → en."""
    from mimesis.locales import Locale

    whole = name.lower().replace("_", "-")
    known = {locale.value: locale for locale in Locale}
    for candidate in (whole, whole.partition("-")[0]):
        if candidate in known:
            return known[candidate]
    raise UsageError(f"There are no names for the locale {name}.", f"Known are: {', '.join(sorted(known))}.")
