"""What a person can take along from a run: a link, a page in a browser, the text of an error."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from screens.run.seen import Seen
from screens.run.terminal import has_browser
from screens.screen import WizardScreen
from wizard.run.state import StepState
from wizard.run.statuses import FAILED


class Taking(WizardScreen):
    """The part of the run screen that changes nothing but the clipboard."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "copy_link", "Link", id="run.link", show=False,
                tooltip="Copy the link of the step, or of the workspace"),
        Binding("o", "open_page", "Open", id="run.open", show=False, tooltip="Open the page in a browser"),
        Binding("y", "copy_error", "Copy error", id="run.error", show=False, tooltip="Copy the error and what to do"),
    ]  # fmt: skip
    seen: Seen

    def chosen(self) -> StepState | None:
        """The step under the cursor."""
        raise NotImplementedError

    def action_copy_link(self) -> None:
        """Into the clipboard, by way of the terminal."""
        if url := self._link():
            self.app.copy_to_clipboard(url)
            self.notify(url, title="Copied", timeout=3, markup=False)

    def action_open_page(self) -> None:
        """In a browser."""
        if url := self._link():
            self.action_open_link(url)

    def action_open_link(self, url: str) -> None:
        """In a browser if there is one to open, else into the clipboard."""
        if url.startswith(("http://", "https://")) and has_browser(self.app):
            self.app.open_url(url)
        else:
            self.app.copy_to_clipboard(url)
            self.notify(url, title="Copied", timeout=3, markup=False)

    def _link(self) -> str:
        chosen = self.chosen()
        own = self.seen.links.get(chosen.key, {}) if chosen else {}
        return next(iter(own.values()), "") or self.seen.state.host

    def action_copy_error(self) -> None:
        """What failed, why, and what to do."""
        step, end = self.chosen(), self.seen.state.finished
        if step is not None and step.status == FAILED:
            text = f"{step.title}: {step.detail}\n{step.hint}".strip()
        elif end is not None and end.status != "succeeded":
            text = f"{end.detail}\n{end.hint}".strip()
        else:
            self.notify("Nothing has failed.", timeout=3)
            return
        self.app.copy_to_clipboard(text)
        self.notify(f"{len(text):,} characters copied.", timeout=3)
