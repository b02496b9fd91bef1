"""The incidents of the demo, each of which can be left out: when, where, and what it does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Checkbox, Static

from screens.widgets.tick import Tick

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec
    from wizard.spec.story import Incident


class Incidents(Vertical):
    """A switch and a comment for each incident, in the spec's order."""

    def show(self, spec: DemoSpec) -> None:
        """The incidents of this spec: anew where they are others, else only what is switched."""
        wanted = {f"incidents.{name}.enabled": (_when(spec, found), found) for name, found in spec.incidents.items()}
        there = {tick.key: tick for tick in self.query(Tick)}
        if [(key, tick.name) for key, tick in there.items()] != [(key, when) for key, (when, _) in wanted.items()]:
            self.remove_children()
            for key, (when, found) in wanted.items():
                comment = Static(" ".join(found.comment.split()), classes="comment", markup=False)
                self.mount(_tick(key, when, found.enabled), comment)
            return
        for key, tick in there.items():
            with tick.prevent(Checkbox.Changed):
                tick.value = wanted[key][1].enabled


def _tick(key: str, when: str, value: bool) -> Tick:
    name = key.split(".")[1].replace("_", " ")
    return Tick(key, Content.assemble((name, "bold"), f"  {when}"), value, name=when)


def _when(spec: DemoSpec, found: Incident) -> str:
    start, last = (spec.as_of + timedelta(days=day) for day in (found.start, found.end - 1))
    return f"{start:%b} {start.day}" + (f" to {last:%b} {last.day}" if last > start else "")
