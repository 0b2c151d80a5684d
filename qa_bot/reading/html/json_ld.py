"""The article that a page describes in linked data (schema.org in JSON-LD scripts).

Broken JSON and values of an unexpected kind are ignored. Of several articles on one page, the one whose
headline matches the page's title counts; films, recipes and comments never do.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LinkedArticle", "find_linked_article", "shared_words"]

_ARTICLE: Final = re.compile(r"(?:Article|Posting|Report|ClaimReview)$")
_PAGE: Final = "WebPage"
_WRAPPING: Final = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$")
_TAGS: Final = re.compile(r"<[^<>]{0,1000}>")
_BREAKS: Final = re.compile(r"\s*(?:<br\s*/?>|</?(?:p|div|li|h\d)\b[^<>]{0,200}>|[\r\n]+)\s*", re.IGNORECASE)
_LONGEST_VALUE: Final = 2_000
_MOST_NODES: Final = 2_000
"""A page with more is hostile, or a catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedArticle:
    """What an article states about itself; what it does not state is empty."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    created: str = ""
    publisher: str = ""
    url: str = ""
    body: tuple[str, ...] = ()
    """Its paragraphs."""


def find_linked_article(scripts: Iterable[str], title: str) -> LinkedArticle:
    """Return the article in `scripts` that best matches the page's title, completed by the page node."""
    nodes = [node for script in scripts for node in _nodes(_parsed(script))]
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    articles = [node for node in nodes if any(map(_ARTICLE.search, _types(node)))]
    pages = [node for node in nodes if _PAGE in _types(node)]
    found = max(articles, key=lambda node: shared_words(_text(node.get("headline")), title), default=None)
    nodes_of_page, nodes = nodes, [node for node in (found, *pages[:1]) if node is not None]
    return LinkedArticle(
        headline=_first(nodes[: found is not None], ("headline",)),
        authors=next(filter(None, (_names(node.get("author"), named) for node in nodes)), ()),
        published=_first(nodes, ("datePublished",)),
        created=_first(nodes, ("dateCreated", "uploadDate")),
        publisher=next(iter(_names(found.get("publisher"), named)), "") if found else "",
        url=_address(found) if found else "",
        body=_body(found) if found else _answers(nodes_of_page),
    )


def shared_words(text: str, other: str) -> float:
    """Return the share of the shorter text's words that the other has, 0 to 1, by letters and digits."""
    words, others = set(re.findall(r"\w+", text.lower())), set(re.findall(r"\w+", other.lower()))
    return len(words & others) / min(len(words), len(others)) if words and others else 0.0


def _parsed(script: str) -> object:
    try:
        return json.loads(_WRAPPING.sub("", script), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: object) -> list[dict[str, Any]]:
    """Return the objects of a script: one, a list, or a graph; not those nested in an article."""
    found: list[dict[str, Any]] = []
    waiting = [value]
    while waiting and len(found) < _MOST_NODES:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value[:_MOST_NODES]
        elif isinstance(value, dict):
            found.append(value)
            waiting[:0] = [value[key] for key in ("@graph", "mainEntity") if key in value]
    return found


def _types(node: dict[str, Any]) -> list[str]:
    types = node.get("@type")
    return [kind for kind in (types if isinstance(types, list) else [types]) if isinstance(kind, str)]


def _first(nodes: list[dict[str, Any]], keys: tuple[str, ...]) -> str:
    return next(filter(None, (_text(node.get(key)) for node in nodes for key in keys)), "")


def _names(value: object, named: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    """Return the names of people or organisations: from a name, an object, a reference, or a list."""
    names: list[str] = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            known = entry if "name" in entry else named.get(str(entry.get("@id")), {})
            entry = known.get("name")  # noqa: PLW2901
        names.extend(map(_text, entry if isinstance(entry, list) else [entry]))
    return tuple(filter(None, names))


def _address(node: dict[str, Any]) -> str:
    page = node.get("mainEntityOfPage")
    return _text(node.get("url")) or _text(page.get("@id") if isinstance(page, dict) else page)


def _text(value: object) -> str:
    return clean_line(html.unescape(value[:_LONGEST_VALUE])) if isinstance(value, str) else ""


def _body(node: dict[str, Any]) -> tuple[str, ...]:
    """Return the paragraphs of an article, or of the updates of a live blog if those are longer."""
    own = _paragraphs(node.get("articleBody"))
    listed = node.get("liveBlogUpdate")
    updates = [
        update for update in (listed if isinstance(listed, list) else [listed]) if isinstance(update, dict)
    ]
    told = [line for update in updates[:_MOST_NODES] for line in _update(update)]
    return tuple(told) if sum(map(len, told)) > sum(map(len, own)) else own


def _answers(nodes: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the questions of a question page, each followed by its answers."""
    lines: list[str] = []
    for question in nodes:
        if "Question" in _types(question):
            lines += filter(None, [_text(question.get("name")), *_paragraphs(question.get("text"))])
            for key in ("acceptedAnswer", "suggestedAnswer"):
                answers = question.get(key)
                for answer in answers if isinstance(answers, list) else [answers]:
                    lines += _paragraphs(answer.get("text")) if isinstance(answer, dict) else ()
    return tuple(lines)


def _update(update: dict[str, Any]) -> list[str]:
    body = (
        _paragraphs(update.get("articleBody"))
        or _paragraphs(update.get("text"))
        or _paragraphs(update.get("description"))
    )
    headline = _text(update.get("headline"))
    return [line for line in (headline, *body) if line] if headline not in body[:1] else [*body]


def _paragraphs(value: object) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    text = html.unescape(value) if "<" not in value else value
    lines = (clean_line(html.unescape(_TAGS.sub("", line))) for line in _BREAKS.split(text))
    return tuple(filter(None, lines))
