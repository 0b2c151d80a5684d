"""What an answer could not be made of, and its nearest miss, in words for shell and screen.

What comes out is cleaned, one line each. A screen tells itself where the files are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line, shorten
from qa_bot.core.types import Verdict
from qa_bot.wording.citations import title_of
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Answer, Hit, MissingWord, Passage

__all__ = ["missing_lines", "nearest_line", "notes", "rest_of_nearest"]

QUOTED_CHARACTERS: Final = 200
"""A longer sentence is cut; the rest of it follows with its passage."""
QUOTED_ABOVE: Final = "quoted above"
WORD_CHARACTERS: Final = 40


def notes(answer: Answer, files_listed: str) -> list[str]:
    """Tell all that stands between an answer's verdict and its passages, a line each."""
    return [line for line in (*missing_lines(answer, files_listed), nearest_line(answer)) if line]


def missing_lines(answer: Answer, files_listed: str) -> list[str]:
    """Tell the words that no article has, and with an answer that was not found what else is lacking.

    `files_listed` says where the files that are not in the index are named.
    """
    missing = answer.missing
    if missing is None:
        return []
    lines = _word_lines(missing.words)
    if answer.verdict is not Verdict.NOT_FOUND:
        return lines
    if missing.articles_left_out and answer.hits:
        lines.append(f"The filters leave out {counted(missing.articles_left_out, 'article')}.")
    if missing.outside:
        lines.append(f"Without the filters this answers: {_place_of(missing.outside.passage)}.")
    if missing.files:
        verb = "is" if missing.files == 1 else "are"
        lines.append(f"{counted(missing.files, 'file')} {verb} not indexed: {files_listed}.")
    return lines


def nearest_line(answer: Answer) -> str:
    """Tell the nearest miss of an answer that was not found: its sentence, and where that stands; or ""."""
    if answer.verdict is not Verdict.NOT_FOUND or not answer.hits or not answer.highlight:
        return ""
    quoted = shorten(answer.highlight.text, QUOTED_CHARACTERS)
    return f"The nearest, not an answer: \u201c{quoted}\u201d in {_place_of(answer.hits[0].passage)}."


def rest_of_nearest(answer: Answer, hit: Hit) -> str:
    """Give a passage without the words of it that nearest_line quotes; "" where it quotes none of them."""
    mark = answer.highlight
    if not nearest_line(answer) or mark is None or mark.passage_id != hit.passage.id:
        return ""
    text, sentence = hit.passage.text, clean_line(mark.text)
    cut = "" if len(sentence) <= QUOTED_CHARACTERS else sentence[QUOTED_CHARACTERS - 1 :]
    before, after = clean_line(text[: mark.start]), clean_line(f"{cut}{text[mark.end :]}")
    rest = " ".join(filter(None, (before, "\u2026", after)))
    return rest if before or after else QUOTED_ABOVE


def _word_lines(words: Sequence[MissingWord]) -> list[str]:
    """Tell which words were read as others, which are unknown, and which may be misspelt."""
    read = [
        f"{_quoted(one.word)} as {_quoted(one.suggestion)}" for one in words if one.read and one.suggestion
    ]
    unknown = [_quoted(one.word) for one in words if one.suggestion is None]
    return [
        *([f"Read {_joined(read, 'and')}."] if read else ()),
        *([f"No article's text has {_joined(unknown, 'or')}."] if unknown else ()),
        *(
            f"No article's text has {_quoted(one.word)}. Did you mean {_quoted(one.suggestion)}?"
            for one in words
            if one.suggestion and not one.read
        ),
    ]


def _quoted(word: str) -> str:
    return f'"{shorten(word, WORD_CHARACTERS)}"'


def _joined(words: Sequence[str], word: str) -> str:
    *others, last = words
    return f"{', '.join(others)} {word} {last}" if others else last


def _place_of(passage: Passage) -> str:
    source = passage.source
    origin = ", ".join(
        clean_line(value or "") or f"unknown {name}"
        for name, value in (("publication", source.publication), ("date", source.date))
    )
    title = title_of(source)
    named = f"\u201c{title}\u201d" if clean_line(source.title or "") else title
    return f"{named} ({origin}), paragraph {passage.paragraph} of {passage.paragraphs}"
