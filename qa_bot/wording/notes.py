"""Notes between the verdict and the passages: what the articles or the filters lack for an answer.

All text is cleaned, one line each. The caller says where the files that are not indexed are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line, shorten
from qa_bot.core.types import Verdict
from qa_bot.wording.citations import stated, title_of
from qa_bot.wording.filters import unmatched_lines
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Answer, MissingWord, Source

__all__ = ["missing_lines", "nearest_line"]

WORD_CHARACTERS: Final = 40
SENTENCE_CHARACTERS: Final = 120
TITLE_CHARACTERS: Final = 60


def missing_lines(answer: Answer, files_listed: str, unfiltered: str = "") -> list[str]:
    """Return the words that no article has and, if nothing was found, what else may be missing.

    `files_listed` says how to list the files that are not indexed: "press F2 to see why"; `unfiltered` how to
    ask without the filters: "F4 asks without the filters". A word that is the reason for the verdict is not
    named again.
    """
    missing = answer.missing
    lines = unmatched_lines(answer.filtered) if answer.filtered else []
    if missing is None:
        return lines
    told = {word for doubt in answer.doubts[:1] for word in doubt.words}
    lines += _word_lines([one for one in missing.words if one.suggestion or one.word not in told])
    if answer.verdict is not Verdict.NOT_FOUND:
        return lines
    if missing.outside:
        named = _named(missing.outside.passage.source)
        key = f"{unfiltered}: " if unfiltered else "Without the filters, "
        return [*lines, f"{key}{named} answers."]
    if missing.articles_left_out and answer.hits:
        lines.append(f"The filters exclude {counted(missing.articles_left_out, 'article')}.")
    if missing.files:
        lines.append(f"{counted(missing.files, 'file')} could not be indexed; {files_listed}.")
    return lines


def nearest_line(answer: Answer) -> str:
    """Return the sentence nearest to an answer, and its article, on one line; "" without passages."""
    if not answer.hits:
        return ""
    sentence = answer.highlight.text if answer.highlight else answer.hits[0].passage.text
    source = answer.hits[0].passage.source
    return f"Nearest: \u201c{shorten(sentence, SENTENCE_CHARACTERS)}\u201d, in {_named(source)}"


def _word_lines(words: Sequence[MissingWord]) -> list[str]:
    """Return which words were corrected, which are unknown, and which may be misspelt."""
    corrected = [
        f"{_quoted(one.suggestion)} (you typed {_quoted(one.word)})"
        for one in words
        if one.read and one.suggestion
    ]
    unknown = [_quoted(one.word) for one in words if one.suggestion is None]
    return [
        *([f"Searched for {', '.join(corrected)}."] if corrected else ()),
        *([f"Not found in any article: {', '.join(unknown)}."] if unknown else ()),
        *(
            f"Not found in any article: {_quoted(one.word)}. Did you mean {_quoted(one.suggestion)}?"
            for one in words
            if one.suggestion and not one.read
        ),
    ]


def _quoted(word: str) -> str:
    return f'"{shorten(word, WORD_CHARACTERS)}"'


def _named(source: Source) -> str:
    """Return an article's title, at most TITLE_CHARACTERS of it, with its date."""
    title = shorten(title_of(source), TITLE_CHARACTERS)
    named = f"\u201c{title}\u201d" if clean_line(source.title or "") else title
    return f"{named} ({stated('date', source.date)})"
