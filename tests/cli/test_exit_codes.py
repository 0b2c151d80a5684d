"""The exit code of each way to fail, as docs/commands.md has it: 1 for a failure, 2 for wrong usage.

Of `ask` both are 2: there 1 means that nothing was found.
"""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import write_pile

if TYPE_CHECKING:
    from commands import Commands

WRONG_USAGE = [
    "nosuch",
    "--nosuch",
    "--corpus corpus list",
    "list --nosuch",
    "list extra",
    "list --library",
    "list --json=yes",
    "list --library nix",
    "index --library nix",
    "doctor --library nix",
    "export --library nix",
    "config --library nix",
    "add x --library nix",
    "ask bridge --library nix",
    "show",
    "exclude",
    "remove bridge.md",
    "index --precision float8",
    "index --origin desk",
    "index --store ftp://there",
    "list --store ftp://there",
    "export last",
    "export --to talk.txt",
    "eval",
    "eval set.jsonl --without magic",
    "config set passages",
    "config set nosuch 3",
    "config set passages many",
    "config set copy_format foo",
    "config set history maybe",
    "config set theme nosuch",
    "config set library nix",
    "config set keys.nosuch x",
    "config set libraries.a/b.corpus x",
    "config set libraries.sea.index x",
    "config add ../sea corpus",
    "serve --port 0",
    "completion tcsh",
    "ask bridge -k 0",
    "ask bridge --after march",
]
FAILURES = [
    "exclude nosuch.md",
    "include nosuch.md",
    "include bridge.md",
    "remove nosuch.md",
    "add bridge.md --corpus corpus/cat.txt",
    "index --corpus nowhere",
    "list",
    "show bridge.md",
    "doctor",
    "check nosuch.md",
    "export",
    "export 99",
    "eval nosuch.jsonl",
    "config add sea nowhere",
    "config add land corpus",
]
FAILURES_OF_ASK = ["ask bridge", "ask bridge --index nowhere", "ask bridge --answer-model ./nowhere"]


@pytest.fixture
def pile(commands: Commands, config_file: Path) -> Commands:
    """Run commands next to a corpus folder without an index; the config file has another library."""
    write_pile(Path("corpus"))
    write_pile(config_file.parent, {config_file.name: "[libraries.land]\ncorpus = 'fields'\n"})
    return commands


@pytest.mark.parametrize("line", WRONG_USAGE)
def test_what_cannot_be_meant_exits_with_2(pile: Commands, config_file: Path, line: str) -> None:
    before = config_file.read_text()
    pile.refused(*line.split(), code=2)
    assert config_file.read_text() == before


@pytest.mark.parametrize("line", FAILURES)
def test_what_is_not_there_or_cannot_be_done_exits_with_1(pile: Commands, line: str) -> None:
    pile.refused(*line.split(), code=1)


def test_a_file_that_cannot_be_added_is_a_failure_with_a_report(pile: Commands) -> None:
    ran = pile.run("add", "nosuch.md")
    assert (ran.code, ran.err) == (1, "")
    assert "nosuch.md" in ran.out


@pytest.mark.parametrize("line", FAILURES_OF_ASK)
def test_a_failure_of_ask_exits_with_2(pile: Commands, line: str) -> None:
    pile.refused(*line.split(), code=2)


def test_a_config_file_with_an_error_is_a_failure(pile: Commands, config_file: Path) -> None:
    config_file.write_text("passage = 3\n")
    for line in ("config", "list", "config set passages 3"):
        assert "unknown key passage" in pile.refused(*line.split(), code=1)


def test_a_library_that_a_variable_names_and_that_is_not_there_is_a_failure(
    pile: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_BOT_LIBRARY", "nix")
    assert "QA_BOT_LIBRARY: There is no library nix" in pile.refused("list", code=1)


@pytest.mark.slow
def test_an_article_that_is_not_there_or_not_the_only_one_is_a_failure(indexed: Commands) -> None:
    assert "`qa-bot list` shows all" in indexed.refused("show", "zzz", code=1)
    write_pile(Path("corpus"), {"two.md": "---\ntitle: The harbour at night\n---\nA lamp.\n"})
    indexed.run("index")
    assert indexed.refused("show", "harbour", code=1).startswith("qa-bot: ")
