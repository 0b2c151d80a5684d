"""Compares the quotes of an exported conversation with the articles as they are now.

Reads both forms that qa_bot.wording.export writes. A quote stands if the article with its id still has its
words, verbatim, within one paragraph.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from qa_bot.core.conversations import EXPORT_FORMAT, EXPORT_VERSION, quote_of, sha256_of
from qa_bot.core.errors import ConversationError, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa_bot.core.types import Article

_HEAD = re.compile(rf"^<!-- {EXPORT_FORMAT}, version (\d+)\b", re.MULTILINE)
_PLACE = re.compile(
    r"`(?P<article>[^`]+)` · paragraph (?P<paragraph>\d+) · SHA-256 `(?P<sha256>[0-9a-f]{64})`"
)
_ESCAPED = re.compile(r"\\(.)|\*\*")
_QUESTION, _QUOTE = "## ", ">"


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a passage, as they were exported."""

    question: str
    article: str
    """Its id."""
    paragraph: int
    text: str
    sha256: str
    """As the file states it."""


class Standing(StrEnum):
    """Whether the words of a quote are still in its article."""

    STANDS = "stands"
    MOVED = "moved"
    """In another paragraph."""
    CHANGED = "changed"
    """No paragraph has these words any more."""
    GONE = "gone"
    """There is no such article."""
    ALTERED = "altered"
    """The words in the exported file do not match their SHA-256."""


HOLDING = frozenset({Standing.STANDS, Standing.MOVED})
"""The article still has the words."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A quote and what became of it."""

    quote: Quote
    standing: Standing
    paragraph: int | None = None
    """Where the words are now; None if the article does not have them."""


def check_quotes(path: Path, article_of: Callable[[str], Article | None]) -> tuple[Checked, ...]:
    """Compare the quotes of an exported conversation with the articles, in the order of the file.

    Raises:
        ConversationError: the file cannot be read, or is no exported conversation.
    """
    return tuple(_checked(quote, article_of) for quote in read_quotes(path))


def read_quotes(path: Path) -> tuple[Quote, ...]:
    """Return the quotes of an exported conversation, Markdown or JSON.

    Raises:
        ConversationError: the file cannot be read, or is no exported conversation.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise ConversationError(f"{path} cannot be read: {reason_of(error)}.") from error
    strange = f"{path} is not a conversation that qa-bot exported."
    if text.lstrip().startswith("{"):
        try:
            return tuple(_from_json(json.loads(text), path))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ConversationError(strange) from error
    head = _HEAD.search(text)
    if head is None:
        raise ConversationError(strange)
    _refuse_newer(int(head[1]), path)
    return tuple(_from_markdown(text))


def _from_json(document: dict[str, Any], path: Path) -> Iterator[Quote]:
    if document["format"] != EXPORT_FORMAT:
        raise ValueError(document["format"])
    _refuse_newer(int(document["version"]), path)
    for turn in document["turns"]:
        for passage in turn["passages"]:
            yield Quote(
                question=str(turn["question"]),
                article=str(passage["article"]),
                paragraph=int(passage["paragraph"]),
                text=str(passage["quote"]),
                sha256=str(passage["sha256"]),
            )


def _from_markdown(text: str) -> Iterator[Quote]:
    question, lines = "", list[str]()
    for line in text.split("\n"):
        place = _PLACE.fullmatch(line.strip())
        if line.startswith(_QUOTE):
            lines.append(line.removeprefix(_QUOTE).removeprefix(" ").removesuffix("\r"))
        elif line.startswith(_QUESTION):
            question, lines = _unescaped(line.removeprefix(_QUESTION)).strip(), []
        elif place and lines:
            yield Quote(
                question=question,
                article=unquote(place["article"]),
                paragraph=int(place["paragraph"]),
                text=_unescaped("\n".join(lines)),
                sha256=place["sha256"],
            )
            lines = []


def _unescaped(text: str) -> str:
    """Return text without backslashes and bold, as it was before it became Markdown."""
    return _ESCAPED.sub(lambda found: found[1] or "", text)


def _refuse_newer(version: int, path: Path) -> None:
    if version > EXPORT_VERSION:
        message = (
            f"{path} has version {version}, and this qa-bot reads up to {EXPORT_VERSION}: update qa-bot."
        )
        raise ConversationError(message)


def _checked(quote: Quote, article_of: Callable[[str], Article | None]) -> Checked:
    if sha256_of(quote.text) != quote.sha256:
        return Checked(quote, Standing.ALTERED)
    article = article_of(quote.article)
    if article is None:
        return Checked(quote, Standing.GONE)
    having = [n for n, text in enumerate(article.paragraphs, start=1) if quote.text in quote_of(text)]
    if not having:
        return Checked(quote, Standing.CHANGED)
    nearest = min(having, key=lambda n: abs(n - quote.paragraph))
    return Checked(quote, Standing.STANDS if nearest == quote.paragraph else Standing.MOVED, nearest)
