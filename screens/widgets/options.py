"""One of a few words, side by side: `● small  ○ medium  ○ large`. Left and right, or a click, choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static


class Options(Static, can_focus=True):
    """`chosen` is the word, or empty where none of them holds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Before", id="options.before", show=False, tooltip="The one before"),
        Binding("right,space", "move(1)", "After", id="options.after", show=False, tooltip="The one after"),
    ]
    chosen: reactive[str] = reactive("", layout=True)

    @dataclass
    class Chosen(Message):
        """Somebody chose a word."""

        options: Options
        word: str

    def __init__(self, words: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.words = tuple(words)

    def render(self) -> Content:
        """The words, with a mark on the chosen one."""
        return Content("  ").join(self._word(word) for word in self.words)

    def _word(self, word: str) -> Content:
        mark, style = ("●", "b $primary") if word == self.chosen else ("○", "$foreground")
        return Content.from_markup(f"[{style} @click=choose('{word}')]{mark} $word[/]", word=word)

    def action_choose(self, word: str) -> None:
        """This one."""
        self.chosen = word
        self.post_message(self.Chosen(self, word))

    def action_move(self, step: int) -> None:
        """The next one, or the one before."""
        at = self.words.index(self.chosen) + step if self.chosen in self.words else 0
        self.action_choose(self.words[at % len(self.words)])
