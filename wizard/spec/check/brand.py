"""The brand: a locale with names, regions and lists that can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.brand import Brand
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding, did_you_mean


def check(draft: Draft) -> Iterator[Finding]:
    """Locales without names, regions of one name, word lists without words."""
    if draft.brand is None:
        return
    yield from _locale(draft.brand)
    names: set[str] = set()
    for index, region in enumerate(draft.brand.regions):
        path = ("brand", "regions", index)
        if region.name in names:
            hint = "Give each region its own name."
            yield Finding((*path, "name"), f"another region is called {region.name!r}", hint)
        names.add(region.name)
        for number, city in enumerate(region.cities):
            if city in region.cities[:number]:
                yield Finding((*path, "cities", number), f"{city!r} stands here twice", "Keep one of the two.")
    for name, words in draft.brand.words.items():
        if not words:
            yield Finding(("brand", "words", name), "has no words", "Write at least one, or remove the list.")


def _locale(brand: Brand) -> Iterator[Finding]:
    """Names of people come from mimesis: a locale counts when it, or its language, is one of mimesis'."""
    if brand.locale == Brand().locale:
        return
    from mimesis.locales import Locale  # not needed for the default

    known = {locale.value for locale in Locale}
    whole = brand.locale.lower().replace("_", "-")
    if known.isdisjoint({whole, whole.partition("-")[0]}):
        names = sorted(language + (f"_{region.upper()}" if region else "")
                       for language, _, region in (value.partition("-") for value in known))
        hint = did_you_mean(brand.locale, names)
        yield Finding(("brand", "locale"), f"there are no names for {brand.locale}", hint)
