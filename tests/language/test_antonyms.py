"""Opposites deny each other, in whichever form, unless the question names both."""
# ruff: noqa: D103  a test's name is its claim

import pytest

from qa_bot.language.analyzer import terms_of
from qa_bot.language.antonyms import has_opposite, opposites
from qa_bot.language.languages.english import ENGLISH


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is the largest lake?", "The smallest lake is a pond."),
        ("Who came before the mayor?", "After the mayor came the priest."),
        ("What increases the risk?", "Sleep decreased it."),
        ("When did prices fall?", "Prices rose in May."),
        ("Which bridge is wider?", "The old bridge is narrower."),
        ("Which is the thinnest wire?", "Copper is the thickest."),
        ("Which town is the earliest?", "The latest town is Leeds."),
        ("Which road is drier?", "The wettest road, and the wetter one, is closed."),
    ],
)
def test_an_opposite_is_told_both_ways(question: str, sentence: str) -> None:
    assert has_opposite(question, sentence, ENGLISH)
    assert has_opposite(sentence, question, ENGLISH)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is the largest lake?", "The largest lake is no pond, the smallest one is."),
        ("Is the lake large or small?", "It is small."),
        ("What is the largest lake?", "The big one."),
        ("How old is the bridge?", "It stands beside the new station."),
        ("How far is the harbour?", "It is near."),
        ("How do most people pay?", "At least 60 percent pay by phone."),
        ("How many people came?", "In a few weeks 900 came."),
        ("How long did the first war last?", "The first war was short of men."),
        ("", "It is small."),
        ("What is the largest lake?", ""),
    ],
)
def test_what_has_the_word_itself_or_was_a_choice_is_none(question: str, sentence: str) -> None:
    assert not has_opposite(question, sentence, ENGLISH)


def test_each_word_is_its_opposites_opposite_and_never_its_own() -> None:
    for term, others in opposites(ENGLISH).items():
        assert others
        assert term not in others
        assert all(term in opposites(ENGLISH)[other] for other in others)


def test_words_with_the_stem_of_another_are_left_out() -> None:
    """As "important" has that of "import", and "inform" that of "informal"."""
    for word in ("unimportant", "informal", "unlikely", "employee"):
        assert not opposites(ENGLISH).keys() & terms_of(word)
