"""The screen of the story: fields for the brand and the numbers, switches for what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Checkbox, Label, Static

from screens.step import StepScreen
from screens.story import regions
from screens.story.incidents import Incidents
from screens.widgets.field import Field
from screens.widgets.options import Options
from screens.widgets.tick import Tick
from wizard.spec.choices import Examined

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec

SIZES = ("small", "medium", "large")
PERSONA = "brand.personas."

_REGION = re.compile(r"\{brand\.regions\.(\d+)")
_AS_THE_SPEC_HAS_IT: dict[str, Callable[[DemoSpec], str]] = {
    "brand.company": lambda spec: spec.brand.company,
    "brand.locale": lambda spec: spec.brand.locale,
    "brand.currency": lambda spec: spec.brand.currency or "",
    "brand.domain": lambda spec: spec.brand.domain or "",
    "brand.regions": lambda spec: regions.written(spec.brand.regions),
    "as_of": lambda spec: f"{spec.as_of}",
    "seed": lambda spec: f"{spec.seed}",
    "size": lambda _: "",
}


class StoryScreen(StepScreen):
    """The brand and the numbers of the demo."""

    STEP = "story"
    CSS_PATH = "../style/story.tcss"
    HELP_TEXT: ClassVar[str] = """\
# Story and brand

The customer's name goes into every text of the demo: names of stores and products, e-mail addresses, comments, the talk
track. Leave a field empty to keep what stands in it in grey.

**Size** changes how many rows there are, never what an analyst finds in them. **As of** is the demo's today: every date
is relative to it. The same **seed** makes the same rows, anywhere.

**What goes wrong** are the incidents planted in the data. Space leaves one out; then its questions are not asked.
"""

    def body(self) -> ComposeResult:
        """Fields at the left, what goes wrong at the right; one above the other where there is no room."""
        with Horizontal(id="panes"):
            with Vertical(id="fields"):
                yield Static("Whose demo is it?", classes="title")
                yield Field("brand.company", "Company")
                yield Field("brand.locale", "Locale")
                yield Field("brand.currency", "Currency")
                yield Field("brand.domain", "E-mail domain")
                yield Field("brand.regions", "Regions")
                yield Vertical(id="personas")
                yield Static("How much, and when?", classes="title")
                with Horizontal(id="sizes"):
                    yield Label("Size", classes="field-label")
                    yield Options(SIZES, id="size")
                yield Field("size", "or rows", number=True)
                yield Field("as_of", "As of")
                yield Field("seed", "Seed", number=True)
            with Vertical(id="happenings"):
                yield Static("What goes wrong?", classes="title")
                yield Static(id="story", classes="quiet", markup=False)
                yield Incidents(id="incidents")

    def show(self, examined: Examined) -> None:
        """What was typed, and in grey what the spec has."""
        if examined.dressed is not None:
            self._show_people(examined.dressed)
        self._show_fields(examined)
        size = self.wizard.choices.settings.get("size", examined.spec.size if examined.spec else "")
        options = self.query_one("#size", Options)
        options.set_reactive(Options.chosen, size if size in SIZES else "")
        options.refresh(layout=True)
        if examined.dressed is not None:
            self.query_one(Incidents).show(examined.dressed)
            self.query_one("#story", Static).update(" ".join(examined.dressed.story.split()))
            self.query_one("#field-size", Field).help = _counted(examined.dressed)

    def _show_fields(self, examined: Examined) -> None:
        for field in self.query(Field):
            has = _AS_THE_SPEC_HAS_IT.get(field.path)
            default = has(examined.dressed) if has and examined.dressed else field.placeholder
            field.fill(self._typed(field.path), default)

    def _typed(self, path: str) -> str:
        value = self.wizard.choices.settings.get(path, "")
        if path == "brand.regions":
            return regions.typed(value)
        return "" if path == "size" and value in SIZES else str(value)

    def _show_people(self, spec: DemoSpec) -> None:
        box = self.query_one("#personas")
        paths = [f"{PERSONA}{role}" for role in spec.brand.personas]
        if [field.path for field in box.query(Field)] != paths:
            box.remove_children()
            box.mount_all(
                Field(f"{PERSONA}{role}", role.replace("_", " ").capitalize(), placeholder=person)
                for role, person in spec.brand.personas.items()
            )

    def blocked(self) -> str:
        """Too few regions show as texts that mean one which is not there: say what was meant."""
        needed = [int(found[1]) for one in self.wizard.examined.problems if (found := _REGION.match(one.message))]
        if needed:
            return f"Regions: this story is about {max(needed)} of them; give as many, or none to keep those in grey."
        return super().blocked()

    @on(Checkbox.Changed)
    def _switched(self, event: Checkbox.Changed) -> None:
        event.stop()
        if isinstance(event.checkbox, Tick):
            self.put(event.checkbox.key, event.value)

    @on(Options.Chosen)
    def _sized(self, event: Options.Chosen) -> None:
        event.stop()
        self.query_one("#field-size", Field).fill("")
        self.put("size", event.word)

    def on_field_edited(self, event: Field.Edited) -> None:
        """Regions are typed on one line; every other field is as with any step."""
        if event.field.path == "brand.regions" and event.text.strip():
            event.stop()
            changed = self.wizard.choices.put("brand.regions", regions.read(event.text))
            if changed != self.wizard.choices:
                self.choose(changed)
            return
        if event.field.path == "size" and not event.text.strip():
            event.stop()
            if self.wizard.choices.settings.get("size") not in SIZES:
                self.choose(self.wizard.choices.drop("size"))
            return
        super().on_field_edited(event)


def _counted(spec: DemoSpec) -> str:
    rows = sum(spec.rows_of(table) for table in spec.tables)
    return f"{rows:,} rows in {len(spec.tables)} tables"
