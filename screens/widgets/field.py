"""A value of the spec that is typed: a label, an input, and beneath it what is wrong with it.

Quiet until it was left once: nobody likes to be told that a word is wrong while typing its first letter.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import DescendantBlur
from textual.message import Message
from textual.widgets import Input, Label, Static

from wizard.spec.choices import Examined


class Field(Vertical):
    """`path` is where the value stands in the spec; a `number` is typed as text and checked by the loader."""

    @dataclass
    class Edited(Message):
        """Somebody typed; `text` is all of it."""

        field: Field
        text: str

    def __init__(self, path: str, label: str, *, number: bool = False, help: str = "", placeholder: str = "") -> None:  # noqa: A002
        super().__init__(id=f"field-{path.replace('.', '-')}", classes="field")
        self.path, self.label, self.number, self.help = path, label, number, help
        self._text, self.placeholder, self._left = "", placeholder, False

    def compose(self) -> ComposeResult:
        """Label, input, message."""
        yield Label(self.label, classes="field-label", markup=False)
        yield Input(self._text, placeholder=self.placeholder, compact=True)
        message = Static(self.help, classes="field-message", markup=False)
        message.display = bool(self.help)
        yield message

    @property
    def input(self) -> Input:
        """The input itself."""
        return self.query_one(Input)

    def fill(self, text: str, placeholder: str = "") -> None:
        """Show a value that nobody typed just now, and in grey what holds without one. Never changes what is edited."""
        self._text, self.placeholder = text, placeholder
        for entry in self.query(Input):  # none before the field is composed
            with self.prevent(Input.Changed):
                if entry.value != text and not entry.has_focus:
                    entry.value = text
            entry.placeholder = placeholder

    def judge(self, examined: Examined) -> str:
        """Show what is wrong, if anything and if it is time; returns it in any case."""
        found = examined.problem(self.path)
        said = f"{found.message[:1].upper()}{found.message[1:]}. {found.hint}".strip() if found else ""
        shown = bool(said) and self._left
        for message in self.query(".field-message").results(Static):
            message.update(said if shown else self.help)
            message.display = bool(said) if shown else bool(self.help)
        self.set_class(shown, "-wrong")
        return said

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the screen."""
        event.stop()
        self.post_message(self.Edited(self, event.value))

    def on_descendant_blur(self, _event: DescendantBlur) -> None:
        """From now on it may be told that it is wrong."""
        self._left = True
        self.post_message(self.Edited(self, self.input.value))
