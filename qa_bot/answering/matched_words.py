"""The words of a text that match the question, as they are written in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qa_bot.language.analyzer import Term


def matched_words(text: str, occurrences: Iterable[Term], wanted: Collection[str]) -> tuple[str, ...]:
    """Return the distinct words of a text whose terms are wanted, in order.

    `occurrences` are the terms of the text. Pairs of characters that overlap are one word.
    """
    spans: list[tuple[int, int]] = []
    for term in occurrences:
        if term.text not in wanted:
            continue
        if spans and term.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(term.end, spans[-1][1]))
        else:
            spans.append((term.start, term.end))
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))
