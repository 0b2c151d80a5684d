"""Articles are found by name where it fits one, and files are changed where they exist."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_bot.core.errors import CorpusError, QuestionError
from qa_bot.core.library import ArticleEntry
from qa_bot.core.types import Source
from qa_bot.corpus.exclusions import excluded_files
from qa_bot.engine import curating

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = [
    ArticleEntry("bridge.md", Source(path="bridge.md", title="The bridge of Quay"), 3),
    ArticleEntry("bridge-2.md", Source(path="bridge-2.md", title="A second bridge"), 3),
    ArticleEntry("7", Source(path="all.jsonl", title="Ferries", url="https://www.quay.example/f/"), 1),
    ArticleEntry("8", Source(path="all.jsonl"), 1),
]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("bridge.md", "bridge.md"),
        ("SECOND bridge", "bridge-2.md"),
        ("7", "7"),
        ("ferr", "7"),
        ("-2", "bridge-2.md"),
        ("http://quay.example/f", "7"),
    ],
)
def test_an_article_is_found_by_id_path_address_or_part_of_its_title(name: str, found: str) -> None:
    assert curating.article_named(ENTRIES, name).id == found


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bridge", "“bridge” fits 2 articles: bridge.md, bridge-2.md. Name one of them."),
        ("all.jsonl", "“all.jsonl” fits 2 articles: 7, 8. Name one of them."),
        ("bridge-1.md", "Did you mean bridge"),
        ("zoo", "`qa-bot list` shows all articles."),
        ("", "`qa-bot list` shows all articles."),
    ],
)
def test_a_name_that_fits_none_or_several_is_told(name: str, message: str) -> None:
    with pytest.raises(QuestionError) as raised:
        curating.article_named(ENTRIES, name)
    assert message in str(raised.value)


def test_a_file_that_is_not_there_or_not_excluded_is_told(corpus_folder: Path) -> None:
    with pytest.raises(CorpusError, match=r"Did you mean cat\.md"):
        curating.exclude(corpus_folder, ["cat.txt"])
    with pytest.raises(CorpusError, match=r"cat\.md is not excluded"):
        curating.include(corpus_folder, ["cat.md"])


def test_a_removed_file_is_no_longer_excluded(corpus_folder: Path, system_bin: Path) -> None:
    curating.exclude(corpus_folder, ["cat.md"])
    curating.remove(corpus_folder, ["cat.md"])
    assert (system_bin / "files" / "cat.md").exists()
    assert not excluded_files(corpus_folder, ["cat.md"])
