"""The real app in a real pseudo-terminal: built, asked, quit and killed."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from commands import PILE, WHO, environment, shared_cache, write_pile
from pseudo_terminal import terminal

from qa_bot.index.build import WORDS_FIRST
from qa_bot.index.opened import open_index

if TYPE_CHECKING:
    from pathlib import Path

APP = [sys.executable, "-m", "qa_bot"]


@pytest.mark.slow
def test_a_person_builds_asks_and_quits(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    write_pile(tmp_path / "corpus")
    variables = environment(shared_cache(tmp_path_factory), TERM="xterm-256color")
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("Ask a question about your articles")
        screen.shows("3 articles · 6 passages · all-MiniLM-L6-v2")
        screen.type(WHO)
        screen.shows(WHO)
        screen.type("\r")
        screen.shows("The new bridge was designed by Ada Lindqvist")
        screen.shows("The Quay Courier · Ilse Marrow · 2023-05-14")
        screen.is_left_as_it_was_found()
    assert (tmp_path / "index" / "CURRENT").exists()


@pytest.mark.slow
def test_questions_sent_in_one_burst_before_anything_is_loaded_are_each_answered(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write_pile(tmp_path / "corpus")
    variables = environment(shared_cache(tmp_path_factory), TERM="xterm-256color")
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("Ask a question about your articles")
        screen.type(f"{WHO}\rWho was rescued by firemen?\rWhat does the volcano say?\r")
        screen.shows("all-MiniLM-L6-v2")
        for answer in ("The new bridge was designed", "A cat was rescued", "The volcano says"):
            screen.shows(answer)
        screen.is_left_as_it_was_found()


@pytest.mark.slow
def test_a_build_ends_with_the_app_and_is_gone_on_with(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """However the app ended: it waits for no passage that is still to be embedded."""
    words = [
        f"Passage {number} of the log tells of ferry {number * 7} and of nothing else." * 4
        for number in range(WORDS_FIRST)
    ]
    write_pile(tmp_path / "corpus", {**PILE, "log.md": "\n\n".join(words)})
    variables = environment(shared_cache(tmp_path_factory), TERM="xterm-256color")
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("Building the index · keywords only · embedding ")
        screen.is_left_as_it_was_found()
    assert not open_index(tmp_path / "index").is_embedded
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("Resuming the build · keywords only · embedding ")
        screen.process.kill()
        screen.process.wait()
    assert not open_index(tmp_path / "index").is_embedded
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("Resuming the build · keywords only · embedding ")
        screen.type(f"{WHO}\r")
        screen.shows("The new bridge was designed by Ada Lindqvist")
        screen.is_left_as_it_was_found()


@pytest.mark.slow
def test_quitting_waits_for_no_model_that_is_being_prepared(tmp_path: Path) -> None:
    write_pile(tmp_path / "corpus")
    variables = environment(tmp_path / "cache", TERM="xterm-256color")
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("preparing the model (once)")
        screen.is_left_as_it_was_found()
    assert not list((tmp_path / "cache").glob("qa_bot/exports/*/export.json"))
    assert not (tmp_path / "index" / "CURRENT").exists()
