"""A web site on loopback that answers as badly as a test wants."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

PAGE = (
    "<!doctype html><html><head><title>The harbour bridge reopens</title></head><body><article>"
    "<p>Ferries blew their horns on Sunday as the first cyclists crossed the harbour bridge.</p>"
    "<p>The new bridge was designed by Ada Lindqvist, an engineer from the town of Quay.</p>"
    "<p>Building it cost 41 million crowns, nine million more than had been planned.</p>"
    "</article></body></html>"
)
PARAGRAPHS = (
    "Ferries blew their horns on Sunday as the first cyclists crossed the harbour bridge.",
    "The new bridge was designed by Ada Lindqvist, an engineer from the town of Quay.",
    "Building it cost 41 million crowns, nine million more than had been planned.",
)


class Site:
    """What to answer by path, and what was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        """Path and headers of each request, in their order."""
        self.closing = threading.Event()

    def sends(self, path: str, body: bytes | str = PAGE, status: int = 200, **headers: str) -> str:
        """Answer a path with this body; give its address. A header `_` in a name stands for `-`."""
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = {"Content-Type": "text/html", "Content-Length": str(len(content))} | named

        def answer(handler: BaseHTTPRequestHandler) -> None:
            start(handler, status, named)
            handler.wfile.write(content)

        return self.does(path, answer)

    def leads(self, path: str, location: str, status: int = 302) -> str:
        """Redirect a path; give its address."""
        return self.sends(path, b"", status, Location=location)

    def does(self, path: str, answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        """Answer a path by this function; give its address."""
        self.answers[path] = answer
        return self.url + path

    def drip(self, handler: BaseHTTPRequestHandler, piece: bytes) -> None:
        """Send a piece over and over, until the other side has enough or the test ends."""
        while not self.closing.wait(0.02):
            handler.wfile.write(piece)
            handler.wfile.flush()


def start(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str]) -> None:
    """Send the head of an answer."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()


@contextmanager
def open_site(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve a site on 127.0.0.1, over TLS with a context."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            with suppress(OSError):  # the other side may leave
                (site.answers.get(self.path) or site.answers[self.path.partition("?")[0]])(self)
            self.close_connection = True

        do_HEAD = do_GET  # noqa: N815  the name that is looked for

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            return  # a handshake that is refused

    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
