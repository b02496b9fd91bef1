"""Names that fit the rules and still cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.draft import Draft
from wizard.spec.problems import Finding

# Catalogs and a schema that the platform owns (Databricks docs: Catalogs, Information schema).
_CATALOGS = frozenset({"system", "samples", "hive_metastore", "global_temp"})
_SCHEMAS = frozenset({"information_schema"})
# Tables that every demo gets from the wizard.
_REPORTS = frozenset({"quality_report", "story_report"})


def check(draft: Draft) -> Iterator[Finding]:
    """The platform's own names, and views that are called like tables."""
    if draft.catalog in _CATALOGS:
        yield Finding(("catalog",), f"{draft.catalog!r} belongs to the platform", "Write another name.")
    if draft.schema in _SCHEMAS:
        yield Finding(("schema",), f"{draft.schema!r} belongs to the platform", "Write another name.")
    for section, names in (("tables", draft.tables), ("views", draft.views)):
        for name in names:
            if name in _REPORTS:
                hint = "Write another name."
                yield Finding((section, name), f"the wizard makes a {name} of its own", hint, on_key=True)
    for name in draft.views:
        if name in draft.tables:
            hint = f"A view and a table cannot share a name: write {name}_view."
            yield Finding(("views", name), f"there is a table {name!r} as well", hint, on_key=True)
