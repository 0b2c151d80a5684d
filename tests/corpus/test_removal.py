"""Removing moves a file to the bin, and refuses whatever is not a plain file of the corpus folder."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, NoReturn

import pytest
import send2trash

from qa_bot.core.errors import CorpusError
from qa_bot.corpus.removal import move_to_bin

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a corpus folder with files, links and a saved page."""
    folder = tmp_path / "corpus"
    (folder / "page_files").mkdir(parents=True)
    for name in ("a.md", "b.md", "page.html", "page_files/ad.html", ".hidden.md"):
        (folder / name).write_text(f"The text of {name}.", encoding="utf-8")
    (tmp_path / "outside.md").write_text("Not yours.", encoding="utf-8")
    (folder / "link.md").symlink_to("a.md")
    return folder


def test_a_file_goes_to_the_bin_with_its_text(folder: Path, system_bin: Path) -> None:
    move_to_bin(folder, ["a.md"])
    assert not (folder / "a.md").exists()
    assert (system_bin / "files" / "a.md").read_text("utf-8") == "The text of a.md."
    assert (folder / "b.md").exists()


def test_a_saved_page_takes_its_pictures_along(folder: Path, system_bin: Path) -> None:
    move_to_bin(folder, ["page.html"])
    assert not (folder / "page_files").exists()
    assert (system_bin / "files" / "page_files" / "ad.html").exists()


def test_pictures_that_another_page_needs_stay(folder: Path, system_bin: Path) -> None:
    (folder / "page.htm").write_text("Another.", encoding="utf-8")
    move_to_bin(folder, ["page.html"])
    assert (folder / "page_files").exists()
    assert not (system_bin / "files" / "page_files").exists()


@pytest.mark.parametrize(
    "path",
    ["../outside.md", "/etc/passwd", "gone.md", "", ".", ".hidden.md", "page_files/ad.html", "b.md/../a.md"],
)
def test_what_is_no_file_of_the_corpus_is_refused(folder: Path, system_bin: Path, path: str) -> None:
    with pytest.raises(CorpusError, match="There is no file"):
        move_to_bin(folder, ["a.md", path])
    assert (folder / "a.md").exists()
    assert not system_bin.exists()


def test_a_link_is_refused(folder: Path, system_bin: Path) -> None:
    with pytest.raises(CorpusError, match="not a plain file"):
        move_to_bin(folder, ["a.md", "link.md"])
    assert (folder / "a.md").exists()
    assert not system_bin.exists()


def test_a_corpus_folder_that_is_a_link_may_be_used(folder: Path, system_bin: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(folder)
    move_to_bin(tmp_path / "linked", ["a.md"])
    assert not (folder / "a.md").exists()
    assert (system_bin / "files" / "a.md").exists()


def test_without_a_bin_the_file_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> NoReturn:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(send2trash, "send2trash", refuse)
    with pytest.raises(
        CorpusError, match=r"cannot be moved to the bin: permission denied\. It was not removed"
    ):
        move_to_bin(folder, ["a.md"])
    assert (folder / "a.md").exists()
