"""A mail with another one below it -> the one that is the article.

The article is the forwarded mail if the sender wrote hardly a word above it; its headers then state author,
date and title. Otherwise it is the sender's own words, without the mail that they reply to.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qa_bot.language.marks import count_words
from qa_bot.reading.metadata.headers import read_headers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Source

__all__ = ["FEW_WORDS", "open_forwarded"]

FEW_WORDS: Final = 40
"""Most words above a forwarded mail, including greeting and signature, that are not an article."""

_MARK: Final = re.compile(
    r"[\s>*_-]*(?:begin |anfang der )?(?:forwarded message|weitergeleitete[rn]? (?:nachricht|e-?mail)"
    r"|message (?:transféré|transmis|réexpédié)|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht"
    r"|mensagem (?:encaminhada|reenviada))\W*",
    re.IGNORECASE,
)
_ORIGINAL: Final = re.compile(
    r"[\s>*_-]*(?:original message|original appointment|ursprüngliche (?:nachricht|mail)|original-nachricht"
    r"|message d['’]origine|mensaje original|messaggio originale|oorspronkelijk bericht)\W*",  # noqa: RUF001  (a curly apostrophe)
    re.IGNORECASE,
)
"""Precedes both forwarded mails and those replied to."""
_SENDER: Final = re.compile(r"[\s>*_]*(?:from|von|de|da|van)\s?:", re.IGNORECASE)
_HANDED_ON: Final = re.compile(r"\s*(?:fwd?|wg|wtr|tr|rv|enc|i)\s*:", re.IGNORECASE)
_PREFIX: Final = re.compile(r"^(?:\s*(?:fwd?|wg|wtr|re|aw|sv|antw)\s*:)+\s*", re.IGNORECASE)
_QUOTE: Final = re.compile(r"^\s?> ?")
_BOLD: Final = re.compile(r"^\*([^*:]{1,30}:)\*|^\*([^*:]{1,30})\*:|^\*\*([^*:]{1,30}):?\*\*:?")
_WROTE: Final = re.compile(
    r".{0,200}\b(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\b[^:]{0,80}:\s*", re.IGNORECASE
)
_BEGINS_ATTRIBUTION: Final = re.compile(r"(?:On|Am|Le|El|Il|Op|Em) .{0,200}\d.{0,200}[,>]\s*")
_RULE: Final = re.compile(r"[\s_-]*")
_MOST_DEEP: Final = 5
_MOST_STARTS: Final = 50
"""Most lines with a sender label that are tried."""


def open_forwarded(source: Source, lines: Sequence[str]) -> tuple[Source, list[str]]:
    """Return source and raw lines of the innermost forwarded mail, or of the mail itself."""
    found = list(lines)
    for _ in range(_MOST_DEEP):
        opened = _open(source, found)
        if opened is None:
            break
        source, found = opened
    return _without_marks(source), _without_reply(found)


def _without_marks(source: Source) -> Source:
    """Remove "Fwd:" and "Re:" from the title of a mail."""
    return replace(source, title=_PREFIX.sub("", source.title) or None) if source.title else source


def _open(source: Source, lines: list[str]) -> tuple[Source, list[str]] | None:
    starts = [index for index, line in enumerate(lines) if _SENDER.match(line)][:_MOST_STARTS]
    for start in starts:
        above = [line for line in lines[:start] if line.strip()]
        mark = above[-1] if above else ""
        while above and _RULE.fullmatch(above[-1]):
            above.pop()
        is_handed_on = _MARK.fullmatch(mark) is not None
        if not is_handed_on and not (_HANDED_ON.match(source.title or "") or not above):
            continue
        if is_handed_on or _ORIGINAL.fullmatch(mark):
            above = above[:-1]
        if sum(map(count_words, above)) > FEW_WORDS:
            return None
        inner = _unquoted(lines[start:])
        stated, behind = read_headers([_BOLD.sub(_bare, line) for line in inner], source.path)
        if behind and stated.author is None and stated.title is None:
            continue
        if behind:
            return replace(stated, title=stated.title or source.title), inner[behind:]
    return None


def _without_reply(lines: list[str]) -> list[str]:
    """Cut off the quoted mail below a reply, if the reply is long enough."""
    for index in _attributions(lines):
        below = [line for line in lines[index + 1 :] if line.strip()]
        if _ORIGINAL.fullmatch(lines[index]) or (below and all(map(_QUOTE.match, below))):
            own = lines[:index]
            while own and _BEGINS_ATTRIBUTION.fullmatch(own[-1]):  # the attribution was broken over two lines
                own.pop()
            return own if sum(map(count_words, own)) > FEW_WORDS else lines
    return lines


def _attributions(lines: list[str]) -> list[int]:
    """Return the indices of lines that may introduce a quoted mail."""
    return [index for index, line in enumerate(lines) if _ORIGINAL.fullmatch(line) or _WROTE.fullmatch(line)][
        :_MOST_STARTS
    ]


def _unquoted(lines: list[str]) -> list[str]:
    """Remove the "> " of a quotation, if all lines have it."""
    quoted = all(_QUOTE.match(line) for line in lines if line.strip())
    return [_QUOTE.sub("", line) for line in lines] if quoted else lines


def _bare(label: re.Match[str]) -> str:
    return (label[1] or label[2] or label[3]).rstrip(":") + ":"
