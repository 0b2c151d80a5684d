"""What a page states about its article: title, author, publication, date and address.

In order of trust: what the page shows (its headline), what it declares for machines (linked data, then meta
tags), what its markup says (byline, time). A statement that contradicts the page's kind, such as a section as
author or the date of an update, is ignored. What nothing states is None.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml.etree import XPath

from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Source
from qa_bot.reading.html.byline import find_byline
from qa_bot.reading.html.dates import find_published
from qa_bot.reading.html.json_ld import LinkedArticle, find_linked_article
from qa_bot.reading.html.publication import choose_publication, without_publication
from qa_bot.reading.html.saved_address import find_saved_address
from qa_bot.reading.html.titles import (
    clean_title,
    find_home_names,
    find_shown_headline,
    find_shown_part,
    without_sections,
)
from qa_bot.reading.metadata.dates import to_iso
from qa_bot.reading.metadata.names import clean_authors

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["PageMetadata", "find_page_metadata"]

_SCRIPTS: Final = XPath('//script[contains(@type, "ld+json")]/text()')
_AUTHORS: Final = (
    "author", "article:author", "og:article:author", "og:author", "parsely-author", "sailthru.author",
    "article_author", "article.author", "dc.creator", "dcterms.creator", "dc:creator", "byl", "creator",
    "citation_author",
)  # fmt: skip
_DATES: Final = (
    "article:published_time", "og:article:published_time", "article:published", "article.published",
    "datepublished", "og:published_time", "parsely-pub-date", "article_date_original", "publication_date",
    "publish_date", "publish-date", "pubdate", "pub_date", "published_at", "published", "pdate",
    "citation_publication_date", "sailthru.date", "dcterms.created", "dc.date.issued", "dc.date.created",
    "dcterms.issued", "dcterms.date", "dc.date", "dc:date", "datecreated",
)  # fmt: skip
_TITLES: Final = (
    "og:title",
    "sailthru.title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "title",
    "citation_title",
)
_PUBLICATIONS: Final = (
    "og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher",
    "citation_journal_title",
)  # fmt: skip
_READ: Final = frozenset({*_AUTHORS, *_DATES, *_TITLES, *_PUBLICATIONS, "og:url"})
_LONGEST_VALUE: Final = 2_000
_MOST_VALUES: Final = 20
"""Values of one name: as many as an article has authors."""
_LONGEST_URL: Final = 2_000
_EPOCH: Final = "1970-01-01"  # what programs write for no date


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The source of an article, and its body if it is in linked data."""

    source: Source
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Declared:
    """What the head of a page declares."""

    meta: dict[str, list[str]]
    tab_title: str
    linked: LinkedArticle

    def first(self, names: tuple[str, ...]) -> str:
        return next((value for name in names for value in self.meta.get(name, ())), "")


def find_page_metadata(tree: HtmlElement, page: str, path: str) -> PageMetadata:
    """Return the metadata of a parsed page, whose source text is `page`."""
    meta = _meta(tree)
    tab_title = clean_line(next((title.text or "" for title in tree.iter("title")), "")[:_LONGEST_VALUE])
    tab_title = clean_title(tab_title)
    og_titles = [title for title in map(clean_title, meta.get("og:title", ())) if title]
    stated_titles = [clean_title(value) for name in _TITLES for value in meta.get(name, ())]
    stated_title = next(filter(None, stated_titles), "") or tab_title
    linked = find_linked_article(_SCRIPTS(tree), stated_title)
    declared = _Declared(meta, tab_title, linked)
    url = _url(tree, declared, page)
    sites = {*find_home_names(tree), *(name.lower() for name in meta.get("og:site_name", ()))}
    headline = find_shown_headline(tree, [clean_title(linked.headline), *og_titles], tab_title, sites)
    if not (headline or linked.headline or og_titles):
        headline = find_shown_part(tab_title, page, sites)
    declared_title = clean_title(linked.headline) or stated_title
    publication = choose_publication(
        [*(value for name in _PUBLICATIONS for value in meta.get(name, ())), linked.publisher],
        tab_titles=[tab_title, *og_titles],
        headlines=[headline, linked.headline, *og_titles, *_heads_shown(tab_title, page)],
        url=url or "",
    )
    title = without_publication(headline or declared_title, publication)
    title = title if headline else without_sections(title)
    return PageMetadata(
        Source(
            path=path,
            title=title or None,
            publication=publication,
            author=_author(tree, declared, publication, headline),
            date=_date(tree, declared, headline),
            url=url,
        ),
        linked.body,
    )


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").strip().lower()
            value = element.get("content") if name in _READ else None
            if value and len(value) <= _LONGEST_VALUE and len(found.setdefault(name, [])) < _MOST_VALUES:
                found[name].append(clean_line(html.unescape(value)))
    return found


def _heads_shown(tab_title: str, page: str) -> list[str]:
    """Return the beginnings of the tab's title that are the whole text of an element of the page."""
    heads = [tab_title[: match.start()] for match in re.finditer(r"\s+[-|–—·•:»]\s+", tab_title)]  # noqa: RUF001
    return [head for head in heads if f">{head}<" in page]


def _author(tree: HtmlElement, declared: _Declared, publication: str | None, headline: str) -> str | None:
    """Return the first of linked data, meta tags and byline that names people or an agency.

    The publication itself is not an author.
    """
    statements: list[list[str]] = [list(declared.linked.authors)]
    statements += [declared.meta[name] for name in _AUTHORS if name in declared.meta]
    own = {name.lower() for name in (publication, declared.linked.publisher) if name}
    for values in statements:
        names = [clean_authors(value) for value in values if not value.startswith(("http", "@"))]
        names = [name for name in dict.fromkeys(names) if name and name.lower() not in own]
        if names:
            return ", ".join(filter(None, names))
    byline = find_byline(tree, headline)
    return byline if byline is not None and byline.lower() not in own else None


def _date(tree: HtmlElement, declared: _Declared, headline: str) -> str | None:
    stated = [declared.linked.published]
    stated += [value for name in _DATES for value in declared.meta.get(name, ())]
    for value in stated:
        date = to_iso(value)
        if date is not None and date != _EPOCH:
            return date
    return find_published(tree, headline) or to_iso(declared.linked.created)


def _url(tree: HtmlElement, declared: _Declared, page: str) -> str | None:
    """Return the page's own address; prefer any other to a canonical link to the front page, a mistake."""
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    saved = find_saved_address(tree, page)
    candidates: list[Any] = [*links, declared.first(("og:url",)), declared.linked.url, saved]
    urls = [clean_line(url) for url in candidates if url]
    urls = [
        url for url in urls if re.fullmatch(r"https?://[^\s/]+\.[^\s]+", url) and len(url) <= _LONGEST_URL
    ]
    return next((url for url in urls if re.search(r"://[^/]+/.", url)), urls[0] if urls else None)
