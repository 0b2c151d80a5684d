"""A build leaves excluded files out, reports them, and brings them back."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tiny import TinyEncoder, ignore, model

from qa_bot.core.types import Changes, Outcome
from qa_bot.corpus import exclusions
from qa_bot.index import doctor
from qa_bot.index.build import build_index
from qa_bot.index.opened import open_index

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.core.types import BuildReport


def updated(index: Path, corpus: Path) -> BuildReport:
    return build_index(index, corpus, model(TinyEncoder()), ignore)


def outcomes(report: BuildReport) -> dict[str, Outcome]:
    return {file.path: file.outcome for file in report.files}


def test_an_excluded_file_is_reported_and_not_in_the_index(corpus_folder: Path, index_folder: Path) -> None:
    exclusions.exclude(corpus_folder, ["cat.md"])
    report = updated(index_folder, corpus_folder)
    assert outcomes(report)["cat.md"] is Outcome.EXCLUDED
    assert next(file.reason for file in report.files if file.path == "cat.md") == "excluded by you"
    assert report.articles == 2
    assert open_index(index_folder).store.article("cat.md") is None


def test_it_stays_excluded_without_a_new_version_and_comes_back(
    corpus_folder: Path, index_folder: Path
) -> None:
    exclusions.exclude(corpus_folder, ["cat.md"])
    updated(index_folder, corpus_folder)
    version = open_index(index_folder).version
    assert outcomes(updated(index_folder, corpus_folder))["cat.md"] is Outcome.EXCLUDED
    assert open_index(index_folder).version == version
    exclusions.include(corpus_folder, ["cat.md"])
    assert outcomes(updated(index_folder, corpus_folder))["cat.md"] is Outcome.INDEXED


def test_a_copy_takes_the_place_of_an_excluded_file(corpus_folder: Path, index_folder: Path) -> None:
    shutil.copy(corpus_folder / "cat.md", corpus_folder / "dat.md")
    assert outcomes(updated(index_folder, corpus_folder))["dat.md"] is Outcome.DUPLICATE
    exclusions.exclude(corpus_folder, ["cat.md"])
    report = updated(index_folder, corpus_folder)
    assert outcomes(report)["dat.md"] is Outcome.INDEXED
    assert outcomes(report)["cat.md"] is Outcome.EXCLUDED


def test_a_list_changed_by_hand_is_a_change_of_the_corpus(corpus_folder: Path, index_folder: Path) -> None:
    updated(index_folder, corpus_folder)
    assert not doctor.changes(index_folder, corpus_folder)
    exclusions.exclude(corpus_folder, ["cat.md"])
    assert doctor.changes(index_folder, corpus_folder) == Changes((), ("cat.md",), ())
    updated(index_folder, corpus_folder)
    assert not doctor.changes(index_folder, corpus_folder)
    exclusions.include(corpus_folder, ["cat.md"])
    assert doctor.changes(index_folder, corpus_folder) == Changes((), ("cat.md",), ())


def test_an_excluded_file_is_not_read(corpus_folder: Path, index_folder: Path) -> None:
    exclusions.exclude(corpus_folder, ["broken.pdf"])
    (corpus_folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    assert outcomes(updated(index_folder, corpus_folder))["broken.pdf"] is Outcome.EXCLUDED


def test_all_files_may_be_excluded(corpus_folder: Path, index_folder: Path) -> None:
    exclusions.exclude(corpus_folder, ["bridge.md", "cat.md", "café.md"])
    assert updated(index_folder, corpus_folder).articles == 0
