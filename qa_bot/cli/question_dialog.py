"""The dialogue that writes a question set: the user asks, and picks the passages that answer.

Each question is saved before the next prompt, so nothing is lost however the dialogue ends. It reads
standard input, so it can be piped. Questions are saved without their filters, since an evaluation searches
all articles.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from rich.text import Text

from qa_bot.cli import render
from qa_bot.core import interrupts
from qa_bot.core.errors import EvaluationError, QuestionError
from qa_bot.core.query_syntax import parse_question
from qa_bot.core.sanitizing import clean_line
from qa_bot.evaluation import question_set
from qa_bot.evaluation.question_set import Quote, has_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from qa_bot.core.types import Answer, Highlight, Hit, Passage

DEPTH = 20
"""Passages to pick from."""

_PAGE = 5
_NONE, _MORE, _SKIP = "0", "m", "s"


class Asked(Protocol):
    """The engine, as far as the dialogue needs it."""

    def ask(self, question: str, k: int) -> Answer:
        """Answer a question."""

    def highlight(self, question: str, passage: Passage) -> Highlight:
        """Return the words of a passage that answer."""


def write_questions(path: Path, engine: Asked, screen: Console) -> int:
    """Ask for questions and their passages until an empty line, the end of input or Ctrl+C; return how many.

    Raises:
        EvaluationError: the file is malformed or cannot be written.
    """
    added = 0
    with interrupts.raised():
        try:
            while question := _prompt(screen, "\nQuestion (empty line to stop): "):
                added += _write_one(path, question, engine, screen)
        except (EOFError, KeyboardInterrupt):
            screen.print()
    return added


def save_answer(
    path: Path, engine: Asked, answer: Answer, numbers: Sequence[int] | None, screen: Console | None
) -> str | None:
    """Save a question with its answering passages by number; 0 alone saves it as unanswerable.

    Without numbers the user is asked; without a screen, the first passage is taken. Returns the id; None if
    the user skipped it.

    Raises:
        EvaluationError: the file is malformed, cannot be written, or has the question already.
        QuestionError: there is no passage with that number.
    """
    chosen = _chosen(screen, answer.hits) if numbers is None and screen else pick(answer, numbers or [1])
    if chosen is None:
        return None
    question = _words_of(answer)
    quotes = [quote(engine, question, hit) for hit in chosen]
    return question_set.append_question(path, question, quotes)


def _chosen(screen: Console, hits: Sequence[Hit]) -> list[Hit] | None:
    """Ask the user; None for skipping, which is not an error, as the answer has been shown."""
    with interrupts.raised():
        try:
            return choose(screen, hits)
        except (EOFError, KeyboardInterrupt):
            return None


def left_out(answer: Answer) -> str:
    """Return what of a question line was not saved, to follow the question's id; "" for nothing."""
    return ", without its filters" if answer.filtered else ""


def pick(answer: Answer, numbers: Sequence[int]) -> list[Hit]:
    """Return passages of an answer by number; none for 0 alone.

    Raises:
        QuestionError: there is no passage with that number.
    """
    if list(numbers) == [0]:
        return []
    by_rank = {hit.rank: hit for hit in answer.hits}
    for number in numbers:
        if number not in by_rank:
            msg = f"There is no passage {number}: use --answer 1 to {len(by_rank)}, or --answer 0 for none."
            if not by_rank:
                msg = "No passages were found: use --answer 0 to save the question as unanswerable."
            raise QuestionError(msg)
    return [by_rank[number] for number in dict.fromkeys(numbers)]


def choose(screen: Console, hits: Sequence[Hit], answer: Answer | None = None) -> list[Hit] | None:
    """Ask the user for passages by number; none for an unanswerable question, None to skip it.

    With the answer, its passages beyond the first page are shown on demand.
    """
    seen = min(_PAGE, len(hits)) if answer else len(hits)
    while True:
        more = f", {_MORE} = more" if seen < len(hits) else ""
        said = _prompt(screen, f"Which passages answer it? (numbers, {_NONE} = none{more}, {_SKIP} = skip) ")
        if said == _SKIP:
            return None
        if said == _MORE and more and answer:
            render.put(screen, render.passages_text(replace(answer, hits=tuple(hits[seen : seen + _PAGE]))))
            seen = min(seen + _PAGE, len(hits))
        elif said == _NONE:
            return []
        elif (chosen := _numbered(said, hits[:seen])) is not None:
            return chosen
        else:
            numbers = f"numbers from 1 to {seen}, such as 1 3; or " if seen else ""
            screen.print(f"Type {numbers}{_NONE} for none, or {_SKIP} to skip.")


def quote(engine: Asked, question: str, hit: Hit) -> Quote:
    """Quote the answering sentence of a passage."""
    return Quote(hit.passage.article, engine.highlight(question, hit.passage).text)


def _words_of(answer: Answer) -> str:
    return parse_question(answer.question)[0]


def _write_one(path: Path, question: str, engine: Asked, screen: Console) -> int:
    try:
        answer = engine.ask(question, DEPTH)
        words = _words_of(answer)
        question_set.check_new(path, words)
    except (QuestionError, EvaluationError) as error:
        screen.print(Text(clean_line(str(error))))
        return 0
    render.put(screen, render.passages_text(replace(answer, hits=answer.hits[:_PAGE])))
    chosen = choose(screen, answer.hits, answer)
    if chosen is None:
        return 0
    quotes = [_ask_quote(engine, words, hit, screen) for hit in chosen]
    identifier = question_set.append_question(path, words, quotes)
    passages = ", ".join(clean_line(hit.passage.id) for hit in chosen) or "unanswerable"
    screen.print(f"Added {identifier}{left_out(answer)}: {passages}.")
    return 1


def _ask_quote(engine: Asked, question: str, hit: Hit, screen: Console) -> Quote:
    """Ask the user to confirm the answering sentence, or to paste other words of the passage."""
    proposed = quote(engine, question, hit)
    screen.print(Text.assemble(f"Passage {hit.rank} answers with: ", (clean_line(proposed.words), "bold")))
    while True:
        said = _prompt(screen, "Press Enter to accept, or paste other words from the passage: ")
        if not said:
            return proposed
        if has_words(hit.passage.text, said):
            return Quote(hit.passage.article, said)
        screen.print(f"Passage {hit.rank} does not contain these words.")


def _numbered(said: str, hits: Sequence[Hit]) -> list[Hit] | None:
    by_rank = {str(hit.rank): hit for hit in hits}
    numbers = dict.fromkeys(re.split(r"[\s,]+", said))
    return [by_rank[number] for number in numbers] if numbers.keys() <= by_rank.keys() else None


def _prompt(screen: Console, words: str) -> str:
    """Prompt for a line, on stderr.

    Raises:
        EOFError: the input has ended.
    """
    if sys.stdin is None:  # closed before the program started
        raise EOFError
    if sys.stdin.isatty():
        screen.print(words, end="")
    else:
        screen.print(words.rstrip())  # no Enter key ends the line
    return clean_line(input())
