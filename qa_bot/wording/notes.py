"""Notes between the verdict and the passages: words that no article has, and the closest passage.

All text is cleaned, one line each. The caller says where the files that are not indexed are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line, shorten
from qa_bot.core.types import Verdict
from qa_bot.wording.citations import position_of, title_of
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Answer, Hit, MissingWord, Passage

__all__ = ["closest_line", "missing_lines", "notes", "rest_of_closest"]

QUOTED_CHARACTERS: Final = 200
"""A longer sentence is cut; its passage shows the rest."""
QUOTED_ABOVE: Final = "quoted above"
WORD_CHARACTERS: Final = 40


def notes(answer: Answer, files_listed: str) -> list[str]:
    """Return the lines between an answer's verdict and its passages."""
    return [line for line in (*missing_lines(answer, files_listed), closest_line(answer)) if line]


def missing_lines(answer: Answer, files_listed: str) -> list[str]:
    """Return the words that no article has and, if nothing was found, what else may be missing.

    `files_listed` says how to list the files that are not indexed: "press F2 to list them".
    """
    missing = answer.missing
    if missing is None:
        return []
    lines = _word_lines(missing.words)
    if answer.verdict is not Verdict.NOT_FOUND:
        return lines
    if missing.articles_left_out and answer.hits:
        lines.append(f"The filters exclude {counted(missing.articles_left_out, 'article')}.")
    if missing.outside:
        lines.append(f"Without the filters, the answer is in {_place_of(missing.outside.passage)}.")
    if missing.files:
        verb = "is" if missing.files == 1 else "are"
        lines.append(f"{counted(missing.files, 'file')} {verb} not indexed; {files_listed}.")
    return lines


def closest_line(answer: Answer) -> str:
    """Return the closest sentence and its citation if the question is not answered; else ""."""
    if answer.verdict is not Verdict.NOT_FOUND or not answer.hits or not answer.highlight:
        return ""
    quoted = shorten(answer.highlight.text, QUOTED_CHARACTERS)
    return (
        f"Closest passage (does not answer the question): “{quoted}” in {_place_of(answer.hits[0].passage)}."
    )


def rest_of_closest(answer: Answer, hit: Hit) -> str:
    """Return a passage without the words that closest_line quotes; "" where it quotes none of them."""
    mark = answer.highlight
    if not closest_line(answer) or mark is None or mark.passage_id != hit.passage.id:
        return ""
    text, sentence = hit.passage.text, clean_line(mark.text)
    cut = "" if len(sentence) <= QUOTED_CHARACTERS else sentence[QUOTED_CHARACTERS - 1 :]
    before, after = clean_line(text[: mark.start]), clean_line(f"{cut}{text[mark.end :]}")
    rest = " ".join(filter(None, (before, "\u2026", after)))
    return rest if before or after else QUOTED_ABOVE


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


def _place_of(passage: Passage) -> str:
    source = passage.source
    origin = ", ".join(
        clean_line(value or "") or f"unknown {name}"
        for name, value in (("publication", source.publication), ("date", source.date))
    )
    title = title_of(source)
    named = f"\u201c{title}\u201d" if clean_line(source.title or "") else title
    return f"{named} ({origin}), {position_of(passage)}"
