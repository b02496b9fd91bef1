"""The brand: a locale with names, regions and lists that can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec import locales
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
    if brand.locale != Brand().locale and not locales.is_known(brand.locale):
        hint = did_you_mean(brand.locale, locales.with_data())
        yield Finding(("brand", "locale"), f"there are no names for {brand.locale}", hint)
