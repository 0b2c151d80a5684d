"""The text fields of an exported article -> its paragraphs.

The tables list the field names that programs use. The text may be plain, text with HTML tags, a page,
Markdown, or a list of parts. A summary replaces the text only if an export has no field for one.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.sanitizing import clean_line, clean_text, drop_unseen
from qa_bot.reading.blocks.headings import Piece
from qa_bot.reading.blocks.xhtml import read_blocks
from qa_bot.reading.decoding.xml import parse_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["has_text", "read_text"]

_TEXT: Final = (
    "text", "maintext", "articlebody", "body", "content", "contents", "bodytext", "fulltext", "articletext",
    "cleanedtext", "article", "document", "story", "contenttext", "pagecontent", "plaintext",
    "contenthtml", "html", "bodyhtml", "contentencoded", "encoded", "textcontent", "rawtext",
)  # fmt: skip
_MARKDOWN: Final = ("markdown", "contentmarkdown", "selftext")
_SUMMARY: Final = (
    "abstract", "abstractnote", "summary", "description", "excerpt", "dek", "leadparagraph", "snippet",
)  # fmt: skip
_WRAPPED: Final = ("rendered", "content", "value", "html", "text", "plain", "body", "#text", "$t", "_")
_KIND: Final = ("subtype", "type")
_NO_PARAGRAPH: Final = re.compile(r"kicker|title|headline|byline|author|date|image|video|gallery|deck", re.I)
"""Parts of an article that are not its text."""
_DEEPEST: Final = 6

_PAGE: Final = re.compile(r"\s*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_BREAKS: Final = re.compile(r"<(?:p|br|div)\b[^<>]*>", re.IGNORECASE)
_BLOCK: Final = re.compile(
    r"</?(?:p|div|br|ul|ol|li|h[1-6]|blockquote|table|figure|article|section|body|pre)\b[^<>]*>",
    re.IGNORECASE,
)
_INLINE: Final = re.compile(
    r"</(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|time|u)\s*>|<img\b[^<>]*>",
    re.IGNORECASE,
)
_ESCAPED: Final = re.compile(r"\s*&lt;/?[a-zA-Z!]")
_BLANK_LINES: Final = re.compile(r"\n{2,}")
_BLANK_LINE: Final = re.compile(r"\r?\n\s*\n")
_LINE_END: Final = re.compile(r"\r?\n")


def has_text(fields: Mapping[str, Any]) -> bool:
    """Check whether fields, as named_fields returns them, have a place for a text, even an empty one."""
    return any(_is_place(fields.get(name)) for name in ("paragraphs", *_TEXT, *_MARKDOWN))


def read_text(fields: Mapping[str, Any], path: str) -> list[Piece]:
    """Return the text of an article from its fields, as named_fields returns them; [] without one.

    Raises:
        ReadingError: its HTML is nested too deeply.
    """
    paragraphs = fields.get("paragraphs")
    if isinstance(paragraphs, list):
        return list(_read(paragraphs, path))
    for name in (*_TEXT, *_MARKDOWN) if has_text(fields) else _SUMMARY:
        if name in _MARKDOWN and isinstance(fields.get(name), str):
            pieces = list(_read_markdown(fields[name], path))
        else:
            pieces = list(_read(fields.get(name), path))
        if pieces:
            return pieces
    return []


def _is_place(value: object) -> bool:
    return isinstance(value, str | list) or (
        isinstance(value, dict) and any(key in value for key in _WRAPPED)
    )


def _read(value: object, path: str, depth: int = 0) -> Iterator[Piece]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        yield from _read_string(value, path)
    elif isinstance(value, list):
        for part in value:
            yield from _read(part, path, depth + 1)
    elif isinstance(value, dict):
        kind = next((value[key] for key in _KIND if isinstance(value.get(key), str)), "")
        if not _NO_PARAGRAPH.search(kind):
            yield from _read(next((value[key] for key in _WRAPPED if value.get(key)), None), path, depth + 1)


def _read_string(text: str, path: str) -> Iterator[Piece]:
    text = drop_unseen(text)
    if _ESCAPED.match(text):  # feeds escape the whole text
        text = html.unescape(text)
    if _PAGE.match(text):
        from qa_bot.reading.html.page import read_web  # slow to import, and rare here

        yield from map(Piece, read_web(text, path).paragraphs)
    elif _BLOCK.search(text) or _INLINE.search(text):
        yield from _read_html(text, path)
    else:
        text = clean_text(html.unescape(text) if "&" in text else text).strip("\n")
        lines = _BLANK_LINES.split(text) if "\n\n" in text else text.split("\n")
        yield from map(Piece, filter(None, map(clean_line, lines)))


def _read_html(text: str, path: str) -> Iterator[Piece]:
    """Read part of a page; its line breaks separate paragraphs only if no tags do."""
    if not _BREAKS.search(text):
        border = _LINE_END if not _BLANK_LINE.search(text) and not _BLOCK.search(text) else _BLANK_LINE
        text = border.sub("\n<p>", text)
    for block in read_blocks(parse_html(text, path)):
        yield Piece(block.text, block.level)


def _read_markdown(text: str, path: str) -> Iterator[Piece]:
    from qa_bot.reading.text.markdown import read_markdown

    for _, level, line in read_markdown(drop_unseen(text), path).pieces():
        yield Piece(line, level)
