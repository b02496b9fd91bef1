"""Step three: whose company it is, how much data, which day, and what goes wrong in it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from screens.step import StepScreen
from screens.widgets.field import Field
from wizard.spec.choices import Examined


class StoryScreen(StepScreen):
    """The brand and the numbers of the demo."""

    STEP = "story"
    HELP_TEXT: ClassVar[str] = "The customer's name goes into every text of the demo."

    def body(self) -> ComposeResult:
        """A field for each value."""
        yield Static("Whose demo is it?", classes="title")
        yield Field("brand.company", "Company")
        yield Field("brand.currency", "Currency", help="Three letters, such as EUR.")
        yield Field("seed", "Seed", number=True)

    def show(self, examined: Examined) -> None:
        """What was typed, or what the spec has."""
        for field in self.query(Field):
            typed = self.wizard.choices.settings.get(field.path, "")
            field.fill(str(typed), _default(examined, field.path))


def _default(examined: Examined, path: str) -> str:
    if examined.spec is None:
        return ""
    brand = examined.spec.brand
    found = {"brand.company": brand.company, "brand.currency": brand.currency or "", "seed": str(examined.spec.seed)}
    return found[path]
