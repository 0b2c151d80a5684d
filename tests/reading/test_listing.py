"""The list of files contains what a person put there, and nothing from outside."""

import os
from pathlib import Path

import pytest

from qa_bot.core.errors import UnsupportedFileError
from qa_bot.reading.read import find_files, printable_path, read_file


def write(root: Path, *paths: str) -> None:
    """Write files that contain one letter."""
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")


def test_files_are_listed_sorted_with_slashes(tmp_path: Path) -> None:
    """Files are listed in sorted order with slashes."""
    write(tmp_path, "b.txt", "a/z.md", "a/ü.pdf")
    assert find_files(tmp_path) == ["a/z.md", "a/ü.pdf", "b.txt"]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    """Hidden files and folders are left out."""
    write(tmp_path, ".secret.txt", ".git/config", "seen.txt")
    assert find_files(tmp_path) == ["seen.txt"]


def test_resources_saved_beside_a_page_are_left_out(tmp_path: Path) -> None:
    """The folder of resources saved with a page is left out."""
    write(tmp_path, "page.html", "page_files/ad.html", "my_files/note.txt", "Old.HTM", "Old_files/x.js")
    assert find_files(tmp_path) == ["Old.HTM", "my_files/note.txt", "page.html"]


def test_links_are_listed_and_not_entered(tmp_path: Path) -> None:
    """Reading reports links that are not followed; hidden ones and a page's resources are left out."""
    root = tmp_path / "corpus"
    write(root, "a.txt", "page.html")
    write(tmp_path, "outside.txt", "elsewhere/b.txt")
    (root / "out.txt").symlink_to(tmp_path / "outside.txt")
    (root / "gone.txt").symlink_to(root / "nothing.txt")
    (root / "self.txt").symlink_to(root / "self.txt")
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "inside.txt").symlink_to(root / "a.txt")
    (root / "elsewhere").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (root / "page_files").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (root / ".hidden.txt").symlink_to(root / "a.txt")
    (root / ".hidden").symlink_to(root, target_is_directory=True)
    assert find_files(root) == [
        "a.txt",
        "elsewhere",
        "gone.txt",
        "inside.txt",
        "loop",
        "out.txt",
        "page.html",
        "self.txt",
    ]


def test_what_is_no_regular_file_is_listed_and_never_opened(tmp_path: Path) -> None:
    """Opening a pipe would block for ever."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert find_files(tmp_path) == ["pipe.txt"]
    with pytest.raises(UnsupportedFileError, match=r"^pipe\.txt is a pipe, a socket or a device, not a file"):
        read_file("pipe.txt", tmp_path)


def test_names_with_line_feeds_and_escapes_are_read_and_shown_without(tmp_path: Path) -> None:
    """Terminal control characters are replaced, and two such names stay distinct from a plain one."""
    name = "a\n\x1b]0;owned\x07\u202eb.md"
    (tmp_path / name).write_text("It rained all day.", encoding="utf-8")
    assert find_files(tmp_path) == [name]
    (article,) = read_file(name, tmp_path).articles
    assert article.id == article.source.path == "a\ufffd\ufffd]0;owned\ufffd\ufffdb.md"
    assert article.paragraphs == ("It rained all day.",)


def test_missing_folder_has_no_files(tmp_path: Path) -> None:
    """A missing folder has no files."""
    assert find_files(tmp_path / "nowhere") == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_folder_that_may_not_be_listed_stands_in_the_list(tmp_path: Path) -> None:
    """A folder without permission to list it is in the list."""
    write(tmp_path, "locked/a.txt")
    (tmp_path / "locked").chmod(0)
    try:
        assert find_files(tmp_path) == ["locked"]
    finally:
        (tmp_path / "locked").chmod(0o700)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_files_of_a_folder_that_may_not_be_entered_stand_in_the_list(tmp_path: Path) -> None:
    """Only their names can be read there."""
    write(tmp_path, "locked/a.txt", "locked/within/b.txt")
    (tmp_path / "locked").chmod(0o400)
    try:
        assert find_files(tmp_path) == ["locked/a.txt", "locked/within"]
    finally:
        (tmp_path / "locked").chmod(0o700)


def test_name_beyond_unicode_can_be_shown() -> None:
    """A name that is not Unicode can be shown."""
    assert printable_path(os.fsdecode(b"caf\xe9.txt")) == "caf\ufffd.txt"
    assert printable_path("10\u202fPM \u65e5\xa0.txt") == "10\u202fPM \u65e5\xa0.txt"
