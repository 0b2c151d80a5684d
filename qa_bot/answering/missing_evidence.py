"""What an answer could not be made of: words, files, and passages that filters leave out.

Owns what is worth telling with which verdict: of an answered question, nothing but the words that were read
as others.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.core.types import Missing, Outcome, Verdict

if TYPE_CHECKING:
    from qa_bot.core.types import FileReport, Hit, MissingWord
    from qa_bot.index.opened import Index
    from qa_bot.retrieval.filtering import Selection

NOT_INDEXED = frozenset({Outcome.FAILED, Outcome.EMPTY, Outcome.UNSUPPORTED})
"""Outcomes of files whose text no answer can come from; a duplicate's stands in another file."""


class MissingEvidence:
    """Tells what an index lacks."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def of(
        self,
        verdict: Verdict,
        words: tuple[MissingWord, ...],
        selection: Selection | None,
        outside: Hit | None,
    ) -> Missing | None:
        """Tell what an answer of this verdict could not be made of; None for nothing."""
        if verdict is Verdict.ANSWERED:
            read = tuple(word for word in words if word.read)
            return Missing(read) if read else None
        left_out = self._articles_left_out(selection) if selection else 0
        return Missing(words, self._files, left_out, outside)

    @cached_property
    def _files(self) -> int:
        """How many files are not in the index; the version never changes."""
        return sum(
            file.outcome in NOT_INDEXED and not _is_question_set(file) for file in self._index.store.files()
        )

    def _articles_left_out(self, selection: Selection) -> int:
        """Count the articles of which no passage is allowed.

        The passages of an article are neighbours, as are those allowed mostly, so that only where allowed
        ones begin and end an article has to be looked up.
        """
        if selection.allowed is None:
            return 0
        edges = np.flatnonzero(np.diff(np.concatenate(([False], selection.allowed, [False]))))
        firsts, lasts = edges[::2].tolist(), (edges[1::2] - 1).tolist()
        article_of = self._index.store.article_rows([*firsts, *lasts])
        reached, past = 0, 0
        for first, last in zip(firsts, lasts, strict=True):
            begin = max(article_of[first], past)  # the article of the edge before may go on here
            reached += article_of[last] + 1 - begin
            past = article_of[last] + 1
        return self._index.store.articles - reached


def _is_question_set(file: FileReport) -> bool:
    """Tell a test question set, in which nobody misses articles: JSON lines are hardly unsupported else."""
    return file.outcome is Outcome.UNSUPPORTED and file.path.endswith((".jsonl", ".jsonl.gz"))
