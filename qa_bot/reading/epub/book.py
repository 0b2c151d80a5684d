"""An e-book (.epub) -> its chapters, each an article.

A chapter is a target of the table of contents, or else a file of the reading order. A file without an entry
and without a heading continues the previous chapter. Headings are not paragraphs, as in Markdown. Covers,
title pages, tables of contents and copyright pages are not chapters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from qa_bot.language.marks import count_words
from qa_bot.language.sentence_ends import ends_like_sentence
from qa_bot.reading.blocks.headings import Piece, article_of
from qa_bot.reading.blocks.xhtml import BookBlock, read_blocks, semantic_types
from qa_bot.reading.boilerplate.patterns import is_legal
from qa_bot.reading.decoding.archives import Archive, open_archive
from qa_bot.reading.decoding.xml import parse_xhtml
from qa_bot.reading.epub.package import BookPackage, ContentsEntry, open_package
from qa_bot.reading.reader import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from qa_bot.core.types import Article

__all__ = ["read", "read_epub"]

_MATTER_TITLE: Final = re.compile(
    r"(?:cover|(?:half[ -]?)?title ?page|copyright(?: page| notice)?|(?:table of )?contents|toc|landmarks"
    r"|imprint|impressum|titelseite|inhalt(?:sverzeichnis)?|table des mati[èe]res"
    r"|(?:list of )?(?:illustrations|figures))",
    re.IGNORECASE,
)
_MATTER_TYPES: Final = frozenset(
    {"cover", "titlepage", "halftitlepage", "copyright-page", "toc", "landmarks", "loi", "lot"}
)
_BARE_NUMBER: Final = re.compile(r"(?:\w+\s+)?(?:\d{1,4}|[IVXLC]{1,8})\W*")
_PROSE_WORDS: Final = 15
_MOST_MATTER_PROSE: Final = 5
"""Prose paragraphs on a page marked as not a chapter; with more, the mark points at a whole book."""
_MOST_LEGAL_PROSE: Final = 2
_LEAST_WORDS: Final = 15
"""In a file without an entry or a heading: a half title or a dedication has fewer."""
_MOST_TITLE_PAGE_WORDS: Final = 40
"""Below the title of the book itself: authors, publisher, year."""
_MOST_HEADING_WORDS: Final = 30


@dataclass(slots=True)
class _Chapter:
    label: str | None
    """Its entry in the table of contents."""
    blocks: list[BookBlock]
    is_matter: bool = False
    pieces: list[Piece] = field(init=False)

    def __post_init__(self) -> None:
        self.pieces = [
            Piece(block.text, block.level if count_words(block.text) <= _MOST_HEADING_WORDS else 0)
            for block in self.blocks
        ]

    @property
    def paragraphs(self) -> list[str]:
        """Its text without headings."""
        return [piece.text for piece in self.pieces if not piece.level]


def read(data: bytes, path: str) -> Reading:
    """Read an e-book: an article for each chapter."""
    return Reading(read_epub(data, path))


def read_epub(data: bytes, path: str) -> tuple[Article, ...]:
    """Read a book; one without text yields no articles.

    Raises:
        ReadingError: it is not a book, is damaged, protected by DRM, or over the limits of reading.
    """
    if not data:
        return ()
    archive = open_archive(data, path)
    package = open_package(archive, path)
    articles: list[Article] = []
    for chapter in _chapters(archive, package, path):
        source = replace(package.source, title=_title(chapter, package.source.publication))
        name = f"{path}:{len(articles) + 1}"
        articles.append(article_of(name, source, _below_title(chapter, source.title), apart=True))
    return tuple(articles)


def _chapters(archive: Archive, package: BookPackage, path: str) -> list[_Chapter]:
    entries: dict[str, list[ContentsEntry]] = defaultdict(list)
    for entry in package.contents:
        entries[entry.chapter].append(entry)
    chapters: list[_Chapter] = []
    for name in package.chapters:
        root = parse_xhtml(archive.read(name), path)
        is_matter = name in package.matter or not _MATTER_TYPES.isdisjoint(_types(root))
        for label, blocks in _sections(read_blocks(root), _targets(entries[name])):
            chapter = _Chapter(label, blocks, is_matter)
            runs_on = label is None and package.contents and not any(block.is_heading for block in blocks)
            if runs_on and chapters and not is_matter:
                chapters[-1].pieces += chapter.pieces
            elif not _is_no_chapter(chapter, package.source.publication):
                chapters.append(chapter)
    return chapters


def _targets(entries: Sequence[ContentsEntry]) -> dict[str, str]:
    """Return a file's entries that begin chapters, by anchor: the top level, since others are sections."""
    least = min((entry.depth for entry in entries), default=0)
    targets: dict[str, str] = {}
    for entry in entries:
        if entry.depth == least:
            targets.setdefault(entry.anchor, entry.label)
    return targets


def _sections(
    blocks: Sequence[BookBlock], targets: Mapping[str, str]
) -> Iterator[tuple[str | None, list[BookBlock]]]:
    """Split a file at the anchors of its entries, each section with its label."""
    label = targets.get("")
    anchors = {anchor for block in blocks for anchor in block.anchors}
    if label is None and anchors.isdisjoint(targets):  # the entries point at missing anchors in this file
        label = next(iter(targets.values()), None)
    section: list[BookBlock] = []
    for block in blocks:
        target = next((targets[anchor] for anchor in block.anchors if anchor in targets and anchor), None)
        if target is not None:
            if section:
                yield label, section
            label, section = target, []
        section.append(block)
    if section:
        yield label, section


def _types(root: _Element) -> frozenset[str]:
    """Return the types of a whole file: those of its body and of its only section."""
    body = root.find("{*}body")
    if body is None:
        return frozenset()
    types = semantic_types(body)
    return types | semantic_types(body[0]) if len(body) == 1 else types


def _is_no_chapter(chapter: _Chapter, book: str | None) -> bool:
    texts = chapter.paragraphs
    if not texts:
        return True
    prose = sum(1 for text in texts if _is_prose(text))
    headings = [block.text for block in chapter.blocks if block.is_heading]
    titles = [*headings[:1], *([chapter.label] if chapter.label else [])]
    if chapter.is_matter or any(map(_MATTER_TITLE.fullmatch, titles)):
        return prose <= _MOST_MATTER_PROSE
    if prose == 0 and sum(block.is_link for block in chapter.blocks) * 2 > len(chapter.blocks):
        return True  # an unmarked table of contents
    if prose <= _MOST_LEGAL_PROSE and any(map(is_legal, texts)):
        return True
    words = sum(map(count_words, texts))
    if prose == 0 and headings[:1] == [book]:
        return words <= _MOST_TITLE_PAGE_WORDS
    return not titles and words < _LEAST_WORDS


def _is_prose(text: str) -> bool:
    return count_words(text) >= _PROSE_WORDS and ends_like_sentence(text) and not is_legal(text)


def _title(chapter: _Chapter, book: str | None) -> str | None:
    """Return the heading above a chapter's text, with its number if that is a separate heading."""
    headings = list(_leading_headings(chapter.blocks))
    headings = [text for text in headings if text != book] or headings
    if not headings:
        return chapter.label
    first, *others = headings
    if others and _BARE_NUMBER.fullmatch(first):
        return f"{first.rstrip(' .:')}: {others[0]}"
    return first


def _below_title(chapter: _Chapter, title: str | None) -> list[Piece]:
    """Return the pieces of a chapter without the headings that its title is made of."""
    pieces = list(chapter.pieces)
    while pieces and pieces[0].level and pieces[0].text.rstrip(" .:") in (title or ""):
        del pieces[0]
    return pieces


def _leading_headings(blocks: Sequence[BookBlock]) -> Iterator[str]:
    for block in blocks:
        if block.is_heading and count_words(block.text) <= _MOST_HEADING_WORDS:
            yield block.text
        elif _is_prose(block.text):
            return
