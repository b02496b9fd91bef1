"""A way to hang up on a client, for faults that drop the connection.

ASGI has no word for it. The server's protocol class sees each connection come and go; it keeps them by the client's
port.
"""

from __future__ import annotations

import asyncio
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol


class Connections:
    """The open connections of one server."""

    def __init__(self) -> None:
        self._open: dict[int, asyncio.Transport] = {}

    def drop(self, port: int) -> None:
        """Close the connection of the client at this port at once, sending nothing."""
        transport = self._open.get(port)
        if transport:
            transport.abort()

    def protocol(self) -> type[asyncio.Protocol]:
        """Return uvicorn's HTTP protocol, reporting to this object."""
        connections = self._open

        class Watched(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                self.peer_port = cast("tuple[str, int]", transport.get_extra_info("peername"))[1]
                connections[self.peer_port] = transport
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                connections.pop(self.peer_port, None)
                super().connection_lost(exc)

        return Watched
