"""Exporting and checking conversations from the shell."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import DESIGNED, WHO
from fake_engine import answer_to, passages_of

from qa_bot.conversations.store import Conversations
from qa_bot.core.conversations import Turn
from qa_bot.core.folders import Folders
from qa_bot.engine.building import build
from qa_bot.engine.local import LocalEngine

if TYPE_CHECKING:
    from commands import Commands

KEY = 1_764_000_000_000_000


def kept(folder: Path, data_folder: Path) -> None:
    """Keep two conversations about the pile, which is indexed in this folder."""
    engine = LocalEngine(Folders(folder / "corpus", folder / "index", folder / "cache"))
    passages = [passage for article in engine.articles() for passage in passages_of(article)]
    store = Conversations(data_folder, folder / "corpus")
    store.keep(Turn(KEY, "Where is the cat?", answer_to("cat chimney firemen", passages, 2)))
    store.begin()
    store.keep(Turn(KEY + 1, WHO, answer_to(WHO, passages, 2)))


@pytest.mark.slow
def test_the_latest_conversation_is_exported_checked_and_found_changed(
    indexed: Commands, tmp_path: Path, data_folder: Path
) -> None:
    kept(tmp_path, data_folder)
    places = Folders(tmp_path / "corpus", tmp_path / "index", tmp_path / "cache")
    build(places, None, lambda _: None)  # the files were copied since
    for name in ("talk.md", "talk.json"):
        ran = indexed.run("export", "--to", name)
        assert (ran.code, ran.out) == (0, f"1 question: {name}\n")
        assert DESIGNED in (tmp_path / name).read_text(encoding="utf-8").replace("**", "")
        assert "exists" in indexed.refused("export", "--to", name)
        ran = indexed.run("check", name)
        assert (ran.code, ran.out, ran.err) == (0, "2 quotes: 2 stand\n", "")
    page = tmp_path / "corpus" / "bridge.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("Ferries blew", "News.\n\nShips blew"), encoding="utf-8")
    assert "run `qa-bot index`" in indexed.run("check", "talk.md").err
    build(places, None, lambda _: None)
    ran = indexed.run("check", "talk.json")
    assert ran.code == 1
    assert ran.out.startswith(
        "2 quotes: 1 moved, 1 changed\nchanged: bridge.md, paragraph 1: \u201cFerries blew"
    )
    assert "\nmoved to paragraph 3: bridge.md, paragraph 2: \u201cThe new bridge" in ran.out
    assert ran.err == "qa-bot: Quotes that no longer stand: 1 of 2.\n"
    found = json.loads(indexed.run("check", "talk.md", "--json").out)["quotes"]
    assert [(one["standing"], one["now_in_paragraph"]) for one in found] == [("changed", None), ("moved", 3)]


@pytest.mark.slow
def test_an_earlier_conversation_is_listed_and_printed(
    indexed: Commands, tmp_path: Path, data_folder: Path
) -> None:
    kept(tmp_path, data_folder)
    listed = indexed.run("export", "--list").out.splitlines()
    assert [line.split()[0] for line in listed] == ["number", "2", "1"]
    assert listed[2].endswith("Where is the cat?")
    assert "## Where is the cat?" in indexed.run("export", "1").out
    assert "no conversation 7" in indexed.refused("export", "7")


def test_without_a_conversation_there_is_nothing_to_export(commands: Commands) -> None:
    where = Path("corpus").absolute()
    assert f"No conversation about the articles in {where} is kept" in commands.refused("export")
    assert commands.run("export", "--list").out == "No conversation is kept.\n"


def test_wrong_names_are_refused(commands: Commands, tmp_path: Path) -> None:
    assert "--to must name a file in .md or .json" in commands.refused("export", "--to", "talk.txt", code=2)
    assert "whole number" in commands.refused("export", "last", code=2)
    assert "cannot be read" in commands.refused("check", "missing.md")
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    assert "not a conversation" in commands.refused("check", "notes.md")
