"""Everything that can be wrong with a spec beyond the shape of its parts.

One module a section. Each has `check(draft)`, which yields findings by path and never raises; a draft may have holes
(None) where a part was already reported. Drafts wear the brand, so that checks see values as they will be; findings
are told at the places of the spec as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec import skin
from wizard.spec.check import (
    brand,
    calendars,
    choosing,
    expressions,
    grants,
    incidents,
    jobs,
    lifecycles,
    names,
    numbers,
    parts,
    placeholders,
    quality,
    references,
    tables,
    texts,
    views,
    weights,
)
from wizard.spec.draft import salvage
from wizard.spec.model import DemoSpec
from wizard.spec.nodes import Plain
from wizard.spec.problems import Finding
from wizard.spec.undress import undress

_CHECKS = (
    names.check,
    brand.check,
    tables.check,
    references.check,
    choosing.check,
    parts.check,
    weights.check,
    texts.check,
    numbers.check,
    calendars.check,
    lifecycles.check,
    expressions.check,
    incidents.check,
    views.check,
    quality.check,
    grants.check,
    jobs.check,
)


def findings(data: dict[str, Plain]) -> Iterator[Finding]:
    """All findings of all checks on a spec's data, whether or not it fits its model."""
    draft = salvage(skin.skin_data(data))
    meanings = skin.meanings_of(data)
    unclear = list(placeholders.check(data, meanings)) if draft.brand is not None else []
    yield from unclear
    for check_section in _CHECKS:
        for finding in check_section(draft):
            told = undress(finding, data, meanings)
            if told.path not in {other.path for other in unclear}:  # a consequence
                yield told


def check(spec: DemoSpec) -> list[Finding]:
    """What is wrong with a spec that did not come from a file, such as one that a screen has edited."""
    return list(findings(spec.model_dump(by_alias=True, mode="json")))
