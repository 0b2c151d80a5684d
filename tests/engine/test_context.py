"""A question line is read with the line and the answer before it; filters of both hold."""

from dataclasses import replace

import conversation_sets
import pytest
from fake_engine import BRIDGE, answer_to, passages_of

from qa_bot.core.listing import Listing
from qa_bot.core.types import Answer, Source, Verdict
from qa_bot.engine.context import about_articles, read_after, source_before
from qa_bot.language.pile_questions import PileQuestion

WHO = "Who designed the harbour bridge?"


def answer(question: str = WHO) -> Answer:
    """Answer from the article on the bridge."""
    return answer_to(question, passages_of(BRIDGE), 3)


@pytest.mark.parametrize(
    ("before", "line", "meant"),
    [
        (WHO, "how much did it cost?", "How much did the harbour bridge cost?"),
        (WHO, "how much did it cost? after:2020", "How much did the harbour bridge cost? after:2020"),
        (
            f"{WHO} author:marrow",
            "how much did it cost?",
            "How much did the harbour bridge cost? author:marrow",
        ),
        (
            f"{WHO} author:marrow",
            "what did it cost? author:moss",
            "What did the harbour bridge cost? author:moss",
        ),
        (f"{WHO} -flood", "what did it cost? -toll", "What did the harbour bridge cost? -flood -toll"),
        (f"{WHO} --newest", "what did it cost?", "What did the harbour bridge cost? --newest"),
        (f"{WHO} after:2020", "author:moss", f"{WHO} after:2020 author:moss"),
        (WHO, 'publication:"The Quay Courier"', f'{WHO} publication:"The Quay Courier"'),
        (WHO, "Where do the trams go?", None),
        (WHO, "which articles are from 2021?", None),
        (WHO, "https://quay.example/bridge", None),
        ("author:moss", "and in 2019?", None),
        (None, "how much did it cost?", None),
    ],
)
def test_a_line_is_read_after_another(before: str | None, line: str, meant: str | None) -> None:
    """A filter of the line before holds on, unless the line has one with the same key."""
    assert read_after(line, before) == meant


def test_a_follow_up_of_a_follow_up_is_read_after_what_that_was_read_as() -> None:
    """The words typed say too little."""
    before = replace(answer("and the bridge?"), asked_as=WHO)
    assert read_after("how much did it cost?", before) == "How much did the harbour bridge cost?"


def test_the_words_that_answered_are_what_a_pronoun_stands_for() -> None:
    """Unless nothing was found."""
    before = answer("Who designed the new bridge, an engineer from the town?")
    assert before.highlight is not None
    assert before.highlight.answer is not None
    assert read_after("where was she born?", before) == "Where was Ada Lindqvist born?"
    assert read_after("where was she born?", replace(before, verdict=Verdict.NOT_FOUND)) is None


def test_this_article_is_that_of_the_best_passage() -> None:
    """Or the first of a listing; also where nothing answers, since the closest passages are shown."""
    source = Source(path="one.md")
    listed = replace(answer(), hits=(), listing=Listing(asked="articles", sources=(source,), total=1))
    assert source_before(answer()) == BRIDGE.source
    assert source_before(listed) == source
    assert source_before(replace(answer(), verdict=Verdict.NOT_FOUND)) == BRIDGE.source
    assert source_before(replace(answer(), hits=())) is None
    assert source_before(WHO) is None


def test_it_is_the_article_that_was_listed() -> None:
    """After a listing only; after a passage, "it" may be what that is about."""
    listed = replace(answer(), hits=(), listing=Listing(asked="articles", sources=(BRIDGE.source,), total=1))
    assert read_after("when was it published?", listed) == "when was this article published?"
    assert read_after("when was it published?", answer()) == "When was the harbour bridge published?"


def test_a_question_that_is_an_address_asks_for_its_article() -> None:
    """With words around it, it is a question about the world."""
    assert about_articles("<https://quay.example/a>") == PileQuestion(address="https://quay.example/a")
    assert about_articles("What does https://quay.example/a say?") is None


def test_the_quick_look_misses_no_question_about_the_articles() -> None:
    """It only spares the import of the rules."""
    for rows in conversation_sets.pile_questions().values():
        assert [about_articles(row["question"]) for row, _ in rows] == [found for _, found in rows]
