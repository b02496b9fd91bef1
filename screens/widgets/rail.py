"""Where in the wizard one is: all steps in a line, one step in a few words where the line is too short."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from screens.steps import NAMES, STEPS

ROOM = 78
"""Cells that the whole line takes."""


class Rail(Static):
    """`✔ Target  ✔ Industry  ▶ Story  • Data …`; a click on a step goes there if it was reached before."""

    def __init__(self, step: str) -> None:
        super().__init__(id="rail")
        self._step = step
        self.reached = NAMES.index(step)

    def on_resize(self) -> None:
        """Another width may have room for more, or for less."""
        self.refresh(layout=True)

    def render(self) -> Content:
        """The line."""
        at = NAMES.index(self._step)
        if self.size.width and self.size.width < ROOM:
            now = STEPS[at]
            return Content.from_markup(f"[b $primary]{at + 1}/{len(STEPS)} {now.title}[/]  [$text-muted]{now.does}[/]")
        return Content("  ").join(self._part(index, at) for index in range(len(STEPS)))

    def _part(self, index: int, at: int) -> Content:
        step = STEPS[index]
        if index == at:
            return Content.from_markup(f"[b $primary]▶ {step.title}[/]")
        click = f"@click=app.go('{step.name}')"
        if index < at:
            return Content.from_markup(f"[$success {click}]✔ {step.title}[/]")
        if index <= self.reached and step.name != "run":
            return Content.from_markup(f"[$foreground {click}]• {step.title}[/]")
        return Content.from_markup(f"[$text-muted]• {step.title}[/]")
