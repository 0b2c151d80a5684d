"""Questions are asked, what comes back is measured, and what cannot be measured is told."""

from pathlib import Path

import ir_measures
import pytest
from tiny import TinyEncoder

from qa_bot.answering.answerer import Answerer
from qa_bot.core.errors import EvaluationError
from qa_bot.core.types import Answer, Verdict
from qa_bot.evaluation import runs, trec
from qa_bot.evaluation.failures import Shown
from qa_bot.evaluation.measures import MEASURES
from qa_bot.evaluation.question_set import Query
from qa_bot.evaluation.runs import assess, evaluate, fit_run, listed, retrieve
from qa_bot.index.opened import Index, open_index
from qa_bot.retrieval.baselines import LexicalRetriever
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

QUERIES = [
    Query("q1", "Who opened the bridge?", frozenset({"bridge.md#1"})),
    Query("q 2", "Where was a cat rescued?", frozenset({"cat.md#1"})),
    Query("u1", "Are there submarines?", frozenset()),
]


@pytest.fixture
def index(index_folder: Path) -> Index:
    """Open the index of the small corpus."""
    return open_index(index_folder)


class FixedAnswerer(Answerer):
    """Answers each question with a confidence known beforehand, and nothing else."""

    def __init__(self, confidence: dict[str, float]) -> None:
        self._confidence_of = confidence

    def ask(self, question: str, k: int, *_: object, **__: object) -> Answer:
        """Answer: not found below a half."""
        confidence = self._confidence_of[question]
        verdict = Verdict.NOT_FOUND if confidence < 0.5 else Verdict.ANSWERED
        return Answer(
            question=question,
            hits=(),
            highlight=None,
            verdict=verdict,
            elapsed_ms=float(k),
            confidence=confidence,
        )


def test_a_run_of_real_answers_is_measured_alike_from_its_file(index: Index, tmp_path: Path) -> None:
    """To the last digit, so anyone can redo the figures."""
    queries = [*QUERIES[:2], Query("q3", "Which café closes?", frozenset({"bridge.md#2"}))]
    found = evaluate(queries, Answerer(index, TinyEncoder()))
    trec.write_run(tmp_path / "run", found.run)
    qrels = {trec.token(query.id): dict.fromkeys(query.gold, 1) for query in queries}
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    again = ir_measures.calc_aggregate(
        measures,
        qrels,
        list(ir_measures.read_trec_run(str(tmp_path / "run"))),  # type: ignore[no-untyped-call]
    )
    assert {str(name): value for name, value in again.items()} == {
        name: interval.value for name, interval in found.measures.items()
    }


def test_only_questions_with_gold_are_measured(index: Index) -> None:
    """The others tell how well the verdict does."""
    queries = [
        Query("q1", "bridge mayor Monday", frozenset({"bridge.md#1"})),
        Query("u1", "submarines", frozenset()),
    ]
    done: list[int] = []
    found = evaluate(queries, Answerer(index, TinyEncoder()), on_question=done.append)
    assert found.queries == 1
    assert found.measures["Success@1"].value == 1.0
    assert found.unanswerable
    assert found.unanswerable.queries == 1
    assert set(found.run) == {"q1", "u1"}
    assert done == [0, 1]


def test_passages_of_one_name_count_once_with_the_best_score(index: Index) -> None:
    """As where gold speaks of articles."""
    queries = [Query("q1", "firemen", frozenset({"cat.md"}))]
    found = evaluate(queries, Answerer(index), name_of=lambda passage: passage.partition("#")[0])
    (hits,) = [Answerer(index).ask("firemen", 9).hits]
    assert len(hits) == 2
    assert found.run["q1"] == {"cat.md": hits[0].score}


def test_the_area_under_the_curve_is_the_share_of_pairs_told_apart() -> None:
    """Answerable .9 .6 .4 against unanswerable .5 .4: 2 + 2 + (0 + 1/2) of 6 pairs."""
    confidence = {"a": 0.9, "b": 0.6, "c": 0.4, "x": 0.5, "y": 0.4}
    queries = [Query(name, name, frozenset({"g"} if name in "abc" else ())) for name in confidence]
    found = evaluate(queries, FixedAnswerer(confidence)).unanswerable
    assert found
    assert found.auc == pytest.approx((2 + 2 + 0.5) / 6)
    assert found.queries == 2
    assert (found.told, found.refused) == pytest.approx((1 / 2, 1 / 3))


def test_equal_confidences_tell_nothing_apart() -> None:
    """The area is a half."""
    queries = [Query("a", "a", frozenset({"g"})), Query("x", "x", frozenset())]
    found = evaluate(queries, FixedAnswerer({"a": 0.5, "x": 0.5})).unanswerable
    assert found
    assert found.auc == 0.5


def test_calibration_compares_the_confidence_with_gold() -> None:
    """Two at .9, one of them without gold, and one at .2: (2 * (.9 - 1/2) + .2) / 3."""
    queries = [Query("a", "a", frozenset({"g"})), Query("x", "x", frozenset()), Query("y", "y", frozenset())]
    found = evaluate(queries, FixedAnswerer({"a": 0.9, "x": 0.9, "y": 0.2})).calibration
    assert found
    assert found.error == pytest.approx((2 * (0.9 - 1 / 2) + 0.2) / 3)


def test_without_unanswerable_questions_nothing_is_said_of_them() -> None:
    """Not that the verdict is perfect."""
    found = evaluate([Query("a", "a", frozenset({"g"}))], FixedAnswerer({"a": 0.5}))
    assert found.unanswerable is None
    assert found.calibration is None
    assert found.abstention


def test_a_set_without_gold_is_refused() -> None:
    """There is nothing to measure."""
    for queries in ([], [Query("x", "x", frozenset())]):
        with pytest.raises(EvaluationError, match=r"no question|No question"):
            evaluate(queries, FixedAnswerer({"x": 0.5}))


def test_a_question_that_cannot_be_asked_is_named(index: Index) -> None:
    """An empty one, for instance."""
    queries = [Query("q7", " ", frozenset({"cat.md#1"}))]
    with pytest.raises(EvaluationError, match=r"q7 .*The question is empty"):
        evaluate(queries, Answerer(index))


def test_a_run_is_as_deep_as_it_says(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer where the index has fewer."""
    queries = [Query("q1", "bridge", frozenset({"bridge.md#1"}))]
    assert len(evaluate(queries, Answerer(index, TinyEncoder())).run["q1"]) == 5
    monkeypatch.setattr(runs, "RUN_DEPTH", 2)
    assert len(evaluate(queries, Answerer(index, TinyEncoder())).run["q1"]) == 2


def test_a_run_can_be_made_by_one_side_alone(index: Index) -> None:
    """It has every question, and the same form; what cannot be asked is named."""
    words, read = LexicalRetriever(index), QuestionAnalyzer(index, None).analyze
    run = retrieve(QUERIES, words, read)
    assert list(run) == ["q1", "q 2", "u1"]
    assert next(iter(run["q1"])) == "bridge.md#1"
    assert run["u1"] == {}
    with pytest.raises(EvaluationError, match=r"q7 .*The question is empty"):
        retrieve([Query("q7", " ", frozenset({"cat.md#1"}))], words, read)
    with pytest.raises(EvaluationError, match="nothing to measure"):
        retrieve(QUERIES[2:], words, read)


# ----------------------------------------------------------------------------------------- assessing


def test_questions_are_measured_by_kind() -> None:
    """Each kind by its own questions; those without gold count nowhere."""
    queries = [
        Query("a", "Who came?", frozenset({"g"})),
        Query("b", "Who went?", frozenset({"g"})),
        Query("c", "Where was it?", frozenset({"g"})),
        Query("x", "When was it?", frozenset()),
    ]
    found = assess(queries, {"a": {"g": 1.0}, "b": {"h": 2.0, "g": 1.0}, "c": {"h": 1.0}, "x": {"g": 1.0}})
    assert {kind: own.queries for kind, own in found.by_kind.items()} == {"who": 2, "where": 1}
    assert found.by_kind["who"].measures["RR@10"].value == pytest.approx((1 + 1 / 2) / 2)
    assert found.by_kind["where"].measures["RR@10"].value == 0
    assert found.measures["RR@10"].value == pytest.approx((1 + 1 / 2 + 0) / 3)


def test_as_many_fail_as_the_first_passage_is_not_gold() -> None:
    """Ties are ordered alike, in failures and in measures."""
    queries = [Query(name, "Who?", frozenset({"b"})) for name in "pqr"]
    run = {"p": {"a": 0.5, "b": 0.5}, "q": {"b": 0.5, "c": 0.5}, "r": {"b": 0.5 + 1e-12, "c": 0.5}}
    found = assess(queries, run)
    assert len(found.failures) == 3 - round(3 * found.measures["Success@1"].value)
    assert {failure.id for failure in found.failures} == {"q", "r"}


def test_a_run_alone_says_nothing_of_the_verdict() -> None:
    """For nobody gave one."""
    found = assess(QUERIES, {"q1": {}, "q 2": {}})
    assert found.unanswerable is None
    assert found.abstention is None
    assert found.calibration is None


# ------------------------------------------------------------------------------------- runs from files


def test_a_run_from_a_file_gets_the_ids_of_the_set(tmp_path: Path) -> None:
    """White space comes back; a question without gold may be missing."""
    run = {"q1": {"a%20b#1": 0.5}, "q%202": {}}
    found = fit_run(run, QUERIES, lambda name: Shown(name.replace("%20", " ")), tmp_path)
    assert found == {"q1": {"a b#1": 0.5}, "q 2": {}}


def test_a_run_that_lacks_a_question_is_refused_with_its_name() -> None:
    """It is not measured as a zero."""
    with pytest.raises(EvaluationError, match=r"^base.run has no results for q 2, which the question set"):
        fit_run({"q1": {}}, QUERIES, Shown, Path("base.run"))


def test_a_run_of_another_question_set_is_refused_with_the_names() -> None:
    """A few of them, and how many more."""
    run: dict[str, dict[str, float]] = {"q1": {}, "q%202": {}, **{f"z{n}": {} for n in range(7)}}
    with pytest.raises(
        EvaluationError,
        match=r"base.run has z0, z1, z2, z3, z4 and 2 more, which the question set does not contain",
    ):
        fit_run(run, QUERIES, Shown, Path("base.run"))


def test_a_run_of_other_articles_is_refused_with_their_passages() -> None:
    """Its gold would be found nowhere, as if it had failed."""
    run = {"q1": {"cat.md#1": 1.0, "dog.md#1": 0.5}, "q%202": {}}
    with pytest.raises(EvaluationError, match=r"base.run has dog.md#1, which the index does not contain"):
        fit_run(run, QUERIES, {"cat.md#1": Shown("cat.md#1")}.get, Path("base.run"))


def test_few_names_are_listed_and_many_counted() -> None:
    """Five at most."""
    assert listed(["a"]) == "a"
    assert listed(list("abcde")) == "a, b, c, d, e"
    assert listed(list("abcdef")) == "a, b, c, d, e and 1 more"
