"""A question line is read with the line and the answer before it; filters of both hold."""

from dataclasses import replace

import conversation_sets
import pytest
from fake_engine import BRIDGE, answer_to, passages_of

from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.listing import Listing
from qa_bot.core.types import Answer, Source, Verdict
from qa_bot.engine.context import about_articles, doubted, leans_on_nothing, read_after, source_before
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


@pytest.mark.parametrize(
    ("before", "line", "meant"),
    [
        ("title:titan dunes", "in:quay.md how many deaths?", None),
        ("title:titan dunes", "in:quay.md", "dunes in:quay.md"),
        (f"{WHO} title:titan", "url:quay.example and in Vik?", None),
        (f"{WHO} before:2020", 'Moss -toll -"two weeks"', None),
        (f"{WHO} before:2020", "Moss? -toll", f"Moss: {WHO} before:2020 -toll"),
        (f"{WHO} before:2020", "Moss", f"Moss: {WHO} before:2020"),
    ],
)
def test_a_line_with_filters_of_its_own_may_begin_afresh(before: str, line: str, meant: str | None) -> None:
    """It does where it names its article, and where names alone, without a mark, are searched for."""
    assert read_after(line, before) == meant


def test_a_question_in_the_article_that_answered_is_completed_without_the_filters_before() -> None:
    """In another article, the same words stand alone."""
    before = replace(answer(f"{WHO} after:2020"))
    assert read_after("in:bridge.md how much did it cost?", before) == (
        "How much did the harbour bridge cost? in:bridge.md"
    )
    assert read_after("in:ferry.md how much did it cost?", before) is None
    assert read_after("url:quay.example/other how much did it cost?", before) is None


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
    """Or the only one listed; none where nothing answers, or several are listed."""
    source = Source(path="one.md")
    listed = replace(answer(), hits=(), listing=Listing(asked="articles", sources=(source,), total=1))
    several = Listing(asked="articles", sources=(source, BRIDGE.source), total=2)
    assert source_before(answer()) == BRIDGE.source
    assert source_before(listed) == source
    assert source_before(replace(listed, listing=several)) is None
    assert source_before(replace(answer(), verdict=Verdict.NOT_FOUND)) is None
    assert source_before(replace(answer(), hits=())) is None
    assert source_before(WHO) is None


@pytest.mark.parametrize("line", ["who wrote it?", "when was it published?"])
def test_it_is_the_article_where_something_is_written(line: str) -> None:
    """After a passage or a listing; what the question before is about was not written."""
    listed = replace(answer(), hits=(), listing=Listing(asked="articles", sources=(BRIDGE.source,), total=1))
    this = line.replace("it", "this article")
    for before in (answer(), listed):
        assert (read_after(line, before) or "").lower() == this
    assert "article" not in (read_after(line, "Which novel is about the bridge?") or "")


def listing_of_one(asked: str) -> Answer:
    """Return the answer that lists one article, found by what was asked."""
    listing = Listing(asked=asked, sources=(BRIDGE.source,), total=1)
    return replace(answer("what is there"), hits=(), listing=listing)


@pytest.mark.parametrize(
    ("asked", "line", "meant"),
    [
        (
            "articles by Ilse Marrow",
            "how many of them are about trams?",
            "How many articles by Ilse Marrow about trams?",
        ),
        ("articles from 2023", "which of those mention trams", "Which articles from 2023 mention trams"),
        ("articles about bridges", "how many of them are red?", None),
        ("articles from 2023", "who of them swims?", None),
    ],
)
def test_some_of_them_are_of_the_articles_listed(asked: str, line: str, meant: str | None) -> None:
    """Unless the list is on a subject, which would take in what follows, or the question is on the world."""
    assert read_after(line, listing_of_one(asked)) == meant


@pytest.mark.parametrize(
    ("asked", "line", "meant"),
    [
        ("articles from 2023", "which is the newest one?", "What is the newest article from 2023"),
        ("the newest articles", "and the oldest?", "What is the oldest article"),
        ("articles about trams", "the most recent of them", "What is the most recent article about trams"),
        ("this article", "which is the newest one?", None),
        ("articles from 2023", "which is the newest tram?", None),
    ],
)
def test_the_newest_one_is_of_the_articles_listed(asked: str, line: str, meant: str | None) -> None:
    """Whether all of them are listed, or only the newest."""
    assert read_after(line, listing_of_one(asked)) == meant


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("what else does that article say about the toll?", "What about the toll? in:bridge.md"),
        ("does this article mention trams", "What about trams? in:bridge.md"),
        ("Who paid, according to that article?", "Who paid? in:bridge.md"),
        ("what does the treaty say about trams?", None),
    ],
)
def test_a_question_about_that_article_is_asked_within_it(line: str, meant: str | None) -> None:
    """The filter is one that can be typed. Without an article above, the question is left."""
    assert read_after(line, answer()) == meant
    assert read_after(line, replace(answer(), verdict=Verdict.NOT_FOUND)) is None


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("where is she from?", "she"),
        ("Why did they leave? after:2020", "they"),
        ("who wrote that article in 1990?", "that article"),
        ("one month before?", "before"),
        ("Is it true that bees sleep?", ""),
        ("Who lost his boat?", ""),
        ("Wo kommt sie her?", ""),
        ("Where is Ada Lind from?", ""),
    ],
)
def test_a_word_that_points_at_nothing_is_found(line: str, word: str) -> None:
    """So that its question is not surely answered."""
    assert leans_on_nothing(line) == word


def test_an_answer_to_a_question_that_leans_on_nothing_is_doubtful() -> None:
    """One that is not found stays so, and says why."""
    doubt = Doubt(DoubtKind.UNRESOLVED, ("she",))
    unsure = doubted(answer(), doubt)
    assert (unsure.verdict, unsure.doubts, unsure.comparison) == (Verdict.UNSURE, (doubt,), None)
    none = doubted(replace(answer(), verdict=Verdict.NOT_FOUND), doubt)
    assert (none.verdict, none.doubts) == (Verdict.NOT_FOUND, (doubt,))


def test_a_question_that_is_an_address_asks_for_its_article() -> None:
    """With words around it, it is a question about the world."""
    assert about_articles("<https://quay.example/a>") == PileQuestion(address="https://quay.example/a")
    assert about_articles("What does https://quay.example/a say?") is None


def test_the_quick_look_misses_no_question_about_the_articles() -> None:
    """It only spares the import of the rules."""
    for rows in conversation_sets.pile_questions().values():
        assert [about_articles(row["question"]) for row, _ in rows] == [found for _, found in rows]
