"""Everything that can be wrong with a spec beyond the shape of its parts.

One module a section. Each has `check(draft)`, which yields findings by path and never raises; a draft may have holes
(None) where a part was already reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec import draft as drafts
from wizard.spec.check import calendars, expressions, grants, jobs, names, numbers, quality, references, views, weights
from wizard.spec.draft import Draft
from wizard.spec.model import DemoSpec
from wizard.spec.problems import Finding

_CHECKS = (
    names.check,
    references.check,
    weights.check,
    numbers.check,
    calendars.check,
    expressions.check,
    views.check,
    quality.check,
    grants.check,
    jobs.check,
)


def findings(draft: Draft) -> Iterator[Finding]:
    """All findings of all checks, in the order of the spec's sections."""
    for check in _CHECKS:
        yield from check(draft)


def check(spec: DemoSpec) -> list[Finding]:
    """What is wrong with a spec that did not come from a file, such as one that a screen has edited."""
    return list(findings(drafts.of(spec)))
