"""Looks for old garbage when nobody waits: a look at everything takes a tenth of a second, in which no key is answered.

Python would look whenever enough has become old, mostly while a screen is being built. Young garbage is left to it:
that takes a few milliseconds.
"""

from __future__ import annotations

import gc
import time

EVERY = 60.0
"""Seconds between two looks, at least."""
QUIET = 3.0
"""Seconds since the last key or movement of the mouse after which nobody waits."""
_NEVER = 1_000_000


class Garbage:
    """Takes over from Python, which was told to leave garbage alone while the app started."""

    def __init__(self) -> None:
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, _NEVER)
        gc.enable()
        self._looked = self._touched = time.monotonic()

    def touched(self) -> None:
        """Somebody pressed a key, or moved the mouse."""
        self._touched = time.monotonic()

    def look(self) -> None:
        """Look now, unless somebody waits."""
        now = time.monotonic()
        if now - self._looked > EVERY and now - self._touched > QUIET:
            gc.collect()
            self._looked = time.monotonic()
