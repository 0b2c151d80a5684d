"""Boilerplate identified by repetition: the lines that a publication prints around every article.

Follow-up stories repeat their background word for word, and losing prose is worse than keeping a disclaimer.
So a line is dropped only if its count, its share of the publication's articles, its place and its wording all
agree, and no article loses more than half of its characters. The result does not depend on the order of the
articles. Time and memory are linear in the number of paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from qa_bot.language.sentence_ends import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.core.types import Article, Heading

__all__ = ["drop_repeated"]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The evidence that a line needs to count as boilerplate."""

    articles: int
    share: float
    """Of the articles of the publication."""
    at_edge: float
    """Share of the line's articles in which only such lines separate it from the beginning or the end."""


# Background paragraphs occur in some of the articles, at varying places; the more a line looks like one, the
# more evidence it needs.
_TO_THE_READER: Final = _Evidence(articles=3, share=0.3, at_edge=0.7)
_TO_THE_READER_INSIDE: Final = _Evidence(articles=5, share=0.5, at_edge=0.0)
"""For words to the reader that many articles of a publication share, which need not be at an edge."""
_FRAGMENT: Final = _Evidence(articles=3, share=0.4, at_edge=0.9)
_PROSE: Final = _Evidence(articles=8, share=0.8, at_edge=1.0)

_FRAGMENT_WORDS: Final = 12
_NOTICE_WORDS: Final = 40
"""Longer lines may say "you" for other reasons."""
_MOST_LOST: Final = 0.5
"""Share of an article's characters. One that would lose more keeps all, since its body is what repeats."""

_QUOTED: Final = re.compile(r"^[\"“„«‘']")  # noqa: RUF001
_READER: Final = re.compile(
    r"""\b(?:
      your? | subscri(?:be|bers?|ptions?) | newsletters? | sign\ up | click | follow\ us
    | (?:e-?mail|contact|write\ to)\ (?:us|the\ (?:desk|editor|author|newsroom))
    | our\ (?:journalism|reporting|coverage|app|team|partners|website)
    | this\ (?:article|story|post|content|site|website) | the\ views\ expressed | editors?'\ note
    | (?:copy)?edited\ by | reporting\ by | all\ rights\ reserved | copyright | disclaimer
    | may\ not\ be\ (?:published|reproduced|redistributed)
    )\b | © | \(c\) | @ | https?: | www\.
    """,
    re.VERBOSE | re.IGNORECASE,
)


def drop_repeated(articles: Sequence[Article]) -> list[Article]:
    """Return the articles without the lines that their publications repeat, in the order given.

    An article belongs to its publication, else to the host of its address, else to the group of articles that
    state neither. Remove duplicates first, since they repeat everything.
    """
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        groups[_publication(article)].append(article)
    furniture = {name: _Furniture(group) for name, group in groups.items()}
    return [furniture[_publication(article)].drop_from(article) for article in articles]


class _Furniture:
    """The repeated lines of one publication."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._size = len(articles)
        self._counts = Counter(line for article in articles for line in set(article.paragraphs))
        repeated = {line for line, count in self._counts.items() if count >= _TO_THE_READER.articles}
        self._anywhere = {line for line in repeated if self._has(line, _inside(line), count_at_edge=0)}
        # A line is at an edge if only lines that may be boilerplate separate it; its frequency decides that.
        frequent = {line for line in repeated if self._is_frequent(line, _evidence(line))} | self._anywhere
        at_edge = Counter(
            line
            for article in articles
            for line in {article.paragraphs[index] for index in _edges(article.paragraphs, frequent)}
        )
        self._at_edges = self._anywhere | {
            line for line in frequent if self._has(line, _evidence(line), at_edge[line])
        }

    def drop_from(self, article: Article) -> Article:
        """Return the article without these lines; unchanged if it has none, or hardly anything else."""
        paragraphs = article.paragraphs
        dropped = set(_edges(paragraphs, self._at_edges))
        dropped |= {index for index, line in enumerate(paragraphs) if line in self._anywhere}
        lost = sum(len(paragraphs[index]) for index in dropped)
        if not dropped or lost > _MOST_LOST * sum(map(len, paragraphs)):
            return article
        kept = tuple(line for index, line in enumerate(paragraphs) if index not in dropped)
        forms = tuple(
            (number - sum(gone < number - 1 for gone in dropped), form)
            for number, form in article.forms
            if number - 1 not in dropped
        )
        return replace(article, paragraphs=kept, headings=tuple(_still_there(article, dropped)), forms=forms)

    def _is_frequent(self, line: str, evidence: _Evidence) -> bool:
        return self._counts[line] >= max(evidence.articles, evidence.share * self._size)

    def _has(self, line: str, evidence: _Evidence | None, count_at_edge: int) -> bool:
        if evidence is None or not self._is_frequent(line, evidence):
            return False
        return count_at_edge >= evidence.at_edge * self._counts[line]


def _still_there(article: Article, dropped: set[int]) -> Iterator[Heading]:
    """Yield the headings, above the same paragraphs; a heading that is a paragraph is dropped with it."""
    for heading in article.headings:
        index = heading.before - 1
        if index in dropped and article.paragraphs[index] == heading.text:
            continue
        yield replace(heading, before=heading.before - sum(gone < index for gone in dropped))


def _publication(article: Article) -> str:
    source = article.source
    if source.publication is not None:
        return source.publication.casefold()
    try:
        host = urlsplit(source.url or "").hostname or ""
    except ValueError:  # an address with a stray bracket
        return ""
    return f"//{host.removeprefix('www.')}" if host else ""


def _evidence(line: str) -> _Evidence:
    words = len(line.split())
    if words > _NOTICE_WORDS or _QUOTED.match(line):
        return _PROSE
    if _READER.search(line):
        return _TO_THE_READER
    if not ends_sentence(line) and words <= _FRAGMENT_WORDS:
        return _FRAGMENT
    return _PROSE


def _inside(line: str) -> _Evidence | None:
    return _TO_THE_READER_INSIDE if _evidence(line) is _TO_THE_READER else None


def _edges(paragraphs: Sequence[str], lines: set[str]) -> Iterator[int]:
    """Yield the indices of paragraphs in `lines` at the beginning and end, up to the first that is not."""
    for order in (range(len(paragraphs)), range(len(paragraphs) - 1, -1, -1)):
        for index in order:
            if paragraphs[index] not in lines:
                break
            yield index
