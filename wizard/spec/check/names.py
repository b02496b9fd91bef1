"""Names that fit the rules and still cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.brand import Brand
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding, did_you_mean

# Catalogs and a schema that the platform owns (Databricks docs: Catalogs, Information schema).
_CATALOGS = frozenset({"system", "samples", "hive_metastore", "global_temp"})
_SCHEMAS = frozenset({"information_schema"})


def check(draft: Draft) -> Iterator[Finding]:
    """The platform's own names, and views that are called like tables."""
    if draft.catalog in _CATALOGS:
        yield Finding(("catalog",), f"{draft.catalog!r} belongs to the platform", "Write another name.")
    if draft.schema in _SCHEMAS:
        yield Finding(("schema",), f"{draft.schema!r} belongs to the platform", "Write another name.")
    yield from _locale(draft)
    for name in draft.views:
        if name in draft.tables:
            hint = f"A view and a table cannot share a name: write {name}_view."
            yield Finding(("views", name), f"there is a table {name!r} as well", hint, on_key=True)


def _locale(draft: Draft) -> Iterator[Finding]:
    """Names of people and cities come from mimesis: a locale counts when it, or its language, is one of mimesis'."""
    if draft.brand is None or draft.brand.locale == Brand().locale:
        return
    from mimesis.locales import Locale  # not needed for the default

    known = {locale.value for locale in Locale}
    whole = draft.brand.locale.lower().replace("_", "-")
    if known.isdisjoint({whole, whole.partition("-")[0]}):
        names = sorted(language + (f"_{region.upper()}" if region else "")
                       for language, _, region in (value.partition("-") for value in known))
        hint = did_you_mean(draft.brand.locale, names)
        yield Finding(("brand", "locale"), f"there are no names for {draft.brand.locale}", hint)
