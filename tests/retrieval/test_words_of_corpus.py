"""A word that the articles have is never corrected, wherever they have it and however it is asked."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.core.types import Article, Heading, Source
from qa_bot.index.build import build_from_articles, build_index
from qa_bot.index.opened import open_index
from qa_bot.retrieval.query_analysis import QuestionAnalyzer
from qa_bot.retrieval.spelling import Speller

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa_bot.core.types import MissingWord
    from qa_bot.index.opened import Index

SAMPLE = Path(__file__).parents[2] / "corpus"
ARTICLES = (
    article(
        "loans",
        "The council paid for micro-loans and a multi-storey garage after the counter-attacks.",
        "Macro trends matter; a mufti and a counterpart spoke. Hi-tech re-entry, e-mail and co-operation.",
        title="Half-term at the HARBOUR of Ålgard",
    ),
    article(
        "sums",
        "It owes half a million to the hall, seen seven hundred times by billions of people at 5 o'clock.",
        "Sixty-two per cent of it, 14 MW and €6,300, were lost on Thurs, 3 Feb 2020 within hours of a flock.",
    ),
    Article(
        id="tides",
        source=Source(
            path="tides",
            title="Tidal barrier",
            publication="The Quay Courier",
            author="Ilse Marrow, Jürgen Kallow",
            date="2020-02-03",
            url="https://quay.example/news/ferry",
        ),
        paragraphs=(
            "Narrow tides and a carrier pass. The old men can't go; Ma's cat isn't lost, O'Neill said.",
        ),
        also_in=(Source(path="copy", title="Tydal barriers", publication="Kuriar", author="Bo Sorruw"),),
        headings=(Heading(1, 2, "Grantes and Foundlinks"),),
    ),
    article(
        "grants", "Grants for foundlings, a holder of sorrow and a courier. It is wasted; we want tidal ice."
    ),
)
QUESTIONS = ("{}", "What did the mayor of Leeds say of {} to the hall?", "IS {} HERE?")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("own")
    build_from_articles(folder, ARTICLES, model(TinyEncoder()), ignore)
    return open_index(folder)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("sample")
    build_index(folder, SAMPLE, model(TinyEncoder()), ignore)
    return open_index(folder)


def texts(index: Index) -> Iterator[str]:
    for one in index.store.each_article():
        for source in (one.source, *one.also_in):
            yield from filter(None, (source.title, source.publication, source.author))
        yield from (heading.text for heading in one.headings)
        yield from one.paragraphs


def words(index: Index) -> list[str]:
    """Give the words between white space, whole and in their parts."""
    whole = {word.strip(".,;:!?()\"'") for text in texts(index) for word in text.split()}
    return sorted(whole | {part for word in whole for part in re.findall(r"[^\W_]+", word)} - {""})


def forms(word: str) -> set[str]:
    return {word, word.lower(), word.upper(), word.capitalize(), f"{word}'s", f"{word}\u2019s", f'"{word}"'}


def missing(index: Index, question: str) -> tuple[MissingWord, ...]:
    return Speller(index).missing_words(QuestionAnalyzer(index, None).analyze(question))


def corrected(index: Index, question: str, forms: Iterable[str]) -> set[tuple[str, str, str]]:
    """Give the forms of words that are corrected in a question, with the word and what is suggested."""
    return {
        (form, one.word, one.suggestion)
        for form in forms
        for one in missing(index, question.format(form))
        if one.suggestion and one.word in form
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_word_of_the_articles_is_corrected_in_any_form(question: str, index: Index) -> None:
    """Not in capitals either, nor as the owner of something."""
    assert corrected(index, question, {form for word in words(index) for form in forms(word)}) == set()


@pytest.mark.parametrize("question", QUESTIONS[:2])
def test_no_word_of_the_sample_is_corrected(question: str, sample: Index) -> None:
    assert corrected(sample, question, words(sample)) == set()


@pytest.mark.parametrize("ending", ["s", "es", "ed", "ing"])
def test_no_inflected_word_of_the_articles_becomes_another(ending: str, index: Index) -> None:
    """What is suggested begins like it."""
    for word in words(index):
        for one in missing(index, f"{word}{ending}") if len(word) > 2 and word.isalpha() else ():
            assert (one.suggestion or word).lower().startswith(word.lower()[:4]), one


def test_an_inflected_word_of_the_articles_does_not_become_another(index: Index) -> None:
    """Though "older" is a letter away from "holder"."""
    assert [(one.word, one.suggestion) for one in missing(index, "older")] == [("older", None)]


@pytest.mark.parametrize(
    "question",
    [
        "Tydal barriers",
        "What did Kuriar say of the hall?",
        "Who is Sorruw?",
        "What are grantes?",
        "What of foundlinks in the hall?",
    ],
)
def test_words_of_headings_and_copies_are_not_missing(question: str, index: Index) -> None:
    """They are no part of what is searched, but the articles have them."""
    assert missing(index, question) == ()


@pytest.mark.parametrize("question", ["Whats a mufti?", "Who wasnt lost?", "Why cant it, and didnt it?"])
def test_a_contraction_without_its_apostrophe_is_no_other_word(question: str, index: Index) -> None:
    assert missing(index, question) == ()


def test_a_typo_is_still_corrected(index: Index) -> None:
    found = missing(index, "What about the concil and the micro-loans?")
    assert [(one.word, one.suggestion, one.read) for one in found] == [("concil", "council", True)]
