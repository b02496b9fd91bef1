"""Asks where to save something, saves it, and says in place what keeps it from being saved.

Nothing that exists is written over unless somebody was told so and pressed Enter once more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Checkbox, Input, Label, Static

from screens.modals.once import Once
from screens.threads import in_thread
from screens.widgets.tick import Tick

Write = Callable[[Path, bool], None]
"""Saves to a path; told whether the switch is on. Raises OSError."""


class Save(ModalScreen[Path | None], Once[Path | None]):
    """Returns the path that was written, or None. `files` are what is written into the path if that is a folder."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it", id="save.leave", tooltip="Save nothing"),
    ]

    def __init__(
        self, title: str, path: Path, write: Write, *, switch: str = "", note: str = "", files: tuple[str, ...] = ()
    ) -> None:
        super().__init__()
        self._title, self._path, self._write, self._files = title, path, write, files
        self._switch, self._note = switch, note
        self._warned: Path | None = None

    def compose(self) -> ComposeResult:
        """A path, a switch if there is one, and what is wrong."""
        with Vertical(id="dialog"):
            yield Label(self._title, id="question", markup=False)
            yield Input(str(self._path), compact=True, id="path", select_on_focus=False)
            yield Static(id="problem", markup=False)
            if self._switch:
                yield Tick("switch", self._switch, True)
            if self._note:
                yield Static(self._note, id="note", classes="quiet", markup=False)
            with Horizontal(id="answers"):
                yield Button("Save", id="save", compact=True, variant="primary")
                yield Button("Leave it", id="leave", compact=True)

    @property
    def path(self) -> Path:
        """What was typed, as a path; relative to the current folder."""
        return Path(self.query_one(Input).value.strip() or ".").expanduser()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._say("")
        self._warned = None

    @on(Button.Pressed, "#leave")
    def _left(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        """Save nothing."""
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    @work(exclusive=True, group="save", exit_on_error=False)
    async def _save(self) -> None:
        path, switched = self.path, any(box.value for box in self.query(Checkbox))
        try:
            there = await in_thread(self._what_is_there, path)
            if there and self._warned != path:
                self._warned = path
                self._say(f"{there} Press Enter once more to write over it.")
                return
            await in_thread(self._write, path, switched)
        except OSError as error:
            self._say(f"This cannot be written: {error.strerror or error}. Choose another place.")
            return
        self.dismiss(path.absolute())

    def _what_is_there(self, path: Path) -> str:
        """What would be written over, in a sentence. Raises OSError for what cannot be written to at all."""
        if not self._files:
            if path.is_dir():
                raise IsADirectoryError(None, "it is a folder")
            return f"{path.name} exists already." if path.exists() else ""
        if path.exists() and not path.is_dir():
            raise NotADirectoryError(None, "it is a file, not a folder")
        found = [name for name in self._files if (path / name).exists()]
        return f"{' and '.join(found)} {'are' if len(found) > 1 else 'is'} there already." if found else ""

    def _say(self, text: str) -> None:
        self.query_one("#problem", Static).update(text)
        self.query_one("#save", Button).label = "Replace" if self._warned else "Save"
