"""The commands keep their contracts: results on stdout, all else on stderr, one line for what went wrong."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from commands import (
    DESIGNED,
    HOSTILE_SHOWN,
    PASSAGES,
    PILE,
    WHO,
    Commands,
    environment,
    run_python,
    shared_cache,
    shared_index,
    write_pile,
)
from tiny_cross_encoder import expected_scores, save_cross_encoder

from qa_bot import __version__
from qa_bot.cli import main as cli
from qa_bot.reading.isolation import pool
from qa_bot.retrieval.model import DEFAULT

slow = pytest.mark.slow
pytestmark = pytest.mark.usefixtures("own_folder")
COMMANDS: dict[str, typer.core.TyperCommand] = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
CARELESS = """
import qa_bot.core.sanitizing, runpy
qa_bot.core.sanitizing.drop_unseen = lambda text: text
runpy.run_module("qa_bot.reading.isolation.worker", run_name="__main__")
"""
"""A worker process that cleans nothing."""
ODD_QUESTIONS = {
    "a thousand words": "harbour bridge " * 500,
    "a word without end": "a" * 19_000,
    "only stop words": "the of and what is it to",
    "query syntax": 'title:bridge AND (NOT [a TO b]) "harbour^2 ~ % \\ / * ?',
    "markup": "[/] [red]bridge[/red] [@click=app.quit]x[/]",
    "control characters": "\x1b[31m\x00who\x07 built \u202ethe bridge\r\n",
    "another script": "谁设计了这座桥",
    "a lone surrogate": "bridge \ud800",
}


# Usage


def test_the_help_cuts_no_line_short_in_80_columns(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = commands.run("-h").out.partition("Commands:\n")[2].splitlines()
    assert len(shown) == len(COMMANDS)
    assert [line for line in shown if not line.endswith(".") or line.endswith("...")] == []


def test_the_version_is_printed(commands: Commands) -> None:
    ran = commands.run("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"qa-bot {__version__}\n", "")


def test_without_a_terminal_the_app_points_to_ask(commands: Commands) -> None:
    assert "qa-bot ask" in commands.refused()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask", "bridge", "-k", "0"], "-k must be a whole number of at least 1, not 0"),
        (["ask", "bridge", "-k", "-1"], "-k must be a whole number of at least 1, not -1"),
        (["ask", "bridge", "-k", "five"], "-k must be a whole number of at least 1, not five"),
        (["ask", "bridge", "--answer", "x"], "--answer must be a whole number of at least 0, not x"),
        (["ask", "bridge", "--answer", "1"], "--answer requires --save-to QUESTIONS.jsonl"),
        (["ask", "bridge", "-k"], "-k needs a value: `-k N`."),
        (["ask", "bridge", "--in"], "--in needs a value: `--in ARTICLE`."),
        (["ask", "bridge", "--json=1"], "--json takes no value"),
        (["ask", "bridge", "--zzz"], "Unknown option --zzz. See `qa-bot ask --help`"),
        (["ask", "bridge", "--foo"], "Unknown option --foo. See `qa-bot ask --help`."),
        (["ask", "???"], "The question has no word to search for."),
        (["ask", '"'], "The question has no word to search for."),
        (["ask", "bridge", "--autor", "x"], "Did you mean --author?"),
        (["index", "corpus"], "Unexpected argument 'corpus'. See `qa-bot index --help`"),
        (["eval", "set.jsonl", "--retriever", "x"], "--retriever must be one of hybrid, bm25, dense, not x"),
        (["eval", "new"], "Missing argument QUESTIONS.jsonl. See `qa-bot eval new --help`"),
        (["add"], "Missing argument URL|FILE"),
        (
            ["who?"],
            "Unknown command 'who?'. Commands: ask, add, list, show, exclude, include, remove, index,",
        ),
        (["--nope\x1b[31m"], "Unknown option --nope"),
        (["--index"], "--index needs a value: `--index DIR`."),
        (["--library", "sea", "ask", "who?"], "Put --library after “ask”: `qa-bot ask --library NAME …`."),
        (["--index", "elsewhere", "ask", "who?"], "Put --index after “ask”: `qa-bot ask --index DIR …`."),
    ],
)
def test_wrong_usage_exits_2_and_says_in_one_line_what_to_do(
    commands: Commands, arguments: list[str], told: str
) -> None:
    assert told in commands.refused(*arguments, code=2)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_describes_the_command_and_each_of_its_options(commands: Commands, name: str) -> None:
    ran = commands.run(*name.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert commands.run(*name.split(), "-h") == ran
    command = COMMANDS[name] if name else typer.main.get_command(cli.app)
    assert command.help
    assert not {"<", ">", "{", "}"} & {*ran.out}
    for parameter in command.params:
        text = getattr(parameter, "help", None)
        assert text, f"{name} {parameter.name} has no help"
        assert " ".join(text.split()) in " ".join(ran.out.split())


# What cannot be done


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "Who?", "--index"],
        ["ask", "Who?", "--save-to"],
        ["index", "--corpus"],
        ["doctor", "--index"],
        ["eval"],
        ["eval", "new"],
        ["eval", "--beir"],
        ["eval", "--run"],
    ],
)
def test_a_path_that_may_not_be_read_is_no_wrong_usage(
    commands: Commands, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_, **__: False)  # who runs tests may be one who may read all
    ran = commands.run(*arguments, tmp_path)
    assert " needs " not in ran.err


@pytest.mark.parametrize("question", ["", "  \t", "\x00\u202e\x1b"])
def test_an_empty_question_is_wrong_usage(commands: Commands, question: str) -> None:
    refused = commands.refused("ask", question, code=2)
    assert refused == 'qa-bot: The question is empty: write `qa-bot ask "QUESTION"`.\n'


def test_without_an_index_ask_and_eval_say_how_to_build_one(commands: Commands) -> None:
    Path("set.jsonl").write_text("{}")
    assert "qa-bot index" in commands.refused("ask", "bridge", code=2)
    assert "qa-bot index" in commands.refused("eval", "set.jsonl")


def test_a_suggested_command_names_the_folders_of_the_call(commands: Commands) -> None:
    missing = commands.refused("ask", "bridge", "--index", "my index", "--corpus", "pile", code=2)
    assert "run `qa-bot index --index 'my index' --corpus pile` to build one" in missing
    write_pile(Path("nix"), {"CURRENT": "../elsewhere"})
    for command in ("ask bridge", "doctor"):
        assert "`qa-bot doctor --repair --index nix`" in commands.run(*command.split(), "--index", "nix").err
    assert "`qa-bot index` to build" in commands.refused("ask", "bridge", "--index", "index", code=2)


def test_a_message_is_one_line_whatever_a_path_holds(commands: Commands) -> None:
    assert "/a b yet: run" in commands.refused("ask", "bridge", "--index", "a\x1b[31m\n\u202eb", code=2)


def test_an_index_of_another_format_is_told_with_both_formats(commands: Commands) -> None:
    manifest = b'{"format": 999}'
    name = f"old-{hashlib.sha256(manifest).hexdigest()[:16]}"
    write_pile(Path("index"), {"CURRENT": name, f"versions/{name}/manifest.json": manifest})
    line = commands.refused("ask", "bridge", code=2)
    assert "format 999" in line
    assert "qa-bot index" in line


def test_a_current_that_names_nothing_is_damage(commands: Commands) -> None:
    write_pile(Path("index"), {"CURRENT": "../elsewhere"})
    line = commands.refused("ask", "bridge", code=2)
    assert "CURRENT" in line
    assert "`qa-bot doctor --repair`" in line
    assert "`qa-bot doctor --repair`" in commands.run("doctor").err


@slow
@pytest.mark.parametrize("damage", ["a flipped byte", "a missing file", "a cut file"])
def test_a_damaged_file_is_named_with_the_command_that_mends_it(indexed: Commands, damage: str) -> None:
    (vectors,) = Path("index").rglob("vectors.f16")
    content = vectors.read_bytes()
    vectors.unlink()
    if damage != "a missing file":
        flipped = content[:100] + bytes([content[100] ^ 1]) + content[101:]
        vectors.write_bytes(flipped if damage == "a flipped byte" else content[:-1])
    line = indexed.refused("ask", WHO, code=2)
    assert "vectors.f16" in line
    assert "`qa-bot doctor --repair`" in line
    assert indexed.run(*("doctor --repair" if damage != "a cut file" else "index").split()).code == 0
    assert indexed.run("ask", WHO).code == 0


@slow
def test_a_missing_or_empty_corpus_is_told(commands: Commands, tmp_path: Path) -> None:
    assert f"no corpus folder {tmp_path / 'nowhere'}." in commands.refused("index", "--corpus", "nowhere")
    (tmp_path / "corpus").mkdir()
    assert "corpus is empty" in commands.refused("index")
    (tmp_path / "corpus" / ".hidden.txt").write_text("not an article")
    assert "corpus is empty" in commands.refused("index")


@slow
def test_an_index_folder_that_is_a_file_is_told(indexed: Commands) -> None:
    assert "cannot be written" in indexed.refused("index", "--index", "corpus/cat.txt")


def test_a_model_folder_that_is_not_there_is_told(commands: Commands, tmp_path: Path) -> None:
    write_pile(tmp_path / "corpus")
    assert "no model folder ./nowhere" in commands.refused("index", "--model", "./nowhere")


# index


@slow
def test_index_json_has_a_row_for_every_file(commands: Commands) -> None:
    write_pile(Path("corpus"))
    found = json.loads(commands.run("index", "--json").out)
    assert list(found) == ["schema_version", "articles", "passages", "elapsed_s", "files"]
    assert (found["articles"], found["passages"]) == (len(PILE), PASSAGES)
    assert found["files"] == [
        {"path": "bridge.md", "outcome": "indexed", "reason": None, "passages": 3},
        {"path": "cat.txt", "outcome": "indexed", "reason": None, "passages": 2},
        {"path": "volcano.md", "outcome": "indexed", "reason": None, "passages": 1},
    ]


@slow
def test_files_that_give_no_article_have_their_rows_and_reasons(indexed: Commands) -> None:
    write_pile(
        Path("corpus"),
        {
            "binary.txt": bytes(range(256)) * 20,
            "empty.md": b"",
            "latin.txt": ("Der Käfer läuft über die Brücke der schönen Stadt Köln. " * 4).encode("cp1252"),
            "paper.odt": b"PK",
            "paper.pdf": b"%PDF-1.7",
            "same.txt": PILE["cat.txt"].encode(),
            "unknown[red]\x1b[31m.xyz": b"?",
        },
    )
    ran = indexed.run("index", "--json")
    rows = {row["path"]: row for row in json.loads(ran.out)["files"]}
    assert {path: row["outcome"] for path, row in rows.items()} == {
        "binary.txt": "failed",
        "bridge.md": "unchanged",
        "cat.txt": "unchanged",
        "empty.md": "empty",
        "latin.txt": "indexed",
        "paper.odt": "unsupported",
        "paper.pdf": "failed",
        "same.txt": "duplicate",
        "unknown[red]\ufffd[31m.xyz": "unsupported",
        "volcano.md": "unchanged",
    }
    fine = {"bridge.md", "cat.txt", "latin.txt", "volcano.md"}
    assert {path for path, row in rows.items() if not row["reason"]} == fine
    shown = indexed.run("index")
    assert rows["paper.odt"]["reason"] == "paper.odt is .odt, which is not supported"
    assert shown.out.count(".epub") == 1
    assert shown.out.endswith(
        "Supported: .txt, .md, .markdown, .html, .htm, .xhtml, .mhtml, .mht, .eml, .jsonl, "
        ".ndjson, .json, .pdf, .docx, .epub; .txt, .md, .markdown, .html, .htm, .xhtml, .jsonl, .ndjson, "
        ".json also gzip-compressed (.gz).\n"
    )
    assert "unknown[red]\ufffd[31m.xyz" in shown.out
    assert "\x1b" not in shown.out
    assert shown.err == ""
    (hit,) = json.loads(indexed.run("ask", "Käfer Köln", "-k", "1", "--json").out)["hits"]
    assert hit["text"].startswith("Der Käfer läuft über die Brücke der schönen Stadt Köln.")


# ask


@slow
def test_ask_json_has_exactly_the_keys_of_the_contract(indexed: Commands) -> None:
    ran = indexed.run("ask", WHO, "--json")
    found = json.loads(ran.out)
    assert ran.err == ""
    assert found["schema_version"] == 1
    assert list(found) == [
        "schema_version", "question", "verdict", "elapsed_ms", "highlight", "answer",
        "filters", "missing", "doubts", "comparison", "asked_as", "listing", "words_only", "hits",
    ]  # fmt: skip
    assert found["filters"] is None
    assert found["question"] == WHO
    assert found["verdict"] == "answered"
    assert found["elapsed_ms"] > 0
    assert found["highlight"] == {
        "passage_id": "bridge.md#2",
        "start": 0,
        "end": len(DESIGNED),
        "text": DESIGNED,
    }
    best = found["hits"][0]
    score = best.pop("score")
    assert score > found["hits"][1]["score"]
    deducted = {"number", "heading"}
    assert set(best["parts"]) - deducted == {one.name for one in DEFAULT.signals}
    assert sum(best.pop("parts").values()) == pytest.approx(score)
    assert set(best.pop("raw")) == {"cosine", "max_sim", "bm25", "log_odds"}
    assert best.pop("matched") == ["new", "bridge", "designed"]
    assert best.pop("matched_in_title") == ["harbour", "bridge"]
    assert best == {
        "rank": 1,
        "passage_id": "bridge.md#2",
        "article": "bridge.md",
        "paragraph": 2,
        "paragraphs": 3,
        "text": f"{DESIGNED} She kept the old stone towers.",
        "source": {
            "title": "The harbour bridge reopens",
            "publication": "The Quay Courier",
            "author": "Ilse Marrow",
            "date": "2023-05-14",
            "url": "https://quay.example/bridge",
            "path": "bridge.md",
        },
        "also_in": [],
    }


@slow
def test_no_line_that_is_piped_ends_in_blanks(indexed: Commands) -> None:
    for command in (["ask", WHO, "--why"], ["index"], ["doctor"]):
        lines = indexed.run(*command).out.splitlines()
        assert lines
        assert [line for line in lines if line != line.rstrip()] == []


@slow
def test_why_tells_score_and_words_in_80_columns(indexed: Commands) -> None:
    shown = [line.rstrip() for line in indexed.run("ask", WHO, "--why", "-k", "2").out.split("\n")]
    last = shown.index("   words matched: new, bridge, designed; in the title: harbour, bridge")
    first = next(place for place, line in enumerate(shown) if line.startswith("   score "))
    score, *parts = shown[first:last]
    assert score.endswith(", made of")
    made_of = [float(line[3:].split("\u2588")[0].split()[-1]) for line in parts if "\u2588" in line]
    assert sum(made_of) == pytest.approx(float(score.split()[1].rstrip(",")), abs=0.003)
    assert made_of == sorted(made_of, reverse=True)
    assert max(map(len, shown[first : last + 1])) <= 80
    assert ", made of" not in indexed.run("ask", WHO).out


@slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_reranker_orders_the_hits_and_is_named_by_an_evaluation(indexed: Commands, tmp_path: Path) -> None:
    cross = save_cross_encoder(tmp_path / "cross")
    options = ["--reranker", str(cross), "--rerank-budget-ms", "60000"]
    hits = json.loads(indexed.run("ask", WHO, "--json", *options).out)["hits"]
    read = [hit["parts"]["reranker"] for hit in hits]
    assert read == pytest.approx(expected_scores(cross, WHO, [hit["text"] for hit in hits]), abs=1e-5)
    assert read == sorted(read, reverse=True)
    assert f"reranked: {read[0]:.3f}; found with 0." in indexed.run("ask", WHO, "--why", *options).out
    gold = {"id": "q", "question": WHO, "answers": [{"article": "bridge.md", "quote": DESIGNED}]}
    Path("set.jsonl").write_text(json.dumps(gold))
    found = json.loads(indexed.run("eval", "set.jsonl", "--json", *options).out)["configuration"]
    assert (found["reranker"], found["rerank_budget_ms"]) == (str(cross), 60000)
    assert "reranker" not in json.loads(indexed.run("eval", "set.jsonl", "--json").out)["configuration"]


@slow
def test_an_answer_model_reads_the_hits_and_is_named_by_an_evaluation(indexed: Commands) -> None:
    read = json.loads(indexed.run("ask", WHO, "--json").out)
    assert read["answer"]["text"] in read["hits"][0]["text"]
    assert 0 < read["answer"]["confidence"] <= 1
    assert read["hits"][0]["parts"]["reading"] > 0
    without = json.loads(indexed.run("ask", WHO, "--json", "--answer-model", "none").out)
    assert without["answer"] is None
    assert "reading" not in without["hits"][0]["parts"]
    gold = {"id": "q", "question": WHO, "answers": [{"article": "bridge.md", "quote": DESIGNED}]}
    Path("set.jsonl").write_text(json.dumps(gold))
    for options, name in ((), "answer-minilm"), (("--answer-model", "none"), "none"):
        found = json.loads(indexed.run("eval", "set.jsonl", "--json", *options).out)
        assert found["configuration"]["answer_model"] == name


@slow
def test_an_answer_model_that_is_not_there_is_refused(indexed: Commands) -> None:
    assert "There is no answer model ./nowhere" in indexed.refused(
        "ask", WHO, "--answer-model", "./nowhere", code=2
    )


def test_a_reranker_that_is_not_there_is_told(commands: Commands) -> None:
    Path("set.jsonl").write_text("{}")
    for command, code in ((("ask", WHO), 2), (("eval", "set.jsonl"), 1)):
        told = commands.refused(*command, "--reranker", "./nowhere", code=code)
        assert "no model folder ./nowhere" in told


@slow
def test_filters_in_the_line_and_as_options_are_one(indexed: Commands) -> None:
    line = f'{WHO} publication:"quay courier" after:2023 -crowns'
    found = json.loads(indexed.run("ask", line, "--json").out)
    assert found["question"] == line
    assert [hit["passage_id"] for hit in found["hits"]] == ["bridge.md#2", "bridge.md#1"]
    assert found["filters"] == {
        "publication": ["quay courier"], "author": [], "title": [], "in": [], "url": [], "after": ["2023"],
        "before": [], "without": ["crowns"], "newest": False, "passages": 2,
        "of": PASSAGES, "undated_articles": 0,
    }  # fmt: skip
    options = ["--publication", "quay courier", "--after", "2023"]
    same = json.loads(indexed.run("ask", f"{WHO} -crowns", *options, "--json").out)
    assert (same["filters"], same["hits"]) == (found["filters"], found["hits"])
    shown = indexed.run("ask", WHO, "--before", "2024", "--author", "marrow", "--title", "reopens").out
    assert shown.startswith("author marrow \u00b7 title reopens \u00b7 before 2024 \u00b7 3 of 6 passages")
    dated = indexed.run("ask", WHO, "--before", "2024", "--in", "cat", "--newest").out
    assert "0 of 6 passages \u00b7 1 article skipped: date unknown or too vague" in dated
    assert "Not found: no passages match the filters." in dated


@slow
@pytest.mark.parametrize("options", [[], ["--in", "bridge.md", "-k", "3"], ["--publication", "-the quay-"]])
def test_a_question_may_begin_with_a_minus(indexed: Commands, options: list[str]) -> None:
    for line in (f"-crowns {WHO}", f'-"two words" {WHO} -crowns'):
        for arguments in ([line, *options], [*options, line], [*options, "--", line]):
            found = json.loads(indexed.run("ask", "--json", *arguments).out)
            assert (found["question"], found["filters"]["without"][-1]) == (line, "crowns")
    assert json.loads(indexed.run("ask", "--json", f"--newest {WHO}").out)["filters"]["newest"]


@slow
def test_an_article_may_be_named_by_its_path_from_where_one_is(indexed: Commands) -> None:
    """As a shell completes it; a name that no file has stays a name in the index."""
    within = {}
    for name in ("bridge.md", "corpus/bridge.md", "./corpus/bridge.md"):
        found = json.loads(indexed.run("ask", WHO, "--in", name, "--json").out)
        within[name] = (found["filters"]["in"], found["filters"]["passages"])
    assert set(map(str, within.values())) == {str((["bridge.md"], found["filters"]["passages"]))}
    assert found["filters"]["passages"] > 0


@slow
def test_a_key_with_a_space_behind_it_is_told_to_be_a_word(indexed: Commands) -> None:
    shown = indexed.run("ask", f"{WHO} author: marrow --newest").out.split("\n")
    assert shown[0] == "newest first"
    assert shown[1] == "“author:” was read as a word. For a filter, write author:moss with no space."


def test_a_malformed_filter_is_wrong_usage_before_anything_is_loaded(commands: Commands) -> None:
    assert "is not a date: write after:2020" in commands.refused("ask", "who after:march", code=2)
    assert "is not a date" in commands.refused("ask", "who", "--before", "2021-13", code=2)
    assert "needs a value" in commands.refused("ask", "who", "--publication", " ", code=2)
    assert "leave no dates in between" in commands.refused(
        "ask", "who after:2021", "--before", "2020", code=2
    )


@slow
def test_a_field_that_an_article_does_not_state_is_null_and_shown_as_unknown(indexed: Commands) -> None:
    question = "Where was the cat rescued?"
    source = json.loads(indexed.run("ask", question, "-k", "1", "--json").out)["hits"][0]["source"]
    unknown = dict.fromkeys(["title", "publication", "author", "date", "url"])
    assert source == unknown | {"path": "cat.txt"}
    shown = " ".join(indexed.run("ask", question, "-k", "1").out.split())
    assert (
        "unknown title (cat.txt) · unknown publication · unknown author · unknown date · paragraph 1 of 2"
        in shown
    )


@slow
def test_a_story_of_several_publications_is_found_once_with_each_source(indexed: Commands) -> None:
    body = PILE["bridge.md"].rpartition("---\n")[2]
    head = "---\ntitle: Bridge open again\npublication: '\x1b[31mTide\x1b[0m Times [/]'\n---\n"
    heads = {"wire/reprint.md": head, "wire/short.txt": ""}
    write_pile(Path("corpus"), {name: head + body for name, head in heads.items()})
    rows = {row["path"]: row for row in json.loads(indexed.run("index", "--json").out)["files"]}
    assert rows["bridge.md"]["outcome"] == "unchanged"
    for name in heads:
        assert (rows[name]["outcome"], rows[name]["passages"]) == ("duplicate", 0)
        assert rows[name]["reason"] == f"{name} is the same story as bridge.md"
    hits = json.loads(indexed.run("ask", WHO, "--json").out)["hits"]
    assert {hit["article"] for hit in hits} <= PILE.keys()
    unknown = dict.fromkeys(["title", "publication", "author", "date", "url"])
    reprint = {"title": "Bridge open again", "publication": "Tide Times [/]", "path": "wire/reprint.md"}
    assert hits[0]["also_in"] == [unknown | reprint, unknown | {"path": "wire/short.txt"}]
    shown = indexed.run("ask", WHO, "-k", "1").out.split("\n")
    assert [line.strip() for line in shown if "also in" in line] == [
        "also in: Bridge open again · Tide Times [/]",
        "also in: wire/short.txt",
    ]


@slow
def test_ask_shows_the_passages_word_for_word_with_their_source(indexed: Commands) -> None:
    ran = indexed.run("ask", WHO, "-k", "2")
    shown = " ".join(ran.out.split())
    assert shown.startswith(
        f"✓ Answered 1. {DESIGNED} She kept the old stone towers. The harbour bridge reopens · "
    )
    assert "The Quay Courier · Ilse Marrow · 2023-05-14 · paragraph 2 of 3" in shown
    assert (ran.code, ran.err) == (0, "")


@slow
def test_a_question_that_nothing_answers_is_told_so(indexed: Commands) -> None:
    question = "Which quantum chromodynamics textbook won prizes?"
    found = json.loads(indexed.run("ask", question, "--json").out)
    assert found["verdict"] == "not_found"
    ran = indexed.run("ask", question)
    assert ran.code == 1
    verdict, *_, nearest, hint = ran.out.splitlines()
    assert verdict == "✗ Not found: these articles don't answer this."
    assert nearest.startswith("Nearest: \u201c")
    assert hint.endswith("`--why` shows the closest passages")
    assert len(ran.out.splitlines()) <= 4
    head, _, passages = indexed.run("ask", question, "--why").out.partition("which do not answer it:\n")
    assert head.endswith("\n\nThe closest passages, ")
    assert passages.startswith(f"\n1. {found['hits'][0]['text']}\n   ")


@slow
def test_a_misspelt_question_is_answered_and_what_was_read_is_told(indexed: Commands) -> None:
    typed = WHO.replace("bridge", "brigde")
    found = json.loads(indexed.run("ask", typed, "--json").out)
    assert found["hits"] == json.loads(indexed.run("ask", WHO, "--json").out)["hits"]
    assert found["missing"] == {
        "words": [{"word": "brigde", "suggestion": "bridge", "read": True}],
        "files_not_indexed": 0,
        "articles_left_out": 0,
        "outside_filters": None,
    }
    told = indexed.run("ask", typed).out
    assert told.startswith('✓ Answered\nSearched for "bridge" (you typed "brigde").')


@slow
@pytest.mark.parametrize("k", [1, PASSAGES, PASSAGES + 1, 10**6, 10**30])
def test_k_above_the_corpus_gives_every_passage_once(indexed: Commands, k: int) -> None:
    hits = json.loads(indexed.run("ask", WHO, "-k", str(k), "--json").out)["hits"]
    assert [hit["rank"] for hit in hits] == list(range(1, min(k, PASSAGES) + 1))
    assert len({hit["passage_id"] for hit in hits}) == len(hits)


@slow
def test_a_question_as_long_as_a_book_is_refused(indexed: Commands) -> None:
    assert "100,000 characters. Ask one of 20,000 at most" in indexed.refused("ask", "a" * 100_000, code=2)


@pytest.mark.parametrize("question", ODD_QUESTIONS.values(), ids=ODD_QUESTIONS)
def test_an_odd_question_is_answered_like_any_other(indexed: Commands, question: str) -> None:
    ran = indexed.run("ask", question, "--json")
    found = json.loads(ran.out)
    code = 1 if found["verdict"] == "not_found" else 0
    assert (ran.code, ran.err) == (code, "")
    assert found["question"].isprintable()
    shown = indexed.run("ask", question)
    assert (shown.code, shown.err) == (code, "")
    assert shown.out.replace("\n", "").isprintable()


@slow
def test_markup_and_escape_sequences_of_an_article_are_plain_text(indexed: Commands) -> None:
    question = "What does the volcano say?"
    (hit,) = json.loads(indexed.run("ask", question, "-k", "1", "--json").out)["hits"]
    assert hit["text"] == HOSTILE_SHOWN
    assert hit["source"]["title"] == "Breaking [/] [bold]news[/bold]"
    shown = indexed.run("ask", question, "-k", "1").out
    assert HOSTILE_SHOWN in " ".join(shown.split())
    assert "Breaking [/] [bold]news[/bold] · " in shown
    assert shown.replace("\n", "").isprintable()


@slow
def test_an_index_holding_control_characters_is_shown_without_them(
    indexed: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as careless:
        careless.setattr(pool, "_command", lambda root: [sys.executable, "-c", CARELESS, str(root)])
        indexed.run("index")
    (hit,) = json.loads(indexed.run("ask", "What does the volcano say?", "-k", "1", "--json").out)["hits"]
    assert "\x1b" in hit["text"]
    shown = indexed.run("ask", "What does the volcano say?").out
    assert "nogard" in shown
    assert shown.replace("\n", "").isprintable()


# Pipes


@slow
def test_an_output_that_lacks_letters_gets_question_marks_for_them(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    variables = environment(shared_cache(tmp_path_factory), PYTHONIOENCODING="ascii")
    folder = shared_index(tmp_path_factory)
    ran = run_python("-m", "qa_bot", "ask", WHO, folder=folder, variables=variables)
    assert (ran.code, ran.err) == (0, "")
    assert "The Quay Courier ? Ilse Marrow" in ran.out


@slow
def test_a_reader_that_leaves_early_causes_no_traceback(tmp_path_factory: pytest.TempPathFactory) -> None:
    asking = subprocess.Popen(  # noqa: S603  the test's own words
        [sys.executable, "-m", "qa_bot", "ask", WHO],
        cwd=shared_index(tmp_path_factory),
        env=environment(shared_cache(tmp_path_factory)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert asking.stdout
    asking.stdout.close()
    assert asking.stderr
    with asking.stderr as errors:
        assert errors.read() == b""
    assert asking.wait(60) == 1
