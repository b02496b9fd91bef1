"""Serves the app with textual-serve: a page of our own, and only for those who asked for it by its own address.

A browser sends requests wherever a web page tells it to, also to this machine. So a page that somebody else wrote must
not be able to open the app's websocket and press keys in it: the Origin of a request must be where it was sent to,
and on loopback that address must be one of this machine, so that no other name can be pointed at it.

textual-serve hands the page the address that the server thinks it has, and loads a font from another host; the page
here finds its own way back, whatever proxy it came through, and loads nothing from elsewhere.
"""

from __future__ import annotations

import logging
import os
import shlex
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, web
from textual_serve.server import Server

if TYPE_CHECKING:
    from textual_serve.app_service import AppService

DRIVER = "screens.browser:BrowserDriver"
COMMAND = f"TEXTUAL_DRIVER={DRIVER} exec {shlex.join([sys.executable, '-P', '-m', 'wizard'])}"
"""For a shell. textual-serve's own driver would outlive the server that it talks to."""
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
PATIENCE = 2.0
"""Seconds that tabs have to close when the server ends."""
PAGE = Path(__file__).with_name("page.html")
POLICY = "default-src 'self' 'unsafe-inline' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'"
"""Nothing is loaded from elsewhere, and no other page may hide this one in itself."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class AppServer(Server):
    """Answers on a socket that listens already, until it is interrupted. `remote`: under any name."""

    def __init__(self, listening: socket.socket, *, remote: bool, ready: Callable[[], None]) -> None:
        host, port = listening.getsockname()[:2]
        super().__init__(COMMAND, host, port, title="Demo Wizard")
        self._listening, self._remote, self._ready = listening, remote, ready
        self._tabs: set[web.WebSocketResponse] = set()

    def run(self, log: Path) -> None:
        """Serve. What goes wrong behind the scenes is written to a log, private to the user."""
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        logging.basicConfig(filename=log, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
        web.run_app(self._make_app(), sock=self._listening, access_log=None, shutdown_timeout=PATIENCE,
                    print=lambda *_: None)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._only_asked_for)
        return app

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002  the base class hands it over
        """Say that one can come in."""
        self._ready()

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002  as above
        """Close the tabs: each of them would be waited for."""
        for tab in tuple(self._tabs):
            await tab.close(code=WSCloseCode.GOING_AWAY)

    async def handle_index(self, request: web.Request) -> web.Response:  # noqa: ARG002  the page is the same for all
        """The page. The base class has a template filled in where this one answers itself."""
        text = PAGE.read_text(encoding="utf-8")
        return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        self._tabs.add(websocket)
        try:
            await super()._process_messages(websocket, app_service)
        finally:
            self._tabs.discard(websocket)

    @web.middleware
    async def _only_asked_for(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if not self._is_ours(request.host) or (origin is not None and urlsplit(origin).netloc != request.host):
            raise web.HTTPForbidden(text="This address does not lead to Demo Wizard.")
        return await handler(request)

    def _is_ours(self, address: str) -> bool:
        return self._remote or urlsplit(f"//{address}").hostname in THIS_MACHINE | {self.host}
