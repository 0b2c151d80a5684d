"""The list of excluded files: one path a line, for people as well."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qa_bot.core.errors import CorpusError
from qa_bot.corpus.exclusions import NAME, exclude, excluded_files, include

if TYPE_CHECKING:
    from pathlib import Path

FILES = ["a.md", "notes/b c.txt", "# d.md", "ü.md", "odd\nname.md", "gone\udcff.md"]


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_excluded_until_it_is_brought_back(tmp_path: Path, path: str) -> None:
    exclude(tmp_path, [path, path])
    exclude(tmp_path, [path])
    assert excluded_files(tmp_path, FILES) == {path}
    assert len((tmp_path / NAME).read_text("utf-8").splitlines()) == 2  # with the head
    include(tmp_path, [path])
    assert excluded_files(tmp_path, FILES) == frozenset()


def test_without_a_list_nothing_is_excluded_and_none_is_written(tmp_path: Path) -> None:
    assert excluded_files(tmp_path, FILES) == frozenset()
    include(tmp_path, FILES)
    exclude(tmp_path, [])
    assert list(tmp_path.iterdir()) == []


def test_a_list_written_by_hand_keeps_its_comments(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes("\ufeff# mine\r\n\r\n./a.md\r\nü.md".encode())
    assert excluded_files(tmp_path, FILES) == {"a.md", "ü.md"}
    include(tmp_path, ["a.md"])
    assert (tmp_path / NAME).read_text("utf-8") == "# mine\n\nü.md\n"


def test_a_list_that_is_no_plain_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(CorpusError, match="cannot be read: it is not UTF-8 text"):
        excluded_files(tmp_path, FILES)
    (tmp_path / NAME).unlink()
    os.mkfifo(tmp_path / NAME)
    with pytest.raises(CorpusError, match="not a plain file"):
        exclude(tmp_path, ["a.md"])
