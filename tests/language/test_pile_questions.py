"""Questions about the articles themselves are recognised, and those about the world are not."""

import conversation_sets
import pytest

from qa_bot.core.listing import Field
from qa_bot.language.pile_questions import PileQuestion, Wanted, pile_question

LEAST_RECOGNISED = 0.95
LEAST_LEFT = 0.98


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("how many articles are there?", PileQuestion()),
        ("articles by Ada Finch", PileQuestion(author="Ada Finch")),
        (
            "Which articles about the dam by Ada Finch are from May 2020?",
            PileQuestion(
                about="dam", author="Ada Finch", after="2020-05", before="2020-06", date="from May 2020"
            ),
        ),
        (
            "articles from December 2020",
            PileQuestion(after="2020-12", before="2021-01", date="from December 2020"),
        ),
        (
            "articles published on 31 December 2020",
            PileQuestion(after="2020-12-31", before="2021-01-01", date="from 31 December 2020"),
        ),
        ("articles from 31 February 2020", None),
        ("articles since 2020-03", PileQuestion(after="2020-03", date="since 2020-03")),
        ("articles before 2020", PileQuestion(before="2020", date="before 2020")),
        ("articles from China Daily", PileQuestion(name="China Daily")),
        ("articles by ada finch", PileQuestion(author="ada finch", is_sure=False)),
        ("who wrote this?", PileQuestion(field=Field.AUTHOR, of_source=True)),
        ("who wrote the article about the dam?", PileQuestion(field=Field.AUTHOR, about="dam")),
        ("which authors are there?", PileQuestion(wanted=Wanted.AUTHORS)),
        ("who wrote these articles?", PileQuestion(wanted=Wanted.AUTHORS)),
        ("who wrote all of the articles", PileQuestion(wanted=Wanted.AUTHORS)),
        ("what does Ada Moss write about?", PileQuestion(author="Ada Moss", is_sure=False)),
        ("what is the oldest article?", PileQuestion(first=1, oldest=True)),
        (
            "how many articles are from 2019 or 2020?",
            PileQuestion(after="2019", before="2021", date="from 2019 or 2020"),
        ),
        ("how many articles are from 2019 or 2021?", None),
        (
            "which is the newest article about the dam?",
            PileQuestion(first=1, about="dam"),
        ),
        ("the newest article of the treaty", None),
        ("which articles mention him?", None),
        ("articles of faith", None),
        ("which article of the treaty allows leaving?", None),
        ("", None),
    ],
)
def test_a_question_is_read_as(question: str, asked: PileQuestion | None) -> None:
    """Every word has to be accounted for."""
    assert pile_question(question) == asked


def test_most_questions_of_the_set_are_recognised() -> None:
    """Of those that the rules were made on, with what they ask."""
    rows = [row for row in conversation_sets.pile_questions()["tune"] if row[0]["asks"]]
    assert sum(conversation_sets.is_recognised(*row) for row in rows) >= LEAST_RECOGNISED * len(rows)


def test_questions_about_the_world_are_left() -> None:
    """Although they look like the others."""
    rows = [row for row in conversation_sets.pile_questions()["tune"] if not row[0]["asks"]]
    assert sum(found is None for _, found in rows) >= LEAST_LEFT * len(rows)
