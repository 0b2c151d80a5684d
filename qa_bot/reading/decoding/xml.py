"""Untrusted XML and XHTML -> a tree, for the parts of docx and epub files.

No entity is resolved, no document type is fetched, and no tree is deeper or larger than the limits. HTML's
own entities, which XHTML may use, become their characters.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, Final

from lxml import etree

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import clean_line
from qa_bot.reading.limits import MAX_XML_DEPTH, MAX_XML_MEGABYTES, MEGABYTE

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["local_name", "parse_html", "parse_xhtml", "parse_xml"]

_NAMED: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
_TOO_DEEP: Final = "ERR_RESOURCE_LIMIT"
_XML_NAMES: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def parse_xml(data: bytes, path: str) -> _Element:
    """Parse a part of a file, called `path` in messages, and return its root.

    Raises:
        ReadingError: it is too large, nested too deeply, or malformed.
    """
    check_size(data, path)
    try:
        return etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:  # ValueError: an encoding unknown to lxml
        raise ReadingError(_message(error, path)) from error


def parse_xhtml(data: bytes, path: str) -> _Element:
    """Parse a chapter as XML, or as HTML where it is not well-formed, and return its root.

    Raises:
        ReadingError: it is too large or nested too deeply.
    """
    check_size(data, path)
    try:
        return etree.fromstring(_NAMED.sub(_character, data), _parser())
    except (etree.XMLSyntaxError, ValueError):
        root = _parse_html(data, path)
    return etree.Element("html") if root is None else root


def parse_html(text: str, path: str) -> _Element:
    """Parse a page, or a part of one, from a field or a mail, and return its root.

    Raises:
        ReadingError: it is too large or nested too deeply.
    """
    data = text.encode("utf-8", "replace")
    check_size(data, path)
    root = _parse_html(data, path, encoding="utf-8")
    return etree.Element("html") if root is None else root


def check_size(data: bytes, path: str) -> None:
    """Check that a part is within the size limit.

    Raises:
        ReadingError: it is larger.
    """
    if len(data) > MAX_XML_MEGABYTES * MEGABYTE:
        message = f"{path} has a part of more than {MAX_XML_MEGABYTES} MB of XML: split it into smaller files"
        raise ReadingError(message)


def local_name(element: _Element) -> str:
    """Return an element's name without its namespace; "" for a comment, an instruction or an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _parser() -> etree.XMLParser:
    # A new one for each call: a parser keeps the names of everything it has parsed.
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _parse_html(data: bytes, path: str, encoding: str | None = None) -> _Element | None:
    parser = etree.HTMLParser(
        encoding=encoding, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if not data.strip():
            return None
        raise ReadingError(_message(error, path)) from error
    if any(fault.type_name == _TOO_DEEP for fault in parser.error_log):  # deeper content would be left out
        raise ReadingError(f"{path} nests its XML deeper than {MAX_XML_DEPTH} elements: save it again")
    return root


def _message(error: Exception, path: str) -> str:
    reason = clean_line(str(error))
    if "depth" in reason:
        return f"{path} nests its XML deeper than {MAX_XML_DEPTH} elements: save it again"
    return f"{path} has malformed XML ({reason}): save it again"


def _character(match: re.Match[bytes]) -> bytes:
    name = match[1].decode("ascii")
    characters = "" if name in _XML_NAMES else html5.get(name, "")
    return "".join(f"&#{ord(char)};" for char in characters).encode("ascii") or match[0]
