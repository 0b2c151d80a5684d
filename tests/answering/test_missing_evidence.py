"""What an answer could not be made of is counted as it is, and told with the verdicts that want it."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tiny import TinyEncoder, article, ignore, model, write_articles

from qa_bot.answering.missing_evidence import MissingEvidence
from qa_bot.core.types import Filtered, Filters, Missing, MissingWord, Verdict
from qa_bot.index.build import build_from_articles, build_index
from qa_bot.index.opened import open_index
from qa_bot.retrieval.filtering import Selection

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.index.opened import Index

READ, UNKNOWN = MissingWord("brige", "bridge", read=True), MissingWord("submarine")


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Three articles of two, one and three passages: rows 0 and 1, 2, and 3 to 5."""
    articles = [article("a", "One.", "Two."), article("b", "Three."), article("c", "Four.", "Five.", "Six.")]
    build_from_articles(tmp_path / "index", articles, model(TinyEncoder()), ignore)
    return open_index(tmp_path / "index")


def selection_of(*rows: int) -> Selection:
    """Allow some of six passages."""
    allowed = np.isin(np.arange(6), rows)
    return Selection(allowed, Filtered(filters=Filters(), passages=int(allowed.sum()), total=6, undated=0))


def test_an_answered_question_misses_nothing_but_what_was_read_as_another_word(index: Index) -> None:
    evidence = MissingEvidence(index)
    assert evidence.of(Verdict.ANSWERED, (), None) is None
    assert evidence.of(Verdict.ANSWERED, (UNKNOWN,), None, selection_of(0)) is None
    assert evidence.of(Verdict.ANSWERED, (UNKNOWN, READ), None) == Missing((READ,))


@pytest.mark.parametrize("verdict", [Verdict.UNSURE, Verdict.NOT_FOUND])
def test_any_other_misses_all_words(verdict: Verdict, index: Index) -> None:
    assert MissingEvidence(index).of(verdict, (UNKNOWN, READ), None) == Missing((UNKNOWN, READ))


@pytest.mark.parametrize(
    ("rows", "left_out"),
    [
        ((), 3),
        ((0,), 2),
        ((1, 2), 1),
        ((0, 1), 2),
        ((3, 5), 2),  # two stretches of one article
        ((1, 3), 1),
        ((0, 2, 4), 0),
        ((0, 1, 2, 3, 4, 5), 0),
    ],
)
def test_an_article_is_left_out_when_no_passage_of_it_passes(
    rows: tuple[int, ...], left_out: int, index: Index
) -> None:
    found = MissingEvidence(index).of(Verdict.NOT_FOUND, (), None, selection_of(*rows))
    assert found
    assert found.articles_left_out == left_out


def test_filters_that_leave_nothing_out_leave_no_article_out(index: Index) -> None:
    everything = Selection(None, Filtered(filters=Filters(newest=True), passages=6, total=6, undated=0))
    assert MissingEvidence(index).of(Verdict.NOT_FOUND, (), None, everything) == Missing()


def test_files_that_failed_are_empty_or_of_no_known_kind_are_counted(tmp_path: Path) -> None:
    """Copies of a story and test questions are not."""
    text = "The harbour bridge is closed for the winter, and the ferry sails every day from nine until noon."
    corpus = tmp_path / "corpus"
    write_articles(corpus, {"a.md": text, "copy.md": text, "empty.md": ""})
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    (corpus / "table.xlsx").write_bytes(b"PK")
    (corpus / "questions.jsonl").write_text('{"id": "q1", "question": "Who?", "answers": []}\n')
    report = build_index(tmp_path / "index", corpus, model(TinyEncoder()), ignore)
    outcomes = {file.path: file.outcome.value for file in report.files}
    assert sorted(outcomes.values()) == [
        "duplicate", "empty", "failed", "indexed", "unsupported", "unsupported",
    ]  # fmt: skip
    found = MissingEvidence(open_index(tmp_path / "index")).of(Verdict.NOT_FOUND, (), None)
    assert found == Missing(files=3)
