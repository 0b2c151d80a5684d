"""A first library comes from a folder, however it was typed or dropped, or from the sample."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from commands import ROOT, write_pile

from qa_bot.core.errors import CorpusError
from qa_bot.settings import first_library
from qa_bot.settings.config import read_config
from qa_bot.settings.first_library import NewLibrary, folder_of, glance_at, provide_sample, sample_source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """Give a folder of three articles, with a blank in its name."""
    return write_pile(tmp_path / "my pile")


@pytest.mark.parametrize(
    "written",
    [
        "{pile}", "  {pile}/ \n", "'{pile}'", '"{pile}"', "{escaped}", "file://{address}", "{pile}/cat.txt",
        "'{pile}/cat.txt' '{pile}/bridge.md' ", "{escaped}/cat.txt", "FILE://{address}/cat.txt", "my pile",
        "~/my pile", "./my pile/../my pile",
    ],
)  # fmt: skip
def test_a_folder_is_found_as_terminals_drop_it(
    pile: Path, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pile.parent)
    monkeypatch.setenv("HOME", str(pile.parent))
    text = written.format(
        pile=pile, escaped=str(pile).replace(" ", "\\ "), address=str(pile).replace(" ", "%20")
    )
    assert folder_of(text) == pile


@pytest.mark.parametrize(
    "text", ["", " \n ", "/nowhere", "'/nowhere", "a" * 10_000, "\x00", "~no-such-user/x", "file:"]
)
def test_what_is_no_folder_is_told(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CorpusError, match=r"There is no folder /|Type the path"):
        folder_of(text)


def test_a_glance_counts_files_that_can_be_read(pile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pile(pile, {"deep/er/one.HTML": "x", ".hidden/two.md": "x", ".three.md": "x", "four.xyz": "x"})
    assert (glance_at(pile).files, glance_at(pile).more) == (4, False)
    monkeypatch.setattr(first_library, "_MOST_SEEN", 3)
    assert glance_at(pile).more
    with pytest.raises(CorpusError, match="cannot be read: not a directory"):
        glance_at(pile / "cat.txt")


def test_a_glance_does_not_count_a_question_set(pile: Path) -> None:
    record = '{"id": "1", "title": "Ferries", "text": "The ferry is late."}\n'
    question = '{"id": "q1", "question": "Who is late?", "answers": []}\n'
    write_pile(
        pile, {"records.jsonl": record, "odd.jsonl": "{", "void.jsonl": "", "questions.jsonl": question}
    )
    assert glance_at(pile).files == 3 + 3
    if hasattr(os, "mkfifo"):
        os.mkfifo(pile / "pipe.jsonl")
        assert glance_at(pile).files == 3 + 4  # it would be waited for
    write_pile(pile.parent / "asked", {"mine.JSONL": question * 2})
    assert glance_at(pile.parent / "asked").files == 0


def test_a_folder_becomes_the_default_library(pile: Path, config_file: Path) -> None:
    created: list[bool] = []
    library = NewLibrary(lambda: created.append(True))
    assert library.config == config_file
    library.create(library.look(f"'{pile}'").folder)
    config = read_config(config_file)
    assert config.default_library == "my-pile"
    assert config.folders_of("my-pile").corpus == pile
    other = write_pile(pile.parent / "other" / "my pile")
    library.create(other)
    library.create(pile)
    library.create(write_pile(pile.parent / "sample"))
    named = {name: one.corpus for name, one in read_config(config_file).libraries.items()}
    assert named == {"my-pile": pile, "my-pile-2": other, "sample-2": pile.parent / "sample"}
    assert created == [True] * 4


def test_a_library_of_a_folder_called_corpus_is_named_after_the_folder_around_it(
    tmp_path: Path, config_file: Path
) -> None:
    NewLibrary(lambda: None).create(write_pile(tmp_path / "papers" / "corpus"))
    assert list(read_config(config_file).libraries) == ["papers"]


def test_a_folder_without_articles_is_refused(tmp_path: Path, config_file: Path) -> None:
    with pytest.raises(CorpusError, match="There is no article in"):
        NewLibrary(lambda: None).create(write_pile(tmp_path / "music", {"a.mp3": "x"}))
    assert not config_file.exists()


def test_the_sample_is_a_copy_of_its_own(config_file: Path) -> None:
    created: list[bool] = []
    library = NewLibrary(lambda: created.append(True))
    library.try_sample()
    config = read_config(config_file)
    assert config.default_library == "sample"
    assert config.folders_of("sample").corpus == library.sample
    articles = {*os.listdir(ROOT / "corpus")} - {"questions.jsonl"}  # noqa: PTH208  names are enough
    assert {*os.listdir(library.sample)} == articles  # noqa: PTH208  likewise
    first = library.sample / min(articles)
    first.unlink()
    library.try_sample()  # what was removed stays removed
    assert not first.exists()
    assert created == [True, True]


def test_a_sample_that_cannot_be_copied_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CorpusError, match="The sample articles cannot be copied to"):
        provide_sample(tmp_path / "file" / "sample")
    assert sample_source() == ROOT / "corpus"
