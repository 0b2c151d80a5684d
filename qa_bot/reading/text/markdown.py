"""A Markdown file, with or without front matter -> article.

The only use of markdown-it. Markup is removed and words stay. Headings are not paragraphs but precede them;
the first of level one is the title if nothing else states one. The source is also read from the lines and
links that clippers write above the article.
"""

from __future__ import annotations

import re
from dataclasses import astuple, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Form, Source
from qa_bot.reading.blocks.headings import Piece, article_of
from qa_bot.reading.decoding.text import decode_clean
from qa_bot.reading.metadata.stated import named_fields, stated_source
from qa_bot.reading.reader import Reading
from qa_bot.reading.text.clippings import LABELLED, without_note_marks
from qa_bot.reading.text.front_matter import split_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from qa_bot.core.types import Article

__all__ = ["read", "read_markdown"]

_CODE: Final = ("fence", "code_block")
_TAG: Final = re.compile(r"<[^<>]*>")
_ABOVE: Final = re.compile(r"\s*|#{1,6} .*|!\[[^\[\]]*\]\([^()]*\)\s*")
"""What may precede the lines that state the source: the title, a picture, "## Metadata"."""
_NO_TEXT: Final = re.compile(r"#{1,6} metadata\s*|!\[.*", re.IGNORECASE)
"""Such lines that are removed together with those that state the source."""
_MOST_ABOVE: Final = 12
_LEAST_STATED: Final = 2
_TO_READER: Final = re.compile(
    r"(?:read|open|view|see|continue)(?: (?:it|this|article|page))? (?:on|in|at|the)? ?\S+(?: \S+){0,2}"
    r"|read original|original(?: article| link| source| page)?|source(?: link)?|link|web ?page|full article",
    re.IGNORECASE,
)
"""Labels of the links that clippers put above an article."""
_TO_ORIGINAL: Final = re.compile(r"original|source|link|web ?page|full article", re.IGNORECASE)


def read(data: bytes, path: str) -> Reading:
    """Read a Markdown file: one article."""
    return Reading((read_markdown(decode_clean(data, path), path),))


def read_markdown(text: str, path: str) -> Article:
    """Read Markdown.

    Raises:
        ReadingError: the front matter is not valid YAML or TOML.
    """
    fields, content = split_front_matter(text, path)
    source = stated_source(named_fields(fields), path)
    if not fields:
        source, content = _split_labelled(content, path)
    tokens = MarkdownIt("commonmark").enable("table").parse(without_note_marks(content))
    links = [link for token in tokens for link in _links_to_reader(token) or ()]
    if source.url is None:
        source = replace(source, url=_original(links))
    source = replace(source, title=source.title or _first_heading(tokens))
    return article_of(path, source, _pieces(tokens), apart=True)


def _split_labelled(text: str, path: str) -> tuple[Source, str]:
    """Split off lines such as "Author: Ada Moss" right below the title of a text without front matter."""
    lines = text.split("\n")
    start = next(
        (index for index, line in enumerate(lines[:_MOST_ABOVE]) if not _ABOVE.fullmatch(line)), len(lines)
    )
    end = start
    found: dict[str, str] = {}
    while end < len(lines) and (labelled := LABELLED.fullmatch(lines[end])) is not None:
        found.setdefault(labelled["label"], labelled["value"] or "")
        end += 1
    source = stated_source(named_fields(found), path)
    if len(list(filter(None, astuple(source)))) - 1 < _LEAST_STATED:  # its path is one of them
        return Source(path=path), text
    above = [line for line in lines[:start] if not _NO_TEXT.fullmatch(line)]
    return source, "\n".join([*above, *lines[end:]])


def _links_to_reader(token: Token) -> list[tuple[str, str]] | None:
    """Return the links of a block that contains only links of a clipper; None for any other block."""
    links: list[tuple[str, str]] = []
    address = ""
    for child in token.children or ():
        if child.type == "link_open":
            address = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            address = ""
        elif child.content.strip(" |·•-"):
            if not address or child.type != "text" or not _TO_READER.fullmatch(child.content.strip()):
                return None
            links.append((child.content, address))
    return links or None


def _original(links: Sequence[tuple[str, str]]) -> str | None:
    for label, address in links:
        if _TO_ORIGINAL.search(label) and address.startswith(("http://", "https://")):
            return clean_line(address)
    return None


def _first_heading(tokens: Sequence[Token]) -> str | None:
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return clean_line(_plain(following)) or None
    return None


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    marker = ""
    quotes = 0
    row: list[str] = []
    for opening, token in pairwise([*tokens[:1], *tokens]):
        quotes += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type == "list_item_open":
            marker = f"{token.info}. " if token.info else "- "
        elif token.type == "inline" and opening.type in ("th_open", "td_open"):
            row.append(clean_line(_plain(token)))
        elif token.type == "tr_close":
            yield Piece(" | ".join(row), form=Form.ROW)
            row = []
        elif _links_to_reader(token) is None and (text := clean_line(_block_text(token))):
            if opening.type == "heading_open":
                yield Piece(text, int(opening.tag[1:]))
            else:
                yield Piece(marker + text, form=_form(token, marker, quotes))
                marker = ""


def _form(token: Token, marker: str, quotes: int) -> Form | None:
    if token.type in _CODE:
        return Form.CODE
    return Form.ITEM if marker else Form.QUOTE if quotes else None


def _block_text(token: Token) -> str:
    if token.type in _CODE:
        return token.content
    if token.type == "html_block":
        return _TAG.sub(" ", token.content)
    return _plain(token) if token.type == "inline" and not _is_picture(token) else ""


def _is_picture(token: Token) -> bool:
    """Check whether a block is only pictures; what describes them is no text of the article."""
    kinds = {child.type for child in token.children or () if child.content.strip() or child.type == "image"}
    return kinds == {"image"}


def _plain(token: Token) -> str:
    """Return the words of an inline token: the text of links, emphasis and pictures, without HTML tags.

    A link without a word, such as an arrow back to a program, is dropped.
    """
    parts: list[str] = []
    begins: list[int] = []
    for child in token.children or ():
        if child.type == "link_open":
            begins.append(len(parts))
        elif child.type == "link_close" and begins:
            start = begins.pop()
            if not any(map(str.isalnum, "".join(parts[start:]))):
                del parts[start:]
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type != "html_inline":
            parts.append(child.content)
    return "".join(parts)
