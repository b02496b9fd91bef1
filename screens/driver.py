"""Textual's driver of the terminal, except that leaving is instant."""

from __future__ import annotations

import signal
import termios
from contextlib import suppress

from textual.drivers.linux_driver import LinuxDriver


class Driver(LinuxDriver):
    """On the way out it does not wait for its own thread that reads keys, which takes up to 0.2 s to notice."""

    def disable_input(self) -> None:
        """Take no more keys."""
        if not self._app._exit:  # noqa: SLF001  it stops for a while only: whoever is next reads the keys
            super().disable_input()
        elif not self.exit_event.is_set():
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            self._disable_mouse_support()
            self.exit_event.set()
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)
