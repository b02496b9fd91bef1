"""Asks for a spec file, offers those in the folder while one types, and says what is wrong with the chosen one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, OptionList
from textual.widgets.option_list import Option

from screens.modals.once import Once
from screens.threads import in_thread
from screens.widgets.facts import Fact, Facts, Pane, said
from screens.widgets.picks import Picks
from wizard.spec.choices import Choices, Examined
from wizard.spec.problems import Problem, SpecError

SHOWN = 50
"""Files and problems that are listed at most."""
_SUFFIXES = (".yaml", ".yml")


class OpenSpec(ModalScreen[Choices | None], Once[Choices | None]):
    """Returns the choices to begin with, or None if nobody chose any."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it", id="open.leave", tooltip="Open nothing"),
        Binding("down", "app.focus_next", show=False),
    ]

    def compose(self) -> ComposeResult:
        """A path, the files there, what is wrong with the chosen one."""
        with Vertical(id="dialog"):
            yield Label("Open a spec", id="question")
            yield Input(id="path", placeholder="Path of a YAML file", compact=True)
            yield Picks("files")
            with Pane(id="wrong"):
                yield Facts()
            with Horizontal(id="answers"):
                yield Button("Open", id="open", compact=True)
                yield Button("Leave it", id="leave", compact=True)

    def on_mount(self) -> None:
        """Begin in the folder that the app was started in."""
        self._list("")

    @on(Input.Changed, "#path")
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value)
        self._say([])

    @work(exclusive=True, group="files", exit_on_error=False)
    async def _list(self, typed: str) -> None:
        found = await in_thread(matching, typed)
        self.query_one(Picks).fill([Option(Content(path), id=path) for path in found], found[0] if found else None)

    @on(OptionList.OptionSelected, "#files")
    def _choose(self, event: OptionList.OptionSelected) -> None:
        """A folder is looked into, a file opened."""
        path = event.option.id or ""
        self._enter(path)
        if not path.endswith(os.sep):
            self._open(path)

    def _enter(self, path: str) -> None:
        field = self.query_one("#path", Input)
        field.value = path
        field.focus()

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#open")
    def _submit(self) -> None:
        """What was typed; what is looked at below where that is no file."""
        typed = self.query_one("#path", Input).value.strip()
        if not typed or typed.endswith(os.sep):
            typed = self.query_one(Picks).looked_at or typed
            self._enter(typed)
        if typed and not typed.endswith(os.sep):
            self._open(typed)

    @work(exclusive=True, group="open", exit_on_error=False)
    async def _open(self, path: str) -> None:
        try:
            choices = await in_thread(Choices.of, str(_expanded(path)))
        except SpecError as error:
            self._say(error.problems)
            return
        found: Examined = await in_thread(choices.examine)
        if found.problems:
            self._say(found.problems)
        else:
            self.dismiss(choices)

    def _say(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        """What is wrong takes the place of the files, until something else is typed."""
        self.query_one(Facts).show(_fact(problem) for problem in problems[:SHOWN])
        self.query_one("#dialog").set_class(bool(problems), "-wrong")

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Nothing was opened."""
        self.dismiss(None)


def matching(typed: str) -> list[str]:
    """Folders and YAML files whose path begins with what was typed, written as it was; folders end with a slash."""
    folder, slash, begins = typed.rpartition(os.sep)
    try:
        with os.scandir(_expanded(folder + slash)) as there:
            found = [entry.name + (os.sep if entry.is_dir() else "") for entry in there if _fits(entry, begins)]
    except (OSError, ValueError):
        return []
    found.sort(key=lambda name: (name.endswith(os.sep), name))
    return [f"{folder}{slash}{name}" for name in found[:SHOWN]]


def _expanded(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # ~somebody whom this machine does not know
        return Path(path)


def _fits(entry: os.DirEntry[str], begins: str) -> bool:
    hidden = entry.name.startswith(".") and not begins.startswith(".")
    wanted = entry.is_dir() or entry.name.endswith(_SUFFIXES)
    return wanted and not hidden and entry.name.startswith(begins)


def _fact(problem: Problem) -> Fact:
    place = f"line {problem.line}" if problem.line else ""
    text = Content.assemble((f"{problem.path}  " if problem.path else "", "bold"), problem.message)
    return said(f"✖ {place}", text + (f"  {problem.hint}" if problem.hint else ""), 12, "$error")
