"""`qa-bot serve` shows the app to its own page, and to nobody else's."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError, web
from commands import WHO, Commands, environment, shared_cache, shared_index

from qa_bot.cli.web_server import WebServer, is_loopback

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from aiohttp import ClientWebSocketResponse

PATIENCE_S = 90
ESCAPE_SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")
QUIT = "\x11"


@pytest.fixture
def port() -> int:
    """Return a port that is free."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        found: int = free.getsockname()[1]
    return found


@pytest.fixture
async def site(port: int) -> AsyncIterator[str]:
    """Serve a program that is no app; return the address."""
    runner = web.AppRunner(await WebServer(f"{sys.executable} -c pass", "127.0.0.1", port)._make_app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


async def test_the_page_and_its_parts_come_from_here(site: str) -> None:
    async with ClientSession() as session:
        async with session.get(site) as page:
            text = await page.text()
            policy = page.headers["Content-Security-Policy"]
        assert page.status == 200
        assert "input.focus()" in text.partition("<body")[2]
        assert "default-src 'self'" in policy
        assert f'"{site.replace("http", "ws")}/ws"' in text
        (script,) = re.findall(r'<script src="([^"]+)"', text)
        assert script.startswith(site)
        async with session.get(script) as found:
            assert found.status == 200


async def test_the_page_works_under_the_name_that_it_was_asked_by(site: str) -> None:
    local = site.replace("127.0.0.1", "localhost")
    async with ClientSession() as session, session.get(site, headers={"Host": local[7:]}) as page:
        assert f"{local}/static/" in await page.text()


async def test_another_name_of_this_machine_is_refused(site: str) -> None:
    async with ClientSession() as session, session.get(site, headers={"Host": "evil.example"}) as page:
        assert page.status == 403


@pytest.mark.parametrize("origin", [None, "http://evil.example", "http://127.0.0.1", "null"])
async def test_a_page_of_another_site_cannot_use_the_app(site: str, origin: str | None) -> None:
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(f"{site}/ws", origin=origin)
    assert refused.value.status == 403


def test_only_loopback_addresses_are_this_machine_alone() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.1.2.3", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.2", "quay.example", "")))  # noqa: S104


def test_a_port_in_use_is_told(commands: Commands, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        told = commands.refused("serve", "--port", str(port))
    assert told == f"qa-bot: Cannot listen at 127.0.0.1, port {port}: it is in use. Choose another.\n"


def test_a_port_that_cannot_be_is_wrong_usage(commands: Commands) -> None:
    assert "--port must be at most 65535, not 65536." in commands.refused("serve", "--port", "65536", code=2)
    assert "--port must be a whole number" in commands.refused("serve", "--port", "0", code=2)


def test_without_the_library_it_says_what_to_install(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "qa_bot.cli.web_server")
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    assert "install it with `pip install textual-serve`" in commands.refused("serve")


def test_another_address_is_warned_about(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setattr(WebServer, "serve", lambda _: None)
    ran = commands.run("serve", "--host", "0.0.0.0", "--port", str(port))  # noqa: S104
    assert (ran.code, ran.out) == (0, "")
    assert "There is no login: whoever can reach 0.0.0.0 can read your articles" in ran.err
    assert commands.run("serve", "--port", str(port)).err == ""


def test_the_app_gets_the_options_that_were_given(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    served: list[str] = []
    monkeypatch.setattr(WebServer, "serve", lambda self: served.append(self.command))
    commands.run("serve", "--port", str(port))
    commands.run("serve", "--port", str(port), "--corpus", "my pile", "--answer-model", "none")
    bare = f"{sys.executable} -m qa_bot"
    assert served == [bare, f"{bare} --corpus 'my pile' --answer-model none"]


@contextmanager
def started(folder: Path, port: int, variables: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run the command until the block ends, from when it says where the app is."""
    process = subprocess.Popen(  # noqa: S603  the test's own words
        [sys.executable, "-m", "qa_bot", "serve", "--port", str(port)],
        cwd=folder,
        env=variables,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        assert process.stderr.readline() == f"The app is at http://127.0.0.1:{port}. Press Ctrl+C to stop.\n"
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


async def shows(connection: ClientWebSocketResponse, text: bytes) -> None:
    """Wait until the app has sent a text."""
    sent = b""
    async with asyncio.timeout(PATIENCE_S):
        while text not in ESCAPE_SEQUENCE.sub(b"", sent):
            message = await connection.receive()
            assert message.type in {WSMsgType.BINARY, WSMsgType.TEXT}, sent[-2000:]
            sent += message.data if message.type is WSMsgType.BINARY else b""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no way to ask the server to stop")
async def test_a_browser_asks_and_is_answered(port: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = shared_index(tmp_path_factory)
    variables = environment(shared_cache(tmp_path_factory))
    address = f"http://127.0.0.1:{port}"
    with started(folder, port, variables) as process:
        async with ClientSession() as session:
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    try:
                        connection = await session.ws_connect(f"{address}/ws?width=100", origin=address)
                        break
                    except OSError:  # it says where it is just before it listens
                        await asyncio.sleep(0.05)
            await shows(connection, b"passages")
            await connection.send_json(["stdin", f"{WHO}\r"])
            await shows(connection, b"The new bridge was designed by")
            await connection.send_json(["stdin", QUIT])
            async with asyncio.timeout(PATIENCE_S):
                while (await connection.receive()).type is not WSMsgType.CLOSE:
                    pass
    assert process.returncode == 0
