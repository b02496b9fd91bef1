"""The answer key of an insight: what its query gives, what is expected of it, and the sentence that says it.

An incident that an insight names need not be there: an answer key must be able to fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.check.reads import fields
from wizard.spec.problems import Finding, Path, did_you_mean
from wizard.spec.story import Expectation, Insight


def answer_key(path: Path, insight: Insight, outputs: list[str] | None) -> Iterator[Finding]:
    """Expectations of columns that the query does not give, or that say nothing, or two things; fields of `say`."""
    for index, expected in enumerate(insight.expect):
        where = (*path, "expect", index)
        yield from _given((*where, "column"), expected.column, outputs)
        yield from _form(where, expected)
    found = fields(insight.say)
    if found is None or any(detail or not name for name, detail in found):
        hint = "Write {column}; {{ is a brace."
        yield Finding((*path, "say"), "has braces that do not hold just a name", hint)
        return
    for name, _ in dict.fromkeys(found):
        yield from _given((*path, "say"), name, outputs)


def _given(path: Path, name: str, outputs: list[str] | None) -> Iterator[Finding]:
    if outputs is not None and name not in outputs:
        yield Finding(path, f"the answer has no column {name!r}", did_you_mean(name, outputs))


def _form(path: Path, expected: Expectation) -> Iterator[Finding]:
    ranged = expected.above is not None or expected.below is not None
    forms = [name for name, used in (
        ("is", expected.is_ is not None), ("near", expected.near is not None), ("above or below", ranged),
    ) if used]
    if len(forms) != 1:
        what = f"expects {' and '.join(forms)}" if forms else "expects nothing"
        hint = "Write one of: is, near (with within), above and below."
        yield Finding((*path, "column"), f"{what} of {expected.column!r}", hint)
    elif expected.within and expected.near is None:
        yield Finding((*path, "within"), "means nothing without near", "Write near: NUMBER, or remove it.", on_key=True)
    if expected.above is not None and expected.below is not None and expected.above >= expected.below:
        what = f"nothing is above {expected.above:g} and below {expected.below:g}"
        yield Finding((*path, "above"), what, "Swap them, or widen the range.")
