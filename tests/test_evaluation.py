"""The measures are ir_measures' own, gold is found by quote, and a faulty set is told with its line."""

import json
import math
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot import evaluation
from qa_bot.answering import Answerer
from qa_bot.errors import EvaluationError
from qa_bot.evaluation import (
    MEASURES,
    Interval,
    Query,
    as_json,
    evaluate,
    measure,
    read_question_set,
    write_run,
)
from qa_bot.index import Index, build_from_articles, open_index
from qa_bot.types import Answer, Verdict

GOLD = {"q1": frozenset({"a#1", "c#1"}), "q2": frozenset({"b#1"}), "q3": frozenset({"c#1"})}
RUN = {
    "q1": {"a#1": 0.9, "b#1": 0.8, "c#1": 0.7},
    "q2": {"a#1": 0.9, "c#1": 0.8, "b#1": 0.7},
    "q3": {"a#1": 0.4},
}


@pytest.fixture
def index(index_folder: Path) -> Index:
    """Open the index of the small corpus."""
    return open_index(index_folder)


def write_set(folder: Path, *lines: str | dict[str, object]) -> Path:
    """Write a question set."""
    path = folder / "set.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def question(name: str, *answers: tuple[str, str]) -> dict[str, object]:
    """Make a line of a question set: answers as article and quote."""
    found = [{"article": article_id, "quote": quote} for article_id, quote in answers]
    return {"id": name, "question": "Who?", "answers": found}


def read_run(path: Path) -> list[Any]:
    """Read a run file as others do: query_id, doc_id and score of each line."""
    return list(ir_measures.read_trec_run(str(path)))  # type: ignore[no-untyped-call]


class FixedAnswerer(Answerer):
    """Answers each question with a confidence known beforehand, and nothing else."""

    def __init__(self, confidence: dict[str, float]) -> None:
        self._confidence_of = confidence

    def ask(self, question: str, k: int, *_: object, **__: object) -> Answer:
        """Answer: not found below a half."""
        confidence = self._confidence_of[question]
        verdict = Verdict.NOT_FOUND if confidence < 0.5 else Verdict.ANSWERED
        return Answer(question, (), None, verdict, float(k), confidence)


# ------------------------------------------------------------------------------------------ measures


def test_measures_are_those_computed_by_hand() -> None:
    """q1 finds gold at ranks 1 and 3, q2 at rank 3, q3 nowhere."""
    second, third = 1 / math.log2(3), 1 / math.log2(4)
    found = measure(GOLD, RUN)
    assert {name: interval.value for name, interval in found.items()} == pytest.approx(
        {
            "nDCG@10": ((1 + third) / (1 + second) + third + 0) / 3,
            "RR@10": (1 + 1 / 3 + 0) / 3,
            "R@5": (1 + 1 + 0) / 3,
            "R@10": (1 + 1 + 0) / 3,
            "Success@1": (1 + 0 + 0) / 3,
        }
    )


def test_measures_are_ir_measures_own() -> None:
    """Computed from the same gold and run."""
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    qrels = {query: dict.fromkeys(gold, 1) for query, gold in GOLD.items()}
    expected = ir_measures.calc_aggregate(measures, qrels, RUN)
    found = measure(GOLD, RUN)
    assert {str(name): value for name, value in expected.items()} == pytest.approx(
        {name: interval.value for name, interval in found.items()}
    )


def test_a_question_without_hits_counts_as_missed() -> None:
    """Whether its run is empty or not there at all."""
    gold = {"q1": frozenset({"a"}), "q2": frozenset({"b"}), "q3": frozenset({"c"})}
    assert measure(gold, {"q1": {"a": 1.0}, "q2": {}})["RR@10"].value == pytest.approx(1 / 3)


def test_an_interval_holds_its_mean_and_is_the_same_every_time() -> None:
    """It lies within 0 and 1."""
    gold = {f"q{n}": frozenset({"a"}) for n in range(20)}
    run = {f"q{n}": {"a": 1.0} if n % 3 else {"b": 1.0} for n in range(20)}
    found = measure(gold, run)
    for interval in found.values():
        assert 0 <= interval.low < interval.value < interval.high <= 1
    assert found == measure(gold, run)


def test_intervals_narrow_with_more_questions() -> None:
    """Four times the questions, about half the width."""
    widths = []
    for count in (25, 100):
        gold = {f"q{n}": frozenset({"a"}) for n in range(count)}
        run = {f"q{n}": {"a": 1.0} if n % 2 else {"b": 1.0} for n in range(count)}
        interval = measure(gold, run)["RR@10"]
        widths.append(interval.high - interval.low)
    assert widths[1] / widths[0] == pytest.approx(1 / 2, abs=0.1)


def test_equal_values_have_no_spread() -> None:
    """The interval is the value."""
    gold = {f"q{n}": frozenset({"a"}) for n in range(5)}
    assert measure(gold, {f"q{n}": {"a": 1.0} for n in range(5)})["RR@10"] == Interval(1.0, 1.0, 1.0)


def test_one_question_says_nothing_of_the_spread() -> None:
    """Its interval is everything."""
    assert measure({"q": frozenset({"a"})}, {"q": {"a": 1.0}})["RR@10"] == Interval(1.0, 0.0, 1.0)


# ------------------------------------------------------------------------------------------- the run


def test_a_run_file_is_read_back_with_the_same_scores(tmp_path: Path) -> None:
    """Every digit of every score, in the order of the ranks."""
    run = {"q1": {"a#1": 0.1 + 0.2, "ü b.md#2.1": 1 / 3}, "q2": {}, "q3": {"c": 1e-17}}
    write_run(tmp_path / "run", run)
    found = [(hit.query_id, hit.doc_id, hit.score) for hit in read_run(tmp_path / "run")]
    assert found == [("q1", "a#1", 0.1 + 0.2), ("q1", "ü%20b.md#2.1", 1 / 3), ("q3", "c", 1e-17)]


def test_a_run_file_has_six_columns(tmp_path: Path) -> None:
    """As trec_eval wants them."""
    write_run(tmp_path / "run", {"q 1": {"a": 0.5, "b": 0.25}})
    text = (tmp_path / "run").read_text(encoding="utf-8")
    assert text == "q%201 Q0 a 1 0.5 qa_bot\nq%201 Q0 b 2 0.25 qa_bot\n"


def test_a_run_of_real_answers_is_measured_alike_from_its_file(index: Index, tmp_path: Path) -> None:
    """So anyone can redo the figures."""
    queries = [
        Query("q1", "Who opened the bridge?", frozenset({"bridge.md#1"})),
        Query("q2", "Where was a cat rescued?", frozenset({"cat.md#1"})),
        Query("q3", "Which café closes?", frozenset({"bridge.md#2"})),
    ]
    found = evaluate(queries, Answerer(index, TinyEncoder()))
    write_run(tmp_path / "run", found.run)
    qrels = {query.id: dict.fromkeys(query.gold, 1) for query in queries}
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    again = ir_measures.calc_aggregate(measures, qrels, read_run(tmp_path / "run"))
    assert {str(name): value for name, value in again.items()} == pytest.approx(
        {name: interval.value for name, interval in found.measures.items()}
    )


def test_a_run_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(EvaluationError, match="missing/run: No such file"):
        write_run(tmp_path / "missing" / "run", RUN)


# --------------------------------------------------------------------------------- the question set


def test_the_gold_passage_is_the_one_with_the_quote(index: Index, tmp_path: Path) -> None:
    """Several answers give several; a blank line is none; no answers are no gold."""
    path = write_set(
        tmp_path,
        question("q1", ("cat.md", "thanked the firemen")),
        "",
        question("q2", ("bridge.md", "river Elbe"), ("café.md", "oldest café of Zürich")),
        question("u1"),
    )
    assert read_question_set(path, index.store) == [
        Query("q1", "Who?", frozenset({"cat.md#2"})),
        Query("q2", "Who?", frozenset({"bridge.md#1", "café.md#1"})),
        Query("u1", "Who?", frozenset()),
    ]


def test_white_space_in_a_quote_does_not_matter(index: Index, tmp_path: Path) -> None:
    """Line breaks are spaces."""
    path = write_set(tmp_path, question("q1", ("cat.md", " thanked\n the   firemen")))
    assert read_question_set(path, index.store)[0].gold == {"cat.md#2"}


def test_a_set_may_begin_with_a_byte_order_mark(index: Index, tmp_path: Path) -> None:
    """Some editors write one, and end lines with two characters."""
    path = tmp_path / "set.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(question("q1", ("cat.md", "cake"))).encode() + b"\r\n")
    assert read_question_set(path, index.store)[0].gold == {"cat.md#2"}


def test_a_quote_split_over_parts_counts_for_all_of_them(tmp_path: Path) -> None:
    """No part holds it whole, and their paragraph does."""
    text = "The dog barked at dawn. The cat ran home fast. The bird sang all day."
    build_from_articles(
        tmp_path, [article("a", "Other words.", text)], model(TinyEncoder(max_tokens=8)), ignore
    )
    store = open_index(tmp_path).store
    path = write_set(
        tmp_path,
        question("q1", ("a", "barked at dawn. The cat ran")),
        question("q2", ("a", "cat ran home")),
    )
    over_parts, in_one = read_question_set(path, store)
    assert over_parts.gold == {"a#2.1", "a#2.2", "a#2.3"}
    assert in_one.gold == {"a#2.2"}


def test_every_quote_found_nowhere_is_named(index: Index, tmp_path: Path) -> None:
    """Wrong words, an unknown article, another article's words, no words."""
    path = write_set(
        tmp_path,
        question("q1", ("cat.md", "thanked the policemen")),
        question("q2", ("dog.md", "cake"), ("cat.md", "cake")),
        question("q3", ("cat.md", "river Elbe")),
        question("q4", ("cat.md", " ")),
    )
    with pytest.raises(EvaluationError) as caught:
        read_question_set(path, index.store)
    for part in ('q1: "thanked the policemen" in cat.md', 'q2: "cake" in dog.md', 'q3: "river Elbe"', "q4: "):
        assert part in str(caught.value)
    assert '"cake" in cat.md' not in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        '"text"',
        "null",
        '{"id": "q1", "question": "Who?"}',
        '{"question": "Who?", "answers": []}',
        '{"id": "q1", "answers": []}',
        '{"id": "q1", "question": "Who?", "answers": null}',
        '{"id": "q1", "question": "Who?", "answers": "cake"}',
        '{"id": "q1", "question": "Who?", "answers": [{"article": "cat.md"}]}',
        '{"id": "q1", "question": "Who?", "answers": {"article": "cat.md", "quote": "cake"}}',
        "[" * 100_000,
    ],
)
def test_a_malformed_line_is_told_with_file_and_number(line: str, index: Index, tmp_path: Path) -> None:
    """Lines are counted from 1, blank ones too."""
    path = write_set(tmp_path, question("u1"), "", line)
    with pytest.raises(EvaluationError, match=r'set.jsonl, line 3 is not a question: it needs "id"'):
        read_question_set(path, index.store)


def test_two_questions_of_one_id_are_refused(index: Index, tmp_path: Path) -> None:
    """One would hide the other."""
    path = write_set(tmp_path, question("q1", ("cat.md", "cake")), question("q1"))
    with pytest.raises(EvaluationError, match="two questions of one id"):
        read_question_set(path, index.store)


def test_a_set_without_questions_is_refused(index: Index, tmp_path: Path) -> None:
    """An empty file, a missing one, and one that is no text."""
    with pytest.raises(EvaluationError, match="has no questions"):
        read_question_set(write_set(tmp_path, "", " "), index.store)
    with pytest.raises(EvaluationError, match=r"missing.jsonl cannot be read"):
        read_question_set(tmp_path / "missing.jsonl", index.store)
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvaluationError, match=r"binary.jsonl cannot be read"):
        read_question_set(tmp_path / "binary.jsonl", index.store)


# ---------------------------------------------------------------------------------------- evaluating


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


def test_without_unanswerable_questions_nothing_is_said_of_them() -> None:
    """Not that the verdict is perfect."""
    found = evaluate([Query("a", "a", frozenset({"g"}))], FixedAnswerer({"a": 0.5}))
    assert found.unanswerable is None
    assert as_json(found, {})["unanswerable"] == {"queries": 0}


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


def test_the_json_form_holds_measures_and_configuration() -> None:
    """In plain numbers, so that any program reads it."""
    queries = [Query("a", "a", frozenset({"g"})), Query("x", "x", frozenset())]
    found = as_json(evaluate(queries, FixedAnswerer({"a": 0.9, "x": 0.1})), {"model": "tiny"})
    assert json.loads(json.dumps(found)) == {
        "queries": 1,
        "measures": {name: {"value": 0.0, "low": 0.0, "high": 1.0} for name in MEASURES},
        "unanswerable": {"queries": 1, "told": 1.0, "refused": 0.0, "auc": 1.0},
        "configuration": {"model": "tiny"},
    }


def test_a_run_is_as_deep_as_it_says(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer where the index has fewer."""
    queries = [Query("q1", "bridge", frozenset({"bridge.md#1"}))]
    assert len(evaluate(queries, Answerer(index, TinyEncoder())).run["q1"]) == 5
    monkeypatch.setattr(evaluation, "RUN_DEPTH", 2)
    assert len(evaluate(queries, Answerer(index, TinyEncoder())).run["q1"]) == 2
