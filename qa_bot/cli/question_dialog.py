"""A dialogue that writes a question set: a person asks, and points at the passages that answer.

Each question is on the disk before the next one is asked for, so nothing is lost when the dialogue ends, in
whatever way. It reads standard input, so that it can be piped as well. A question is written without its
filters, since an evaluation asks all articles.
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
"""Passages to choose from."""

_PAGE = 5
_NONE, _MORE, _SKIP = "0", "m", "s"


class Asked(Protocol):
    """What the dialogue asks."""

    def ask(self, question: str, k: int) -> Answer:
        """Answer a question."""

    def highlight(self, question: str, passage: Passage) -> Highlight:
        """Choose the words of a passage that answer."""


def write_questions(path: Path, engine: Asked, screen: Console) -> int:
    """Ask for questions and their passages until an empty line, the end of input or Ctrl+C; gives how many.

    Raises:
        EvaluationError: the file is malformed or cannot be written.
    """
    added = 0
    with interrupts.raised():
        try:
            while question := _prompt(screen, "\nQuestion (empty line: stop): "):
                added += _write_one(path, question, engine, screen)
        except (EOFError, KeyboardInterrupt):
            screen.print()
    return added


def save_answer(
    path: Path, engine: Asked, answer: Answer, numbers: Sequence[int] | None, screen: Console | None
) -> str | None:
    """Add an answered question with its right passages, by their numbers, 0 alone for "not answered".

    Without numbers a person is asked on the screen; without one, the first passage is taken. Gives the id;
    None when the person left it.

    Raises:
        EvaluationError: the file is malformed, cannot be written, or has the question already.
        QuestionError: there is no passage of such a number.
    """
    chosen = _chosen(screen, answer.hits) if numbers is None and screen else pick(answer, numbers or [1])
    if chosen is None:
        return None
    question = _words_of(answer)
    quotes = [quote(engine, question, hit) for hit in chosen]
    return question_set.append_question(path, question, quotes)


def _chosen(screen: Console, hits: Sequence[Hit]) -> list[Hit] | None:
    """Ask a person; none when the person left it, which is no failure, as the answer has been shown."""
    with interrupts.raised():
        try:
            return choose(screen, hits)
        except (EOFError, KeyboardInterrupt):
            return None


def left_out(answer: Answer) -> str:
    """Tell, to follow the id of a question that was written, what of its line was not; "" for nothing."""
    return ", without its filters" if answer.filtered else ""


def pick(answer: Answer, numbers: Sequence[int]) -> list[Hit]:
    """Take passages of an answer by their numbers; 0 alone takes none.

    Raises:
        QuestionError: there is no passage of such a number.
    """
    if list(numbers) == [0]:
        return []
    by_rank = {hit.rank: hit for hit in answer.hits}
    for number in numbers:
        if number not in by_rank:
            known = f"say --answer 1 to {len(by_rank)}, or 0 alone for none."
            msg = f"There is no passage {number} to save: {known}"
            if not by_rank:
                msg = "No passage was found: say --answer 0 to save the question as not answered."
            raise QuestionError(msg)
    return [by_rank[number] for number in dict.fromkeys(numbers)]


def choose(screen: Console, hits: Sequence[Hit], answer: Answer | None = None) -> list[Hit] | None:
    """Have a person point at passages by their numbers; none for "not answered", None to leave it.

    Given the answer, its passages beyond the first page are shown when asked for.
    """
    seen = min(_PAGE, len(hits)) if answer else len(hits)
    while True:
        more = f", {_MORE}: more" if seen < len(hits) else ""
        said = _prompt(screen, f"Which answer it? Numbers, {_NONE}: not answered{more}, {_SKIP}: skip: ")
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
            screen.print(f"Say numbers from 1 to {seen}, like 1 3; or {_NONE}, or {_SKIP}.")


def quote(engine: Asked, question: str, hit: Hit) -> Quote:
    """Quote the words of a passage that answer, by the marked sentence."""
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
    passages = ", ".join(clean_line(hit.passage.id) for hit in chosen) or "not answered"
    screen.print(f"Added {identifier}{left_out(answer)}: {passages}.")
    return 1


def _ask_quote(engine: Asked, question: str, hit: Hit, screen: Console) -> Quote:
    """Have the marked sentence confirmed, or other words of the passage copied."""
    proposed = quote(engine, question, hit)
    screen.print(Text.assemble(f"{hit.rank}. answers with: ", (clean_line(proposed.words), "bold")))
    while True:
        said = _prompt(screen, "Enter takes these words, or copy others from the passage: ")
        if not said:
            return proposed
        if has_words(hit.passage.text, said):
            return Quote(hit.passage.article, said)
        screen.print(f"Passage {hit.rank} does not have these words.")


def _numbered(said: str, hits: Sequence[Hit]) -> list[Hit] | None:
    by_rank = {str(hit.rank): hit for hit in hits}
    numbers = dict.fromkeys(re.split(r"[\s,]+", said))
    return [by_rank[number] for number in numbers] if numbers.keys() <= by_rank.keys() else None


def _prompt(screen: Console, words: str) -> str:
    """Ask for a line; the prompt goes where everything goes that is no result.

    Raises:
        EOFError: there is none any more.
    """
    if sys.stdin is None:  # it was closed before the program began
        raise EOFError
    if sys.stdin.isatty():
        screen.print(words, end="")
    else:
        screen.print(words.rstrip())  # nobody's Enter ends the line
    return clean_line(input())
