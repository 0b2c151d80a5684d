"""An unsure answer says why, the most telling reason first; other answers have no doubts."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fake_answer_model import FakeAnswerModel
from tiny import TinyEncoder, article, ignore, model

from qa_bot.answering.answerer import Answerer
from qa_bot.answering.model import VerdictModel
from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.types import Source, Verdict
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import open_index

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.core.types import Answer, Article

TOWN = (
    article("ferry", "The ferry sails to the lighthouse every morning."),
    article("tower", "The Lindqvist tower was painted green in 1987."),
    article("trams", "In spring the town bought 70 trams.", "The mayor of the town rejects more trams."),
)


FERRIES = (
    article("holm", "In 1962 the Holm ferry carried 90 people across the sound, as it does today."),
    article("vik", "Vik has a museum, and there is a café in it since 1990."),
)


def asked(
    folder: Path,
    question: str,
    confidence: float = 0.95,
    reads: FakeAnswerModel | None = None,
    articles: tuple[Article, ...] = TOWN,
) -> Answer:
    """Ask articles with a verdict model of a fixed confidence."""
    build_from_articles(folder / "index", articles, model(TinyEncoder(max_tokens=64)), ignore)
    fixed = VerdictModel(calibration_intercept=math.log(confidence / (1 - confidence)), calibration_slope=0.0)
    answerer = Answerer(
        open_index(folder / "index"),
        TinyEncoder(max_tokens=64),
        answer_model=reads,
        verdict=fixed,
        verdict_on_readings=fixed,
    )
    return answerer.ask(question, 3)


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        ("the of and", Doubt(DoubtKind.NOTHING_ASKED)),
        ("How many ferries sail to the lighthouse every morning?", Doubt(DoubtKind.NO_NUMBER)),
        ("When does the ferry to Oldenburg sail?", Doubt(DoubtKind.WORD_NOWHERE, ("Oldenburg",))),
        ("Did the ferry sail to the lighthouse in 2022?", Doubt(DoubtKind.WORD_NOWHERE, ("2022",))),
        ("How many trams did the town sell?", Doubt(DoubtKind.OPPOSITE)),
    ],
)
def test_what_keeps_an_answer_from_being_sure_is_its_doubt(
    question: str, doubt: Doubt, tmp_path: Path
) -> None:
    answer = asked(tmp_path, question)
    assert answer.verdict is Verdict.UNSURE
    assert answer.doubts[0] == doubt


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        ("Does the ferry sail to the Lindqvist lighthouse?", Doubt(DoubtKind.WORD_ELSEWHERE, ("Lindqvist",))),
        ("Did the ferry sail to the lighthouse in 1987?", Doubt(DoubtKind.WORD_ELSEWHERE, ("1987",))),
        ("Does the ferry sail to the lighthouse?", Doubt(DoubtKind.WEAK)),
    ],
)
def test_low_scores_are_explained_by_what_the_best_passage_lacks(
    question: str, doubt: Doubt, tmp_path: Path
) -> None:
    answer = asked(tmp_path, question, 0.4)
    assert answer.verdict is Verdict.UNSURE
    assert answer.doubts == (doubt,)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When does the ferry sail to the lighthouse?", DoubtKind.NO_DATE),
        ("How does the ferry sail when it goes to the lighthouse?", DoubtKind.WEAK),
    ],
)
def test_words_of_another_kind_are_a_doubt_and_an_aside_asks_for_no_date(
    question: str, kind: DoubtKind, tmp_path: Path
) -> None:
    answer = asked(tmp_path, question, reads=FakeAnswerModel("ferry"))
    assert answer.verdict is Verdict.UNSURE
    assert answer.doubts[0].kind is kind


@pytest.mark.parametrize(
    ("log_odds", "verdict"),
    [(VerdictModel().read_from - 0.1, Verdict.UNSURE), (VerdictModel().read_from, Verdict.ANSWERED)],
)
def test_nothing_is_sure_that_is_read_as_no_answer(log_odds: float, verdict: Verdict, tmp_path: Path) -> None:
    reads = FakeAnswerModel("lighthouse", log_odds=log_odds)
    answer = asked(tmp_path, "Does the big ferry sail to the lighthouse?", reads=reads)
    assert answer.verdict is verdict


def test_what_has_every_word_of_the_question_may_be_sure_all_the_same(tmp_path: Path) -> None:
    """The model need not know every way to write something."""
    reads = FakeAnswerModel("lighthouse", log_odds=VerdictModel().read_from - 0.1)
    assert asked(tmp_path, "Does the ferry sail to the lighthouse?", reads=reads).verdict is Verdict.ANSWERED


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many people did the ferry carry across the sound in 1990?", ("1990",)),
        ("How many people does the Vik ferry carry across the sound?", ("Vik",)),
        ("How many people did the ferry carry across the sound in 1962?", None),
        ("How many people does the Holm ferry carry across the sound?", None),
        ("How many people did the ferry carry across the sound before 1990?", None),
    ],
)
def test_an_answer_about_another_year_or_name_is_doubted(
    question: str, words: tuple[str, ...] | None, tmp_path: Path
) -> None:
    answer = asked(tmp_path, question, articles=FERRIES)
    expected = (Doubt(DoubtKind.WORD_ELSEWHERE, words),) if words else ()
    assert answer.doubts[:1] == expected


PEOPLE = (
    article(
        "engineer",
        "Ada Marrow, an engineer of the ferry, said that engines wear out.",
        "Marrow thinks that the ferry needs new engines.",
    ),
    article("captain", "Lind Holm is captain of the ferry and thinks that it is slow."),
    replace(
        article("authors", "Articles on the sound were written by Ilse Marrow and Jon Weir."),
        source=Source(path="authors", author="Tove Weir"),
    ),
    replace(
        article("boats", "I think boats in the harbour are too loud."),
        source=Source(path="boats", author="Tove Kvist"),
    ),
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who is Jon Holm, captain of the ferry?", ("Jon",)),
        ("Who is Ilse Holm?", ("Ilse",)),
        ("Who is Tove Weir?", ("Tove",)),
        ("Who is Lind Holm?", None),
        ("Why does Ilse Lind think that the ferry is slow?", ("Ilse",)),
        ("Who is Jon Holm?", ("Jon",)),
        ("What does Tove Weir think of articles on the sound?", ("Tove",)),
        ("What does Tove Kvist think of boats in the harbour?", None),
        ("Who is Tove Kvist?", ("Tove Kvist",)),
        ("Does Captain Lind Holm think that the ferry is slow?", None),
        ("Why does Ada Marrow think that the ferry needs new engines?", None),
    ],
)
def test_an_answer_about_another_person_is_doubted(
    question: str, words: tuple[str, ...] | None, tmp_path: Path
) -> None:
    """A part of a name is enough where its article has the name in full."""
    answer = asked(tmp_path, question, articles=PEOPLE)
    assert answer.doubts[:1] == ((Doubt(DoubtKind.WORD_ELSEWHERE, words),) if words else ())


def test_what_is_read_as_no_answer_says_so_unless_a_word_is_missing(tmp_path: Path) -> None:
    reads = FakeAnswerModel("lighthouse", log_odds=VerdictModel().read_from - 0.1)
    one = asked(tmp_path / "one", "Does the big ferry sail to the lighthouse?", reads=reads)
    assert one.doubts == (Doubt(DoubtKind.NOT_SAID),)
    other = asked(tmp_path / "other", "Does the ferry sail to the Lindqvist lighthouse?", reads=reads)
    assert [doubt.kind for doubt in other.doubts] == [DoubtKind.WORD_ELSEWHERE, DoubtKind.NOT_SAID]


def test_low_scores_are_explained_by_an_ordinary_word_if_no_name_is_missing(tmp_path: Path) -> None:
    answer = asked(tmp_path, "Does the green ferry sail to the lighthouse?", 0.4)
    assert answer.doubts == (Doubt(DoubtKind.WORD_ELSEWHERE, ("green",)),)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many people used the tram in May 2019?", ("May 2019",)),
        ("How many people used the tram on 3 May 2019?", ("May 2019",)),
        ("How many people used the tram in May 2020?", None),
        ("How many people used the tram in May?", None),
        ("How many people used the tram in June 2019?", None),
        ("How many people used the tram before May 2019?", None),
        ("How many people used the tram in May 2019 and in May 2020?", None),
    ],
)
def test_an_answer_about_the_same_month_of_another_year_is_doubted(
    question: str, words: tuple[str, ...] | None, tmp_path: Path
) -> None:
    """A month without a year may be of any that the passage states."""
    text = "In 2019 the tram had 60 people, by June 90; on May 12, 2020 the tram had 250 people."
    answer = asked(tmp_path, question, articles=(article("tram", text), *FERRIES))
    assert answer.doubts[:1] == ((Doubt(DoubtKind.WORD_ELSEWHERE, words),) if words else ())


def test_a_place_is_still_asked_for_where_a_name_is_all_that_is_asked_about(tmp_path: Path) -> None:
    reads = FakeAnswerModel("1987")
    answer = asked(tmp_path, "Where is Lindqvist?", reads=reads)
    assert answer.doubts[0].kind is DoubtKind.NO_PLACE


def test_keywords_alone_are_a_doubt(tmp_path: Path) -> None:
    build_from_articles(tmp_path / "index", TOWN, model(TinyEncoder(max_tokens=64)), ignore)
    answer = Answerer(open_index(tmp_path / "index")).ask("ferry", 3)
    assert answer.doubts == (Doubt(DoubtKind.KEYWORDS_ONLY),)


@pytest.mark.parametrize("confidence", [0.01, 0.95])
def test_other_verdicts_have_no_doubts(confidence: float, tmp_path: Path) -> None:
    assert asked(tmp_path, "Does the ferry sail to the lighthouse?", confidence).doubts == ()
