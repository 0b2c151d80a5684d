"""The web server of `qa-bot serve`; the only importer of textual-serve and aiohttp.

textual-serve trusts whoever connects. A page of another site must not drive the app of this machine, so a
connection is refused unless it comes from the page that this server sent.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit

import typer
from aiohttp import web
from textual_serve.server import Server

if TYPE_CHECKING:
    from aiohttp.web import Application, Request, StreamResponse, WebSocketResponse

_ANY: Final = {"0.0.0.0", "::"}  # noqa: S104  names of it, which nothing binds to by itself
_POLICY: Final = (
    "default-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    "connect-src 'self' ws: wss:"
)
"""Nothing is fetched from elsewhere, such as the font that the page names."""
_FOCUS: Final = """<script>
  new MutationObserver((_, observer) => {
    const input = document.querySelector(".xterm-helper-textarea");
    if (input) { observer.disconnect(); input.focus(); }
  }).observe(document.body, {childList: true, subtree: true});
</script>
"""
"""Lets a person type at once: textual-serve waits for a click into its terminal."""


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class WebServer(Server):
    """Serves the app to browsers."""

    def __init__(self, command: str, host: str, port: int) -> None:
        super().__init__(command, host=host, port=port, title="qa_bot")

    def initialize_logging(self) -> None:
        """Log nothing but warnings."""

    async def on_startup(self, app: Application) -> None:
        """Say where the app is."""
        del app
        name = socket.gethostname() if self.host in _ANY else self.host
        place = f"[{name}]" if ":" in name else name
        typer.echo(f"The app is at http://{place}:{self.port}. Press Ctrl+C to stop.", err=True)

    async def handle_index(self, request: Request) -> StreamResponse:
        """Send the page, whose addresses are those that it was asked by.

        Raises:
            HTTPForbidden: the request names another server.
        """
        self._check_host(request)
        self.public_url = f"{request.scheme}://{request.host}"
        page = cast("web.Response", await super().handle_index(request))
        page.text = (page.text or "").replace("</body>", f"{_FOCUS}</body>")
        page.headers["Content-Security-Policy"] = _POLICY
        return page

    async def handle_websocket(self, request: Request) -> WebSocketResponse:
        """Run an app for a page of this server.

        Raises:
            HTTPForbidden: the request comes from elsewhere.
        """
        self._check_host(request)
        if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
            raise web.HTTPForbidden(text="The app can only be used from its own page.")
        return await super().handle_websocket(request)

    def _check_host(self, request: Request) -> None:
        """Refuse a name that somebody else's DNS leads to this machine."""
        name = urlsplit(f"//{request.host}").hostname or ""
        if is_loopback(self.host) and not is_loopback(name):
            raise web.HTTPForbidden(text=f"This server is {self.host}.")
