"""Whatever a terminal makes of dropped files, their paths are found."""
# ruff: noqa: D103, S108  a test's name is its claim; nothing is created in /tmp

from __future__ import annotations

from pathlib import Path

import pytest

from qa_bot.core.pasted_paths import pasted_paths


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", []),
        ("   ", []),
        ("notes.txt", ["notes.txt"]),
        (" https://quay.example/a?b=c&d#e ", ["https://quay.example/a?b=c&d#e"]),
        (r"/tmp/my\ notes.txt", ["/tmp/my notes.txt"]),
        ("'/tmp/my notes.txt' /tmp/b.txt", ["/tmp/my notes.txt", "/tmp/b.txt"]),
        ("a.txt\nb.txt", ["a.txt", "b.txt"]),
        ("file:///tmp/my%20notes.txt", ["/tmp/my notes.txt"]),
        ("reader's digest.txt", ["reader's digest.txt"]),
    ],
)
def test_a_line_names_paths_and_addresses(line: str, found: list[str]) -> None:
    assert pasted_paths(line) == found


def test_a_file_whose_name_has_spaces_is_one(tmp_path: Path) -> None:
    (tmp_path / "my notes.txt").touch()
    assert pasted_paths(f"{tmp_path}/my notes.txt") == [f"{tmp_path}/my notes.txt"]


def test_the_home_folder_may_be_written_as_a_tilde() -> None:
    assert pasted_paths("~/a.txt ~/b.txt") == [str(Path.home() / name) for name in ("a.txt", "b.txt")]
