"""What a test of a screen looks at, and how it waits until there is something to see."""

from __future__ import annotations

from typing import Any

from textual.widgets import Static

from screens.app import DemoWizard


def front(app: DemoWizard) -> Any:
    """The screen in front, whichever it is by now."""
    return app.screen


async def at_rest(app: DemoWizard, pilot: Any) -> None:
    """Wait until nothing is being done in the background."""
    while any(not worker.is_finished for worker in app.workers):
        await pilot.pause()
    await pilot.pause()


def text(screen: Any, selector: str) -> str:
    """What a Static says."""
    return str(screen.query_one(selector, Static).render())
