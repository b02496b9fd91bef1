"""The app in a browser: a server as a process, and a tab as a websocket."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from tests.eventually import eventually

Wizard = Callable[..., int]
ROOT = Path(__file__).parents[2]


@dataclass
class Served:
    """A server at work."""

    process: asyncio.subprocess.Process
    url: str

    async def end(self) -> tuple[int, str]:
        """Press Ctrl+C; the exit code, and what it said on stderr."""
        self.process.send_signal(signal.SIGINT)
        _, err = await asyncio.wait_for(self.process.communicate(), 5)
        assert self.process.returncode is not None
        return self.process.returncode, err.decode()


@asynccontextmanager
async def served(home: Path, *arguments: str) -> AsyncIterator[Served]:
    environment = {**os.environ, "DEMO_WIZARD_HOME": str(home), "PYTHONPATH": str(ROOT), "TERM": "dumb"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "wizard", "serve", "--port", "0", *arguments, env=environment, cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield Served(process, (await process.stdout.readline()).decode().strip())
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def await_text(tab: ClientWebSocketResponse, text: str) -> None:
    """Read what the app draws until this is on it."""
    shown = b""
    while text.encode() not in shown:
        message = await asyncio.wait_for(tab.receive(), 15)
        assert message.type is WSMsgType.BINARY, message
        shown += message.data


async def await_end(tab: ClientWebSocketResponse) -> None:
    while (await asyncio.wait_for(tab.receive(), 5)).type in (WSMsgType.BINARY, WSMsgType.TEXT):
        pass


def apps(home: Path) -> list[str]:
    """The processes that draw the app in a browser, with this home."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            environment = path.read_bytes()
            if b"BrowserDriver" in environment and str(home).encode() in environment:
                found.append(path.parent.name)
    return found


async def test_a_tab_shows_the_app_and_only_its_own_page_may_open_one(tmp_path: Path) -> None:
    async with served(tmp_path) as server, ClientSession() as client:
        async with client.get(server.url) as page:
            assert page.status == 200
            text = await page.text()
            assert "<title>Demo Wizard</title>" in text
            assert "https://" not in text
            assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        async with client.get(f"{server.url}static/js/textual.js") as script:
            assert script.status == 200
        for headers in ({"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example"}):
            async with client.get(server.url, headers=headers) as refused:
                assert refused.status == 403
            with pytest.raises(WSServerHandshakeError, match="403"):
                await client.ws_connect(f"{server.url}ws", headers=headers)
        origin = server.url.rstrip("/")
        async with client.ws_connect(f"{server.url}ws?width=80&height=24", headers={"Origin": origin}) as tab:
            await await_text(tab, "Demo Wizard")
            await tab.send_str(json.dumps(["stdin", "\x11"]))  # ctrl+q
            await await_end(tab)
        async with client.ws_connect(f"{server.url}ws") as tab:
            await await_text(tab, "Demo Wizard")
            code, said = await server.end()
            assert code == 0
            assert "Ctrl+C ends it" in said
            assert "Traceback" not in said
            await await_end(tab)
    await asyncio.to_thread(eventually, lambda: not apps(tmp_path), "the app to leave")


async def test_the_app_does_not_outlive_a_server_that_was_killed(tmp_path: Path) -> None:
    async with served(tmp_path) as server, ClientSession() as client, client.ws_connect(f"{server.url}ws") as tab:
        await await_text(tab, "Demo Wizard")
        assert apps(tmp_path)
        server.process.kill()
        await await_end(tab)
    await asyncio.to_thread(eventually, lambda: not apps(tmp_path), "the app to leave")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.com"])
def test_other_addresses_are_refused(wizard: Wizard, capsys: pytest.CaptureFixture[str], host: str) -> None:
    assert wizard("serve", "--host", host) == 2
    err = capsys.readouterr().err
    assert "would act with your credentials" in err
    assert "--allow-remote" in err


async def test_who_insists_is_warned(tmp_path: Path) -> None:
    async with served(tmp_path, "--host", "0.0.0.0", "--allow-remote") as server, ClientSession() as client:
        async with client.get(server.url, headers={"Host": "any.example"}) as page:
            assert page.status == 200
        code, said = await server.end()
        assert code == 0
        assert "whoever reaches port" in said
        assert "with your credentials" in said


def test_a_port_that_is_taken_is_said(wizard: Wizard, capsys: pytest.CaptureFixture[str]) -> None:
    from wizard.cli.serve import listening

    with listening("127.0.0.1", 0) as taken:
        assert wizard("serve", "--port", str(taken.getsockname()[1])) == 2
    assert "Choose another --port" in capsys.readouterr().err


def test_without_textual_serve_the_command_to_install_it_is_told(wizard: Wizard, monkeypatch: pytest.MonkeyPatch,
                                                                 capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("textual_serve", "textual_serve.server", "wizard.cli.serving.server"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    assert wizard("serve", "--port", "0") == 2
    assert "python -m pip install textual-serve==1.1.3" in capsys.readouterr().err
