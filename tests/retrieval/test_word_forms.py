"""A question's term is met in any form that the articles have of it."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import open_index
from qa_bot.language.analyzer import MAX_TERMS
from qa_bot.language.stemming import stem
from qa_bot.retrieval import word_forms
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.retrieval.query_analysis import Question

ARTICLES = (
    article("board", "The Northern Fisheries Board (NFB) met on Monday.", "Later the NFB said nothing."),
    article("nets", "The Northern Fisheries Board sold its nets."),
    article("bridge", "Die Brücke ist gesperrt.", "Der Bruecke fehlt ein Seil."),
    article("boat", "The life boat was sold.", "Its founder wept.", "A lifeguard wore wristbands."),
    article("firm", "The CEO sold ten meters of rope."),
)


def read(folder: Path, question: str) -> Question:
    build_from_articles(folder / "index", ARTICLES, model(TinyEncoder()), ignore)
    return QuestionAnalyzer(open_index(folder / "index"), None).analyze(question)


@pytest.mark.parametrize(
    ("question", "term", "form"),
    [
        ("Was fehlt der Bruecke?", "brueck", {"bruck"}),
        ("Wo ist die Brücke?", "bruck", {"brueck"}),
        ("Who sold the lifeboat?", "lifeboat", {"life", "boat"}),
        ("Who is the life guard?", "life", {"lifeguard"}),
        ("Who is the ceo?", "ceo", {"CEO"}),
        ("HOW MANY METERS OF ROPE?", "meter", {"metr"}),
        ("Who founded it?", "found", {"founder"}),
        ("What did the Northern Fisheries Board say?", "northern", {"nfb"}),
        ("What did the NFB sell?", "nfb", {"northern", "fisheri", "board"}),
    ],
)
def test_a_term_has_the_forms_that_the_articles_have(
    question: str, term: str, form: set[str], tmp_path: Path
) -> None:
    assert frozenset(form) in read(tmp_path, question).forms[term]


def test_a_term_that_is_met_in_a_form_is_met(tmp_path: Path) -> None:
    found = read(tmp_path, "Who sold the lifeboat?")
    assert not found.unknown
    assert found.is_covered("lifeboat", {"life", "boat", "sold"})
    assert not found.is_covered("lifeboat", {"life", "sold"})
    assert found.idf_coverage({"life", "boat", "sold"}) == pytest.approx(1.0)


def test_nothing_is_made_up(tmp_path: Path) -> None:
    """A word that the articles have in no form has none."""
    assert read(tmp_path, "Who painted the submarine?").forms == {}


def test_the_places_looked_at_to_part_a_word_do_not_grow_with_its_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_from_articles(tmp_path / "index", ARTICLES, model(TinyEncoder()), ignore)
    analyzer = QuestionAnalyzer(open_index(tmp_path / "index"), None)
    stemmed: list[str] = []

    def counted(word: str, language: str) -> str:
        stemmed.append(word)
        return stem(word, language)

    monkeypatch.setattr(word_forms, "stem", counted)
    found = analyzer.analyze("Who sold the " + "lifeboat" * 500)
    assert len(stemmed) < 100
    assert found.unknown


def test_only_the_terms_that_are_searched_for_have_forms(tmp_path: Path) -> None:
    filler = " ".join(f"tide{chr(97 + one // 26)}{chr(97 + one % 26)}" for one in range(400))
    assert "ceo" in read(tmp_path / "before", f"ceo {filler}").forms
    found = read(tmp_path / "after", f"{filler} ceo")
    assert "ceo" not in found.forms
    assert len({term.text for term in found.analyzed}) == MAX_TERMS


@pytest.mark.parametrize("question", ["1.1" * 6_000, "a " * 9_000, "\u4e2d" * 19_000])
def test_a_question_of_one_word_over_and_over_has_few_terms(question: str, tmp_path: Path) -> None:
    assert len(read(tmp_path, question).analyzed) < 5_000
