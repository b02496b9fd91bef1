"""What a review can be taken along as: a spec, a plan, text for the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from screens.modals.save import Save
from screens.modals.save_spec import save_spec

if TYPE_CHECKING:
    from screens.review.reviewed import Reviewed


class Saving(Screen[None]):
    """Mixed into the screen of the review."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "save_spec", "Save spec", id="review.save-spec", show=False,
                tooltip="Save the spec, to make the same demo again"),
        Binding("p", "save_plan", "Save plan", id="review.save-plan", show=False,
                tooltip="Save the plan, to carry out exactly this one later"),
    ]  # fmt: skip
    reviewed: Reviewed | None

    def take_along(self, text: str, what: str) -> None:
        """Into the clipboard, by way of the terminal."""
        self.app.copy_to_clipboard(text)
        self.notify(f"{what}: {len(text):,} characters copied.", timeout=3)

    def action_save_spec(self) -> None:
        """The spec as YAML."""
        if self.reviewed is not None:
            save_spec(self, self.reviewed.spec, self.reviewed.file)

    def action_save_plan(self) -> None:
        """The plan as JSON."""
        reviewed = self.reviewed
        if reviewed is None:
            return

        def write(path: Path, _switch: bool) -> None:
            path.write_text(reviewed.plan.to_json(), encoding="utf-8")

        def saved(path: Path | None) -> None:
            if path is not None:
                self.notify(f"Carry it out: demo-wizard apply --plan {path}", title="Saved", timeout=6)

        note = "demo-wizard apply --plan FILE carries out exactly this plan."
        self.app.push_screen(Save("Save the plan", Path(f"{reviewed.plan.demo}-plan.json"), write, note=note), saved)
