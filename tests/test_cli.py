"""The commands keep their contracts: results on stdout, all else on stderr, one line for what went wrong."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import hashlib
import io
import json
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
    ROOT,
    WHO,
    Commands,
    environment,
    run_python,
    shared_cache,
    shared_index,
    write_pile,
)

from qa_bot import __version__, cli

slow = pytest.mark.slow
pytestmark = pytest.mark.usefixtures("own_folder")
COMMANDS: dict[str, typer.core.TyperCommand] = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
ODD_QUESTIONS = {
    "a thousand words": "harbour bridge " * 500,
    "a word without end": "a" * 100_000,
    "only stop words": "the of and what is it to",
    "only a quote": '"',
    "query syntax": 'title:bridge AND (NOT [a TO b]) "harbour^2 ~ % \\ / * ?',
    "markup": "[/] [red]bridge[/red] [@click=app.quit]x[/]",
    "control characters": "\x1b[31m\x00who\x07 built \u202ethe bridge\r\n",
    "another script": "谁设计了这座桥",
    "a lone surrogate": "bridge \ud800",
}


# Usage


def test_the_version_is_printed(commands: Commands) -> None:
    ran = commands.run("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"qa-bot {__version__}\n", "")


def test_without_a_terminal_the_app_points_to_ask(commands: Commands) -> None:
    assert "qa-bot ask" in commands.refused()


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "bridge", "-k", "0"],
        ["ask", "bridge", "-k", "-1"],
        ["ask", "bridge", "-k", "five"],
        ["ask", "bridge", "--no-such-option"],
        ["ask", "two", "questions"],
        ["no-such-command"],
    ],
)
def test_wrong_usage_exits_2_and_says_so_on_stderr(commands: Commands, arguments: list[str]) -> None:
    ran = commands.run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Error: " in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_describes_the_command_and_each_of_its_options(commands: Commands, name: str) -> None:
    ran = commands.run(*name.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    command = COMMANDS[name] if name else typer.main.get_command(cli.app)
    assert command.help
    for parameter in command.params:
        text = getattr(parameter, "help", None)
        assert text, f"{name} {parameter.name} has no help"
        assert " ".join(text.split()) in " ".join(ran.out.split())


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_command_and_option_stands_in_the_readme(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = COMMANDS[name] if name else typer.main.get_command(cli.app)
    options = {option for parameter in command.params for option in parameter.opts}
    wanted = {f"qa-bot {name}".strip(), *(option for option in options if option.startswith("-"))}
    assert {word for word in wanted if word not in readme} == set()


# What cannot be done


@pytest.mark.parametrize("question", ["", "  \t", "\x00\u202e\x1b"])
def test_an_empty_question_is_wrong_usage(commands: Commands, question: str) -> None:
    assert "empty" in commands.refused("ask", question, code=2)


def test_without_an_index_ask_and_eval_say_how_to_build_one(commands: Commands) -> None:
    Path("set.jsonl").write_text("{}")
    for arguments in (["ask", "bridge"], ["eval", "set.jsonl"]):
        assert "qa-bot index" in commands.refused(*arguments)


def test_a_message_is_one_line_whatever_a_path_holds(commands: Commands) -> None:
    assert "no index in a b yet" in commands.refused("ask", "bridge", "--index", "a\x1b[31m\n\u202eb")


def test_an_index_of_another_format_is_told_with_both_formats(commands: Commands) -> None:
    manifest = b'{"format": 999}'
    name = f"old-{hashlib.sha256(manifest).hexdigest()[:16]}"
    write_pile(Path("index"), {"CURRENT": name, f"versions/{name}/manifest.json": manifest})
    line = commands.refused("ask", "bridge")
    assert "format 999" in line
    assert "qa-bot index" in line


def test_a_current_that_names_nothing_is_damage(commands: Commands) -> None:
    write_pile(Path("index"), {"CURRENT": "../elsewhere"})
    assert "CURRENT" in commands.refused("ask", "bridge")


@slow
@pytest.mark.parametrize("damage", ["a flipped byte", "a missing file", "a cut file"])
def test_a_damaged_file_is_named_and_a_build_mends_it(indexed: Commands, damage: str) -> None:
    (vectors,) = Path("index").rglob("vectors.f16")
    content = vectors.read_bytes()
    vectors.unlink()
    if damage != "a missing file":
        flipped = content[:100] + bytes([content[100] ^ 1]) + content[101:]
        vectors.write_bytes(flipped if damage == "a flipped byte" else content[:-1])
    line = indexed.refused("ask", WHO)
    assert "vectors.f16" in line
    assert "qa-bot index" in line
    assert indexed.run("index").code == 0
    assert indexed.run("ask", WHO).code == 0


@slow
def test_a_missing_or_empty_corpus_is_told(commands: Commands, tmp_path: Path) -> None:
    assert "no corpus folder nowhere" in commands.refused("index", "--corpus", "nowhere")
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


def test_folders_named_before_a_command_are_refused_not_ignored(commands: Commands) -> None:
    ran = commands.run("--index", "elsewhere", "ask", "who?")
    assert (ran.code, ran.out) == (2, "")
    assert "--index belongs behind ask" in ran.err


# index


@slow
def test_index_json_has_a_row_for_every_file(commands: Commands) -> None:
    write_pile(Path("corpus"))
    found = json.loads(commands.run("index", "--json").out)
    assert list(found) == ["articles", "passages", "elapsed_s", "files"]
    assert (found["articles"], found["passages"]) == (len(PILE), PASSAGES)
    assert found["files"] == [
        {"path": "bridge.md", "outcome": "indexed", "reason": None, "passages": 3},
        {"path": "cat.txt", "outcome": "indexed", "reason": None, "passages": 2},
        {"path": "volcano.md", "outcome": "indexed", "reason": None, "passages": 1},
    ]


@slow
def test_files_that_give_no_article_have_their_rows_and_reasons(
    indexed: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pile(
        Path("corpus"),
        {
            "binary.txt": bytes(range(256)) * 20,
            "empty.md": b"",
            "latin.txt": ("Der Käfer läuft über die Brücke der schönen Stadt Köln. " * 4).encode("cp1252"),
            "paper.pdf": b"%PDF-1.7",
            "same.txt": PILE["cat.txt"].encode(),
            "secret.txt": b"This file may not be read by anyone at all.",
            "unknown[red]\x1b[31m.xyz": b"?",
        },
    )
    _forbid(monkeypatch, "secret.txt")
    ran = indexed.run("index", "--json")
    rows = {row["path"]: row for row in json.loads(ran.out)["files"]}
    assert {path: row["outcome"] for path, row in rows.items()} == {
        "binary.txt": "failed",
        "bridge.md": "unchanged",
        "cat.txt": "unchanged",
        "empty.md": "empty",
        "latin.txt": "indexed",
        "paper.pdf": "unsupported",
        "same.txt": "duplicate",
        "secret.txt": "failed",
        "unknown[red]\x1b[31m.xyz": "unsupported",
        "volcano.md": "unchanged",
    }
    troubles = {"binary.txt", "empty.md", "paper.pdf", "same.txt", "secret.txt", "unknown[red]\x1b[31m.xyz"}
    assert {path for path, row in rows.items() if row["reason"]} == troubles
    shown = indexed.run("index")
    assert "unknown[red].xyz" in shown.out
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
    assert list(found) == ["question", "verdict", "elapsed_ms", "highlight", "hits"]
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
    assert best.pop("score") > found["hits"][1]["score"]
    assert best.pop("parts")
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
    }


@slow
def test_a_field_that_an_article_does_not_state_is_null_and_shown_as_unknown(indexed: Commands) -> None:
    question = "Where was the cat rescued?"
    source = json.loads(indexed.run("ask", question, "-k", "1", "--json").out)["hits"][0]["source"]
    unknown = dict.fromkeys(["title", "publication", "author", "date", "url"])
    assert source == unknown | {"path": "cat.txt"}
    shown = " ".join(indexed.run("ask", question, "-k", "1").out.split())
    assert "unknown title · unknown publication · unknown author · unknown date · paragraph 1 of 2" in shown


@slow
def test_ask_shows_the_passages_word_for_word_with_their_source(indexed: Commands) -> None:
    ran = indexed.run("ask", WHO, "-k", "2")
    shown = " ".join(ran.out.split())
    assert shown.startswith(f"1. {DESIGNED} She kept the old stone towers. The harbour bridge reopens · ")
    assert "The Quay Courier · Ilse Marrow · 2023-05-14 · paragraph 2 of 3" in shown
    assert (ran.code, ran.err) == (0, "")


@slow
def test_a_question_that_nothing_answers_is_told_so(indexed: Commands) -> None:
    question = "Which quantum chromodynamics textbook won prizes?"
    found = json.loads(indexed.run("ask", question, "--json").out)
    assert found["verdict"] == "not_found"
    ran = indexed.run("ask", question)
    assert ran.code == 0
    assert ran.out.startswith("These articles don't say.")


@slow
@pytest.mark.parametrize("k", [1, PASSAGES, PASSAGES + 1, 10**6, 10**30])
def test_k_above_the_corpus_gives_every_passage_once(indexed: Commands, k: int) -> None:
    hits = json.loads(indexed.run("ask", WHO, "-k", str(k), "--json").out)["hits"]
    assert [hit["rank"] for hit in hits] == list(range(1, min(k, PASSAGES) + 1))
    assert len({hit["passage_id"] for hit in hits}) == len(hits)


@slow
@pytest.mark.parametrize("question", ODD_QUESTIONS.values(), ids=ODD_QUESTIONS)
def test_an_odd_question_is_answered_like_any_other(indexed: Commands, question: str) -> None:
    found = indexed.run("ask", question, "--json")
    assert (found.code, found.err) == (0, "")
    assert json.loads(found.out)["question"].isprintable()
    shown = indexed.run("ask", question)
    assert (shown.code, shown.err) == (0, "")
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
        careless.setattr("qa_bot.cleaning.drop_unseen", lambda text: text)
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


def _forbid(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Refuse to open one file, as the system would; a test that runs as root may open any."""
    opened = io.open

    def open_unless_forbidden(file: object, *arguments: object, **options: object) -> object:
        if str(file).endswith(name):
            raise PermissionError(13, "Permission denied", str(file))
        return opened(file, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr("io.open", open_unless_forbidden)
