"""The sentences of a text, and texts that are not sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sentencex

from qa_bot.language.sentence_ends import ends_before_notes

if TYPE_CHECKING:
    from qa_bot.language.language import Language

_SENTENCE_WORDS, _SENTENCE_CHARACTERS = 14, 100  # a longer text is more than a heading, whatever its end


def sentences(text: str, language: Language) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence of a text, in characters, without surrounding white space.

    A text of an unknown language is split like English, after its full stops.
    """
    found = []
    for boundary in sentencex.get_sentence_boundaries(language.code or "en", text):
        span = strip_span(text, boundary["start_index"], boundary["end_index"])
        if span[0] < span[1]:
            found.append(span)
    return found


def is_fragment(text: str) -> bool:
    """Check whether a text is a heading, a caption or a line of links: short and without an end mark.

    Scripts without capitals have other end marks or none, so their texts never count as fragments.
    """
    long = len(text) >= _SENTENCE_CHARACTERS or len(text.split()) >= _SENTENCE_WORDS
    return not long and text.lower() != text.upper() and not ends_before_notes(text)


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span of a text without the white space at both ends."""
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return start, start + len(inner.strip())
