"""The sandbox's process: `python -m wizard.sandbox.server --home DIR [--port N] [--detach]`.

The server outlives the command that started it, so that a second terminal, a job's task and tomorrow's demo find the
same workspace. It stays until it is stopped, also when nobody uses it.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import sys
from pathlib import Path

import wizard
from wizard.sandbox import state

HOST = "127.0.0.1"
LOG_FILE = "server.log"


def main() -> None:
    """Run the server, with --detach in a process of its own whose id is printed."""
    options = argparse.ArgumentParser(prog="python -m wizard.sandbox.server")
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--port", type=int, default=0, help="0, or a port that is taken, chooses a free one")
    options.add_argument("--detach", action="store_true")
    chosen = options.parse_args()
    home = chosen.home.absolute()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / state.MARKER).touch()
    if chosen.detach:
        _detach(home)
    logging.basicConfig(filename=home / LOG_FILE, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        serve(home, chosen.port)
        code = 0
    except (SystemExit, KeyboardInterrupt):
        code = 0  # told to end
    except Exception:
        logging.getLogger(__name__).exception("the sandbox stopped")
        code = 1
    logging.shutdown()
    # A statement or an import may still hold a thread; Python would wait for it, and whoever stops us for Python.
    os._exit(code)


def serve(home: Path, port: int) -> None:
    """Serve the sandbox kept in `home` until the process is told to end."""
    listener = _listen(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    # Imported here: a detached server has already let its parent go.
    from wizard.sandbox.app import Sandbox, build

    sandbox = Sandbox(home, address)
    sandbox.start_engine()
    import uvicorn

    from wizard.sandbox.connections import Connections

    connections = Connections()
    config = uvicorn.Config(
        build(sandbox, connections.drop), http=connections.protocol(), loop="asyncio", lifespan="off",
        log_config=None, access_log=False, timeout_keep_alive=75, timeout_graceful_shutdown=2,
    )  # fmt: skip

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            state.write(home, _describe(address, sandbox.engine.address))

    # uvicorn hands the signal on once it has shut down; by itself it would end the process before the clean-up below.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    try:
        Announced(config).run(sockets=[listener])
    finally:
        (home / state.STATE_FILE).unlink(missing_ok=True)
        sandbox.close()


def _describe(address: str, engine_address: str) -> state.State:
    pid = os.getpid()
    return state.State(
        host=address, port=int(address.rpartition(":")[2]), pid=pid, process=state.process_start(pid),
        spark_remote=f"sc://{engine_address}", version=wizard.__version__,
    )  # fmt: skip


def _listen(port: int) -> socket.socket:
    # asyncio turns off Nagle's algorithm only for sockets that say TCP; with it every answer would take 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.bind((HOST, 0))
    listener.listen(128)
    return listener


def _detach(home: Path) -> None:
    """Go on in a child that has no terminal and no parent; the parent prints its id and ends."""
    child = os.fork()
    if child:
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os._exit(0)
    os.setsid()
    os.umask(0o077)
    os.chdir(home)
    log = os.open(home / LOG_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)


if __name__ == "__main__":
    main()
