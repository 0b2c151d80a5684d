"""A BEIR folder becomes articles and queries under its own ids; what is wrong with it is named."""

import hashlib
import json
from pathlib import Path

import pytest
from tiny import TinyEncoder, ignore, model

from qa_bot.answering.answerer import Answerer
from qa_bot.core.errors import EvaluationError
from qa_bot.evaluation.beir import BeirSet, read_beir
from qa_bot.evaluation.question_set import Query
from qa_bot.evaluation.runs import evaluate
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import open_index

CORPUS = [
    {"_id": "art#2", "title": "Bridge", "text": "Engineers from Dresden built the bridge."},
    {"_id": "art#1", "title": "Bridge", "text": "The mayor opened the bridge."},
    {"_id": "solo", "title": "", "text": "A feline was rescued. Two firemen came. They got cake."},
    {"_id": "c#sharp", "text": "A language."},
    {"_id": "bare", "title": "Only a title", "text": ""},
]
QUERIES = [
    {"_id": "q1", "text": "Who built the bridge?"},
    {"_id": "q2", "text": "firemen cat", "metadata": {}},
    {"_id": "train", "text": "Which question is of another split?"},
    {"_id": "u1", "text": "Where are submarines?", "metadata": {"answerable": False}},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\tart#2\t1\nq1\tart#1\t0\nq2\tsolo\t2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a BEIR folder of one split."""
    (tmp_path / "qrels").mkdir()
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES)):
        lines = [json.dumps(row) for row in rows]
        (tmp_path / f"{name}.jsonl").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text(QRELS, encoding="utf-8")
    return tmp_path


def evaluate_set(beir: BeirSet, folder: Path, max_tokens: int = 32) -> dict[str, dict[str, float]]:
    """Index and ask a BEIR set; give the run."""
    encoder = TinyEncoder(max_tokens=max_tokens)
    build_from_articles(folder / "index", beir.articles, model(encoder), ignore)
    answerer = Answerer(open_index(folder / "index"), encoder)
    return {
        query: dict(scores)
        for query, scores in evaluate(beir.queries, answerer, name_of=beir.name_of).run.items()
    }


@pytest.mark.parametrize(
    ("metadata", "date"),
    [
        ({"date": "2020-03-01"}, "2020-03-01"),
        ({"date": "2020"}, "2020"),
        ({"date": "soon"}, None),
        ([], None),
    ],
)
def test_an_article_may_have_a_date(folder: Path, metadata: object, date: str | None) -> None:
    """Where its first passage gives one that can be read."""
    rows = [{"_id": "a#1", "text": "It opened.", "metadata": metadata}, {"_id": "a#2", "text": "It closed."}]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (article,) = read_beir(folder, "test").articles
    assert article.source.date == date


def test_passages_of_one_article_come_together(folder: Path) -> None:
    """In the order of the file; what has no number behind the mark is an article of its own."""
    articles = read_beir(folder, "test").articles
    assert [(article.id, article.source.title, len(article.paragraphs)) for article in articles] == [
        ("art", "Bridge", 2),
        ("solo", None, 1),
        ("c#sharp", None, 1),
        ("bare", "Only a title", 1),
    ]
    assert articles[0].paragraphs[0] == "Engineers from Dresden built the bridge."
    assert articles[3].paragraphs == ("Only a title",)


def test_passages_keep_the_corpuss_own_ids(folder: Path) -> None:
    """The second line of an article is its first passage here where it stands first there."""
    beir = read_beir(folder, "test")
    assert [beir.name_of(name) for name in ("art#1", "art#2", "solo#1", "c#sharp#1")] == [
        "art#2", "art#1", "solo", "c#sharp",
    ]  # fmt: skip
    assert beir.name_of("solo#1.2") == "solo"


def test_queries_are_those_of_the_split_and_the_unanswerable(folder: Path) -> None:
    """A judgement of 0 is no gold."""
    assert read_beir(folder, "test").queries == (
        Query("q1", "Who built the bridge?", frozenset({"art#2"})),
        Query("q2", "firemen cat", frozenset({"solo"})),
        Query("u1", "Where are submarines?", frozenset()),
    )


def test_the_run_speaks_of_the_corpuss_own_ids(folder: Path) -> None:
    """And finds the gold under them."""
    run = evaluate_set(read_beir(folder, "test"), folder)
    assert next(iter(run["q1"])) == "art#2"
    assert next(iter(run["q2"])) == "solo"
    assert set(run["q1"]) == {str(row["_id"]) for row in CORPUS}


def test_a_split_passage_counts_once(folder: Path) -> None:
    """Under the id of the whole, with the score of its best part."""
    run = evaluate_set(read_beir(folder, "test"), folder, max_tokens=7)
    assert next(iter(run["q2"])) == "solo"
    assert len(run["q2"]) == len(CORPUS)


def test_the_corpus_is_known_by_its_hash(folder: Path) -> None:
    """So an index of it is found again, and one of another is not taken for it."""
    content = (folder / "corpus.jsonl").read_bytes()
    assert read_beir(folder, "test").corpus_sha256 == hashlib.sha256(content).hexdigest()


def test_windows_line_ends_change_nothing(folder: Path) -> None:
    """In any of the files."""
    before = read_beir(folder, "test")
    for path in (folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels" / "test.tsv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    after = read_beir(folder, "test")
    assert (after.articles, after.queries) == (before.articles, before.queries)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    """The error says what the folder should hold."""
    (folder / name).unlink()
    with pytest.raises(EvaluationError, match=rf"{name} cannot be read.*A BEIR data set has corpus.jsonl"):
        read_beir(folder, "test")


def test_a_missing_split_is_named(folder: Path) -> None:
    """By its file."""
    with pytest.raises(EvaluationError, match=r"qrels/dev.tsv cannot be read"):
        read_beir(folder, "dev")


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl"])
@pytest.mark.parametrize(
    "line", ["{", "[]", '["_id", "text"]', '"_id text"', "7", "null", '{"_id": "x"}', '{"text": "x"}']
)
def test_a_malformed_line_is_told_with_file_and_number(name: str, line: str, folder: Path) -> None:
    """Whatever JSON it is."""
    content = (folder / name).read_text(encoding="utf-8").split("\n")
    (folder / name).write_text("\n".join([content[0], line, *content[1:]]), encoding="utf-8")
    with pytest.raises(EvaluationError, match=f"{name}, line 2 "):
        read_beir(folder, "test")


@pytest.mark.parametrize("line", ["q1 art#1 1", "q1\tart#1", "q1\tart#1\tyes", "q1\tart#1\t1\t1"])
def test_a_malformed_judgement_is_told_with_file_and_number(line: str, folder: Path) -> None:
    """Three columns, the last a number."""
    with (folder / "qrels" / "test.tsv").open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(EvaluationError, match=r"test.tsv, line 5 is not a judgement"):
        read_beir(folder, "test")


def test_metadata_of_another_form_is_left_alone(folder: Path) -> None:
    """Only an object can say that there is no answer."""
    forms: tuple[object, ...] = ("answerable", [], None, 0)
    rows = [{"_id": "q1", "text": "Who?", "metadata": form} for form in forms]
    text = "\n".join(json.dumps(row) for row in rows)
    (folder / "queries.jsonl").write_text(text, encoding="utf-8")
    assert {query.gold for query in read_beir(folder, "test").queries} == {frozenset({"art#2"})}
