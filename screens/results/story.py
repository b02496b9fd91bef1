"""The story after it was proved: every question with its answer, what to say and where to click; then the views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.results.charts import picture
from screens.results.found import Found
from screens.widgets.chooser import Chooser
from screens.widgets.sql import highlighted
from wizard.desk.questions import Chart
from wizard.printers.words import moment

if TYPE_CHECKING:
    from wizard.steps.proof import Proved

PROVED, FAILED, SKIPPED = ("✔", "proved", "$success"), ("✖", "failed", "$error"), ("○", "skipped", "$text-muted")


class StoryPane(Container):
    """Questions and views to choose from, and the one that is chosen."""

    def __init__(self) -> None:
        super().__init__(id="story")
        self._found: Found | None = None
        self._charts: dict[str, Chart] = {}
        self._fresh: frozenset[str] = frozenset()
        self._measures: Mapping[str, tuple[str, ...]] = {}

    def compose(self) -> ComposeResult:
        """The list and the detail."""
        yield Chooser(id="questions")
        with VerticalScroll(id="answer"):
            yield Static(id="told")

    @property
    def chart(self) -> Chart | None:
        """The chart that is chosen."""
        option = self.query_one(Chooser).highlighted_option
        return self._charts.get(option.id or "") if option else None

    def show(self, found: Found) -> None:
        """What the run left."""
        self._found, self._measures = found, found.measures()
        self._list({f"insight {chart.name}": chart for chart in found.charts()})

    def refresh_charts(self, charts: Sequence[Chart]) -> None:
        """Fresh answers of the demo that is there. What was not asked again stays as the run left it."""
        fresh = {f"{chart.kind} {chart.name}": chart for chart in charts}
        self._fresh = frozenset(fresh)
        self._list({**self._charts, **fresh})

    def _list(self, charts: dict[str, Chart]) -> None:
        questions = self.query_one(Chooser)
        before = questions.highlighted_option
        self._charts = charts
        views = [key for key in charts if key.startswith("view ")]
        with self.prevent(OptionList.OptionHighlighted):
            questions.clear_options()
            questions.add_options(Option(self._line(key), id=key) for key in charts if key not in views)
            if views:
                questions.add_option(Option(Content.styled("Views", "$text-muted"), disabled=True))
                questions.add_options(Option(self._line(key), id=key) for key in views)
            if charts:
                chosen = before.id if before and before.id in charts else next(iter(charts))
                questions.highlighted = questions.get_option_index(chosen or "")
        self._show_answer()

    def _line(self, key: str) -> Content:
        chart = self._charts[key]
        if chart.kind == "view":
            return Content.assemble(f"  {chart.name}  ", (chart.title, "$text-muted"))
        sign, word, style = self._verdict(chart.name)
        return Content.assemble((f"{sign} {word:<7}  ", style), chart.title)

    def _verdict(self, name: str) -> tuple[str, str, str]:
        proved = self._proved().get(name)
        if proved is None or proved.skipped:
            return SKIPPED
        return PROVED if proved.ok else FAILED

    def _proved(self) -> Mapping[str, Proved]:
        story = self._found.story if self._found else None
        return {one.name: one for one in story.insights} if story else {}

    def on_resize(self, _event: Resize) -> None:
        """Pictures are as wide as there is room."""
        self._show_answer()

    @on(OptionList.OptionHighlighted)
    def _chose(self) -> None:
        self._show_answer()
        self.query_one("#answer").scroll_home(animate=False)

    def _show_answer(self) -> None:
        told = self.query_one("#told", Static)
        chart = self.chart
        if chart is None:
            told.update(_nothing(self._found))
            return
        width = max(20, self.query_one("#answer").scrollable_content_region.width - 2)
        parts = [Content.styled(chart.title, "bold"), *self._about(chart), Content(""), self._answer(chart, width)]
        parts += [Content(""), self._when(chart), Content(""), _sql(chart.sql)]
        told.update(Content("\n").join(parts))

    def _about(self, chart: Chart) -> list[Content]:
        """Whether it holds, what to say, where to click."""
        proved = self._proved().get(chart.name) if chart.kind == "insight" else None
        if proved is None:
            return []
        sign, word, style = self._verdict(chart.name)
        lines = [Content.assemble((f"{sign} {word}", style), f"  expected {proved.expected}; found {proved.found}")]
        for head, text in (("say", proved.say), ("click", proved.click)):
            if text:
                lines.append(Content.assemble((f"{head:<7}", "$text-muted"), " ".join(text.split())))
        return lines

    def _answer(self, chart: Chart, width: int) -> Content:
        proved = self._proved().get(chart.name)
        if proved is not None and proved.skipped:
            return Content("")
        if chart.error:
            return Content.styled(f"✖ {chart.error}", "$error")
        return picture(chart, width, self._measures.get(chart.name, ()) if chart.kind == "insight" else ())

    def _when(self, chart: Chart) -> Content:
        run = self._found.proved_in if self._found else ""
        asked = "asked just now" if f"{chart.kind} {chart.name}" in self._fresh else f"as answered in run {run}"
        return Content.styled(f"{asked}, in {moment(chart.seconds)}   y copies its SQL", "$text-muted")


def _nothing(found: Found | None) -> str:
    if found is None:
        return "Reading what the run left…"
    return "This demo has no questions." if found.succeeded else "The run did not get as far as its questions."


def _sql(text: str) -> Content:
    return Content("\n").join(Content.assemble(*line) if line else Content("") for line in highlighted(text))
