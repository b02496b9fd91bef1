"""Blocking work off the event loop, in daemon threads: a call that hangs never holds up the end of the app.

Textual's own thread workers are waited for when the app leaves; these are not. Await the result in an async worker, so
that it arrives on the event loop, where widgets may be touched.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the call returns or raises. Cancelling the wait leaves the thread to itself."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def work() -> None:
        try:
            outcome: tuple[T | None, BaseException | None] = (call(*args, **kwargs), None)
        except BaseException as error:  # handed to whoever waits
            outcome = (None, error)
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, *outcome)

    threading.Thread(target=work, name=getattr(call, "__name__", "work"), daemon=True).start()
    return await future
