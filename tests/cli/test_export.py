"""The talk track: found in the right run, told in the spec's words, and safe to open."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.steps.proved import proved
from tests.steps.shop import DEMO, TEXT
from wizard.run.directory import Request, RunDirectory
from wizard.run.events import RunFinished, RunStarted
from wizard.run.journal import Journal

Wizard = Callable[..., int]
Captured = pytest.CaptureFixture[str]


def leave_run(home: Path, text: str = TEXT, *, target: str = "sandbox", status: str = "succeeded") -> RunDirectory:
    """A finished run with its story."""
    run = RunDirectory.create(home / "runs", Request(DEMO, target))
    journal = Journal(run.events, run.id)
    journal.write(RunStarted(1, 1, DEMO, target))
    journal.close(RunFinished(status, 0 if status == "succeeded" else 1, 1.0))
    run.attach("story.json", proved(text).to_json())
    return run


@pytest.fixture
def spec(home: Path) -> Path:
    path = home / "shop.yaml"
    path.write_text(TEXT)
    return path


def exported(wizard: Wizard, spec: Path, *options: str) -> tuple[str, str]:
    """The texts of both files."""
    out = spec.parent / "talk"
    assert wizard("export", "--talk-track", "--spec", str(spec), "--out", str(out), *options) == 0
    return (out / "talk-track.md").read_text(), (out / "talk-track.html").read_text()


class Page(HTMLParser):
    """The tags, attributes and texts of a page; a tag that is not closed, or closed twice, is an error."""

    VOID = frozenset({"meta"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_it_has_the_story_the_agenda_and_each_question_with_all_that_belongs_to_it(wizard: Wizard, spec: Path,
                                                                                   home: Path) -> None:
    run = leave_run(home)
    markdown, html = exported(wizard, spec)
    for words in ("# Corner shop", "The North sells less since the road works began.",
                  "- 0:00 The situation", "- 0:15 How many sales are there?", "- 1:15 Which region sells most?",
                  "- 2:15 The end", "> There are 2000 sales at 5.01 on average.", "**Click:** Open the SQL editor.",
                  "| North | 5,000.50 |", "in 0.25 s", "FROM `shop_demo`.`corner`.`sales`", run.id,
                  "- What did the road works cost?"):
        assert words in markdown
    texts = "".join(Page(html).texts)
    for words in ("Corner shop", "There are 2000 sales at 5.01 on average.", "Open the SQL editor.", "5,000.50",
                  "AVG(amount) AS price", run.id, "2:15"):
        assert words in texts


def test_the_page_loads_nothing_runs_nothing_and_takes_text_for_text(wizard: Wizard, spec: Path, home: Path) -> None:
    text = TEXT.replace("title: Corner shop", 'title: "<script>alert(1)</script> *Corner* & shop"')
    spec.write_text(text)
    leave_run(home, text)
    markdown, html = exported(wizard, spec)
    page = Page(html)
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert not [value for name, value in page.attributes if name in ("src", "srcset") or name.startswith("on")]
    assert all((value or "").startswith("#") for name, value in page.attributes if name == "href")
    assert "url(" not in html
    assert "@import" not in html
    assert "<script>alert(1)</script> *Corner* & shop" in page.texts
    assert "<South> & co|" in page.texts
    assert "# \\<script\\>alert(1)\\</script\\> \\*Corner\\* \\& shop" in markdown
    assert "| \\<South\\> \\& co\\| | -1,250.00 |" in markdown


def test_bars_are_as_long_as_their_numbers_and_say_when_they_are_below_zero(wizard: Wizard, spec: Path,
                                                                            home: Path) -> None:
    leave_run(home)
    _, html = exported(wizard, spec)
    page = Page(html)
    assert [v for n, v in page.attributes if n == "style"] == ["width: 100.0%", "width: 25.0%", "width: 0.0%"]
    assert [v for n, v in page.attributes if n == "class" and (v or "").startswith("bar")] == [
        "bars", "bar", "bar minus", "bar"]


def test_the_same_run_gives_the_same_bytes(wizard: Wizard, spec: Path, home: Path) -> None:
    leave_run(home)
    assert exported(wizard, spec) == exported(wizard, spec)


def test_a_sentence_may_be_changed_after_the_run(wizard: Wizard, spec: Path, home: Path) -> None:
    leave_run(home)
    spec.write_text(TEXT.replace("There are {sales} sales at", "We sold {sales} times, at"))
    assert "We sold 2000 times, at 5.01 on average." in exported(wizard, spec)[0]


def test_the_answers_are_those_of_the_latest_run_that_succeeded_there(wizard: Wizard, spec: Path, home: Path,
                                                                      capsys: Captured) -> None:
    runs = [leave_run(home, TEXT.replace("seed: 7", "seed: 8")), leave_run(home), leave_run(home, status="failed"),
            leave_run(home, target="elsewhere")]
    for number, run in enumerate(runs):  # ids begin with the time, in seconds
        run.path.rename(run.path.parent / f"20261101-00000{number}-abcd")
    exported(wizard, spec)
    assert "as answered in run 20261101-000001-abcd" in capsys.readouterr().err


def test_answers_to_other_questions_are_refused(wizard: Wizard, spec: Path, home: Path, capsys: Captured) -> None:
    leave_run(home)
    for setting in ("seed=8", "as_of=2026-11-02", "views.revenue_by_region.sql=SELECT 1 AS region, 2 AS revenue"):
        assert wizard("export", "--talk-track", "--spec", str(spec), "--out", str(home / "t"), "--set", setting) == 2
        err = capsys.readouterr().err
        assert "are not those that the latest run proved" in err
        assert "Run it: demo-wizard --spec" in err
    assert not (home / "t").exists()


def test_without_a_run_it_says_how_to_get_one(wizard: Wizard, spec: Path, home: Path, capsys: Captured) -> None:
    leave_run(home, status="failed")
    assert wizard("export", "--talk-track", "--spec", str(spec), "--out", str(home / "talk")) == 2
    err = capsys.readouterr().err
    assert f"No run here has proved the story of {DEMO} on sandbox yet." in err
    assert f"Run it first: demo-wizard --spec {spec}" in err


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "There is: --talk-track"), (["--talk-track"], "Give --spec and --out"),
    (["--talk-track", "--spec", "retail"], "Give --spec and --out"),
])
def test_what_is_missing_is_said(wizard: Wizard, capsys: Captured, arguments: list[str], words: str) -> None:
    assert wizard("export", *arguments) == 2
    err = capsys.readouterr().err
    assert words in err
    assert "demo-wizard export --talk-track --spec retail --out talk" in err


def test_a_folder_that_cannot_be_made_is_said(wizard: Wizard, spec: Path, home: Path, capsys: Captured) -> None:
    leave_run(home)
    assert wizard("export", "--talk-track", "--spec", str(spec), "--out", str(spec / "below")) == 2
    assert "Choose another folder for --out." in capsys.readouterr().err
