from __future__ import annotations

from collections.abc import Callable

from screens.app import DemoWizard
from screens.editor import EditorScreen
from screens.modals.confirm import Confirm
from tests.screens.seen import screen_text, until
from wizard.spec.choices import Choices


async def test_the_spec_is_edited_with_its_problems_marked_and_taken_over(
    wizard_app: Callable[..., DemoWizard],
) -> None:
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.begin(Choices.of("retail").put("brand.company", "Kunze"), "story")
        await app.settled()
        await pilot.press("f2")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, EditorScreen)
        assert "company: Kunze" in app.screen.text.text
        await pilot.press("x")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "xversion" in screen_text(app)
        assert "is not a key here  Did you mean version?" in screen_text(app)
        await pilot.press("f10")
        await app.workers.wait_for_complete()
        assert isinstance(app.screen, EditorScreen)
        app.screen.text.load_text(app.screen.text.text.replace("xversion", "version").replace("Kunze", "Larch"))
        await pilot.press("f10")
        await app.workers.wait_for_complete()
        await app.settled()
        await pilot.pause()
        assert app.choices.source == "your spec"
        assert app.examined.spec is not None
        assert app.examined.spec.brand.company == "Larch"


async def test_what_was_written_is_not_given_up_without_asking(wizard_app: Callable[..., DemoWizard]) -> None:
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.begin(Choices.of("retail"), "story")
        await app.settled()
        await pilot.press("f2")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("x", "escape")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.click("#give-up")
        await until(pilot, lambda: not isinstance(app.screen, EditorScreen | Confirm))
        assert app.choices == Choices.of("retail")
