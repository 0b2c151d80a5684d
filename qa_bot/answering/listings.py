"""A question about the articles themselves -> a listing of what they state, never a passage."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qa_bot.core.listing import Field, Listing
from qa_bot.core.page_addresses import address_key
from qa_bot.core.query_syntax import NO_FILTERS, checked, first_day, first_day_past, joined
from qa_bot.core.types import Filters
from qa_bot.language.analyzer import terms_of
from qa_bot.language.grammar import grammar_terms
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.pile_questions import Wanted
from qa_bot.retrieval.filtering import select

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qa_bot.core.types import Source
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.language.pile_questions import PileQuestion

__all__ = ["listing_of"]

_AN: Final = {Field.AUTHOR: "an", Field.DATE: "a", Field.PUBLICATION: "a"}

MOST_LISTED: Final = 200
"""Sources of a listing, at most; the total counts all."""
_SHARE_OF_BEST: Final = 0.5
"""Passages on a subject that "the article about" it has, at least, as a share of the article with most."""


def listing_of(
    index: ArticleIndex, asked: PileQuestion, filters: Filters = NO_FILTERS, source: Source | None = None
) -> Listing | None:
    """Return what the articles state; None if the question is about the world after all.

    `filters` hold as well. `source` is the article that "this" stands for; without one, nothing is listed for
    "who wrote this?".

    Raises:
        QuestionError: the filters and the dates of the question leave no date in between.
    """
    if asked.of_source:
        shown = (source,) if source else ()
        return Listing(asked="this article", sources=shown, total=len(shown), field=asked.field)
    for own in _filters_of(asked):
        wanted = _both(filters, own)
        found = (
            _names(index, asked, wanted)
            if asked.wanted is not Wanted.ARTICLES
            else _articles(index, asked, wanted)
        )
        if found.total:
            return found
    return found if asked.is_sure else None


def _filters_of(asked: PileQuestion) -> Iterator[Filters]:
    """Yield the conditions of a question, to be tried in order.

    A name may be a publication's or an author's, and "Marrow and Moss" one name or two.
    """
    for names_of in (_as_one, _as_several):
        own = Filters(
            author=names_of(asked.author),
            publication=names_of(asked.publication),
            after=(asked.after,) if asked.after else (),
            before=(asked.before,) if asked.before else (),
            url=(asked.address,) if asked.address else (),
        )
        if not asked.name:
            yield own
        else:
            yield replace(own, publication=(*own.publication, *names_of(asked.name)))
            yield replace(own, author=names_of(asked.name))


def _both(filters: Filters, own: Filters) -> Filters:
    """Combine filters with the conditions of a question; both limit the dates, which are no alternatives."""
    after = [first_day(one) for one in (filters, own) if one.after]
    before = [first_day_past(one) for one in (filters, own) if one.before]
    narrowed = replace(
        joined(filters, own),
        after=(max(after),) if after else (),
        before=(min(before),) if before else (),
    )
    return checked(narrowed)


def _as_one(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def _as_several(names: str) -> tuple[str, ...]:
    return tuple(re.split(r",? (?:or|and) |, ", names)) if names else ()


def _names(index: ArticleIndex, asked: PileQuestion, filters: Filters) -> Listing:
    field = "author" if asked.wanted is Wanted.AUTHORS else "publication"
    names = index.store.count_by(filters, field)
    return Listing(asked=str(asked.wanted), total=len(names), names=tuple(names[:MOST_LISTED]))


def _articles(index: ArticleIndex, asked: PileQuestion, filters: Filters) -> Listing:
    counts = _passages_about(index, asked.about, filters) if asked.about else None
    found = index.store.sources_of(filters, counts, oldest=asked.oldest)
    if counts is not None:
        by_subject = _by_subject(found, asked, counts)
        found = [pair for pair in found if pair in by_subject] if asked.first else by_subject
    if asked.without:
        found = [pair for pair in found if not getattr(pair[1], asked.without)]
    sources = [source for _, source in found]
    if asked.first:
        dated = [source for source in sources if source.date]
        sources = [source for source in dated if source.date == dated[0].date]
    return Listing(
        asked=_in_words(asked, len(sources)),
        sources=tuple(sources[:MOST_LISTED]),
        total=len(sources),
        field=asked.field,
    )


def _by_subject(
    found: list[tuple[int, Source]], asked: PileQuestion, counts: Mapping[int, int]
) -> list[tuple[int, Source]]:
    """Sort articles by how much of them is about a subject.

    An article that only mentions the subject is left out unless that is asked: one is about it if its title
    has the words, or as many of its passages as half of the best article's. For "the article about", those
    with the words in the title are kept alone.
    """
    subjects = _subjects(asked.about)
    titles = {row: set(terms_of(source.title or "")) for row, source in found}
    titled = [row for row, terms in titles.items() if any(subject <= terms for subject in subjects)]
    if asked.field and titled:
        found = [pair for pair in found if pair[0] in titled]
    elif counts and not asked.mentions:
        least = _SHARE_OF_BEST * max(counts.values())
        found = [pair for pair in found if counts[pair[0]] >= least or pair[0] in titled]
    return sorted(found, key=lambda pair: (pair[0] not in titled, -counts[pair[0]]))


def _passages_about(index: ArticleIndex, subject: str, filters: Filters) -> Counter[int]:
    """Count, by article row, the passages that contain all words of a subject, and match the filters."""
    rows: set[int] = set()
    for terms in _subjects(subject):
        having = [set(index.passage_bm25.rows_with([term])) for term in terms]
        rows |= set.intersection(*having) if having else set()
    if filters.without and rows:
        allowed = select(index, Filters(without=filters.without)).allowed
        rows = rows if allowed is None else {row for row in rows if allowed[row]}
    article_of = index.store.article_rows(sorted(rows))
    return Counter(article_of.values())


def _subjects(about: str) -> list[set[str]]:
    """Return the terms of each subject of "trams or buses", without grammar unless there is nothing else."""
    parts = [set(terms_of(part)) for part in about.split(" or ")]
    return [(terms - grammar_terms(ENGLISH)) or terms for terms in parts if terms]


def _in_words(asked: PileQuestion, total: int) -> str:
    """Return what is listed as a phrase: "articles by Ilse Marrow from 2023"."""
    parts = [
        f"{'that mention' if asked.mentions else 'about'} {asked.about}" if asked.about else "",
        f"by {asked.author}" if asked.author else "",
        f"in {asked.publication}" if asked.publication else "",
        f"from {asked.name}" if asked.name else "",
        asked.date,
        f"without {_AN[asked.without]} {asked.without}" if asked.without else "",
        f"at {address_key(asked.address)}" if asked.address else "",
    ]
    clauses = list(filter(None, parts))
    kind = "articles"
    if asked.first and (total or not clauses):
        which = "oldest" if asked.oldest else "newest"
        kind = f"the {which} articles" if total > 1 else f"the {which} article"
    return " ".join([kind, *clauses])
