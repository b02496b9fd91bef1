"""The YAML that the choices amount to, to be read, edited in place, and taken over.

What is written here becomes the spec that the wizard goes on with: the choices so far are in it. Errors are marked
where they stand while one types; a text with errors is kept until it is right or given up.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from screens.modals.confirm import Confirm
from screens.modals.once import Once
from screens.screen import WizardScreen
from screens.step import BarButton
from screens.threads import in_thread
from screens.widgets.footer import Footer
from screens.widgets.listed import Listed
from wizard.errors import WizardError
from wizard.printers.words import plural
from wizard.spec.choices import Choices, Examined

BETWEEN_KEYS = 0.2
"""Seconds without a key after which a text is checked: it takes a while, and is soon another one."""
NAME = "your spec"
"""What the source is called once its text was edited."""


class SpecText(TextArea):
    """A text whose wrong lines are underlined."""

    wrong: frozenset[int] = frozenset()

    def mark(self, lines: frozenset[int]) -> None:
        """Underline these lines, counted from 0, and no others."""
        if lines != self.wrong:
            self.wrong = lines
            self._line_cache.clear()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn."""
        line = super().get_line(line_index)
        if line_index in self.wrong:
            line.stylize("underline bold")
        return line


class EditorScreen(WizardScreen, Once[None]):
    """An editor with the problems of its text beneath it."""

    CSS_PATH = "style/editor.tcss"
    AUTO_FOCUS = "#text"
    HELP_TEXT: ClassVar[str] = """\
# The spec

Everything that was chosen, as one YAML file. Edit it, and go on with it: **ctrl+enter** or **f10**. **Esc** goes back
without taking anything over. **f4** goes to the first problem.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+enter", "take", "Go on", id="editor.take", key_display="f10",
                tooltip="Go on with the spec as it stands here"),
        Binding("escape", "back", "Back", id="editor.back", priority=True,  # the text would only give up the focus
                tooltip="Back, without taking anything over"),
        Binding("f4", "problem", "Problem", id="editor.problem", show=False, tooltip="To the first problem"),
        Binding("f6", "copy", "Copy", id="editor.copy", show=False, tooltip="Copy the whole text"),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """A title, the text, its problems."""
        yield Static(id="rail", markup=False)
        yield SpecText(id="text", show_line_numbers=True, tab_behavior="indent", soft_wrap=False)
        yield Listed(id="problems", compact=True, markup=False)
        with Horizontal(id="bar"):
            yield BarButton("Back", id="back", compact=True)
            yield Static(id="hint", markup=False)
            yield BarButton("Go on with it", id="take", compact=True, variant="primary")
        yield Footer()

    def on_mount(self) -> None:
        """Write out the choices as they are."""
        self._found: Examined | None = None
        self._given = ""
        self._fill()

    @property
    def text(self) -> SpecText:
        """The editor."""
        return self.query_one(SpecText)

    @work(exclusive=True, group="fill")
    async def _fill(self) -> None:
        choices = self.wizard.choices
        try:
            self._given = await in_thread(choices.yaml)
        except WizardError:  # choices with problems cannot be written out: the spec that they are on top of can
            self._given = choices.text
            self.notify("Some choices have problems and are not in this text.", severity="warning")
        for text in self.query(SpecText):  # none if one has left meanwhile
            text.load_text(self._given)

    @on(TextArea.Changed)
    @work(exclusive=True, group="check")
    async def _check(self) -> None:
        await asyncio.sleep(BETWEEN_KEYS)
        if not self.query(SpecText):  # left before this began
            return
        source = self.wizard.choices.source if self.text.text == self._given else NAME
        found = await in_thread(Choices(source, self.text.text).examine)
        if not self.query(SpecText):  # left meanwhile
            return
        self._found = found
        self.text.mark(frozenset(problem.line - 1 for problem in found.problems if problem.line))
        problems = self.query_one("#problems", OptionList)
        problems.clear_options()
        problems.add_options([Option(_line(problem.line, problem.path, problem.message, problem.hint))
                              for problem in found.problems])  # fmt: skip
        problems.display = bool(found.problems)
        count = len(found.problems)
        edited = "" if self.text.text == self._given else ", edited"
        self.query_one("#rail", Static).update(f"Spec: {source}{edited}, {self.text.document.line_count} lines")
        said = f"{plural(count, 'problem')}: f4 goes to the first" if count else "f10: go on with it"
        self.query_one("#hint", Static).update(said)
        self.query_one("#bar").set_class(bool(count), "-blocked")

    @on(OptionList.OptionSelected, "#problems")
    @on(OptionList.OptionHighlighted, "#problems")
    def _show_problem(self, event: OptionList.OptionSelected | OptionList.OptionHighlighted) -> None:
        if self._found is not None and event.option_index < len(self._found.problems) and event.control.has_focus:
            self._go_to(event.option_index)

    def action_problem(self) -> None:
        """To the first problem."""
        if self._found is not None and self._found.problems:
            self._go_to(0)
            self.text.focus()

    def _go_to(self, index: int) -> None:
        problem = self._found.problems[index] if self._found else None
        if problem is not None and problem.line:
            self.text.move_cursor((problem.line - 1, max(0, problem.column - 1)), center=True)

    @on(BarButton.Pressed, "#take")
    async def _take(self) -> None:
        await self.run_action("take")

    @on(BarButton.Pressed, "#back")
    async def _back(self) -> None:
        await self.run_action("back")

    async def action_take(self) -> None:
        """Go on with the text, if it is a spec."""
        if not self.is_active:  # f10 was pressed twice
            return
        text = self.text.text
        found = await in_thread(Choices(NAME, text).examine)
        if found.problems:
            self.notify(f"{found.problems[0]}", title="Not yet", severity="warning")
            return
        if text != self._given:
            self.wizard.choose(Choices(NAME, text))
        self.dismiss()

    def action_copy(self) -> None:
        """All of it, to the clipboard."""
        self.app.copy_to_clipboard(self.text.text)
        self.notify("Copied.", timeout=3)

    @work
    async def action_back(self) -> None:
        """Back without taking anything over; asks if something was written."""
        if not self.is_active:  # escape was pressed twice
            return
        unchanged = self.text.text == self._given
        if unchanged or await self.app.push_screen_wait(_give_up()) == "give-up":
            self.dismiss()


def _give_up() -> Confirm:
    answers = {"give-up": "Give it up", "stay": "Go on writing"}
    return Confirm("Give up what you wrote?", "The spec stays as it was.", answers)


def _line(line: int, path: str, message: str, hint: str) -> Text:
    place = f"line {line}" if line else ""
    return Text.assemble((f"✖ {place:<9}", "bold"), f"{path}  {message}", (f"  {hint}", "dim"))
