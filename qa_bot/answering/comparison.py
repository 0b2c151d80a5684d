"""What several articles say to a question, compared by value.

Only sure answers are compared, because a false contradiction costs more trust than a missed one: the question
must be answered and ask for a number, a date, a place or a name, and each article must have
words of that kind that the answer model is sure of, in a passage that alone would be judged to answer, and in
a sentence about the same thing.
"""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final

from qa_bot.answering.stated_values import say_the_same
from qa_bot.core.comparison import Comparison, Statement
from qa_bot.core.types import Verdict
from qa_bot.language.analyzer import numbers_said
from qa_bot.language.numerals import whole
from qa_bot.language.questions import AnswerType
from qa_bot.language.source_text import implied_text
from qa_bot.retrieval.passage_analysis import analyze_passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_bot.answering.verdict import Judge
    from qa_bot.core.types import Highlight, Hit
    from qa_bot.retrieval.query_analysis import Question

__all__ = ["compare"]

SURE_FROM: Final = 0.5
"""Least confidence of the words; of 293 news questions no comparison was wrong with these values."""
COVERED: Final = 0.6
"""Least share of the question, by IDF, that the sentence of a further article covers with its metadata."""
AS_WELL_COVERED: Final = 0.75
"""The same as a share of what the best passage's sentence covers."""
_ASKING_WORDS: Final = 2
"""Words of "how many", at most; in "how much did the" what follows is no name of what is counted."""
_YEARS: Final = range(1900, 2100)


def compare(question: Question, judge: Judge, hits: Sequence[Hit], best: Hit) -> Comparison | None:
    """Compare what articles say to an answered question; None unless two of them surely answer.

    `hits` are those that were judged; the best passage speaks for its article.
    """
    wanted = question.asked.answer_type
    first = None if wanted is AnswerType.ANY else _sure_statement(question, judge, best)
    if first is None:
        return None
    least = max(COVERED, AS_WELL_COVERED * _coverage(question, judge, first))
    others = (hit for hit in hits if hit.passage.article != best.passage.article)
    stated = filter(None, (_sure_statement(question, judge, hit) for hit in others))
    further = _one_an_article(
        statement
        for statement in stated
        if _coverage(question, judge, statement) >= least
        and judge.answers_as_well(Verdict.ANSWERED, hits, statement.hit)
    )
    answers = _grouped([first, *further], wanted, question)
    return answers if answers.articles > 1 else None


def _sure_statement(question: Question, judge: Judge, hit: Hit) -> Statement | None:
    """Return what a passage surely says about all numbers of the question; None if it does not."""
    if hit.reading is None or hit.reading.log_odds <= 0:
        return None
    highlight = judge.read(hit).highlight()
    words = highlight.answer
    if words is None or words.confidence < SURE_FROM:
        return None
    return Statement(hit, highlight) if _has_numbers(question, hit, highlight) else None


def _coverage(question: Question, judge: Judge, statement: Statement) -> float:
    read = judge.read(statement.hit)
    first, last = read.chosen()
    terms = frozenset[str]().union(*read.analysis.sentences[first : last + 1])
    return question.idf_coverage(terms | read.analysis.implied_terms)


def _has_numbers(question: Question, hit: Hit, highlight: Highlight) -> bool:
    """Check whether a sentence is about the numbers of a question; a year in it replaces its article's."""
    if not question.numbers:
        return True
    own = numbers_said(highlight.text)
    if not any(map(_is_year, own)):
        own |= numbers_said(implied_text(hit.passage.source))
    return question.numbers <= own


def _is_year(number: str) -> bool:
    return whole(number) in _YEARS


def _one_an_article(statements: Iterable[Statement]) -> list[Statement]:
    """Keep the first statement of each article."""
    kept: dict[str, Statement] = {}
    for statement in statements:
        kept.setdefault(statement.hit.passage.article, statement)
    return list(kept.values())


def _same(wanted: AnswerType, one: Statement, other: Statement, question: Question) -> bool | None:
    """Check whether two statements say the same; None for days of unstated years in articles of several."""
    same = say_the_same(wanted, one.words, other.words, question.language)
    if same is False and wanted is AnswerType.TIME and not (one.date[:4] == other.date[:4] != ""):
        years = [any(map(_is_year, numbers_said(statement.words))) for statement in (one, other)]
        return False if all(years) else None
    return same


def _is_called_alike(question: Question, one: Statement, other: Statement) -> bool:
    """Check whether a sentence has what is counted in the same words, if another has: "internet users"."""
    counted = _counted(question)
    pairs = _pairs_in(one) & counted
    return not pairs or pairs <= _pairs_in(other)


def _counted(question: Question) -> frozenset[tuple[str, str]]:
    """Return the neighbouring words of what directly follows "how many"."""
    if not question.asked.wants_number:
        return frozenset()
    running = [term.text for term in question.analyzed if not term.beside]
    asking = list(takewhile(lambda term: term not in question.idf, running))
    if len(asking) > _ASKING_WORDS:
        return frozenset()
    return frozenset(pairwise(takewhile(question.idf.__contains__, running[len(asking) :])))


def _pairs_in(statement: Statement) -> frozenset[tuple[str, str]]:
    """Return the neighbouring terms of a statement's sentence."""
    start, end = statement.highlight.start, statement.highlight.end
    occurrences = analyze_passage(statement.hit.passage).occurrences
    said = (term for term in occurrences if start <= term.start < end and not term.beside)
    return frozenset(pairwise(term.text for term in said))


def _grouped(statements: Sequence[Statement], wanted: AnswerType, question: Question) -> Comparison:
    """Group statements that say the same; one that cannot be compared with each group is left out.

    So is one that says something else, but perhaps of something else.
    """
    groups: list[list[Statement]] = []
    for one in statements:
        same = [_same(wanted, group[0], one, question) for group in groups]
        if None in same:
            continue
        if True in same:
            groups[same.index(True)].append(one)
        elif not groups or _is_called_alike(question, groups[0][0], one):
            groups.append([one])
    dated = [sorted(group, key=lambda one: one.date, reverse=True) for group in groups]
    return Comparison(tuple(map(tuple, sorted(dated, key=lambda group: group[0].date, reverse=True))))
