"""`qa-bot eval`: its JSON, its text, its files, and what is wrong with any of them in one line."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import ir_measures
import pytest
from commands import DESIGNED, WHO, Commands, write_pile

from qa_bot.retrieval.model import DEFAULT

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


FAILING = SET + line("q3", "Who thanked the firemen for the cat?", ("bridge.md", "41 million crowns"))
"""A question more, whose gold cannot stand first."""


@pytest.mark.parametrize(
    "arguments",
    [[], ["set.jsonl", "--beir", "folder"], ["set.jsonl", "--run", "r", "--qrels", "q"], ["--run", "r"]],
)
def test_neither_or_both_of_questions_and_beir_is_wrong_usage(
    commands: Commands, arguments: list[str]
) -> None:
    assert "one of QUESTIONS.jsonl, --beir DIR" in commands.refused("eval", *arguments, code=2)


@slow
def test_eval_json_has_exactly_the_keys_of_the_contract(indexed: Commands) -> None:
    ran = indexed.run("eval", "set.jsonl", "--json")
    found = json.loads(ran.out)
    assert ran.err == ""
    assert found.pop("schema_version") == 1
    assert list(found)[:4] == ["queries", "measures", "unanswerable", "configuration"]
    assert list(found)[4:] == ["by_kind", "failures", "abstention", "calibration", "comparison"]
    assert found["queries"] == 2
    assert list(found["measures"]) == ["nDCG@10", "RR@10", "R@5", "R@10", "Success@1"]
    perfect = {"value": 1.0, "low": 1.0, "high": 1.0}
    assert all(measure == perfect for measure in found["measures"].values())
    assert found["unanswerable"] == {"queries": 1, "told": 1.0, "refused": 0.0, "auc": 1.0}
    assert found["configuration"]["model"]["name"] == "all-MiniLM-L6-v2"
    assert {kind: own["queries"] for kind, own in found["by_kind"].items()} == {"who": 1, "where": 1}
    assert found["by_kind"]["who"]["measures"]["RR@10"] == {"value": 1.0, "low": 0.0, "high": 1.0}
    assert (found["failures"], found["comparison"]) == ([], None)
    abstention = found["abstention"]
    assert (abstention["not_found"], abstention["rightly"], abstention["precision"]) == (1, 1, 1.0)
    assert [point["risk"] for point in abstention["risk_coverage"]] == [0, 0, 1 / 3]
    assert abstention["area"] == (0 + 0 + 1 / 3) / 3
    assert list(found["calibration"]) == ["error", "bins"]
    bins = found["calibration"]["bins"]
    assert {tuple(own) for own in bins} == {("low", "high", "queries", "confidence", "answerable")}
    assert sum(own["queries"] for own in bins) == 3


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
def test_a_failure_is_shown_with_its_rank_and_what_stood_above(indexed: Commands) -> None:
    Path("set.jsonl").write_text(FAILING)
    found = json.loads(indexed.run("eval", "set.jsonl", "--json").out)["failures"]
    assert [failure["id"] for failure in found] == ["q3"]
    assert found[0]["gold"] == ["bridge.md#3"]
    assert found[0]["above"][0]["passage"] == "cat.txt#2"
    assert found[0]["above"][0]["text"].startswith("The owner of the cat thanked")
    rows = indexed.run("eval", "set.jsonl").out.splitlines()
    head = rows.index("Wrong first passage: 1 of 3; worst first:")
    assert rows[head + 1] == f"q3: gold at rank {found[0]['rank']}: Who thanked the firemen for the cat?"
    assert rows[head + 2].startswith("   ranked first: cat.txt#2 · ")


@slow
def test_every_line_of_the_text_fits_80_columns(indexed: Commands) -> None:
    Path("set.jsonl").write_text(FAILING + line("q4", "Why " + "and why " * 50, ("volcano.md", "volcano")))
    assert indexed.run("eval", "set.jsonl", "--run-out", "found.run").code == 0
    ran = indexed.run("eval", "set.jsonl", "--compare", "found.run")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "\x1b" not in ran.out


@slow
def test_hostile_text_above_gold_is_shown_as_text(indexed: Commands) -> None:
    Path("set.jsonl").write_text(line("q1", "What does the volcano say?", ("cat.txt", "chimney")))
    out = indexed.run("eval", "set.jsonl").out
    assert "   ranked first: volcano.md#1 · Breaking [/] [bol… · The volcano says [/] and" in out
    assert "\x1b" not in out


@slow
def test_the_verdict_is_judged_in_words_and_drawn(indexed: Commands) -> None:
    out = indexed.run("eval", "set.jsonl").out
    assert "Abstained on 1 question, 1 of them unanswerable (precision 100%, recall 100%)" in out
    rows = [row.split() for row in out.splitlines()]
    assert ["67%", "0%"] in rows
    assert ["100%", "33%", "█" * 13 + "▎"] in rows  # 40 columns are everything


@slow
def test_the_calibration_is_drawn_as_json_tells_it(indexed: Commands) -> None:
    found = json.loads(indexed.run("eval", "set.jsonl", "--json").out)["calibration"]
    out = indexed.run("eval", "set.jsonl").out
    head = f"Answerable by confidence (expected calibration error {found['error']:.3f}):"
    rows = out[out.index(head) :].splitlines()
    assert rows[2].split() == ["confidence", "questions", "mean", "answerable"]
    assert [row.split()[-1] for row in rows[3:]] == ["0%", *["█" * 30] * (len(found["bins"]) - 1)]
    assert [row.split("%")[1] for row in rows[3:]] == [
        f" to {own['high'] * 100:.0f}" for own in found["bins"]
    ]


@slow
def test_without_unanswerable_questions_no_calibration_is_shown(indexed: Commands) -> None:
    Path("set.jsonl").write_text(SET.splitlines(keepends=True)[0])
    assert json.loads(indexed.run("eval", "set.jsonl", "--json").out)["calibration"] is None
    assert "calibration" not in indexed.run("eval", "set.jsonl").out


def test_a_signal_that_does_not_exist_is_refused_with_the_names_of_those_that_do(commands: Commands) -> None:
    told = commands.refused("eval", "set.jsonl", "--without", "article", "--without", "magic", code=2)
    assert "--without: There is no signal magic. Signals: lexical, article, dense, " in told
    assert "At least one signal" in commands.refused(
        "eval", "set.jsonl", *(f"--without={one.name}" for one in DEFAULT.signals), code=2
    )


@slow
def test_signals_can_be_switched_off_and_the_models_are_recorded(indexed: Commands) -> None:
    ran = indexed.run("eval", "set.jsonl", "--json", "--without", "article", "--without", "heading")
    configuration = json.loads(ran.out)["configuration"]
    ranking = configuration["ranking"]
    assert ranking == DEFAULT.without("article", "heading").as_json()
    assert ranking["hash"] != DEFAULT.hash
    assert [one["name"] for one in ranking["deductions"]] == ["number"]
    assert configuration["verdict"]["answered_from"] == 0.5
    assert len(configuration["verdict"]["hash"]) == len(ranking["hash"]) == 12


@slow
def test_two_retrievers_are_compared_by_a_run_file(indexed: Commands) -> None:
    assert indexed.run("eval", "set.jsonl", "--retriever", "dense", "--run-out", "dense.run").code == 0
    found = json.loads(indexed.run("eval", "set.jsonl", "--compare", "dense.run", "--json").out)
    assert list(found["comparison"]) == list(found["measures"])
    assert list(found["comparison"]["RR@10"]) == ["value", "baseline", "difference", "p", "better", "worse"]
    assert found["configuration"]["baseline"] == "dense.run"
    text = indexed.run("eval", "set.jsonl", "--retriever", "bm25", "--compare", "dense.run").out
    assert "Compared with the baseline dense.run (two-sided randomisation test):" in text
    assert "Abstained" not in text


@slow
def test_a_run_is_measured_without_asking_and_by_qrels_alone(indexed: Commands) -> None:
    asked = json.loads(
        indexed.run("eval", "set.jsonl", "--run-out", "a.run", "--qrels-out", "a.qrels", "--json").out
    )
    for arguments in (["set.jsonl", "--run", "a.run"], ["--qrels", "a.qrels", "--run", "a.run"]):
        found = json.loads(indexed.run("eval", *arguments, "--json").out)
        assert found["measures"] == asked["measures"]
        assert found["unanswerable"] == {"queries": 0}
        assert found["abstention"] is None
        assert found["calibration"] is None
    assert "Kind" not in indexed.run("eval", "--qrels", "a.qrels", "--run", "a.run").out


@slow
def test_a_run_that_does_not_fit_names_what_it_lacks(indexed: Commands) -> None:
    Path("a.run").write_text("q1 Q0 cat.txt#1 1 0.5 x\n")
    for option in ("--run", "--compare"):
        assert "a.run has no results for q 2, which the question set" in indexed.refused(
            "eval", "set.jsonl", option, "a.run"
        )
    Path("a.run").write_text("q1 Q0 cat.txt#1 1 high x\n")
    assert "a.run, line 1 has high" in indexed.refused("eval", "set.jsonl", "--compare", "a.run")


@slow
def test_a_measure_below_its_floor_fails_after_the_result(indexed: Commands) -> None:
    Path("set.jsonl").write_text(FAILING)
    floors = ["--fail-under", "success@1=0.9", "--fail-under", "nDCG@10=0.1"]
    ran = indexed.run("eval", "set.jsonl", "--json", *floors)
    assert ran.code == 1
    assert json.loads(ran.out)["queries"] == 3
    assert ran.err == "qa-bot: Success@1 is 0.6667, below 0.9.\n"
    assert indexed.run("eval", "set.jsonl", "--fail-under", "Success@1=0.6").code == 0


@slow
def test_a_file_that_is_not_there_is_named_once(indexed: Commands) -> None:
    line = "qa-bot: {} cannot be read: no such file or directory. "
    assert indexed.refused("eval", "no.jsonl").startswith(line.format("The question set no.jsonl"))
    assert indexed.refused("eval", "--beir", "no").startswith(line.format("no/corpus.jsonl"))
    told = indexed.refused("eval", "--run", "no.run", "--qrels", "no.qrels")
    assert told.count("no.run") + told.count("no.qrels") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--fail-under", "nDCG@10"],
        ["--fail-under", "MAP=0.5"],
        ["--fail-under", "nDCG@10=1.5"],
        ["--fail-under", "nDCG@10=nan"],
        ["--retriever", "magic"],
        ["--run", "a.run", "--retriever", "dense"],
        ["--run", "a.run", "--without", "article"],
        ["--retriever", "bm25", "--without", "article"],
        ["--without", "magic"],
    ],
)
def test_options_that_make_no_sense_are_wrong_usage(commands: Commands, arguments: list[str]) -> None:
    assert arguments[-2] in commands.refused("eval", "set.jsonl", *arguments, code=2)


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
        (line("q1", WHO, ("bridge.md", "bridge")) * 2, "two questions with the id"),
        (line("q1", WHO, ("bridge.md", "")), 'q1: "" in bridge.md'),
        (line("q1", " \x00", ("bridge.md", "bridge")), "Question q1 cannot be asked"),
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
def test_a_set_is_written_by_eval_new_and_measured(
    indexed: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = f"{WHO}\n1\n\nWhere are submarines?\n0\n\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    ran = indexed.run("eval", "new", "new.jsonl")
    assert (ran.code, ran.out) == (0, "Added 2 questions to new.jsonl, which now has 2.\n")
    assert "Added q1: bridge.md#2." in ran.err
    assert "Added q2: unanswerable." in ran.err
    found = json.loads(indexed.run("eval", "new.jsonl", "--json").out)
    assert (found["queries"], found["unanswerable"]["queries"]) == (1, 1)


@slow
def test_a_question_set_may_be_called_new(indexed: Commands) -> None:
    Path("new").write_text(SET)
    assert indexed.run("eval", "./new", "--json").code == 0


def test_a_question_set_in_a_folder_that_is_not_there_is_refused_before_anything_is_asked(
    commands: Commands,
) -> None:
    for arguments, code in ((("eval", "new"), 1), (("ask", WHO, "--save-to"), 2)):
        told = commands.refused(*arguments, "missing/folder/q.jsonl", code=code)
        assert (
            told
            == "qa-bot: There is no folder missing/folder for q.jsonl. Create it, or choose another file.\n"
        )
    assert not Path("missing").exists()


@slow
def test_a_dialogue_through_a_pipe_has_a_line_for_each_prompt_and_no_padding(
    indexed: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{WHO}\n1\n\n\n"))
    lines = indexed.run("eval", "new", "new.jsonl").err.split("\n")
    assert lines[:2] == ["", "Question (empty line to stop):"]
    assert lines[2].startswith("1. The new bridge was designed")
    assert [line for line in lines if line != line.rstrip()] == []


def test_eval_new_tells_what_is_wrong_with_a_file_before_it_asks(commands: Commands) -> None:
    Path("set.jsonl").write_text("{")
    assert "set.jsonl, line 1 is not a question" in commands.refused("eval", "new", "set.jsonl")
    assert "qa-bot index" in commands.refused("eval", "new", "other.jsonl")


@slow
def test_ask_saves_its_question_with_the_right_passage(indexed: Commands) -> None:
    ran = indexed.run("ask", WHO, "--save-to", "new.jsonl")
    assert (ran.code, ran.err) == (0, "Saved as q1 in new.jsonl.\n")
    ran = indexed.run("ask", "harbour", "--save-to", "new.jsonl", "--answer", "2", "--answer", "1", "--json")
    hits = json.loads(ran.out)["hits"]
    ran = indexed.run(
        "ask", "submarines -bridge", "--in", "cat.txt", "--save-to", "new.jsonl", "--answer", "0"
    )
    assert (ran.code, ran.err) == (1, "Saved as q3 in new.jsonl, without its filters.\n")
    entries = [json.loads(row) for row in Path("new.jsonl").read_text().splitlines()]
    assert [entry["question"] for entry in entries] == [WHO, "harbour", "submarines"]
    assert entries[0]["answers"] == [{"article": "bridge.md", "quote": DESIGNED}]
    for answer, hit in zip(entries[1]["answers"], [hits[1], hits[0]], strict=True):
        assert answer["article"] == hit["article"]
        assert answer["quote"] in hit["text"]
    assert entries[2]["answers"] == []
    assert indexed.run("eval", "new.jsonl").code == 0


@slow
def test_ask_saves_nothing_that_makes_no_sense(indexed: Commands) -> None:
    said = indexed.refused("ask", WHO, "-k", "2", "--save-to", "new.jsonl", "--answer", "3", code=2)
    assert "no passage 3" in said
    assert not Path("new.jsonl").exists()
    Path("new.jsonl").write_text(line("q1", WHO.upper()))
    told = indexed.refused("ask", WHO, "--save-to", "new.jsonl", code=2)
    assert "already has this question, as q1" in told


def test_an_answer_to_save_needs_a_file(commands: Commands) -> None:
    ran = commands.run("ask", WHO, "--answer", "1")
    assert (ran.code, ran.out) == (2, "")
    assert "--save-to" in ran.err


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
        ("corpus.jsonl", "", "corpus.jsonl has no passages"),
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
