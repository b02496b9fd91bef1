from __future__ import annotations

from collections.abc import Callable

from textual.command import CommandList, CommandPalette

from screens.app import DemoWizard
from screens.themes import LIGHT
from tests.screens.seen import until
from wizard.spec.choices import Choices


async def test_the_palette_holds_the_keys_of_the_screen_and_of_the_app(wizard_app: Callable[..., DemoWizard]) -> None:
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.begin(Choices.of("retail"), "grants")
        await app.settled()
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        listed = app.screen.query_one(CommandList)
        await until(pilot, lambda: {"Add", "Next", "Spec", "Theme"} <= _names(listed))
        await pilot.press(*"light or dark")
        await until(pilot, lambda: _names(listed) == {"Theme"})
        await pilot.press("enter")
        await until(pilot, lambda: app.theme == LIGHT)


def _names(listed: CommandList) -> set[str]:
    prompts = [str(listed.get_option_at_index(at).prompt) for at in range(listed.option_count)]
    return {line.splitlines()[0].strip() for line in prompts if line}
