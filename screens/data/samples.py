"""Which tables' rows were made for which spec, which are being made, and which are to be made next.

Rows are asked of the desk table by table: that of the table in front first, then one after the other. What was made for
an earlier spec is kept: it comes back with the choice that it was made for, and stands there dimmed until then.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wizard.errors import WizardError

if TYPE_CHECKING:
    from wizard.portrait.portrait import Portrait
    from wizard.spec.model import DemoSpec

AT_ONCE = 2
"""Tables made side by side: one behind the scenes, and the one that somebody has just turned to."""
KEPT = 60
"""Answers kept, of all specs together."""


class Samples:
    """`spec` is the YAML that rows are made of now, empty before anything can be made."""

    def __init__(self) -> None:
        self.spec = ""
        self._made: dict[tuple[str, str], Portrait | WizardError] = {}
        self._latest: dict[str, Portrait] = {}
        self._asked: dict[str, float] = {}

    def turn(self, spec: str) -> bool:
        """From now on rows of this spec are wanted. Whether that is another spec: nobody waits for the old one's."""
        changed = spec != self.spec
        if changed:
            self.spec = spec
            self._asked.clear()
        return changed

    def due(self, front: str, tables: Sequence[str]) -> str:
        """The table to ask for now; empty if none is."""
        open_ = [table for table in (front, *tables) if (self.spec, table) not in self._made]
        unasked = [table for table in open_ if table not in self._asked]
        if not self.spec or not unasked:
            return ""
        room = AT_ONCE if unasked[0] == front else 1
        return unasked[0] if len(self._asked) < room else ""

    def ask(self, table: str) -> None:
        """Somebody asks for it now."""
        self._asked[table] = time.monotonic()

    def answer(self, spec: str, table: str, answer: Portrait | WizardError) -> None:
        """That is what came of it."""
        if spec == self.spec:
            self._asked.pop(table, None)
        self._made[spec, table] = answer
        if not isinstance(answer, WizardError):
            self._latest[table] = answer
        while len(self._made) > KEPT:
            del self._made[next(iter(self._made))]

    def forget_failures(self) -> None:
        """What failed is to be tried again."""
        self._made = {key: found for key, found in self._made.items() if not isinstance(found, WizardError)}

    def seconds(self, table: str) -> float | None:
        """How long it has been in the making; None if it is not."""
        began = self._asked.get(table)
        return None if began is None else time.monotonic() - began

    def failure(self, table: str) -> WizardError | None:
        """Why there are no rows of this spec."""
        found = self._made.get((self.spec, table))
        return found if isinstance(found, WizardError) else None

    def portrait(self, table: str) -> Portrait | None:
        """With this table in it: that of this spec, or else the latest there was."""
        found = self._made.get((self.spec, table))
        return self._latest.get(table) if found is None or isinstance(found, WizardError) else found

    def is_current(self, table: str) -> bool:
        """Whether the portrait is that of this spec."""
        found = self._made.get((self.spec, table))
        return found is not None and not isinstance(found, WizardError)


def rows_spec(spec: DemoSpec) -> str:
    """As much of a spec as YAML as its rows depend on: other grants or jobs need no other rows."""
    from wizard.spec.dumping import dump

    return dump(spec.model_copy(update={"grants": [], "jobs": {}, "quality": [], "views": {}, "insights": {}}))
