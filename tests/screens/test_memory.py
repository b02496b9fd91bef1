"""What was chosen when somebody left is there the next time, and only then."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from screens import memory
from screens.app import DemoWizard
from wizard.spec.choices import Choices

MakeApp = Callable[..., DemoWizard]
CHOSEN = Choices("retail", "version: 1\n", {"brand.company": "Böhm & Söhne", "tables.customers.rows": 5, "grants": []})


def test_what_is_remembered_is_recalled_and_private() -> None:
    assert memory.recall() is None
    memory.remember(CHOSEN, "field", "data")
    assert memory.recall() == (CHOSEN, "field", "data")
    assert memory.path().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in memory.path().parent.iterdir()] == ["choices.json"]
    memory.forget()
    memory.forget()
    assert memory.recall() is None


def test_choices_that_are_none_yet_are_not_worth_a_file() -> None:
    memory.remember(Choices("retail", "version: 1\n"), "sandbox", "industry")
    memory.remember(Choices("retail", ""), "sandbox", "data")
    assert memory.recall() is None


@pytest.mark.parametrize("text", [
    "", "{", "[]", '{"source": 1}',
    '{"source":"a","text":"b","settings":[1],"target":"c","step":"data"}',
    '{"source":"a","text":"b","settings":{},"target":"c","step":"run"}',
])  # fmt: skip
def test_a_file_that_nobody_can_read_is_no_reason_to_stop(text: str) -> None:
    memory.path().parent.mkdir(parents=True)
    memory.path().write_text(text)
    assert memory.recall() is None


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_WIZARD_HOME", "/dev/null/nowhere")
    memory.remember(CHOSEN, "sandbox", "data")
    memory.forget()
    assert memory.recall() is None


async def test_the_app_remembers_when_a_step_is_entered_and_when_it_is_left(wizard_app: MakeApp) -> None:
    app = wizard_app()
    async with app.run_test() as pilot:
        app.begin(Choices.of("retail").put("seed", 7), "target")
        await app.settled()
        await pilot.pause()
        left = memory.recall()
        assert left is not None
        assert (left.step, dict(left.choices.settings)) == ("target", {"seed": 7})
        app.choose(app.choices.put("seed", 8))
        await app.settled()
        await pilot.press("ctrl+q")
    left = memory.recall()
    assert left is not None
    assert dict(left.choices.settings) == {"seed": 8}
