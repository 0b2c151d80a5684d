"""A page is fetched whole and within bounds, or one line says why not: against a server on loopback."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import base64
import gzip
import shutil
import socket
import ssl
import subprocess
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from site_on_loopback import PAGE, Site, open_site, start

from qa_bot import __version__
from qa_bot.adding import http
from qa_bot.adding.http import Limits, check_address, fetch
from qa_bot.core.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

SHORT = Limits(connect_s=5, silence_s=0.3, total_s=5, megabytes=0.1, redirects=3)
HURRIED = Limits(connect_s=5, silence_s=5, total_s=0.4, megabytes=0.1)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


def refused(url: str, limits: Limits = SHORT) -> str:
    """Fetch what cannot be had; give the one line that says why."""
    with pytest.raises(FetchError) as caught:
        fetch(url, limits)
    line = str(caught.value)
    assert line.isprintable()
    return line


# What works


def test_a_page_comes_as_it_was_sent(site: Site) -> None:
    url = site.sends("/a", Content_Type="text/html; charset=UTF-8")
    page = fetch(url, SHORT)
    assert (page.url, page.content, page.charset) == (url, PAGE.encode(), "UTF-8")


def test_the_request_names_the_program_and_carries_nothing_of_the_person(site: Site) -> None:
    site.sends("/b", Set_Cookie="id=1")
    fetch(site.leads("/a", "/b"), SHORT)
    fetch(site.url + "/b", SHORT)
    for _, headers in site.asked:
        assert headers.pop("User-Agent") == f"qa_bot/{__version__}"
        assert sorted(headers) == ["Accept", "Accept-Encoding", "Host"]


def test_a_compressed_page_is_decompressed(site: Site) -> None:
    url = site.sends("/a", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert fetch(url, SHORT).content == PAGE.encode()


def test_a_page_in_chunks_or_without_a_length_is_read_to_its_end(site: Site) -> None:
    def chunks(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        start(handler, 200, {"Content-Type": "text/html", "Transfer-Encoding": "chunked"})
        for piece in (PAGE[:50], PAGE[50:]):
            handler.wfile.write(f"{len(piece):x}\r\n{piece}\r\n".encode())
        handler.wfile.write(b"0\r\n\r\n")

    def until_closed(handler: BaseHTTPRequestHandler) -> None:
        start(handler, 200, {"Content-Type": "text/html"})
        handler.wfile.write(PAGE.encode())

    assert fetch(site.does("/chunks", chunks), SHORT).content == PAGE.encode()
    assert fetch(site.does("/closed", until_closed), SHORT).content == PAGE.encode()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_the_last_address_is_the_page_s(site: Site, status: int) -> None:
    last = site.sends("/c")
    site.leads("/b", "./c?x#part", status)
    site.sends("/c?x")
    assert fetch(site.leads("/a", f"{site.url}/b", status), SHORT).url == f"{last}?x"


def test_a_redirect_may_be_written_in_raw_utf_8(site: Site) -> None:
    site.sends("/br%C3%BCcke")
    location = "/brücke".encode().decode("latin-1")
    assert fetch(site.leads("/a", location), SHORT).url == f"{site.url}/br%C3%BCcke"


@pytest.mark.parametrize("named", ["text/plain", "application/octet-stream", "", "application/xhtml+xml"])
def test_a_page_that_begins_like_html_is_html_whatever_a_careless_server_says(site: Site, named: str) -> None:
    body = f"<?xml version='1.0'?>\n{PAGE}" if "xml" in named else PAGE
    assert fetch(site.sends("/a", body, Content_Type=named), SHORT).content == body.encode()


# Too slow, too much, broken


def test_a_server_that_does_not_answer_is_left_after_the_silence(site: Site) -> None:
    def waits(_: BaseHTTPRequestHandler) -> None:
        site.closing.wait(10)

    url = site.does("/a", waits)
    assert refused(url) == f"{url}: the server sent nothing for 0.3 s: try again later"


def test_a_body_that_stops_is_left_after_the_silence(site: Site) -> None:
    def stops(handler: BaseHTTPRequestHandler) -> None:
        start(handler, 200, {"Content-Type": "text/html", "Content-Length": "1000"})
        handler.wfile.write(b"<html>")
        site.closing.wait(10)

    assert "sent nothing for 0.3 s" in refused(site.does("/a", stops))


def test_a_body_that_drips_is_left_when_the_time_is_up(site: Site) -> None:
    def drips(handler: BaseHTTPRequestHandler) -> None:
        start(handler, 200, {"Content-Type": "text/html"})
        site.drip(handler, b"<p>")

    url = site.does("/a", drips)
    assert refused(url, HURRIED) == f"{url} did not respond within 0.4 s: try again later"
    job = http._Job(url, HURRIED, time.monotonic() + 0.1)
    with pytest.raises(FetchError, match="did not respond"):  # the thread that is left alone ends too
        http._follow(job)


def test_headers_that_drip_are_left_when_the_time_is_up(site: Site) -> None:
    def drips(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
        site.drip(handler, b"x")

    assert "did not respond within 0.4 s" in refused(site.does("/a", drips), HURRIED)


def test_a_name_that_is_looked_up_for_ever_is_left_when_the_time_is_up(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waits(*_: object, **__: object) -> list[object]:
        site.closing.wait(10)
        raise socket.gaierror(-2, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", waits)
    assert "did not respond within 0.4 s" in refused("http://slow.example/", HURRIED)


def test_an_endless_body_is_cut_off_at_the_limit(site: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        start(handler, 200, {"Content-Type": "text/html"})
        while not site.closing.is_set():
            handler.wfile.write(b"<p>again</p>" * 1000)

    url = site.does("/a", endless)
    assert refused(url) == f"{url} is larger than 0.1 MB: save the article and add the file"


def test_a_length_over_the_limit_is_refused_before_anything_is_read(site: Site) -> None:
    def announces(handler: BaseHTTPRequestHandler) -> None:
        start(handler, 200, {"Content-Type": "text/html", "Content-Length": "100001"})
        site.closing.wait(10)

    assert "larger than 0.1 MB" in refused(site.does("/a", announces))


def test_a_page_of_just_the_limit_is_taken(site: Site) -> None:
    body = PAGE + " " * (100_000 - len(PAGE))
    assert len(fetch(site.sends("/a", body), SHORT).content) == 100_000
    assert "larger" in refused(site.sends("/b", body + " "))


def test_a_compressed_bomb_is_cut_off_at_the_limit(site: Site) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 100_000
    url = site.sends("/a", bomb, Content_Encoding="gzip")
    tracemalloc.start()
    try:
        assert "larger than 0.1 MB" in refused(url)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("cut", [1, 8, 40, 200])
def test_a_compressed_page_that_is_cut_off_is_no_page(site: Site, cut: int) -> None:
    body = gzip.compress(PAGE.encode())[:-cut]
    assert "damaged or incomplete" in refused(site.sends("/a", body, Content_Encoding="gzip"))


def test_a_page_that_is_not_compressed_as_said_is_damaged(site: Site) -> None:
    assert "damaged or incomplete" in refused(site.sends("/a", Content_Encoding="gzip"))
    assert "unsupported compression br" in refused(site.sends("/b", Content_Encoding="br"))


def test_a_body_shorter_than_its_length_is_no_page(site: Site) -> None:
    url = site.sends("/a", Content_Length=str(len(PAGE) + 1))
    assert refused(url) == f"{url}: the response is damaged or incomplete: try again later"


@pytest.mark.parametrize("chunks", [b"5\r\n<p", b"zz\r\n<p>\r\n", b"3\r\n<p>\r\n", b""])
def test_broken_chunks_are_no_page(site: Site, chunks: bytes) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        start(handler, 200, {"Content-Type": "text/html", "Transfer-Encoding": "chunked"})
        handler.wfile.write(chunks)

    assert "the response is damaged or incomplete" in refused(site.does("/a", answer))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0\1\2\3",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nX: " + b"x" * 70_000,
    ],
)
def test_an_answer_that_is_no_http_is_broken(site: Site, answer: bytes) -> None:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)

    assert "the response is damaged or incomplete" in refused(site.does("/a", write))


# Redirects that are not followed


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://files.example/a", "javascript:alert(1)"])
def test_a_redirect_to_what_is_no_web_address_is_not_followed(site: Site, location: str) -> None:
    line = refused(site.leads("/a", location))
    assert line.startswith(f"{site.url}/a redirects to an address that cannot be fetched: ")
    assert "only http:// and https://" in line


@pytest.mark.parametrize("location", ["http://[::1", "http://a b/", "http://x:99999/", "\x1b[31m//["])
def test_a_redirect_to_a_broken_address_is_told(site: Site, location: str) -> None:
    assert refused(site.leads("/a", location)).startswith(f"{site.url}/a redirects to ")


def test_a_redirect_with_a_password_is_not_followed_and_the_password_not_shown(site: Site) -> None:
    line = refused(site.leads("/a", "http://me:secret@127.0.0.1/b"))
    assert "user name or password" in line
    assert "secret" not in line


def test_redirects_in_a_circle_are_named(site: Site) -> None:
    site.leads("/b", "/c")
    site.leads("/c", "/b#again")
    assert refused(site.leads("/a", "/b")) == (
        f"{site.url}/a redirects in a circle, back to {site.url}/b: open it in a browser"
    )
    assert "in a circle" in refused(site.leads("/self", "/self"))


def test_redirects_are_followed_up_to_the_limit(site: Site) -> None:
    for number in range(4):
        site.leads(f"/{number}", f"/{number + 1}")
    site.sends("/4")
    assert fetch(f"{site.url}/1", SHORT).url == f"{site.url}/4"
    assert "redirects more than 3 times" in refused(f"{site.url}/0")


# No page


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "does not exist: check the address (404 Not Found)"),
        (403, "blocks qa-bot"),
        (429, "requested too often"),
        (500, "failed on the server (500 Internal Server Error): try again later"),
        (204, "has no page (204 No Content)"),
        (304, "has no page (304 Not Modified)"),
        (302, "has no page (302 Found)"),
        (999, "(999)"),
    ],
)
def test_a_status_without_a_page_is_told_with_what_to_do(site: Site, status: int, words: str) -> None:
    url = site.sends("/a", "" if status in (204, 304) else PAGE, status)
    line = refused(url)
    assert line.startswith(f"{url} ")
    assert words in line


@pytest.mark.parametrize(
    ("named", "body", "kind"),
    [
        ("image/png", b"\x89PNG\r\n", "an image"),
        ("application/json", b'{"a": "<p>"}', "JSON"),
        ("application/pdf", b"%PDF-1.7", "a PDF"),
        ("video/mp4", b"", "a video"),
        ("text/plain; charset=utf-8", b"Just words about <html> pages.", "plain text"),
        ("text/x-odd", b"<html>", "text/x-odd"),
        ("text/html", b"%PDF-1.7", "a PDF"),
        ("text/html", b"\x89PNG\r\n<html>", "an image"),
        ("text/html", b'{"a": "<p>"}', "JSON"),
        ("text/html", b"Just words: 1 < 2.", "plain text"),
        ("application/octet-stream", b"PK\x03\x04<html>", "a ZIP or office file"),
        ("\x1b[31m", b"?", "a file"),
    ],
)
def test_what_is_no_html_is_named(site: Site, named: str, body: bytes, kind: str) -> None:
    url = site.sends("/a", body, Content_Type=named)
    assert refused(url).startswith(f"{url} is {kind}, not a web page: ")


@pytest.mark.parametrize("body", ["", " \r\n\t"])
def test_an_empty_page_is_told(site: Site, body: str) -> None:
    url = site.sends("/a", body)
    assert refused(url) == f"{url} is empty"


# No connection


def test_a_refused_connection_is_told() -> None:
    with socket.socket() as unused:  # bound, but not listening
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        assert refused(url) == (
            f"{url}: cannot connect to the server (connection refused): check the address and the network"
        )


def test_an_unknown_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "cannot find the server" in refused("http://nowhere.example/")


def test_a_server_without_tls_is_told(site: Site) -> None:
    assert "cannot make a secure connection" in refused(site.sends("/a").replace("http:", "https:"))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a key with a certificate for 127.0.0.1 that it signed itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the test's certificate, is not installed")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    request = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    )
    made = subprocess.run(  # noqa: S603  the test's own words
        [openssl, *request.split(), "-keyout", file, "-out", file], capture_output=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return file


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with open_site(context) as site:
        assert "cannot make a secure connection (self-signed certificate)" in refused(site.sends("/a"))
        assert site.asked == []


def test_a_certificate_that_is_trusted_is_taken_but_not_for_another_name(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(http, "_tls", lambda: trusting)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with open_site(context) as site:
        url = site.sends("/a")
        assert fetch(url, SHORT).content == PAGE.encode()
        assert "cannot make a secure connection" in refused(url.replace("127.0.0.1", "localhost"))


# Proxies


def test_a_proxy_of_the_environment_is_asked_unless_the_host_is_excepted(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site.url.replace("//", "//me:a%20secret@"))
    site.sends("http://far.example/a")
    assert fetch("http://far.example/a", SHORT).url == "http://far.example/a"
    login = base64.b64encode(b"me:a secret").decode()
    assert site.asked[0][1]["proxy-authorization"] == f"Basic {login}"
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    fetch(site.sends("/near"), SHORT)
    assert site.asked[1][0] == "/near"


@pytest.mark.parametrize("proxy", ["127.0.0.1:1", "socks5://127.0.0.1:1", "http://[", "nonsense://x"])
def test_a_proxy_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    assert "http://far.example/a: " in refused("http://far.example/a")


# Addresses


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://a.example/x", "ftp://a.example/x cannot be fetched: only http:// and https://"),
        ("file:///etc/passwd", "only http:// and https://"),
        ("http:///x", "has no server name"),
        ("https:/a.example/x", "has no server name"),
        ("http://", "has no server name"),
        ("http://[::1", "is not a web address"),
        ("http://a b/", "is not a web address"),
        ("http://\ud800/", "is not a web address"),
        ("http://me:secret@a.example/x", "http://a.example/x was given with a user name or password"),
        ("http://me@a.example/x", "a user name or password"),
    ],
)
def test_an_address_that_cannot_be_fetched_is_told(url: str, words: str) -> None:
    with pytest.raises(FetchError) as caught:
        check_address(url)
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_label_too_long_for_a_name_is_told() -> None:
    assert "invalid address" in refused(f"http://{'a' * 70}.example/")


def test_an_address_is_written_one_way() -> None:
    assert check_address("HTTP://Ex.Example/Ä b?q=ü#part") == "http://ex.example/%C3%84%20b?q=%C3%BC"
