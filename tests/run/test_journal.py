"""What survives a crash."""

from __future__ import annotations

from pathlib import Path

from wizard.run.events import RunFinished, RunNoted, StreamOpened
from wizard.run.journal import Journal, read, records


def texts(path: Path) -> list[str]:
    return [r.event.text for r in records(path) if isinstance(r.event, RunNoted)]


def test_it_opens_with_the_stream_line_once(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    for text in ("first", "second"):
        journal = Journal(path, "r")
        journal.write(RunNoted(text))
        journal.close()
    assert [type(r.event) for r in records(path)] == [StreamOpened, RunNoted, RunNoted]
    assert texts(path) == ["first", "second"]


def test_a_torn_line_is_not_read_and_the_next_writer_cuts_it_off(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    journal = Journal(path, "r")
    journal.write(RunNoted("whole"))
    with path.open("a") as stream:
        stream.write('{"ts":"t","event":"run_noted","te')
    assert texts(path) == ["whole"]
    journal.close()
    again = Journal(path, "r")
    again.write(RunNoted("after"))
    again.close()
    assert texts(path) == ["whole", "after"]
    assert all(line.startswith("{") and line.endswith("}") for line in path.read_text().splitlines())


def test_a_journal_of_nothing_but_a_torn_line_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('{"event":"str')
    Journal(path, "r").close()
    assert [type(r.event) for r in records(path)] == [StreamOpened]


def test_nothing_comes_after_the_end(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    journal = Journal(path, "r")
    journal.close(RunFinished("succeeded", 0, 1.0))
    journal.write(RunNoted("too late"))
    journal.close()
    assert isinstance(records(path)[-1].event, RunFinished)


def test_reading_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    journal = Journal(path, "r")
    journal.write(RunNoted("one"))
    *_, (_, offset) = read(path)
    journal.write(RunNoted("two"))
    assert [r.event for r, _ in read(path, offset)] == [RunNoted("two")]
    journal.close()
    assert list(read(tmp_path / "none.jsonl")) == []
