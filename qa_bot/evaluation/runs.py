"""A question set -> a run -> measures, also by kind of question, failures, abstention and calibration.

The measures depend on the run alone, so they can be recomputed from it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_bot.answering.answerer import clean_question
from qa_bot.core.errors import EvaluationError, QuestionError
from qa_bot.evaluation.calibration import judge_calibration
from qa_bot.evaluation.failures import find_failures
from qa_bot.evaluation.measures import qrels_of, ranked, score, summarise
from qa_bot.evaluation.selective_prediction import Judged, judge_abstention, judge_unanswerable
from qa_bot.evaluation.trec import token
from qa_bot.language.detection import language_in
from qa_bot.language.questions import KINDS, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qa_bot.answering.answerer import Answerer
    from qa_bot.core.types import Hit
    from qa_bot.evaluation.calibration import Calibration
    from qa_bot.evaluation.failures import Describe, Failure
    from qa_bot.evaluation.measures import Interval, Scores
    from qa_bot.evaluation.question_set import Query
    from qa_bot.evaluation.selective_prediction import Abstention, Unanswerable
    from qa_bot.evaluation.trec import Run
    from qa_bot.retrieval.protocol import Retriever
    from qa_bot.retrieval.query_analysis import Question

RUN_DEPTH = 100
"""Passages of a run per question."""

_NAMED = 5
"""Ids that a message lists; it counts the rest."""


@dataclass(frozen=True, slots=True)
class KindMeasures:
    """The measures over the questions of one kind."""

    queries: int
    measures: Mapping[str, Interval]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The result of an evaluation."""

    queries: int
    """Questions that have gold."""
    measures: Mapping[str, Interval]
    unanswerable: Unanswerable | None
    """None if every question has gold, or there are no verdicts."""
    run: Run = field(repr=False)
    """Score by passage id, by question id."""
    scores: Scores = field(repr=False)
    """Value by question id, by measure."""
    by_kind: Mapping[str, KindMeasures]
    failures: tuple[Failure, ...]
    abstention: Abstention | None
    """None if there are no verdicts."""
    calibration: Calibration | None
    """None where `unanswerable` is."""


def evaluate(
    queries: Sequence[Query],
    answerer: Answerer,
    *,
    name_of: Callable[[str], str] = str,
    describe: Describe = lambda _: None,
    on_question: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """Ask every question and measure the answers.

    `name_of` maps a passage's id to the id used by gold and run; of several passages with one name, the best
    counts. `describe` looks up the passages ranked above gold.

    Raises:
        EvaluationError: no question has gold, or one cannot be asked.
    """
    _check_gold(queries)
    run: dict[str, dict[str, float]] = {}
    judged = []
    for done, query in enumerate(queries):
        on_question(done)
        with _naming(query):
            answer = answerer.ask(query.text, RUN_DEPTH, as_ranked=True)
        run[query.id] = _named(answer.hits, name_of)
        right = ranked(run[query.id])[:1]
        judged.append(
            Judged(answer.confidence, answer.verdict, bool(query.gold), not query.gold.isdisjoint(right))
        )
    return assess(queries, run, judged=judged, describe=describe)


def retrieve(
    queries: Sequence[Query],
    retriever: Retriever,
    read: Callable[[str], Question],
    *,
    name_of: Callable[[str], str] = str,
    on_question: Callable[[int], None] = lambda _: None,
) -> dict[str, dict[str, float]]:
    """Return the run of a retriever, without verdicts; `read` analyses each question.

    Raises:
        EvaluationError: no question has gold, or one cannot be asked.
    """
    _check_gold(queries)
    run = {}
    for done, query in enumerate(queries):
        on_question(done)
        with _naming(query):
            run[query.id] = _named(retriever.find(read(clean_question(query.text)), RUN_DEPTH), name_of)
    return run


def assess(
    queries: Sequence[Query],
    run: Run,
    *,
    judged: Sequence[Judged] = (),
    describe: Describe = lambda _: None,
) -> Evaluation:
    """Measure a run of any origin.

    Raises:
        EvaluationError: no question has gold.
    """
    _check_gold(queries)
    answerable = [query for query in queries if query.gold]
    scores = score(qrels_of({query.id: query.gold for query in answerable}), run)
    return Evaluation(
        queries=len(answerable),
        measures=summarise(scores),
        unanswerable=judge_unanswerable(judged),
        run=run,
        scores=scores,
        by_kind=_by_kind(answerable, scores),
        failures=find_failures(answerable, run, describe),
        abstention=judge_abstention(judged),
        calibration=judge_calibration(judged),
    )


def fit_run(
    run: Run, queries: Sequence[Query], describe: Describe, path: Path
) -> dict[str, dict[str, float]]:
    """Map the ids of a run that was read from a file to those of the question set and its passages.

    A run of another question set or of other passages is refused, not measured as a failure.

    Raises:
        EvaluationError: it lacks a question with gold, or has an unknown question or passage.
    """
    questions = {token(query.id): query.id for query in queries}
    if missing := [query.id for query in queries if query.gold and token(query.id) not in run]:
        msg = f"{path} has no results for {listed(missing)}, which the question set contains."
        raise EvaluationError(msg)
    if unknown := [query for query in run if query not in questions]:
        msg = (
            f"{path} has {listed(unknown)}, which the question set does not contain. Use the run of this set."
        )
        raise EvaluationError(msg)
    shown = {name: describe(name) for scores in run.values() for name in scores}
    if odd := [name for name, passage in shown.items() if passage is None]:
        msg = f"{path} has {listed(odd)}, which the index does not contain. Use a run on these articles."
        raise EvaluationError(msg)
    names = {name: passage.passage for name, passage in shown.items() if passage}
    return {
        questions[query]: {names[passage]: value for passage, value in scores.items()}
        for query, scores in run.items()
    }


def listed(names: Collection[str]) -> str:
    """Return a few names and the count of the rest."""
    first = ", ".join(list(names)[:_NAMED])
    return first if len(names) <= _NAMED else f"{first} and {len(names) - _NAMED} more"


@contextmanager
def _naming(query: Query) -> Iterator[None]:
    """Add the question's id to its error."""
    try:
        yield
    except QuestionError as error:
        msg = f"Question {query.id} cannot be asked. {error}"
        raise EvaluationError(msg) from error


def _check_gold(queries: Iterable[Query]) -> None:
    if not any(query.gold for query in queries):
        msg = "No question has a gold passage, so there is nothing to measure."
        raise EvaluationError(msg)


def _named(hits: Sequence[Hit], name_of: Callable[[str], str]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for hit in hits:
        scores.setdefault(name_of(hit.passage.id), hit.score)
    return scores


def _by_kind(queries: Sequence[Query], scores: Scores) -> dict[str, KindMeasures]:
    """Average over the questions of each kind; a kind without questions is left out."""
    kind_by_id = {query.id: kind_of(query.text, language_in(query.text)) for query in queries}
    counts = {kind: list(kind_by_id.values()).count(kind) for kind in KINDS}
    return {
        kind: KindMeasures(
            count,
            summarise(
                {
                    name: {query: value for query, value in values.items() if kind_by_id[query] == kind}
                    for name, values in scores.items()
                }
            ),
        )
        for kind, count in counts.items()
        if count
    }
