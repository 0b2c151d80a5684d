"""`--store`: `qa-bot index` publishes articles, and the other commands read them without an index folder."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commands import DESIGNED, PASSAGES, WHO, Commands, Ran

pytestmark = [pytest.mark.slow]
QUESTION = {"id": "q1", "question": WHO, "answers": [{"article": "bridge.md", "quote": "Ada Lindqvist"}]}


@pytest.fixture
def address(indexed: Commands, tmp_path: Path) -> str:
    """Publish the pile, and take its corpus and its index away."""
    address = f"lance://{tmp_path / 'library'}"
    ran = indexed.run("index", "--store", address)
    assert "Published as “corpus” in lance://" in ran.out
    assert "3 articles (3 written, 0 removed)" in " ".join(ran.out.split())
    shutil.move(tmp_path / "index", tmp_path / "away")
    shutil.move(tmp_path / "corpus", tmp_path / "articles")
    return address


def _first(ran: Ran) -> str:
    found: str = json.loads(ran.out)["hits"][0]["text"]
    return found


def test_commands_read_from_the_store(
    indexed: Commands, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = indexed.run("ask", WHO, "--store", address, "--json")
    assert _first(asked).startswith(DESIGNED)
    assert asked.err == ""
    monkeypatch.setenv("QA_BOT_STORE", address)
    assert _first(indexed.run("ask", WHO, "--json")).startswith(DESIGNED)
    listed = indexed.run("list", "--json")
    assert len(json.loads(listed.out)["articles"]) == 3
    assert DESIGNED in indexed.run("show", "bridge.md").out
    Path("set.jsonl").write_text(json.dumps(QUESTION), encoding="utf-8")
    report = json.loads(indexed.run("eval", "set.jsonl", "--json").out)
    assert report["configuration"]["passages"] == PASSAGES
    assert report["configuration"]["store"] == address
    assert not (tmp_path / "index").exists()
    assert "index" in indexed.refused("ask", WHO, "--store", "", code=2)
    assert "index" in indexed.refused("ask", WHO, "--index", "nowhere", code=2)


def test_a_library_of_the_config_file_may_be_a_store(
    indexed: Commands, address: str, config_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = indexed.run("config", "add", "desk", "--store", address)
    assert added.out.startswith(f"Added desk, {address}: `qa-bot` opens it from any folder")
    assert f'store = "{address}"' in config_file.read_text(encoding="utf-8")
    assert _first(indexed.run("ask", WHO, "--json")).startswith(DESIGNED)
    assert _first(indexed.run("ask", WHO, "--library", "desk", "--json")).startswith(DESIGNED)
    settings = json.loads(indexed.run("config", "--json").out)["settings"]
    assert settings["store"] == {"value": address, "from": "config"}
    assert settings["corpus"]["value"] == settings["index"]["value"] == ""
    assert "none" in indexed.run("config").out
    for command in ("index", "doctor", "add page.html"):
        told = indexed.refused(*command.split(), code=2)
        assert f"The library desk is read from {address}" in told
    assert "the articles in lance://" in indexed.refused("export", code=1)
    monkeypatch.setenv("QA_BOT_STORE", "s3://other/library")
    assert json.loads(indexed.run("config", "--json").out)["settings"]["store"]["from"] == "environment"
    assert _first(indexed.run("ask", WHO, "--library", "desk", "--json")).startswith(DESIGNED)


def test_what_needs_the_folder_says_so(
    indexed: Commands, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert indexed.refused("ask", WHO, "--store", "ftp://there", code=2).startswith(
        "qa-bot: ftp://there is not the address of a store. Write lance://"
    )
    empty = f"lance://{tmp_path / 'empty'}"
    assert "Nothing was published to" in indexed.refused("ask", WHO, "--store", empty, code=2)
    assert "--origin requires --store" in indexed.refused("index", "--origin", "desk", code=2)
    shutil.move(tmp_path / "articles", tmp_path / "corpus")
    shutil.move(tmp_path / "away", tmp_path / "index")
    assert "--origin takes letters" in indexed.refused("index", "--store", address, "--origin", "a'b", code=2)
    monkeypatch.setenv("QA_BOT_STORE", address)
    assert "published" not in json.loads(indexed.run("index", "--json").out)
    report = json.loads(indexed.run("index", "--store", address, "--origin", "desk", "--json").out)
    assert report["published"] == {
        "address": address, "origin": "desk", "articles": 3, "passages": PASSAGES, "written": 3, "removed": 0,
    }  # fmt: skip
