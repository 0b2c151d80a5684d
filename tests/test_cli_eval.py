"""`qa-bot eval`: its JSON, its run file, and what is wrong with a question set in one line."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
from pathlib import Path

import ir_measures
import pytest
from commands import DESIGNED, WHO, Commands, write_pile

slow = pytest.mark.slow
pytestmark = pytest.mark.usefixtures("own_folder")


def line(identifier: str, question: str, *answers: tuple[str, str]) -> str:
    """Write one line of a question set."""
    quotes = [{"article": article, "quote": quote} for article, quote in answers]
    return json.dumps({"id": identifier, "question": question, "answers": quotes}) + "\n"


SET = (
    line("q1", WHO, ("bridge.md", DESIGNED))
    + line("q 2", "Where was the cat rescued?", ("cat.txt", "rescued from a\n chimney"))
    + line("u1", "Which quantum chromodynamics textbook won prizes?")
)
"""Two questions with an answer, and one without."""
BEIR = {
    "corpus.jsonl": (
        '{"_id": "d1", "title": "Bridge", "text": "The bridge was designed by Ada Lindqvist."}\n'
        '{"_id": "d2", "title": "", "text": "A cat was rescued from a chimney \\ud800."}\n'
    ),
    "queries.jsonl": (
        '{"_id": "1", "text": "Who designed the bridge?"}\n'
        '{"_id": "2", "text": "rescued cat"}\n'
        '{"_id": "3", "text": "a query of another split"}\n'
    ),
    "qrels/test.tsv": "query-id\tcorpus-id\tscore\n1\td1\t1\n2\td2\t1\n1\td2\t0\n",
}


@pytest.fixture
def indexed(indexed: Commands, tmp_path: Path) -> Commands:
    """Stand in a folder that has the pile, its index and a question set."""
    (tmp_path / "set.jsonl").write_text(SET)
    return indexed


@pytest.mark.parametrize("arguments", [[], ["set.jsonl", "--beir", "folder"]])
def test_neither_or_both_of_questions_and_beir_is_wrong_usage(
    commands: Commands, arguments: list[str]
) -> None:
    ran = commands.run("eval", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "either QUESTIONS.jsonl or --beir DIR" in ran.err


@slow
def test_eval_json_has_exactly_the_keys_of_the_contract(indexed: Commands) -> None:
    ran = indexed.run("eval", "set.jsonl", "--json")
    found = json.loads(ran.out)
    assert ran.err == ""
    assert list(found) == ["queries", "measures", "unanswerable", "configuration"]
    assert found["queries"] == 2
    assert list(found["measures"]) == ["nDCG@10", "RR@10", "R@5", "R@10", "Success@1"]
    perfect = {"value": 1.0, "low": 1.0, "high": 1.0}
    assert all(measure == perfect for measure in found["measures"].values())
    assert found["unanswerable"] == {"queries": 1, "told": 1.0, "refused": 0.0, "auc": 1.0}
    assert found["configuration"]["model"]["name"] == "all-MiniLM-L6-v2"


@slow
def test_eval_shows_each_measure_with_its_interval(indexed: Commands) -> None:
    ran = indexed.run("eval", "set.jsonl")
    rows = [row.split() for row in ran.out.splitlines()]
    assert ["nDCG@10", "1.000", "1.000", "to", "1.000"] in rows
    assert ran.err == ""
    assert "\x1b" not in ran.out


@slow
def test_the_run_file_is_trec_form_that_ir_measures_reads(indexed: Commands) -> None:
    assert indexed.run("eval", "set.jsonl", "--run-out", "found.run").code == 0
    rows = [row.split(" ") for row in Path("found.run").read_text().splitlines()]
    assert {len(row) for row in rows} == {6}
    assert [row[3] for row in rows if row[0] == "q1"] == ["1", "2", "3", "4", "5", "6"]
    entries = list(ir_measures.read_trec_run("found.run"))  # type: ignore[no-untyped-call]
    first = {entry.query_id: entry.doc_id for entry in reversed(entries)}
    assert first["q1"] == "bridge.md#2"
    assert first["q%202"] == "cat.txt#1"
    assert "u1" in first


@slow
@pytest.mark.parametrize("target", [".", "nowhere/found.run"])
def test_a_run_file_that_cannot_be_written_is_told_after_the_result(indexed: Commands, target: str) -> None:
    ran = indexed.run("eval", "set.jsonl", "--json", "--run-out", target)
    assert ran.code == 1
    assert json.loads(ran.out)["queries"] == 2
    assert ran.err.startswith(f"qa-bot: The run cannot be written to {target}")
    assert ran.err.count("\n") == 1


@slow
def test_every_quote_that_is_found_nowhere_is_named(indexed: Commands) -> None:
    lost = line("q8", WHO, ("bridge.md", "never\x1b[31m said")) + line("q9", WHO, ("gone.md", "lost words"))
    Path("set.jsonl").write_text(SET + lost)
    said = indexed.refused("eval", "set.jsonl")
    assert 'q8: "never said" in bridge.md' in said
    assert 'q9: "lost words" in gone.md' in said


@slow
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no questions"),
        ("not JSON", "line 1 is not a question"),
        ("[1]", "line 1 is not a question"),
        ("[" * 100_000, "line 1 is not a question"),
        (line("q1", WHO) + '{"id": "q2"}', "line 2 is not a question"),
        (line("q1", WHO, ("bridge.md", "bridge")) * 2, "two questions of one id"),
        (line("q1", WHO, ("bridge.md", "")), 'q1: "" in bridge.md'),
        (line("q1", " \x00", ("bridge.md", "bridge")), "Question q1 of the set cannot be asked"),
        (line("u1", WHO), "nothing to measure"),
        ("\udcff", "cannot be read"),
    ],
)
def test_a_set_that_cannot_be_used_is_told_in_one_line(indexed: Commands, content: str, said: str) -> None:
    Path("set.jsonl").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert said in indexed.refused("eval", "set.jsonl")


@slow
@pytest.mark.parametrize("name", ["nowhere.jsonl", "corpus"])
def test_a_set_that_is_not_there_or_is_a_folder_is_told(indexed: Commands, name: str) -> None:
    assert f"question set {name} cannot be read" in indexed.refused("eval", name)


@slow
def test_a_beir_folder_is_measured_by_its_own_ids(commands: Commands) -> None:
    write_pile(Path("beir"), BEIR)
    ran = commands.run("eval", "--beir", "beir", "--json", "--run-out", "found.run")
    found = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert found["queries"] == 2
    assert found["measures"]["Success@1"]["value"] == 1.0
    assert found["unanswerable"] == {"queries": 0}
    assert found["configuration"]["split"] == "test"
    assert {row.split(" ")[2] for row in Path("found.run").read_text().splitlines()} == {"d1", "d2"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus.jsonl", None, "corpus.jsonl cannot be read"),
        ("corpus.jsonl", "", "corpus.jsonl is empty"),
        ("corpus.jsonl", "{", "corpus.jsonl, line 1 is not JSON"),
        ("corpus.jsonl", '["_id", "text"]', "line 1 is not an object with _id and text"),
        ("corpus.jsonl", '"_id text"', "line 1 is not an object with _id and text"),
        ("queries.jsonl", '{"_id": "1"}', "line 1 is not an object with _id and text"),
        ("qrels/test.tsv", None, "test.tsv cannot be read"),
        ("qrels/test.tsv", "head\n1 d1 1\n", "test.tsv, line 2 is not a judgement"),
        ("qrels/test.tsv", "head\n1\td1\tone\n", "test.tsv, line 2 is not a judgement"),
    ],
)
def test_a_malformed_beir_folder_is_told_with_file_and_line(
    commands: Commands, name: str, content: str | None, said: str
) -> None:
    write_pile(Path("beir"), BEIR | ({name: content} if content is not None else {}))
    if content is None:
        (Path("beir") / name).unlink()
    assert said in commands.refused("eval", "--beir", "beir")


def test_a_split_that_is_not_there_is_told(commands: Commands) -> None:
    write_pile(Path("beir"), BEIR)
    assert "dev.tsv cannot be read" in commands.refused("eval", "--beir", "beir", "--split", "dev")
