"""The words of a text that BM25 takes for words of the question, as they stand in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.language.analyzer import analyze

if TYPE_CHECKING:
    from collections.abc import Collection


def matched_words(text: str, terms: Collection[str]) -> tuple[str, ...]:
    """Give the distinct words whose term is one of those given, in the order of the text.

    Pairs of characters that overlap are one word.
    """
    spans: list[tuple[int, int]] = []
    for term in analyze(text):
        if term.text not in terms:
            continue
        if spans and term.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(term.end, spans[-1][1]))
        else:
            spans.append((term.start, term.end))
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))
