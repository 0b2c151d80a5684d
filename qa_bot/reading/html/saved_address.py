"""The address from which a page was saved, as written into it by the program that saved it.

It is in a comment above the page (browsers, SingleFile, monolith, HTTrack), an attribute, or a meta tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["find_saved_address"]

_COMMENT: Final = re.compile(r"<!--(.{5,4000}?)-->", re.DOTALL)
_SAVED: Final = re.compile(
    r"sav(?:ed|ing)|singlefile|monolith|archiv|mirror|captured|snapshot|downloaded|clipped", re.IGNORECASE
)
_ADDRESS: Final = re.compile(
    r"(?:url\s*[:=]\s*(?:\(\d+\)\s*)?|source\s*:\s*|(?:from|of)\s+(?:url\s*=\s*)?(?:\(\d+\)\s*)?)(?P<url>https?://[^\s>\"'<]{1,2000})",
    re.IGNORECASE,
)
_MIRRORED: Final = re.compile(r"Mirrored from (?P<url>[\w-]+(?:\.[\w-]+)+(?:/\S*)?) by HTTrack")
_ATTRIBUTES: Final = ("data-scrapbook-source", "data-source-url", "data-url-original", "data-saved-from")
_METAS: Final = frozenset({"savepage-url", "source-url", "original-url", "saved-from", "archive-url"})
_HEAD: Final = 12_000
"""Characters: an address may be long, and a licence may precede it."""


def find_saved_address(tree: HtmlElement, page: str) -> str | None:
    """Return the address that the program which saved the page wrote into it; None without one."""
    for comment in _COMMENT.finditer(page[:_HEAD]):
        found = _ADDRESS.search(comment[1]) if _SAVED.search(comment[1]) else None
        if found is not None:
            return found["url"]
        mirrored = _MIRRORED.search(comment[1])
        if mirrored is not None:
            return f"http://{mirrored['url']}"  # HTTrack leaves the scheme out
    for name in _ATTRIBUTES:
        if tree.get(name):
            return str(tree.get(name))
    metas = (meta.get("content") for meta in tree.iter("meta") if (meta.get("name") or "").lower() in _METAS)
    return next(filter(None, metas), None)
