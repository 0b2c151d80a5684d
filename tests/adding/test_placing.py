"""A file is placed under a free name that every system accepts, whole or not at all."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from qa_bot.adding.placing import file_name, place, slug
from qa_bot.core.errors import CorpusError


def test_a_move_that_fails_leaves_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(CorpusError, match="input/output error"):
        place(b"x", "a.txt", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("The Café bridge's re-opening!",), "the-cafe-bridges-re-opening"),
        (("新しい橋", "bridge_opens"), "bridge-opens"),
        (("新しい橋", "", "news.example"), "news-example"),
        (("...", "橋"), "article"),
        (("../../etc/passwd",), "etc-passwd"),
        ((".hidden",), "hidden"),
        (("CON",), "con-article"),
        (("Lpt1",), "lpt1-article"),
        (("word " * 30,), "word-word-word-word-word-word-word-word-word-word-word-word"),
        (("x" * 100,), "x" * 60),
    ],
)
def test_a_slug_is_a_name_for_every_system(texts: tuple[str, ...], expected: str) -> None:
    assert slug(*texts) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Notes on bridges.TXT", "Notes on bridges.TXT"),
        (".notes.txt", "notes.txt"),
        ("橋" * 80 + ".txt", "橋" * 65 + ".txt"),  # 3 bytes each: 65 x 3 + 4 = 199
        ("a\tb.md", "a b.md"),
    ],
)
def test_a_copy_keeps_its_name_as_far_as_it_can_be_listed(name: str, expected: str) -> None:
    assert file_name(name) == expected


def test_a_number_is_before_a_double_suffix(tmp_path: Path) -> None:
    assert [place(b"x", "page.html.gz", tmp_path) for _ in range(2)] == ["page.html.gz", "page-2.html.gz"]
    assert [place(b"x", "v1.2.txt", tmp_path) for _ in range(2)] == ["v1.2.txt", "v1.2-2.txt"]
