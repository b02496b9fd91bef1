"""A thing to switch on or off. Space and a click do it; Enter is left to the screen, where it means to go on."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Checkbox


class Tick(Checkbox, inherit_bindings=False):
    """`key` says what is switched; the rest is as with any checkbox."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_button", "Switch", id="tick.switch", show=False, tooltip="Switch on or off")
    ]

    def __init__(self, key: str, label: str | Content, value: bool = False, *, name: str | None = None) -> None:
        text = label if isinstance(label, Content) else Content(label)
        super().__init__(text, value, name=name, compact=True)
        self.key = key
