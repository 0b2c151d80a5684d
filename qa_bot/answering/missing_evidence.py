"""What is missing from an answer: words, files, and passages that filters exclude.

For an answered question, that is only the words that were corrected.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.core.types import Missing, Outcome, Verdict
from qa_bot.language.analyzer import terms_of
from qa_bot.retrieval.passage_analysis import implied_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_bot.core.types import FileReport, Hit, MissingWord
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.retrieval.filtering import Selection

NOT_INDEXED = frozenset({Outcome.FAILED, Outcome.EMPTY, Outcome.UNSUPPORTED})
"""Outcomes of files whose text cannot answer; a duplicate's text is in another file."""


class MissingEvidence:
    """Finds what an index lacks for an answer."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    def of(
        self,
        verdict: Verdict,
        words: Sequence[MissingWord],
        best: Hit | None,
        selection: Selection | None = None,
        outside: Hit | None = None,
    ) -> Missing | None:
        """Return what is missing from an answer with this verdict; None for nothing.

        `words` are the question's words that no passage has, `best` the hit shown first, `outside` the hit
        that answers without the filters.
        """
        missing = self._unnamed(missing_from(best or outside, words))
        if verdict is Verdict.ANSWERED:
            read = tuple(word for word in missing if word.read)
            return Missing(read) if read else None
        left_out = self._articles_left_out(selection) if selection else 0
        return Missing(missing, self._files, left_out, outside)

    def _unnamed(self, words: Iterable[MissingWord]) -> tuple[MissingWord, ...]:
        """Leave out words that some article has in its publication, author, date or address."""
        names = self._index.article_bm25.frequency
        return tuple(word for word in words if word.read or not all(map(names, terms_of(word.word))))

    @cached_property
    def _files(self) -> int:
        """Number of files that are not in the index."""
        return sum(
            file.outcome in NOT_INDEXED and not _is_question_set(file) for file in self._index.store.files()
        )

    def _articles_left_out(self, selection: Selection) -> int:
        """Count the articles of which no passage is allowed.

        The passages of an article are neighbours, and so mostly are the allowed ones: only the article at the
        beginning and at the end of a run of allowed passages must be looked up.
        """
        if selection.allowed is None:
            return 0
        edges = np.flatnonzero(np.diff(np.concatenate(([False], selection.allowed, [False]))))
        firsts, lasts = edges[::2].tolist(), (edges[1::2] - 1).tolist()
        article_of = self._index.store.article_rows([*firsts, *lasts])
        reached, past = 0, 0
        for first, last in zip(firsts, lasts, strict=True):
            begin = max(article_of[first], past)  # the article of the edge before may continue here
            reached += article_of[last] + 1 - begin
            past = article_of[last] + 1
        return self._index.store.articles - reached


def missing_from(best: Hit | None, words: Iterable[MissingWord]) -> tuple[MissingWord, ...]:
    """Leave out words that the best hit's article need not repeat, such as year and month of its date."""
    known = implied_terms(best.passage.source) if best else frozenset[str]()
    return tuple(word for word in words if word.read or not known.issuperset(terms_of(word.word)))


def _is_question_set(file: FileReport) -> bool:
    """Check whether a file holds test questions rather than articles: unsupported JSON lines."""
    return file.outcome is Outcome.UNSUPPORTED and file.path.endswith((".jsonl", ".jsonl.gz"))
