"""A Markdown file, with or without YAML front matter -> article.

Owns the one use of python-frontmatter and markdown-it. Marks are taken off and words stay; headings are
no paragraphs, and the first of level one is the title where the front matter has none.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt

from qa_bot.cleaning import clean_line
from qa_bot.errors import ReadingError
from qa_bot.reading.fields import first_field, read_authors, read_date, read_url
from qa_bot.types import Article, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.token import Token

__all__ = ["read_markdown"]

_TITLE: Final = ("title", "headline")
_PUBLICATION: Final = ("publication", "source", "site", "publisher", "sitename")
_AUTHOR: Final = ("author", "authors", "by", "byline")
_DATE: Final = ("date", "published", "pubdate")
_URL: Final = ("url", "link", "canonical")
_YAML_FAULTS: Final = (
    yaml.YAMLError,
    RecursionError,
    ValueError,  # the 31st of February
    LookupError,  # !!bool maybe, !!int ''
    AttributeError,  # !!timestamp foo
    TypeError,
    ArithmeticError,  # 1:1:...:1.0, to base 60 and out of range
)
"""What PyYAML raises: its constructors do not translate what they stumble upon."""
_NAMING: Final = "|".join((*_TITLE, *_PUBLICATION, *_AUTHOR))
_WITH_COLON: Final = re.compile(
    rf"^(?P<key>{_NAMING}):[ ]+(?P<value>[^\s\"'\[{{&*!|>%@`#].*?:\s.*?)[ ]*$",
    re.IGNORECASE | re.MULTILINE,
)
_TAG: Final = re.compile(r"<[^<>]*>")


def read_markdown(text: str, path: str) -> Article:
    """Read Markdown.

    Raises:
        ReadingError: the front matter is no YAML.
    """
    fields, content = _split_front_matter(text, path)
    tokens = MarkdownIt("commonmark").enable("table").parse(content)
    source = Source(
        path=path,
        title=first_field(fields, _TITLE) or _first_heading(tokens),
        publication=first_field(fields, _PUBLICATION),
        author=read_authors(fields, _AUTHOR),
        date=read_date(fields, _DATE),
        url=read_url(fields, _URL),
    )
    return Article(id=path, source=source, paragraphs=tuple(_paragraphs(tokens)))


def _split_front_matter(text: str, path: str) -> tuple[Mapping[str, Any], str]:
    handler = YAMLHandler()
    text = text.lstrip()
    if not handler.detect(text):
        return {}, text
    try:
        header, content = handler.split(text)
    except ValueError:  # a rule at the top, and no second one: no front matter
        return {}, text
    try:
        fields = handler.load(header)
    except _YAML_FAULTS as error:
        fields = _load_as_written(header, handler)
        if fields is None:
            raise ReadingError(_front_matter_message(error, path)) from error
    return (
        ({key.lower(): value for key, value in fields.items() if isinstance(key, str)}, content)
        if isinstance(fields, dict)
        else ({}, text)
    )


def _load_as_written(header: str, handler: YAMLHandler) -> object:
    """Load a header whose titles have a colon in them, as people write them; None where that is not it."""
    quoted = _WITH_COLON.sub(lambda line: f"{line['key']}: {json.dumps(line['value'])}", header)
    try:
        return handler.load(quoted) if quoted != header else None
    except _YAML_FAULTS:
        return None


def _front_matter_message(error: Exception, path: str) -> str:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    place = f", line {mark.line + 1}" if mark is not None else ""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem:
        problem = error.problem
    elif isinstance(error, (yaml.YAMLError, ValueError, RecursionError)):
        problem = str(error)
    else:  # the words of these speak of PyYAML's own code
        problem = "a value is not what its type or tag says"
    return f"{path}{place}: the front matter is not valid YAML ({clean_line(problem)}): correct it"


def _first_heading(tokens: Sequence[Token]) -> str | None:
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return clean_line(_plain(following)) or None
    return None


def _paragraphs(tokens: Sequence[Token]) -> Iterator[str]:
    marker = ""
    row: list[str] = []
    for opening, token in pairwise([*tokens[:1], *tokens]):
        if token.type == "list_item_open":
            marker = f"{token.info}. " if token.info else "- "
        elif token.type == "inline" and opening.type in ("th_open", "td_open"):
            row.append(clean_line(_plain(token)))
        elif token.type == "tr_close":
            yield " | ".join(row)
            row = []
        elif opening.type != "heading_open":
            text = clean_line(_block_text(token))
            if text:
                yield marker + text
                marker = ""


def _block_text(token: Token) -> str:
    if token.type in ("fence", "code_block"):
        return token.content
    if token.type == "html_block":
        return _TAG.sub(" ", token.content)
    return _plain(token) if token.type == "inline" else ""


def _plain(token: Token) -> str:
    """The words of an inline token: links, emphasis and pictures by their text, no HTML tags."""
    return "".join(
        " "
        if child.type in ("softbreak", "hardbreak")
        else ""
        if child.type == "html_inline"
        else child.content
        for child in token.children or ()
    )
