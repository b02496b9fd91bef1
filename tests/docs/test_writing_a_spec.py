"""The tutorial's blocks, one after the other, are the spec that they say they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import blocks
from tests.e2e.cli import Wizard
from wizard.spec import load


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tutorial") / "hotels.yaml"
    path.write_text("\n".join(blocks("writing-a-spec.md")))
    return path


def test_it_is_a_valid_spec_from_the_second_block_on(tmp_path: Path, tutorial: Path) -> None:
    found = blocks("writing-a-spec.md")
    (tmp_path / "begun.yaml").write_text("\n".join(found[:2]))
    assert set(load(tmp_path / "begun.yaml").tables) == {"hotels", "guests"}
    spec = load(tutorial)
    assert set(spec.tables) == {"hotels", "guests", "stays", "charges"}
    assert set(spec.incidents) == {"broken_cooling"}


def test_it_replays_and_its_story_is_proved(wizard: Wizard, tutorial: Path) -> None:
    events = wizard.events("--spec", str(tutorial), "--yes")
    assert events[-1]["status"] == "succeeded", events[-1]
    proved = {event["insight"]: event["ok"] for event in events if event["event"] == "insight_proved"}
    assert proved == {"loyal_guests": True, "mood": True, "unhappy_region": True}


def test_without_the_incident_the_story_fails_with_expected_and_found(
    wizard: Wizard, tutorial: Path, tmp_path: Path
) -> None:
    without = [block for block in blocks("writing-a-spec.md") if not block.startswith("incidents:")]
    path = tmp_path / "calm.yaml"
    path.write_text("\n".join(without))
    done = wizard.run("--spec", str(path), "--yes", "--output", "text", "--set", "schema=calm")
    assert done.returncode == 4
    said = done.stdout + done.stderr
    assert "Where were they not, and when?" in said
    assert "expected" in said
    assert "found" in said
