"""The package of an e-book (EPUB 2 and 3): its container, package document and table of contents.

A creator in another role is not an author, and a day of conversion is not a date of publication. Encrypted
chapters are refused; files that a book names but lacks are skipped.
"""

from __future__ import annotations

import contextlib
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Source
from qa_bot.reading.blocks.xhtml import semantic_types
from qa_bot.reading.decoding.xml import parse_xhtml, parse_xml
from qa_bot.reading.metadata.dates import to_iso
from qa_bot.reading.signatures import describe_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from qa_bot.reading.decoding.archives import Archive

__all__ = ["BookPackage", "ContentsEntry", "open_package"]

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_CHAPTER_TYPES: Final = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml")
_OPF: Final = "{http://www.idpf.org/2007/opf}"
_NOBODY: Final = frozenset({"", "unknown", "unbekannt", "inconnu", "n/a", "calibre", "author", "none"})
_MATTER_TYPES: Final = frozenset(
    {"cover", "toc", "title-page", "titlepage", "copyright-page", "landmarks", "loi", "lot", "halftitlepage"}
)


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An entry of the table of contents."""

    chapter: str
    """The archive member that it points to."""
    anchor: str
    """The anchor in it, or ""."""
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class BookPackage:
    """What a book states about itself."""

    source: Source
    """Source of every chapter, except for the title; the publication is the book."""
    chapters: tuple[str, ...]
    """Archive members in reading order, each once."""
    contents: tuple[ContentsEntry, ...]
    matter: frozenset[str]
    """Members that are a cover, a title page, a table of contents or the like."""


@dataclass(frozen=True, slots=True)
class _Item:
    name: str
    media_type: str
    properties: frozenset[str]


def open_package(archive: Archive, path: str) -> BookPackage:
    """Read the package of a book, called `path` in messages.

    Raises:
        ReadingError: it is not a book, is damaged, or its chapters are encrypted.
    """
    if _CONTAINER not in archive.names:
        kind = describe_archive(archive.names)
        raise ReadingError(f"{path} is {kind}, not an e-book: correct its file extension")
    opf = _package_name(archive, path)
    package = parse_xml(archive.read(opf), path)
    items = _manifest(package, opf)
    chapters = tuple(_spine(package, items, archive))
    _refuse_encrypted(archive, chapters, path)
    contents: list[ContentsEntry] = []
    with contextlib.suppress(ReadingError):  # the table of contents is optional
        contents = _contents(package, items, archive, path)
    return BookPackage(_source(package, path), chapters, tuple(contents), _matter(package, items, opf))


def _package_name(archive: Archive, path: str) -> str:
    container = parse_xml(archive.read(_CONTAINER), path)
    for element in container.iter("{*}rootfile"):
        name = element.get("full-path")
        if name in archive.names:
            return str(name)
    raise ReadingError(f"{path} does not list its chapters: it is damaged; download or copy it again")


def _manifest(package: _Element, opf: str) -> dict[str, _Item]:
    return {
        element.get("id"): _Item(
            _resolve(opf, element.get("href") or "")[0],
            (element.get("media-type") or "").lower(),
            frozenset((element.get("properties") or "").split()),
        )
        for element in package.iterfind("{*}manifest/{*}item")
    }


def _spine(package: _Element, items: dict[str, _Item], archive: Archive) -> Iterator[str]:
    """Yield the chapters, each once, even if a book lists one a thousand times."""
    seen: set[str] = set()
    for element in package.iterfind("{*}spine/{*}itemref"):
        item = items.get(element.get("idref"))
        if item is None or item.name in seen or item.name not in archive.names:
            continue
        seen.add(item.name)
        if item.media_type in _CHAPTER_TYPES:
            yield item.name


def _refuse_encrypted(archive: Archive, chapters: tuple[str, ...], path: str) -> None:
    """Refuse a book with encrypted chapters; obfuscated fonts do not matter."""
    if _ENCRYPTION not in archive.names:
        return
    encryption = parse_xml(archive.read(_ENCRYPTION), path)
    encrypted = {unquote(element.get("URI") or "") for element in encryption.iter("{*}CipherReference")}
    if not encrypted.isdisjoint(chapters):
        raise ReadingError(f"{path} is protected by DRM, its chapters are encrypted: use a copy without DRM")


def _contents(package: _Element, items: dict[str, _Item], archive: Archive, path: str) -> list[ContentsEntry]:
    for item in items.values():
        if "nav" in item.properties and item.name in archive.names:
            return list(_nav_entries(parse_xhtml(archive.read(item.name), path), item.name))
    spine = package.find("{*}spine")
    named = items.get(spine.get("toc")) if spine is not None else None
    for item in ([named] if named is not None else []) + list(items.values()):
        if item.media_type == "application/x-dtbncx+xml" and item.name in archive.names:
            return list(_ncx_entries(parse_xml(archive.read(item.name), path), item.name))
    return []


def _nav_entries(root: _Element, nav: str) -> Iterator[ContentsEntry]:
    """Yield the entries of an EPUB 3 navigation document."""
    lists = list(root.iter("{*}nav"))
    tables = [element for element in lists if "toc" in semantic_types(element)] or lists
    for link in tables[0].iter("{*}a") if tables else ():
        depth = sum(1 for _ in link.iterancestors("{*}ol"))
        label = clean_line("".join(link.itertext()))
        if label and link.get("href"):
            yield ContentsEntry(*_resolve(nav, link.get("href")), label, depth)


def _ncx_entries(root: _Element, ncx: str) -> Iterator[ContentsEntry]:
    """Yield the entries of an EPUB 2 navigation control file."""
    for point in root.iter("{*}navPoint"):
        label, content = point.find("{*}navLabel/{*}text"), point.find("{*}content")
        if label is None or content is None or not content.get("src"):
            continue
        depth = sum(1 for _ in point.iterancestors("{*}navPoint"))
        text = clean_line("".join(label.itertext()))
        if text:
            yield ContentsEntry(*_resolve(ncx, content.get("src")), text, depth)


def _matter(package: _Element, items: dict[str, _Item], opf: str) -> frozenset[str]:
    """Return covers and tables of contents, as marked by EPUB 2's guide and EPUB 3's manifest."""
    marked = {item.name for item in items.values() if "nav" in item.properties}
    for reference in package.iterfind("{*}guide/{*}reference"):
        if (reference.get("type") or "").lower() in _MATTER_TYPES:
            marked.add(_resolve(opf, reference.get("href") or "")[0])
    return frozenset(marked)


def _resolve(base: str, address: str) -> tuple[str, str]:
    """Return the member and the anchor that an address in the member `base` refers to."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    if parts.scheme or parts.netloc:
        return "", ""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))
    return (name if parts.path else base), unquote(parts.fragment)


def _source(package: _Element, path: str) -> Source:
    titles = [text for element in package.iterfind("{*}metadata//{*}title") if (text := _text(element))]
    return Source(
        path=path,
        publication=titles[0] if titles else None,
        author=_authors(package),
        date=_date(package),
        url=_url(package),
    )


def _authors(package: _Element) -> str | None:
    refined = {
        (meta.get("refines") or "").lstrip("#"): _text(meta).lower()
        for meta in package.iterfind("{*}metadata//{*}meta")
        if meta.get("property") == "role"
    }
    names: list[str] = []
    for element in package.iterfind("{*}metadata//{*}creator"):
        role = (element.get(f"{_OPF}role") or refined.get(element.get("id"), "aut")).lower()
        name = _text(element)
        if name and name == element.get(f"{_OPF}file-as") and name.count(", ") == 1:  # "Moss, Ada"
            name = " ".join(reversed(name.split(", ")))
        if role == "aut" and name.lower() not in _NOBODY and name not in names:
            names.append(name)
    return ", ".join(names) or None


def _date(package: _Element) -> str | None:
    """Return the day of publication: labelled so in EPUB 2, or an unlabelled date."""
    dates = [
        ((element.get(f"{_OPF}event") or "").lower(), to_iso(_text(element)))
        for element in package.iterfind("{*}metadata//{*}date")
    ]
    for event in ("publication", "original-publication", ""):
        for label, iso in dates:
            if label == event and iso is not None:
                return iso
    return None


def _url(package: _Element) -> str | None:
    for tag in ("identifier", "source"):
        for element in package.iterfind(f"{{*}}metadata//{{*}}{tag}"):
            text = _text(element)
            if text.startswith(("http://", "https://")):
                return text
    return None


def _text(element: _Element) -> str:
    return clean_line("".join(element.itertext(tag="*")))
