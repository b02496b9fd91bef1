"""The screen of the results: five tabs over a run's directory, and what can be done with its demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TabbedContent, TabPane

from screens.modals.save import Save
from screens.modals.save_spec import save_spec
from screens.results.asking import Asking
from screens.results.found import NO_SPEC, Found
from screens.results.grants import GrantsPane
from screens.results.objects import objects
from screens.results.story import StoryPane
from screens.results.track import sheet
from screens.threads import in_thread
from screens.widgets.chooser import Chooser
from screens.widgets.footer import Footer
from screens.widgets.keys import Keys
from wizard.errors import UsageError, WizardError
from wizard.printers.words import duration
from wizard.run.directory import RunDirectory

if TYPE_CHECKING:
    from wizard.printers.track.content import Track

TABS = ("story", "made", "grants", "track", "check")
SPEED = 5.0
"""How many times as fast a run is watched again."""
_KEYS = (
    ("k", "next", "check"), ("e", "export", "export"), ("w", "save_spec", "save spec"), ("y", "copy_sql", "copy SQL"),
    ("v", "watch", "watch"), ("x", "remove", "remove"), ("n", "new", "new"),
)  # fmt: skip


class ResultsScreen(Asking):
    """What a run made. Works from the run's directory; the target is asked in the background."""

    CSS_PATH = "../style/results.tcss"
    AUTO_FOCUS = ""
    HELP_TEXT: ClassVar[str] = """\
# Results

What the run made, and what it proves. **1** to **5** change the tab.

* **Story**: every question with the answer that it must have, what to say, and where to click
* **Made**: what exists, with its rows, and where to look at it
* **Grants**: who may do what, as read back
* **Talk track**: the sheet to keep beside the screen
* **Check**: five minutes before the meeting

Enter, or **k**, asks every question again: ready, or not. **e** writes the talk track as Markdown and HTML, **w**
saves the spec, **y** copies the SQL of the question, **v** watches the run again, **x** removes the demo after it has
said what goes, **n** begins another one.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,k", "next", "Check again", id="results.check",
                tooltip="Ask every question again: ready, or not"),
        Binding("escape", "back", "Back", id="results.back", tooltip="Back to where you came from"),
        Binding("e", "export", "Export talk track", id="results.export", show=False,
                tooltip="Write the talk track as Markdown and HTML"),
        Binding("w", "save_spec", "Save spec", id="results.save-spec", show=False,
                tooltip="Save the spec, to make the same demo again"),
        Binding("y", "copy_sql", "Copy SQL", id="results.copy-sql", show=False, tooltip="Copy the SQL of the question"),
        Binding("v", "watch", "Watch again", id="results.watch", show=False, tooltip="See the run again, faster"),
        Binding("x", "remove", "Remove the demo", id="results.remove", show=False,
                tooltip="Remove what the demo made; asks first"),
        Binding("n", "new", "New demo", id="results.new", show=False, tooltip="Begin another demo"),
        *(Binding(str(number), f"tab('{name}')", f"Tab {name}", id=f"results.tab-{name}", show=False)
          for number, name in enumerate(TABS, 1)),
    ]  # fmt: skip

    def __init__(self, run: RunDirectory) -> None:
        super().__init__()
        self.run = run
        self._told = False

    def compose(self) -> ComposeResult:
        """The headline, the tabs, what is going on, and what can be done."""
        yield Static(id="headline")
        with TabbedContent(initial="tab-story", id="tabs"):
            with TabPane("Story", id="tab-story"):
                yield StoryPane()
            with TabPane("Made", id="tab-made"), VerticalScroll():
                yield Static(id="removal")
                yield Static(id="objects")
            with TabPane("Grants", id="tab-grants"):
                yield GrantsPane()
            with TabPane("Talk track", id="tab-track"), VerticalScroll():
                yield Static(id="track")
            with TabPane("Check", id="tab-check"), VerticalScroll():
                yield Static("Not checked yet. Enter asks every question of the demo that is there, twice: "
                             "to warm up, and to time it.", id="checked")  # fmt: skip
        yield Static(id="said")
        yield Keys(_KEYS, id="actions")
        yield Footer()

    def on_mount(self) -> None:
        """Read the run."""
        self.query_one("#removal").display = self.query_one("#said").display = False
        self._read()

    @work(exclusive=True, group="read", exit_on_error=False)
    async def _read(self) -> None:
        try:
            self.found = await in_thread(Found.read, self.run)
        except (WizardError, OSError, ValueError) as error:
            self.refuse(error if isinstance(error, WizardError) else UsageError(f"The run cannot be read: {error}"))
            return
        self.show_headline()
        self.query_one(StoryPane).show(self.found)
        self.query_one("#objects", Static).update(objects(self.found))
        self.query_one(GrantsPane).show(self.found)
        self.query_one(Chooser).focus()
        if self.found.succeeded and self.found.text:
            self.ask_charts()

    def show_headline(self) -> None:
        """Say how the run ended, and whether the demo is still there."""
        if self.found is not None:
            self.query_one("#headline", Static).update(_headline(self.found, removed=self.removed))

    @on(TabbedContent.TabActivated, pane="#tab-track")
    def _track_wanted(self) -> None:
        if not self._told and self.found is not None:
            self._told = True
            self._show_track(self.found)

    @work(exclusive=True, group="track", exit_on_error=False)
    async def _show_track(self, found: Found) -> None:
        try:
            told = await in_thread(_sheet, found)
        except WizardError as error:
            told = Content(f"{error.message} {error.hint}".strip())
        self.query_one("#track", Static).update(told)

    # What can be done

    def action_next(self) -> None:
        """Ask every question again."""
        self.check()

    def action_back(self) -> None:
        """Back to where one came from."""
        self.app.pop_screen()

    @on(TabbedContent.TabActivated)
    def _tab_shown(self, event: TabbedContent.TabActivated) -> None:
        if self.focused is None:
            inside = (one for one in event.pane.query("*") if one.focusable)
            self.set_focus(next(inside, None))

    def action_tab(self, name: str) -> None:
        """To another tab."""
        self.to_tab(name)

    def action_open_link(self, number: int) -> None:
        """Open the n-th link in a browser."""
        if self.found is not None:
            self.app.open_url(list(self.found.state.links.values())[number])

    def action_export(self) -> None:
        """Write the talk track to a folder."""
        found = self.found
        if found is None or found.spec is None or found.story is None:
            self.refuse(NO_SPEC if found and found.spec is None else UsageError("This run has proved no story."))
            return
        from wizard.printers.track.files import NAMES, write

        def save(path: Path, _switch: bool) -> None:
            write(_told(found), path)

        def saved(path: Path | None) -> None:
            if path is not None:
                self.notify(f"{path}: {' and '.join(NAMES)}", title="Saved", timeout=6, markup=False)

        self.app.push_screen(Save("Write the talk track to a folder", Path("talk"), save, files=NAMES), saved)

    def action_save_spec(self) -> None:
        """Save the spec as a file."""
        if self.found is None or not self.found.text:
            self.refuse(NO_SPEC)
        else:
            save_spec(self, self.found.text, self.found.file)

    def action_copy_sql(self) -> None:
        """Copy the SQL of the question that is chosen."""
        chart = self.query_one(StoryPane).chart
        if chart is not None and chart.sql:
            self.app.copy_to_clipboard(chart.sql)
            self.notify(f"The SQL of {chart.name} is copied.", timeout=3)

    def action_watch(self) -> None:
        """Watch the run again."""
        self.wizard.watch_run(self.run, owner=False, speed=SPEED)

    def action_remove(self) -> None:
        """Remove the demo; asks first."""
        self.remove_demo()

    def action_new(self) -> None:
        """Back to where demos begin."""
        self.wizard.home()


def _told(found: Found) -> Track:
    from wizard.printers.track.content import track
    from wizard.printers.track.files import as_proved

    if found.spec is None or found.story is None:
        raise NO_SPEC if found.spec is None else UsageError("This run has proved no story: there is no talk track.")
    demo = as_proved(found.spec, found.story, found.request.source)
    return track(demo, found.story, found.request.target, found.proved_in)


def _sheet(found: Found) -> Content:
    return sheet(_told(found))


def _headline(found: Found, *, removed: bool) -> Content:
    state, end = found.state, found.state.finished
    name = state.title or found.request.title or found.request.demo
    sign, words, style = {
        "succeeded": ("✔", "is ready", "$success"), "failed": ("✖", "is not ready", "$error"),
        "cancelled": ("■", "was stopped", "$warning"),
    }.get(end.status if end else "", ("▶", "is being made", "$secondary"))  # fmt: skip
    if removed:
        sign, words, style = "○", "was removed", "$warning"
    parts = [f"{found.request.demo} on {found.request.target}"]
    parts += [f"{sum(state.rows.values()):,} rows"] if state.rows else []
    parts += [f"made in {duration(end.seconds)}"] if end and found.succeeded else []
    return Content.assemble((f"{sign} {name} {words}", f"bold {style}"), "\n",
                            (" · ".join(parts), "$text-muted"))
