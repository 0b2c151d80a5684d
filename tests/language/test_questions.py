"""A question tells what would answer it, and a sentence whether it has any of that."""

import pytest

from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.questions import (
    KINDS,
    AnswerType,
    classify,
    kind_of,
    lacks_answer,
    names_in,
    type_match,
    words_in,
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many cows graze?", AnswerType.NUMBER),
        ("What percentage of cows grazes?", AnswerType.NUMBER),
        ("What was the average price?", AnswerType.NUMBER),
        ("When did it open?", AnswerType.TIME),
        ("In which year did it open?", AnswerType.TIME),
        ("Where is the bridge?", AnswerType.PLACE),
        ("Which city has a bridge?", AnswerType.PLACE),
        ("WHO opened it?", AnswerType.NAME),
        ("Which company built it?", AnswerType.NAME),
        ("Who said that: how many cows graze?", AnswerType.NAME),
        ("Why not: how many cows graze?", AnswerType.ANY),
        ("Vik: how many cows graze?", AnswerType.NUMBER),
        ("Why is it closed?", AnswerType.ANY),
        ("What is a bridge?", AnswerType.ANY),
        ("bridge toll", AnswerType.ANY),
        ("", AnswerType.ANY),
    ],
)
def test_the_question_word_tells_the_type(question: str, expected: AnswerType) -> None:
    """Whatever the case of its letters, and nothing is guessed."""
    assert classify(question, ENGLISH).answer_type is expected


@pytest.mark.parametrize(
    ("wanted", "having", "lacking"),
    [
        (AnswerType.NUMBER, "It cost 90 euros.", "It cost much."),
        (AnswerType.NUMBER, "Ninety cars passed.", "Cars passed."),
        (AnswerType.TIME, "It opened in 1998.", "It may march on."),
        (AnswerType.TIME, "It opens on Monday.", "It opens."),
        (AnswerType.PLACE, "It stands in Dresden.", "It stands in water."),
        (AnswerType.NAME, "It was opened by Zoë Marsh.", "Engineers opened it."),
        (AnswerType.NAME, "NATO opened it.", "They opened it."),
    ],
)
def test_a_sentence_has_words_of_the_type_or_not(wanted: AnswerType, having: str, lacking: str) -> None:
    """A capital at the beginning of a sentence names nothing."""
    assert type_match(wanted, having, frozenset(), ENGLISH) == 1
    assert type_match(wanted, lacking, frozenset(), ENGLISH) == -1


def test_a_questions_own_words_do_not_answer_it() -> None:
    """Who is Zoë, and how many of 90."""
    assert type_match(AnswerType.NAME, "Then Zoë spoke.", words_in("Who is Zoë?"), ENGLISH) == -1
    assert type_match(AnswerType.NUMBER, "It was 90.", words_in("How many of 90?"), ENGLISH) == -1


def test_a_question_of_no_known_type_matches_nothing() -> None:
    """Neither for nor against."""
    assert type_match(AnswerType.ANY, "It cost 90 euros.", frozenset(), ENGLISH) == 0


def test_names_and_numbers_are_found() -> None:
    """In lower case, words parted; numbers as they are written."""
    assert names_in("Then Zoë Marsh of the UN spoke. She left.", ENGLISH) == {"zoë", "marsh", "un"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many people came?", True),
        ("By how much did it rise?", True),
        ("What percentage of them came?", True),
        ("What was the price of bread?", True),
        ("Where can one learn how much it is?", False),
        ("How often does it run?", False),
        ("What is the average worker afraid of?", False),
        ("Which population was most at risk?", False),
        ("Who counted them?", False),
    ],
)
def test_only_a_question_of_a_number_wants_one(question: str, expected: bool) -> None:
    """What may be answered without one does not."""
    assert classify(question, ENGLISH).wants_number is expected


@pytest.mark.parametrize("sentence", ["Millions came.", "Dozens of them.", "None of them.", "Zero."])
def test_a_number_may_be_a_round_word(sentence: str) -> None:
    """As "how many" is often answered."""
    assert type_match(AnswerType.NUMBER, sentence, frozenset(), ENGLISH) == 1


@pytest.mark.parametrize(
    ("question", "passage", "lacks"),
    [
        ("How many people came?", "Many came.", True),
        ("How many people came?", "Forty came.", False),
        (
            "What is the name of the mayor of Kell?",
            "The court cleared the mayor of Kell.",
            True,
        ),
        ("What is the name of the mayor of Kell?", "The mayor of Kell, Anna Roth, took no bribes.", False),
        ("Who opened the bridge?", "Roth opened the bridge.", False),
        ("Who opened the bridge?", "It was opened in spring, and many came.", True),
        ("When was it opened?", "It was opened by many.", False),
    ],
)
def test_a_passage_without_the_number_or_name_asked_for_lacks_an_answer(
    question: str, passage: str, lacks: bool
) -> None:
    """A name may be a sentence's first word; the question's own names answer nothing."""
    assert lacks_answer(classify(question, ENGLISH), words_in(question), passage, ENGLISH) is lacks


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who designed the bridge?", "who"),
        ("To whom was the prize given", "who"),
        ("Besides the mayor, who else came?", "who"),
        ("When did the ferry sink?", "when"),
        ("In what year did the ferry sink?", "when"),
        ("Since which century has it stood?", "when"),
        ("Where is the mill?", "where"),
        ("How many towers has it?", "how many"),
        ("How much did it cost?", "how many"),
        ("How long is the tunnel?", "how many"),
        ("What percentage of the flats is empty?", "how many"),
        ("What did the owner say?", "what"),
        ("Which firms joined, and where?", "what"),
        ("Why was it shut?", "why or how"),
        ("How does the lock work?", "why or how"),
        ("Did the mill close?", "yes or no"),
        ("Is it known who came?", "yes or no"),
        ("Adults who smoke sleep less.", "other"),
        ("Towers, which were old, fell", "other"),
        ("bridge total cost", "other"),
        ("WHO DESIGNED IT?", "who"),
        ("", "other"),
        ("?", "other"),
    ],
)
def test_the_kind_of_a_question(question: str, kind: str) -> None:
    """The first question word decides; a claim has none, whatever words it has."""
    assert kind_of(question, ENGLISH) == kind
    assert kind in KINDS
