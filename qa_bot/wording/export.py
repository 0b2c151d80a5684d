"""A conversation as a document: Markdown for people, JSON for programs.

Each passage has its full citation, its paragraph, its words and their SHA-256, so that the quotes can be
compared with the articles later (qa_bot.conversations.check reads both forms).
"""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any

from qa_bot.core.conversations import EXPORT_FORMAT, EXPORT_VERSION, moment_of, quote_of, sha256_of
from qa_bot.core.sanitizing import clean_line
from qa_bot.core.version import __version__
from qa_bot.wording.citations import also_in_lines, citation_of
from qa_bot.wording.listing import rows_of_listing
from qa_bot.wording.marking import Mark, highlight_shown, marked_parts
from qa_bot.wording.numbers import counted
from qa_bot.wording.verdicts import closest_heading, elapsed, verdict_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.core.conversations import Turn
    from qa_bot.core.listing import Listing
    from qa_bot.core.types import Answer, Hit, Passage, Source

__all__ = ["conversation_json", "conversation_markdown", "exported"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
_LIST = re.compile(r"^([ \t]*(?:\d+(?=[.)])|(?=[-+=])))([-+=.)])", re.MULTILINE)
_NOT_IN_CODE = re.compile(r"[%`\x00-\x1f\x7f]")


def exported(turns: Sequence[Turn], name: str) -> str:
    """Return a conversation as the text of a file: JSON if its name ends in .json, else Markdown."""
    if name.lower().endswith(".json"):
        return json.dumps(conversation_json(turns), ensure_ascii=False, indent=2) + "\n"
    return conversation_markdown(turns)


def conversation_json(turns: Sequence[Turn]) -> dict[str, Any]:
    """Return a conversation as one JSON object."""
    return {
        "format": EXPORT_FORMAT,
        "version": EXPORT_VERSION,
        "made_by": f"qa_bot {__version__}",
        "turns": [_turn_json(turn) for turn in turns],
    }


def conversation_markdown(turns: Sequence[Turn]) -> str:
    """Return a conversation as Markdown."""
    lines = [
        f"# {counted(len(turns), 'question')} and the passages found",
        "",
        f"<!-- {EXPORT_FORMAT}, version {EXPORT_VERSION}, made by qa_bot {__version__}; "
        "`qa-bot check FILE` tells which quotes still stand in the articles -->",
    ]
    for turn in turns:
        lines += _turn_lines(turn)
    return "\n".join(lines) + "\n"


def _turn_json(turn: Turn) -> dict[str, Any]:
    head: dict[str, Any] = {"question": clean_line(turn.question), "asked": moment_of(turn.key)}
    answer = turn.answer
    if answer is None:
        return head | {"verdict": None, "passages": []}
    shown = highlight_shown(answer)
    return head | {
        "verdict": answer.verdict.value,
        "confidence": round(answer.confidence, 4),
        "keywords_only": answer.provisional,
        "elapsed_ms": answer.elapsed_ms,
        "answer": shown.answer.text if shown and shown.answer else None,
        "asked_as": clean_line(answer.asked_as) if answer.asked_as else None,
        "listing": _listing_json(answer.listing) if answer.listing else None,
        "passages": [_passage_json(hit, answer) for hit in answer.hits],
    }


def _listing_json(listing: Listing) -> dict[str, Any]:
    return {
        "asked": clean_line(listing.asked),
        "total": listing.total,
        "sources": [_source_json(source) for source in listing.sources],
        "names": [{"name": clean_line(name), "articles": count} for name, count in listing.names],
    }


def _passage_json(hit: Hit, answer: Answer) -> dict[str, Any]:
    passage, quote = hit.passage, quote_of(hit.passage.text)
    return {
        "rank": hit.rank,
        "article": passage.article,
        "passage_id": passage.id,
        "paragraph": passage.paragraph,
        "paragraphs": passage.paragraphs,
        "source": _source_json(passage.source),
        "also_in": [_source_json(source) for source in passage.also_in],
        "quote": quote,
        "sentence": _sentence_of(passage, answer),
        "sha256": sha256_of(quote),
    }


def _source_json(source: Source) -> dict[str, str | None]:
    """Return what an article states of itself, cleaned."""
    return {name: clean_line(value or "") or None for name, value in dataclasses.asdict(source).items()}


def _sentence_of(passage: Passage, answer: Answer) -> str | None:
    shown = answer.highlight
    return quote_of(shown.text) if shown and shown.passage_id == passage.id else None


def _turn_lines(turn: Turn) -> Iterator[str]:
    yield from ("", f"## {_escaped(clean_line(turn.question))}", "")
    answer = turn.answer
    if answer is None:
        yield f"Asked {moment_of(turn.key)}, without an answer."
        return
    verdict = answer.verdict.value.replace("_", " ")
    yield (
        f"Asked {moment_of(turn.key)} · {verdict} · confidence {answer.confidence:.2f} · "
        f"{_escaped(elapsed(answer))}"
    )
    if answer.asked_as:
        yield from ("", f"Asked as: {_escaped(clean_line(answer.asked_as))}")
    if said := f"{verdict_line(answer)} {closest_heading(answer)}".strip():
        yield from ("", _escaped(said))
    if answer.listing:
        rows = rows_of_listing(answer.listing, answer.listing.total)
        yield from ("", *(f"- {_escaped(row)}" for row in rows))
    for hit in answer.hits:
        yield from ("", *_passage_lines(hit, answer))


def _passage_lines(hit: Hit, answer: Answer) -> Iterator[str]:
    passage, quote = hit.passage, quote_of(hit.passage.text)
    yield from (f"> {line}" if line else ">" for line in _marked(hit, answer).split("\n"))
    yield ""
    for line in (citation_of(passage), *also_in_lines(passage), clean_line(passage.source.url or "")):
        if line:
            yield f"{_escaped(line)}\\"
    article = _NOT_IN_CODE.sub(lambda found: f"%{ord(found[0]):02X}", passage.article)
    yield f"`{article}` · paragraph {passage.paragraph} · SHA-256 `{sha256_of(quote)}`"


def _marked(hit: Hit, answer: Answer) -> str:
    """Return a passage's text with the answering sentence in bold."""
    text, shown = hit.passage.text, answer.highlight
    if shown is None or shown.passage_id != hit.passage.id:
        return _escaped(quote_of(text))
    parts = marked_parts(text, dataclasses.replace(shown, answer=None))
    return "".join(
        f"**{_escaped(quote_of(part))}**" if mark is Mark.SENTENCE and part else _escaped(quote_of(part))
        for part, mark in parts
    )


def _escaped(text: str) -> str:
    """Return a text with backslashes where Markdown would not show it as it is."""
    return _LIST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
