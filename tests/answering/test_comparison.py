"""Articles that surely answer are compared; what is less than sure is left out."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from fake_answer_model import FakeAnswerModel
from tiny import TinyEncoder, article, ignore, model

from qa_bot.answering.answerer import Answerer
from qa_bot.answering.model import VerdictModel
from qa_bot.encoders.answer_model import FoundSpan, TextReading
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import open_index

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.core.comparison import Comparison
    from qa_bot.core.types import Article

COST = "How much did the harbour bridge cost?"
SURE = VerdictModel(calibration_intercept=math.log(0.95 / 0.05), calibration_slope=0.0)
UNSURE = VerdictModel(calibration_intercept=math.log(0.4 / 0.6), calibration_slope=0.0)


@dataclass
class ManyAnswers(FakeAnswerModel):
    """Reads the first of several words as the answer."""

    words: str = ""
    answers: dict[str, float] = field(default_factory=dict)
    """Words with their probability."""

    def _reading(self, text: str) -> TextReading:
        for words, probability in self.answers.items():
            if (start := text.find(words)) >= 0:
                return TextReading(self.log_odds, (FoundSpan(start, start + len(words), probability),))
        return TextReading(-3.0, ())


def dated(identifier: str, date: str | None, *paragraphs: str) -> Article:
    own = article(identifier, *paragraphs)
    return replace(own, source=replace(own.source, date=date))


def compared(
    folder: Path,
    question: str,
    articles: list[Article],
    answers: dict[str, float],
    verdict: VerdictModel = SURE,
) -> Comparison | None:
    build_from_articles(folder / "index", articles, model(TinyEncoder(max_tokens=64)), ignore)
    answerer = Answerer(
        open_index(folder / "index"),
        TinyEncoder(),
        answer_model=ManyAnswers(answers=answers),
        verdict_on_readings=verdict,
    )
    return answerer.ask(question, 1).comparison


OLD = dated("old.md", "2019-05-14", "The harbour bridge will cost 32 million crowns.")
NEW = dated("new.md", "2020-06-02", "The harbour bridge cost 41 million crowns.")
NEWER = dated("newer.md", "2020-07-10", "All told the harbour bridge cost forty-one million crowns.")
BARE = dated("bare.md", None, "The harbour bridge cost 41 million crowns, they say.")
ANSWERS = {"32 million crowns": 0.9, "41 million crowns": 0.9, "forty-one million crowns": 0.9}


def test_different_figures_come_newest_first_with_the_articles_of_each(tmp_path: Path) -> None:
    found = compared(tmp_path, COST, [OLD, NEW, NEWER, BARE], ANSWERS)
    assert found
    assert [[one.hit.passage.article for one in answer] for answer in found.answers] == [
        ["newer.md", "new.md", "bare.md"],
        ["old.md"],
    ]
    assert [answer[0].words for answer in found.answers] == ["forty-one million crowns", "32 million crowns"]
    assert (found.agrees, found.articles) == (False, 4)


def test_equal_figures_agree(tmp_path: Path) -> None:
    found = compared(tmp_path, COST, [NEW, NEWER], ANSWERS)
    assert found
    assert (found.agrees, found.articles) == (True, 2)


def test_a_comparison_does_not_depend_on_how_many_passages_are_shown(tmp_path: Path) -> None:
    assert compared(tmp_path / "one", COST, [OLD, NEW], ANSWERS)


@pytest.mark.parametrize(("date", "differ"), [("2019-11-02", False), (None, False), ("2020-04-01", True)])
def test_days_without_a_year_are_compared_in_articles_of_one_year(
    date: str | None, differ: bool, tmp_path: Path
) -> None:
    """The market opens on another day each year."""
    one = dated("one.md", "2020-03-01", "The night market opens on 10 June.")
    other = dated("other.md", date, "The night market opens on 12 June.")
    found = compared(
        tmp_path, "When does the night market open?", [one, other], {"10 June": 0.9, "12 June": 0.9}
    )
    assert (found is not None) is differ


@pytest.mark.parametrize(
    ("figure", "text", "groups"),
    [
        ("32 million", "Of the school lessons by tram Torvik had 32 million passengers.", 0),
        ("32 million", "The town Torvik had 32 million tram passengers.", 2),
        ("41 million", "Torvik, by tram, had 41 million passengers.", 1),
    ],
)
def test_only_what_is_called_the_same_differs(figure: str, text: str, groups: int, tmp_path: Path) -> None:
    """Passengers of something else may be as many as they like; an equal figure is about the same."""
    articles = [
        dated("one.md", "2020", "Torvik had 41 million tram passengers."),
        dated("other.md", "2019", text),
    ]
    answers = {figure: 0.9, "41 million": 0.9}
    found = compared(tmp_path, "How many tram passengers did Torvik have?", articles, answers)
    assert len(found.answers if found else ()) == groups


@pytest.mark.parametrize(
    ("question", "articles", "answers", "verdict"),
    [
        (COST, [NEW], ANSWERS, SURE),
        (COST, [NEW, OLD], {"41 million crowns": 0.9, "32 million crowns": 0.4}, SURE),
        (COST, [NEW, OLD], ANSWERS, UNSURE),
        ("Why was the harbour bridge so dear?", [NEW, OLD], ANSWERS, SURE),
        (COST, [NEW, dated("ferry.md", "2021", "A ferry cost 32 million crowns.")], ANSWERS, SURE),
        (
            "How much did the harbour bridge cost in 2020?",
            [NEW, dated("past.md", "2020", "The harbour bridge cost 32 million crowns in 2019.")],
            ANSWERS,
            SURE,
        ),
        (COST, [dated("both.md", "2020", NEW.paragraphs[0], OLD.paragraphs[0])], ANSWERS, SURE),
    ],
    ids=[
        "one article",
        "not sure",
        "unsure",
        "no figure asked for",
        "other subject",
        "other year",
        "same article",
    ],
)
def test_nothing_is_compared_that_is_not_sure(
    tmp_path: Path, question: str, articles: list[Article], answers: dict[str, float], verdict: VerdictModel
) -> None:
    assert compared(tmp_path, question, articles, answers, verdict) is None
