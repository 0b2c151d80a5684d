"""Failures: questions whose first passage is not gold, with the rank of gold and the passages above it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_bot.evaluation.measures import ranked
from qa_bot.language.detection import language_in
from qa_bot.language.questions import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.evaluation.question_set import Query
    from qa_bot.evaluation.trec import Run

ABOVE = 3
"""Passages above gold that a failure keeps."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as shown to the user."""

    passage: str
    title: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A question whose first passage is not gold."""

    id: str
    question: str
    kind: str
    gold: tuple[str, ...]
    rank: int | None
    """Rank of the best gold passage, from 2; None if it was not found."""
    found: int
    """Number of passages found."""
    above: tuple[Shown, ...]
    """The first passages ranked above gold."""


Describe = Callable[[str], Shown | None]
"""Returns a passage by its name in a run; None if there is none."""


def find_failures(queries: Sequence[Query], run: Run, describe: Describe) -> tuple[Failure, ...]:
    """Return the failures, worst first: those whose gold was not found, then by the rank of gold."""
    failures = []
    for query in queries:
        order = ranked(run.get(query.id, {}))
        if not query.gold or (order[:1] and order[0] in query.gold):
            continue
        rank = next((number for number, name in enumerate(order, start=1) if name in query.gold), None)
        above = order[: min(ABOVE, (rank or len(order) + 1) - 1)]
        shown = tuple(describe(name) or Shown(name) for name in above)
        gold = tuple(sorted(query.gold))
        failures.append(
            Failure(
                id=query.id,
                question=query.text,
                kind=kind_of(query.text, language_in(query.text)),
                gold=gold,
                rank=rank,
                found=len(order),
                above=shown,
            )
        )
    return tuple(sorted(failures, key=lambda failure: -(failure.rank or math.inf)))
