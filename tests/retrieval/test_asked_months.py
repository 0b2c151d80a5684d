"""A month of a question is the month, however either the question or the articles write it."""
# ruff: noqa: D103  a test's name is its claim; texts of other scripts

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tiny import TinyEncoder, article, hits_of, ignore, model

from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import open_index
from qa_bot.language.detection import LANGUAGES
from qa_bot.language.months import MONTHS, asked_month, month_of
from qa_bot.retrieval.query_analysis import QuestionAnalyzer
from qa_bot.retrieval.spelling import Speller

if TYPE_CHECKING:
    from qa_bot.index.opened import Index
    from qa_bot.language.language import Language
    from qa_bot.retrieval.query_analysis import Question

QUAY, LOCK = article("quay", "The quay is closed."), article("lock", "The lock is closed.")
ARTICLES = (
    article("bridge", "The bridge opened in December 2019 with music."),
    article("fire", "A fire broke out near the pier on Dec. 4, 2019."),
    article("toll", "The toll rose in September.", "It kept rising; a step is a step."),
    article("rain", "Rain fell on 3 March 2020."),
    article("resort", "Lee Jun met the guests of Mar-a-Lago."),
    article("june", "The ferry sank in June."),
    article("german", "Die Brücke öffnete am 3. Oktober 2020 für alle.", "Das Fest im Oktober war schön."),
    replace(LOCK, source=replace(LOCK.source, date="2020-05-02")),
    replace(QUAY, source=replace(QUAY.source, date="2021-08-04")),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("months")
    build_from_articles(folder, ARTICLES, model(TinyEncoder()), ignore)
    return open_index(folder)


def read(index: Index, question: str) -> Question:
    return QuestionAnalyzer(index, None).analyze(question)


def missing(index: Index, question: str) -> list[tuple[str, str | None]]:
    return [(word.word, word.suggestion) for word in Speller(index).missing_words(read(index, question))]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("What opened in dec 2019?", "What opened in December 2019?"),
        ("What opened in Dec. 2019?", "What opened in December 2019?"),
        ("What opened in dec?", "What opened in December?"),
        ("What opened on dec 4?", "What opened on December 4?"),
        ("What rose in sep?", "What rose in September?"),
        ("What rose in Sep.?", "What rose in September?"),
        ("What rose in sept?", "What rose in September?"),
        ("WHAT ROSE IN SEPT?", "WHAT ROSE IN SEPTEMBER?"),
        ("What fell in mar 2020?", "What fell in March 2020?"),
        ("What happened in aug in the news?", "What happened in August in the news?"),
        ("What closed in Jan?", "What closed in January?"),
        ("What closed between feb and mar 2020?", "What closed between February and March 2020?"),
    ],
)
def test_a_short_name_is_the_month_in_full(short: str, full: str, index: Index) -> None:
    one, other = read(index, short), read(index, full)
    assert (one.terms, one.idf, one.bigrams, one.unknown) == (
        other.terms, other.idf, other.bigrams, other.unknown,
    )  # fmt: skip
    assert missing(index, short) == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What began in dec 2019 near the pier?", "fire"),
        ("What began in December 2019 near the pier?", "fire"),
        ("What was closed in aug 2021?", "quay"),
        ("What sank in Jun?", "june"),
        ("Was war im Okt. 2020 für alle?", "german"),
    ],
)
def test_a_month_is_found_as_passages_and_dates_of_articles_have_it(
    question: str, found: str, index: Index
) -> None:
    assert hits_of(index, TinyEncoder(), question, 1)[0].passage.article == found


@pytest.mark.parametrize(
    ("question", "term", "forms"),
    [
        ("Who met Jun Lee?", "jun", ()),  # a name that the articles have
        ("Who met guests in Mar-a-Lago?", "mar", ()),
        ("What sank in Jun?", "jun", (frozenset({"june"}),)),
        ("What fell in mar?", "mar", (frozenset({"march"}),)),
        ("Was ist im Oktober schön?", "oktob", (frozenset({"octob"}),)),
        ("Was war am 3. Oktober schön für alle?", "octob", (frozenset({"oktob"}),)),
    ],
)
def test_a_name_that_articles_have_stays_and_may_mean_the_month(
    question: str, term: str, forms: tuple[frozenset[str], ...], index: Index
) -> None:
    asked = read(index, question)
    assert term in asked.terms
    assert asked.forms.get(term, ()) == forms


def test_a_verb_is_no_month(index: Index) -> None:
    assert {"march", "may"}.isdisjoint(read(index, "Did anything mar the toll?").terms)


def test_no_month_is_missing_or_corrected(index: Index) -> None:
    """Neither those that no article has, nor "sept", which is a letter away from "kept"."""
    for name in ("jan", "Feb.", "apr", "Jul", "NOV", "sept", "Sept.", "May", "july"):
        assert missing(index, f"What rose in {name}?") == []
        assert missing(index, name) == []
    for asked in ("Was war im Mai und im Dez. auf der Brücke?", "Was ist im März oder im Apr. für alle?"):
        assert missing(index, asked) == []


def test_a_question_without_a_month_is_read_as_before(index: Index) -> None:
    asked = read(index, "Which bridge opened with music for the guests?")
    assert asked.terms == ("which", "bridg", "open", "with", "music", "for", "the", "guest")
    assert asked.forms == {}


@pytest.mark.parametrize(
    "language", [one for one in LANGUAGES if one.months], ids=lambda language: language.code
)
def test_short_names_are_in_the_order_of_the_months(language: Language) -> None:
    """Each begins like the month in full, which dates have, too."""
    for names in language.short_months:
        assert len(names) <= 12
        for number, (short, full) in enumerate(zip(names, language.months, strict=False), start=1):
            assert asked_month(short, language) == number
            assert short[0] == full[0]
    for number, full in enumerate(language.months, start=1):
        assert month_of(full) == MONTHS[number - 1]
