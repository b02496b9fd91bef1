"""Draws the app in a browser, for as long as there is one: `demo-wizard serve` starts apps with this driver.

Textual's own driver stops reading when the server is gone, and the app goes on without anybody to see it.
"""

from __future__ import annotations

import asyncio

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp


class BrowserDriver(WebDriver):
    """Leaves when nobody is at the other end of the pipe any more."""

    def start_application_mode(self) -> None:
        """Begin to draw and to listen."""
        self._loop = asyncio.get_running_loop()
        super().start_application_mode()

    def run_input_thread(self) -> None:
        """Listen, until the app leaves or the other end does."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._loop.call_soon_threadsafe(self._app.post_message, ExitApp())
