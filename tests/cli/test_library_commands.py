"""`qa-bot list`, `show`, `exclude`, `include`, `remove` and `add --index` as a person meets them."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from commands import Commands

slow = pytest.mark.slow


@slow
def test_list_has_a_row_for_each_article_and_the_files_on_demand(indexed: Commands) -> None:
    found = json.loads(indexed.run("list", "--json").out)
    assert {entry["id"] for entry in found["articles"]} >= {"bridge.md"}
    assert all(entry["paragraphs"] > 0 for entry in found["articles"])
    assert {file["path"] for file in found["files"]} >= {entry["path"] for entry in found["articles"]}
    lines = [line.split("\t") for line in indexed.run("list").out.splitlines()]
    assert lines[0] == ["date", "title", "publication", "author", "paragraphs", "file"]
    assert {line[-1] for line in lines[1:]} == {entry["id"] for entry in found["articles"]}
    assert {len(line) for line in lines} == {6}


@slow
def test_show_prints_the_whole_article_by_path_or_title(indexed: Commands) -> None:
    by_path = indexed.run("show", "corpus/bridge.md")
    title = json.loads(indexed.run("show", "bridge.md", "--json").out)["title"]
    assert by_path.out == indexed.run("show", title.upper()).out
    assert by_path.out.startswith(f"{title}\n")
    paragraphs = json.loads(indexed.run("show", "bridge.md", "--json").out)["paragraphs"]
    assert all(paragraph in by_path.out for paragraph in paragraphs)
    assert "`qa-bot list` shows all" in indexed.refused("show", "no such article")


@slow
def test_an_excluded_file_is_out_of_the_index_until_it_is_included(indexed: Commands) -> None:
    ran = indexed.run("exclude", "corpus/bridge.md", "--json")
    report = json.loads(ran.out)
    assert report["excluded"] == ["bridge.md"]
    outcomes = {file["path"]: file["outcome"] for file in report["update"]["files"]}
    assert outcomes["bridge.md"] == "excluded"
    assert "excluded by you" in indexed.run("list", "--all").out
    assert "brought back: bridge.md" in indexed.run("include", "bridge.md").out
    assert "not excluded" in indexed.refused("include", "bridge.md")


@slow
def test_remove_asks_and_moves_to_the_bin(indexed: Commands, system_bin: Path) -> None:
    assert "add --yes" in indexed.refused("remove", "bridge.md", code=2)
    assert Path("corpus/bridge.md").exists()
    Path("bridge.md").write_text("Another file of that name.")
    ran = indexed.run("remove", "bridge.md", "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("moved to the bin: corpus/bridge.md\n\n")
    assert Path("bridge.md").exists()
    assert (system_bin / "files" / "bridge.md").exists()


@pytest.mark.parametrize("command", [["exclude"], ["include"], ["remove", "--yes"]])
def test_a_file_that_is_not_there_is_refused(commands: Commands, command: list[str]) -> None:
    Path("corpus").mkdir()
    Path("corpus/a.txt").write_text("A note on the tides.")
    assert "There is no file ../b.txt in the corpus folder" in commands.refused(*command, "../b.txt")


def test_without_an_index_a_file_is_excluded_all_the_same(commands: Commands) -> None:
    Path("corpus").mkdir()
    Path("corpus/a.txt").write_text("A note on the tides.")
    assert commands.run("exclude", "a.txt").out == "excluded: a.txt\n"
    assert "There is no index" in commands.refused("list")


@slow
def test_add_with_index_can_be_listed_at_once(indexed: Commands) -> None:
    Path("tides.txt").write_text("The tides of the bay follow the moon with a delay of two days.")
    ran = indexed.run("add", "tides.txt", "--index")
    assert ran.out.startswith("added: corpus/tides.txt")
    assert "1 indexed" in ran.out
    assert "run `qa-bot index`" not in ran.out
    assert "tides.txt" in indexed.run("list").out


@slow
def test_without_its_corpus_folder_ask_answers_from_the_index_and_says_so_once(indexed: Commands) -> None:
    Path("corpus").rename("elsewhere")
    ran = indexed.run("ask", "Who designed the bridge?", "--json")
    assert json.loads(ran.out)["hits"]
    assert ran.err.count("is missing; the answers are from the index.") == 1
