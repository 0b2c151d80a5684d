"""`qa-bot ask --batch`: many questions through one open engine, an answer in JSON on each line.

A line that is no question is reported in its place, and the batch goes on.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import typer

from qa_bot.cli import render
from qa_bot.cli.options import versioned
from qa_bot.cli.parsing import WRONG
from qa_bot.core.errors import QuestionError
from qa_bot.core.types import Verdict
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qa_bot.cli.question_input import BatchQuestion
    from qa_bot.core.types import Answer

NOT_FOUND: Final = 1
"""Exit code where at least one question found nothing."""

_ERROR: Final = "error"
_SUMMARY: Final = {
    Verdict.ANSWERED.value: "answered",
    Verdict.UNSURE.value: "unsure",
    Verdict.NOT_FOUND.value: "not found",
    _ERROR: "not understood",
}


def run(questions: Iterable[BatchQuestion], ask: Callable[[BatchQuestion], Answer], words_only: str) -> int:
    """Print a JSON object for each question, as soon as it is answered; return the exit code.

    A summary goes to stderr if that is a terminal.
    """
    outcomes: Counter[str] = Counter()
    started = time.monotonic()
    for question in questions:
        result = _result(question, ask, words_only)
        outcomes[_ERROR if _ERROR in result else result["verdict"]] += 1
        typer.echo(json.dumps(versioned(result)))  # flushes
    if sys.stderr is not None and sys.stderr.isatty():
        typer.echo(summary(outcomes, time.monotonic() - started), err=True)
    if outcomes[_ERROR]:
        return WRONG
    return NOT_FOUND if outcomes[Verdict.NOT_FOUND] else 0


def summary(outcomes: Mapping[str, int], elapsed_s: float) -> str:
    """Return the counts of a batch, and how long it took."""
    total = sum(outcomes.values())
    parts = [f"{outcomes[name]:,} {words}" for name, words in _SUMMARY.items() if outcomes.get(name)]
    rate = f" ({total / elapsed_s:.1f} a second)" if total and elapsed_s else ""
    return " · ".join([f"{counted(total, 'question')} in {elapsed_s:.1f} s{rate}", *parts])


def _result(
    question: BatchQuestion, ask: Callable[[BatchQuestion], Answer], words_only: str
) -> dict[str, Any]:
    place = {"line": question.line, "id": question.id}
    wrong = question.error
    if not wrong:
        try:
            return place | render.answer_json(ask(question), words_only=words_only)
        except QuestionError as error:
            wrong = str(error)
    return place | {"question": question.text or None, "error": wrong}
