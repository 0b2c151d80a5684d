"""Whether two web addresses mean one page, and whether a text is a web address.

The scheme, `www.`, default ports, a trailing slash, the fragment, parameters that only track the reader, and
secrets do not matter. Case matters in the path, as on most servers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

from qa_bot.core.addresses import without_secrets

__all__ = ["address_in", "address_key", "is_at"]

_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_ANY_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_](?::\d{1,5})?", re.IGNORECASE)
"""A host name with a dot and a top-level domain, perhaps with a port."""
_DEFAULT_PORT: Final = re.compile(r":(?:80|443)?$")
_TRACKING: Final = re.compile(
    r"(?:utm_\w+|hsa_\w+|(?:mtm|pk)_(?:campaign|kwd|keyword|source|medium|content|cid|group|placement)"
    r"|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi"
    r"|oly_enc_id|oly_anon_id|cmpid|ncid|at_(?:medium|campaign|link\w*|custom\w*)|guccounter)(?:=|$)",
    re.IGNORECASE,
)
_AROUND: Final = "<>()[]\"'\u201c\u201d\u2018\u2019"
_AFTER: Final = ".,;:!?"
_WAYS_ON: Final = ("", "/", "?")


def address_in(text: str) -> str:
    """Return the web address that a text consists of; "" if it is anything else.

    Without http(s):// it needs a host name and a path, or `www.`, to be told from a word with a dot.
    """
    address = text.strip().strip(_AROUND).rstrip(_AFTER)
    if re.search(r"\s", address):
        return ""
    if _SCHEME.match(address):
        return address if address_key(address) else ""
    host, slash, _ = address.partition("/")
    is_page = bool(slash) or host.lower().startswith("www.")
    return address if is_page and _HOST.fullmatch(host) else ""


def address_key(address: str) -> str:
    """Return what is equal for two addresses of one page: "quay.example/news?id=3"; "" for no web address."""
    with_scheme = bool(_SCHEME.match(address))
    if not with_scheme and _ANY_SCHEME.match(address) and "." not in address.partition(":")[0]:
        return ""  # mailto:, file: and the like
    if "?" in address or ";" in address or "@" in address:
        address, _ = without_secrets(address)
    try:
        parts = urlsplit(address if with_scheme else f"//{address}")
    except ValueError:  # an unclosed bracket
        return ""
    host = _DEFAULT_PORT.sub("", parts.netloc.lower()).removeprefix("www.")
    if not host or not (with_scheme or "." in host):
        return ""
    kept = "&".join(part for part in parts.query.split("&") if not _TRACKING.match(part))
    return f"{host}{unquote(parts.path).rstrip('/')}{'?' if kept else ''}{unquote(kept)}"


@lru_cache(maxsize=256)
def _wanted_key(wanted: str) -> str:
    return address_key(wanted)


def is_at(address: str | None, wanted: str) -> bool:
    """Check whether an address is the page that is wanted; a host alone stands for all of its pages."""
    key, own = _wanted_key(wanted), address_key(address or "")
    if not key or "/" in key or "?" in key:
        return bool(key) and own == key
    return own.startswith(key) and own[len(key) : len(key) + 1] in _WAYS_ON
