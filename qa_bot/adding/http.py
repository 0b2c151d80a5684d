"""A web address -> the bytes of the page; the only module that uses urllib3.

Only http and https are followed, on every redirect; certificates are checked; no server can exceed the
limits on time and size; no cookies, passwords or scripts are used. The result is a complete HTML page or a
FetchError.
"""

from __future__ import annotations

import gzip
import io
import ssl
import threading
import time
import zlib
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin
from urllib.request import getproxies, proxy_bypass

import certifi
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.util import create_urllib3_context, make_headers, parse_url

from qa_bot.adding.responses import check_content, check_status, check_type, read_content_type
from qa_bot.core.errors import FetchError
from qa_bot.core.sanitizing import clean_line
from qa_bot.core.version import __version__

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

__all__ = ["Limits", "Page", "check_address", "fetch"]

_HEADERS: Final = {
    "User-Agent": f"qa_bot/{__version__}",
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "gzip",
}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PIECE_BYTES: Final = 65_536
_REASONS: Final = (  # a subclass precedes its base
    (ProxyError, "cannot connect through the proxy set in the environment ({cause}): check it"),
    (NameResolutionError, "cannot find the server: check the address and the network"),
    (NewConnectionError, "cannot connect to the server ({cause}): check the address and the network"),
    (ConnectTimeoutError, "cannot connect to the server within {limits.connect_s:g} s: try again later"),
    (ReadTimeoutError, "the server sent nothing for {limits.silence_s:g} s: try again later"),
    (SSLError, "cannot make a secure connection ({cause}): check the address"),
    (LocationValueError, "invalid address ({cause}): check it"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on the time and size of a fetch."""

    connect_s: float = 10
    """Until connected, per redirect."""
    silence_s: float = 20
    """Without a byte."""
    total_s: float = 60
    """From the first look-up to the last byte, with all redirects."""
    megabytes: float = 20
    """Of the page, uncompressed, in units of 1,000,000 bytes."""
    redirects: int = 10


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page as received."""

    url: str
    """The final address after all redirects, without fragment."""
    content: bytes
    charset: str | None
    """The encoding that the server states; it may be wrong, or unknown to Python."""


def fetch(url: str, limits: Limits | None = None) -> Page:
    """Fetch a page.

    Raises:
        FetchError: the address is invalid, or no HTML page is received within the limits.
    """
    limits = limits or Limits()
    job = _Job(check_address(url), limits, time.monotonic() + limits.total_s)
    result: Future[Page] = Future()
    # A name look-up has no time limit, and a server may drip its headers: so a thread fetches, is abandoned
    # when the time is up, and dies with the program.
    threading.Thread(target=_run, args=(job, result), daemon=True).start()
    try:
        return result.result(limits.total_s)
    except TimeoutError as error:
        raise FetchError(_too_slow(job)) from error


def check_address(url: str) -> str:
    """Return a web address in its canonical form: encoded, in lower case where case does not matter.

    Raises:
        FetchError: it is not a web address, or contains a password.
    """
    try:
        address = parse_url(url)
    except LocationValueError as error:
        raise FetchError(f"{url} is not a web address: check it") from error
    shown = address._replace(auth=None, fragment=None).url
    if address.scheme not in ("http", "https"):
        raise FetchError(f"{shown} cannot be fetched: only http:// and https:// addresses can")
    if not address.host:
        raise FetchError(f"{shown} has no server name: write https://server/page")
    if address.auth:
        raise FetchError(f"{shown} was given with a user name or password, which is never sent: remove it")
    return shown


@dataclass(frozen=True, slots=True)
class _Job:
    url: str
    limits: Limits
    deadline: float
    """By time.monotonic()."""


def _run(job: _Job, result: Future[Page]) -> None:
    try:
        result.set_result(_follow(job))
    except BaseException as error:  # noqa: BLE001  raised again by the caller of result()
        result.set_exception(error)


def _follow(job: _Job) -> Page:
    """Follow redirects, each under the rules of the first address."""
    url, seen = job.url, [job.url]
    while True:
        found = _hop(url, job)
        if isinstance(found, Page):
            return found
        url = found
        if url in seen:
            raise FetchError(f"{job.url} redirects in a circle, back to {url}: open it in a browser")
        if len(seen) > job.limits.redirects:
            raise FetchError(
                f"{job.url} redirects more than {job.limits.redirects} times: open it in a browser"
            )
        seen.append(url)


def _hop(url: str, job: _Job) -> Page | str:
    """Request one address; return its page, or the address that it redirects to."""
    try:
        with _manager(url, job.limits) as manager:
            response = manager.request(
                "GET", url, headers=_HEADERS, redirect=False, preload_content=False, decode_content=False
            )
            try:
                if response.status in _REDIRECTS and (target := response.headers.get("location")):
                    return _target(url, target)
                return _page(response, url, job)
            finally:
                response.close()
    except (HTTPError, OSError) as error:
        raise FetchError(f"{url}: {_reason(error, job.limits)}") from error


def _manager(url: str, limits: Limits) -> urllib3.PoolManager:
    """Open a pool, through the proxy set in the environment, if there is one for the address."""
    timeout = urllib3.Timeout(connect=limits.connect_s, read=limits.silence_s)
    address = parse_url(url)
    proxies = {} if proxy_bypass(address.netloc or "") else getproxies()
    proxy = proxies.get(address.scheme or "") or proxies.get("all")
    if not proxy:
        return urllib3.PoolManager(timeout=timeout, retries=False, ssl_context=_tls())
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    login = parse_url(proxy).auth
    headers = make_headers(proxy_basic_auth=unquote(login)) if login else None
    return urllib3.ProxyManager(
        proxy, timeout=timeout, retries=False, ssl_context=_tls(), proxy_headers=headers
    )


@cache
def _tls() -> ssl.SSLContext:
    """Check certificates by the system's authorities, and by certifi's for systems without any."""
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.load_default_certs()
    context.load_verify_locations(certifi.where())
    return context


def _target(url: str, location: str) -> str:
    with suppress(UnicodeError):  # http.client reads Latin-1 where sites mean UTF-8
        location = location.encode("latin-1").decode("utf-8")
    try:
        return check_address(urljoin(url, clean_line(location)))
    except FetchError as error:
        raise FetchError(f"{url} redirects to an address that cannot be fetched: {error}") from error
    except ValueError as error:  # from urljoin
        raise FetchError(f"{url} redirects to {clean_line(location)}, which is not an address") from error


def _page(response: BaseHTTPResponse, url: str, job: _Job) -> Page:
    check_status(response.status, url)
    media_type, charset = read_content_type(response.headers.get("content-type", ""))
    check_type(media_type, url)  # before a video is downloaded
    content = _read(response, url, job)
    check_content(content, media_type, url)
    return Page(url, content, charset)


def _read(response: BaseHTTPResponse, url: str, job: _Job) -> bytes:
    """Read the body, whole and decompressed."""
    limit = round(job.limits.megabytes * 1_000_000)
    too_large = f"{url} is larger than {job.limits.megabytes:g} MB: save the article and add the file"
    if (response.length_remaining or 0) > limit:
        raise FetchError(too_large)
    pieces, size = [], 0
    while piece := response.read1(_PIECE_BYTES, decode_content=False):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise FetchError(too_large)
        if time.monotonic() > job.deadline:
            raise FetchError(_too_slow(job))
    content = _decompress(b"".join(pieces), response.headers.get("content-encoding", ""), limit, url)
    if len(content) > limit:
        raise FetchError(too_large)
    return content


def _decompress(body: bytes, encoding: str, limit: int, url: str) -> bytes:
    """Decompress gzip, the only encoding requested, up to one byte past the limit."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity") or not body:
        return body
    if encoding not in ("gzip", "x-gzip"):
        raise FetchError(f"{url} uses the unsupported compression {clean_line(encoding)[:40]}")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as opened:
            return opened.read(limit + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise FetchError(f"{url} is damaged or incomplete: try again later") from error


def _too_slow(job: _Job) -> str:
    return f"{job.url} did not respond within {job.limits.total_s:g} s: try again later"


def _reason(error: Exception, limits: Limits) -> str:
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason.format(cause=_cause(error), limits=limits)
    return "the response is damaged or incomplete: try again later"


def _cause(error: BaseException) -> str:
    """Return the system's message, which urllib3 wraps."""
    while (inner := error.__cause__ or _first_error(error)) is not None:
        error = inner
    if isinstance(error, ssl.SSLCertVerificationError):
        return clean_line(error.verify_message)
    if isinstance(error, ssl.SSLError) and error.reason:
        return clean_line(error.reason.replace("_", " ").lower())
    return clean_line(str(getattr(error, "strerror", None) or error)).lower()


def _first_error(error: BaseException) -> BaseException | None:
    return next((part for part in error.args if isinstance(part, BaseException)), None)
