"""Copies of a story are found, and leaving them out loses nothing."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import article

from qa_bot.core.types import Article, Source
from qa_bot.corpus.duplicates import LEAST_WORDS, find_copies

STORY = (
    "The ferry Marigold ran aground off the island of Tolsay on Tuesday night with 214 passengers aboard, "
    "and six of them were taken to hospital, the coastguard said.",
    '"We heard a grinding noise and then the lights went out," said Petra Lund, who was travelling home with '
    "her two daughters. The crew handed out life jackets and sang with the children until boats arrived.",
    "Divers will inspect the hull at low tide. The company that runs the line has apologised and promised to "
    "bring every passenger and car to the mainland by Thursday.",
    "It is the third accident on this line since the old lighthouse was replaced by an automatic beacon, "
    "which fishermen say cannot be seen in fog.",
)
OWN = (
    "Our reporter found the harbour café full of stranded lorry drivers, whose cargo of live lobsters had "
    "begun to spoil; the landlady served free soup until dawn and kept a list of those who needed a bed."
)
SOUP = (
    "A kitchen that serves nothing but soup has opened in the old customs house, where a retired sailor "
    "cooks forty litres a day from whatever the market throws away.",
)


def copies(**bodies: tuple[str, ...]) -> dict[str, str]:
    """Find the copies among articles: name of the copy to name of the kept article."""
    articles = [article(name, *body) for name, body in bodies.items()]
    found = find_copies(articles)
    return {articles[copy].id: articles[kept].id for copy, kept in found.items()}


def changed(old: str, new: str, body: tuple[str, ...] = STORY) -> tuple[str, ...]:
    """Replace words of a story that contains them."""
    assert any(old in text for text in body)
    return tuple(text.replace(old, new) for text in body)


def test_the_same_text_is_a_copy_of_the_first_path() -> None:
    """The order of reading does not matter."""
    assert copies(b=STORY, a=STORY, c=STORY) == {"b": "a", "c": "a"}


@pytest.mark.parametrize(
    "copy",
    [
        STORY[:2],
        STORY[1:],
        (STORY[0], STORY[2]),
        (" ".join(STORY),),
        changed('"', "”"),
        ("TOLSAY, May 3 (Northwire) — " + STORY[0], *STORY[1:]),
        ("Tolsay (Northwire) - " + STORY[0], *STORY[1:]),
        (*STORY[:3], "Reporting by Ada Bright in Tolsay; editing by Jo Marsh"),
        ("Ferry runs aground off island.", *STORY),
        tuple(text.upper() for text in STORY),
    ],
)
def test_an_edited_print_of_a_story_is_a_copy(copy: tuple[str, ...]) -> None:
    """The print may be shortened, merged, quoted, signed or have another heading."""
    found = copies(whole=STORY, print=copy)
    assert found in ({"print": "whole"}, {"whole": "print"})  # the one with more sentences is kept


@pytest.mark.parametrize(
    "other",
    [
        changed("six of them", "nine of them"),
        changed("214", "241"),
        changed("Petra Lund", "Greta Lund"),
        changed("promised", "refused"),
        changed("has apologised", "has not apologised"),
        changed("cannot be seen", "can be seen"),
        changed("Thursday", "Friday"),
        changed("Divers will inspect", "Divers inspect"),
        (*STORY[:2], OWN),
        (STORY[0], "Nobody was hurt."),
    ],
)
def test_a_text_with_a_sentence_of_its_own_is_another_story(other: tuple[str, ...]) -> None:
    """A corrected verb, negation, name or figure is news, however similar the rest is."""
    assert copies(whole=STORY, other=other) == {}
    assert copies(whole=(*STORY, "It was a calm night."), other=other) == {}


def test_the_most_complete_text_stands_for_the_story() -> None:
    """A paragraph added to the wire's text makes the wire's text the copy."""
    assert copies(a=STORY, b=(*STORY, OWN), c=STORY[:2]) == {"a": "b", "c": "b"}


def test_of_equal_texts_the_one_of_the_best_stated_source_stays() -> None:
    """A pasted copy without a title does not replace the article."""
    pasted = Article(id="a", source=Source(path="a", title="Ferry"), paragraphs=STORY)
    signed = Article(
        id="b",
        source=Source(path="b", title="Ferry", publication="Northwire", date="2024-05-07"),
        paragraphs=STORY,
    )
    assert find_copies([pasted, signed]) == {0: 1}
    assert find_copies([signed, pasted]) == {1: 0}


def test_of_equal_texts_stated_alike_the_newest_stays() -> None:
    """An update in the same words shows that the story still holds at that date."""
    old, new = (
        Article(id=name, source=Source(path=name, date=date), paragraphs=STORY)
        for name, date in (("a", "2019"), ("b", "2024-05"))
    )
    assert find_copies([old, new]) == {0: 1}


def test_copies_are_not_chained() -> None:
    """Each text is compared with the kept article."""
    assert copies(a=STORY, b=STORY[:2], c=(*STORY[:1], OWN), d=(*STORY[:2], OWN)) == {"b": "a", "c": "d"}


def test_a_copy_names_the_article_that_is_kept() -> None:
    """The named article is never a copy itself: equal copies of a part name the whole."""
    assert copies(a=STORY[:3], b=STORY[:3], c=STORY) == {"a": "c", "b": "c"}


def test_a_few_words_are_a_copy_only_when_equal() -> None:
    """A short note may be part of any text."""
    note = ("The ferry Marigold ran aground off the island of Tolsay",)
    assert len(note[0].split()) < LEAST_WORDS
    assert copies(a=STORY, b=note) == {}
    assert copies(a=note, b=note) == {"b": "a"}
    assert copies(a=note, b=(note[0] + " again",)) == {}


def test_a_notice_with_another_name_is_another_notice() -> None:
    """In a short text one word may be all the news."""
    seal, whale = (
        f"The {name} was seen in the harbour on Monday. Nobody knows where it came from. Please keep away."
        " Thank you all."
        for name in ("seal", "whale")
    )
    assert len(seal.split()) > LEAST_WORDS
    assert copies(a=(seal,), b=(whale,)) == {}
    assert copies(a=(seal,), b=(seal.upper(),)) == {"b": "a"}


def test_texts_without_words_are_copies_only_when_equal() -> None:
    """Such texts consist of dots and dashes only."""
    assert copies(a=("* * *",), b=("- - -",), c=("* * *",), d=(), e=()) == {"c": "a", "e": "d"}


def test_a_change_of_sign_currency_or_point_is_another_figure() -> None:
    """A thousands comma changes nothing."""
    body = (*STORY, "The damage is put at $1,200 and the water was 15 degrees warm.")
    assert copies(a=body, b=changed("$1,200", "$1200", body)) == {"b": "a"}
    for old, new in (("$1,200", "€1,200"), ("$1,200", "$1.200"), (" 15 ", " 1.5 "), (" 15 ", " -15 ")):
        assert copies(a=body, b=changed(old, new, body)) == {}


def test_scripts_without_spaces_are_compared_too() -> None:
    """Each letter and numeral counts as a word."""
    text = (
        "渡轮在星期二晚上搁浅。船上有两百名乘客。其中六人被送往医院。潜水员将在退潮时检查船体。公司已经道歉。"
    )
    assert copies(a=(text,), b=(text[:30],)) == {"b": "a"}
    assert copies(a=(text,), b=(text.replace("六人", "七人"),)) == {}


def test_boilerplate_does_not_hide_a_copy() -> None:
    """Two hundred other articles with the same three lines change nothing."""
    lines = ("Sign up to our newsletter for the best of the islands in your inbox every single morning.",) * 3
    dice = random.Random(7)  # noqa: S311
    words = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]
    others = {f"n{n}": (*lines, " ".join(dice.choices(words, k=60))) for n in range(200)}
    assert copies(**others, x=(*STORY, *lines), y=(*STORY[:3], *lines)) == {"y": "x"}


def test_nothing_is_a_copy_of_nothing() -> None:
    """An empty corpus has no copies."""
    assert find_copies([]) == {}


PIECES = st.lists(st.sampled_from((*STORY, OWN, *SOUP, "In short.", "")), max_size=6).map(tuple)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_nothing(bodies: list[tuple[str, ...]], dice: random.Random) -> None:
    """Every copy names a kept article with its words and figures, in any order of reading."""
    articles = [article(f"{n}.md", *body) for n, body in enumerate(bodies)]
    found = named(articles)
    assert not found.keys() & set(found.values())
    for copy, kept in found.items():
        own, whole = (" ".join(articles[int(name[:-3])].paragraphs) for name in (copy, kept))
        assert set(re.findall(r"\w+", own.casefold())) <= set(re.findall(r"\w+", whole.casefold()))
    shuffled = list(articles)
    dice.shuffle(shuffled)
    assert named(shuffled) == found


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=4).map(tuple))
def test_any_text_is_a_copy_of_itself(body: tuple[str, ...]) -> None:
    """This is true of any content."""
    assert copies(a=body, b=body) == {"b": "a"}


def named(articles: list[Article]) -> dict[str, str]:
    """Find copies by id."""
    return {articles[copy].id: articles[kept].id for copy, kept in find_copies(articles).items()}
