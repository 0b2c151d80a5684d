"""Rows of the library: what they show, how they are found and sorted, and what is asked and told."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from fake_engine import FakeEngine

from qa_bot.core.library import AddOutcome, AddReport, ArticleEntry, Catalogue
from qa_bot.core.types import FileReport, Outcome, Source
from qa_bot.wording.library import (
    Narrowing,
    View,
    added_lines,
    detail_lines,
    in_order,
    matching,
    removal_question,
    rows_of_catalogue,
    view_counts,
)


def test_hostile_text_is_cleaned_in_every_cell_and_line() -> None:
    rows = rows_of_catalogue(FakeEngine().catalogue())
    shown = [text for row in rows for text in (*row.cells, *detail_lines(row), *removal_question(row))]
    assert all(text.isprintable() for text in shown)


def test_each_view_shows_its_rows() -> None:
    engine = FakeEngine()
    engine.exclude(["bridge.md"])
    rows = rows_of_catalogue(engine.catalogue())
    assert view_counts(rows) == [(View.ALL, 6), (View.ARTICLES, 3), (View.NOT_INDEXED, 3), (View.EXCLUDED, 1)]
    assert [row.file.path for row in matching(rows, Narrowing(view=View.EXCLUDED))] == ["bridge.md"]


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("", 6),
        ("QUAY courier", ["bridge.md"]),
        ("marrow 2023-05", ["bridge.md"]),
        ("lighthouse", []),
        ("notes/", ["notes/bare.txt"]),
        ("middle ends", ["broken[/].pdf"]),
        ("quay.example", ["bridge.md"]),
    ],
)
def test_all_words_of_a_search_occur_in_the_row(words: str, paths: int | list[str]) -> None:
    found = [
        row.file.path for row in matching(rows_of_catalogue(FakeEngine().catalogue()), Narrowing(words=words))
    ]
    assert (found == paths) if isinstance(paths, list) else len(found) == paths


def entry(name: str, paragraphs: int, date: str | None = None) -> ArticleEntry:
    return ArticleEntry(name, Source(path=name, title=name, date=date), paragraphs)


def catalogue(*entries: ArticleEntry, outcome: Outcome = Outcome.UNCHANGED) -> Catalogue:
    return Catalogue(entries, tuple(FileReport(one.source.path, outcome) for one in entries))


def test_paragraphs_are_sorted_as_numbers_and_unknown_dates_come_last() -> None:
    rows = rows_of_catalogue(catalogue(entry("a", 9), entry("b", 1_000, "2020"), entry("c", 10, "2019-01")))
    assert [row.key for row in in_order(rows, 4, descending=True)] == ["b", "c", "a"]
    assert [row.key for row in in_order(rows, 3, descending=True)] == ["b", "c", "a"]
    assert [row.key for row in in_order(rows, 3, descending=False)] == ["c", "b", "a"]


def test_an_article_is_new_only_among_older_ones() -> None:
    fresh, old = FileReport("a", Outcome.INDEXED), FileReport("b", Outcome.UNCHANGED)
    found = rows_of_catalogue(Catalogue((entry("a", 1), entry("b", 1)), (fresh, old)))
    assert [row.cells[-1] for row in found] == ["new", ""]
    assert [
        row.cells[-1] for row in rows_of_catalogue(catalogue(entry("a", 1), outcome=Outcome.INDEXED))
    ] == [""]


def test_a_file_of_several_articles_warns_before_it_is_removed() -> None:
    several = tuple(ArticleEntry(name, Source(path="all.jsonl", title=name), 1) for name in "abc")
    rows = rows_of_catalogue(Catalogue(several, (FileReport("all.jsonl", Outcome.INDEXED),)))
    assert removal_question(rows[0])[:2] == [
        "Move all.jsonl to the bin?",
        "All 3 articles in this file leave the index.",
    ]


def test_each_source_to_be_added_has_a_line_with_its_reason() -> None:
    reports = [
        AddReport("/tmp/a.txt", AddOutcome.ADDED, "a.txt"),  # noqa: S108  nothing is created
        AddReport("b.txt", AddOutcome.ALREADY_THERE, "b.txt", "same file"),
        AddReport("no.txt", AddOutcome.FAILED, reason="there is no file no.txt: check the path"),
    ]
    assert added_lines(reports) == [
        "added: a.txt",
        "already there: b.txt · same file",
        "failed: there is no file no.txt: check the path",
    ]


def test_many_added_sources_are_counted_and_the_first_failures_named() -> None:
    """A reading list may have thousands."""
    added = [AddReport(f"https://quay.example/{n}", AddOutcome.ADDED, f"{n}.md") for n in range(1200)]
    failed = [
        AddReport(f"https://quay.example/gone/{n}", AddOutcome.FAILED, reason="not there") for n in range(15)
    ]
    lines = added_lines([*added, *failed])
    assert lines[0] == "1,200 added · 15 failed"
    assert lines[1] == "failed: https://quay.example/gone/0 · not there"
    assert (len(lines), lines[-1]) == (14, "and 3 more failures")
