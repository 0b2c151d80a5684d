"""An unsure answer says why, the most telling reason first; other answers have no doubts."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from fake_answer_model import FakeAnswerModel
from tiny import TinyEncoder, article, ignore, model

from qa_bot.answering.answerer import Answerer
from qa_bot.answering.model import VerdictModel
from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.types import Verdict
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
    answer = asked(tmp_path, "Does the ferry sail to the lighthouse?", reads=reads)
    assert answer.verdict is verdict


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


def test_keywords_alone_are_a_doubt(tmp_path: Path) -> None:
    build_from_articles(tmp_path / "index", TOWN, model(TinyEncoder(max_tokens=64)), ignore)
    answer = Answerer(open_index(tmp_path / "index")).ask("ferry", 3)
    assert answer.doubts == (Doubt(DoubtKind.KEYWORDS_ONLY),)


@pytest.mark.parametrize("confidence", [0.01, 0.95])
def test_other_verdicts_have_no_doubts(confidence: float, tmp_path: Path) -> None:
    assert asked(tmp_path, "Does the ferry sail to the lighthouse?", confidence).doubts == ()
