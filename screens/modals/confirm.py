"""Asks before something would be lost, and says what."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from screens.modals.once import Once


class Confirm(ModalScreen[str], Once[str]):
    """A question with named answers; returns the key of the answer, or the last one's (the harmless one) on escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it", id="confirm.leave"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, question: str, detail: str, answers: dict[str, str], *, careful: bool = False) -> None:
        """A `careful` question is answered harmlessly by whoever presses Enter without reading it."""
        super().__init__()
        self._question, self._detail, self._answers, self._careful = question, detail, answers, careful

    def compose(self) -> ComposeResult:
        """The question, what it is about, and a button for each answer."""
        with Vertical(id="dialog"):
            yield Label(self._question, id="question", markup=False)
            yield Static(self._detail, id="detail", markup=False)
            with Horizontal(id="answers"):
                for key, label in self._answers.items():
                    yield Button(label, id=key, compact=True)

    def on_mount(self) -> None:
        """Put the focus on the answer that Enter gives."""
        if self._careful:
            self.query_one(f"#{self._harmless}").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """That is the answer."""
        self.dismiss(event.button.id or self._harmless)

    def action_leave(self) -> None:
        """The harmless answer."""
        self.dismiss(self._harmless)

    @property
    def _harmless(self) -> str:
        return list(self._answers)[-1]
