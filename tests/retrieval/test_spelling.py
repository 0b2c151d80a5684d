"""A word that no passage has is read as what was meant, and one that is right as typed is left alone."""
# ruff: noqa: D103, RUF001  a test's name is its claim; texts of other scripts

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.core.types import MissingWord
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import open_index
from qa_bot.language import detection, meanings
from qa_bot.language.stemming import stem
from qa_bot.retrieval.query_analysis import QuestionAnalyzer
from qa_bot.retrieval.spelling import LONGEST, MOST_WORDS, Speller, respelt

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.core.types import Article

CITY = (
    article("vote", "The parliament of the island votes on the harbour bridge in spring.", title="A vote"),
    article("visit", "The Zürich orchestra plays in the old granary.", "A granary is cold."),
    article("sea", "Accommodation by the sea is cheap in winter; the tram stops there.", "It's the stage."),
    article("moth", "The brown moth eats wool."),
)


def missing(folder: Path, question: str, *articles: Article) -> list[tuple[str, str | None, bool]]:
    """Give word, suggestion, and whether it is read so, of a question to a few articles."""
    build_from_articles(folder / "index", articles or CITY, model(TinyEncoder()), ignore)
    index = open_index(folder / "index")
    words = Speller(index).missing_words(QuestionAnalyzer(index, None).analyze(question))
    return [(one.word, one.suggestion, one.read) for one in words]


@pytest.mark.parametrize(
    ("question", "word", "suggestion"),
    [
        ("Does the parlament vote on the bridge?", "parlament", "parliament"),  # one letter less
        ("Does the parrliament vote on the bridge?", "parrliament", "parliament"),  # more
        ("Does the parliomant vote on the bridge?", "parliomant", "parliament"),  # two others
        ("Does the palriament vote on the bridge?", "palriament", "parliament"),  # three in disorder
        ("Is acommodatoin by the sea cheap?", "acommodatoin", "Accommodation"),  # one less, two in disorder
        ("Who plays in the old granray?", "granray", "granary"),
        ("Does the zurch orchestra play?", "zurch", "Zürich"),  # accents count for nothing
        ("Who votes on the bridgse of the harbour?", "bridgse", "bridge"),  # an ending that no stem forgives
    ],
)
def test_a_misspelt_word_is_read_as_it_stands_in_the_articles(
    question: str, word: str, suggestion: str, tmp_path: Path
) -> None:
    assert missing(tmp_path, question) == [(word, suggestion, True)]


def test_a_question_whose_words_all_stand_there_has_none_missing(tmp_path: Path) -> None:
    """Stemmed, and function words aside."""
    assert missing(tmp_path, "Which bridges were they voting on?") == []


def test_a_word_like_none_is_missing_as_it_was_typed(tmp_path: Path) -> None:
    """A single letter is no word."""
    asked = "Do Submarines x vote on the QUANTUM bridge of 1987?"
    assert missing(tmp_path, asked) == [
        ("Submarines", None, False),
        ("QUANTUM", None, False),
        ("1987", None, False),
    ]


def test_of_words_spelt_alike_that_is_meant_which_stands_with_the_others(tmp_path: Path) -> None:
    """However often the other one stands anywhere."""
    harbour = [article(f"h{n}", "The ships wait in the harbour.", "A long wait.") for n in range(9)]
    pier = article("pier", "The whips of the carters lie on the pier.")
    asked = "What lies on the pier, the shhips of carters?"
    assert missing(tmp_path / "1", asked.replace("shhips", "wships"), *harbour, pier) == [
        ("wships", "whips", True)
    ]
    assert missing(tmp_path / "2", "Which wships wait in the harbour?", *harbour, pier) == [
        ("wships", "ships", True)
    ]


@pytest.mark.parametrize("word", ["bride", "trap", "crown"])
def test_a_short_word_that_no_other_word_of_the_question_stands_with_is_left_alone(
    word: str, tmp_path: Path
) -> None:
    """Each is a letter away from a word of the articles."""
    assert missing(tmp_path, f"Who saw the {word} with wool?".replace("wool", "granary")) == [
        ("saw", None, False),
        (word, None, False),
    ]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("garnary", [("garnary", "granary", False)]),
        ("What is zurch?", [("zurch", "Zürich", False)]),
        (
            "parlament accomodation",
            [("parlament", "parliament", False), ("accomodation", "Accommodation", False)],
        ),
        ("stogs", [("stogs", "stops", False)]),
        ("trap", [("trap", None, False)]),  # too many words of four are a letter away
    ],
)
def test_where_no_word_of_the_question_is_known_a_likely_one_is_suggested_and_not_read(
    question: str, found: list[tuple[str, str | None, bool]], tmp_path: Path
) -> None:
    """None tells against it, nor for it."""
    assert missing(tmp_path, question) == found


def test_where_no_word_is_known_the_most_frequent_of_those_alike_is_suggested(tmp_path: Path) -> None:
    bridges = [article(f"b{n}", f"The bridge of town {n} is open.") for n in range(4)]
    bride = article("a", "A bride sings. The bridle is new.")
    assert missing(tmp_path, "brige", bride, *bridges) == [("brige", "bridge", False)]


def test_a_word_of_four_letters_is_suggested_and_not_read(tmp_path: Path) -> None:
    assert missing(tmp_path, "Does the brown mohh eat wool?") == [("mohh", "moth", False)]


@pytest.mark.parametrize(
    ("question", "word", "suggestion", "read"),
    [
        ("Does a Mr Parlament vote on the bridge?", "Parlament", "parliament", False),
        ("Parlament votes on the bridge?", "Parlament", "parliament", True),  # every first word has a capital
        ("Does the Zurch orchestra play?", "Zurch", "Zürich", True),
    ],
)
def test_a_name_is_not_read_as_a_word_that_is_none(
    question: str, word: str, suggestion: str, read: bool, tmp_path: Path
) -> None:
    """It is asked whether that was meant."""
    assert (word, suggestion, read) in missing(tmp_path, question)


@pytest.mark.parametrize(
    "question",
    [
        "Zurch voted how on taxes for boats?",
        "What did Zurch say of taxes for boats?",
        "What was Zurch's plan for the boats of taxes?",
    ],
)
def test_a_name_is_suggested_though_nothing_else_of_the_question_stands_with_it(
    question: str, tmp_path: Path
) -> None:
    """As a question's first word, and as the owner of something; it is not read so."""
    assert ("Zurch", "Zürich", False) in missing(tmp_path, question)


@pytest.mark.parametrize("word", ["mSEA", "PMOTH", "wOOll", "bro1wn"])
def test_an_abbreviation_is_never_respelt(word: str, tmp_path: Path) -> None:
    assert missing(tmp_path, f"Does the brown {word} eat wool?") == [(word, None, False)]


def test_a_question_in_capitals_is_no_abbreviation(tmp_path: Path) -> None:
    assert missing(tmp_path, "DOES THE PARLAMENT VOTE ON THE BRIDGE?") == [("PARLAMENT", "parliament", True)]


def test_what_is_left_of_a_contraction_and_a_possessive_is_no_word(tmp_path: Path) -> None:
    """What an article has is told without the s."""
    asked = "Wasn't the parlament's vote, which couldn\u2019t wait, on the bridge?"
    assert missing(tmp_path, asked) == [("parlament", "parliament", True), ("wait", None, False)]


def test_a_function_word_is_never_suggested(tmp_path: Path) -> None:
    """Though "there" and "stage" stand with the rest."""
    assert missing(tmp_path, "Does the tram stop therre?") == [("therre", None, False)]


def test_of_writing_without_blanks_that_is_told_of_which_no_pair_stands_there(tmp_path: Path) -> None:
    """Without its words of grammar, and what is only written beside what the articles have."""
    city = article("city", "北京市有一座桥。")
    assert missing(tmp_path, "北京市的火车站在哪里？", city) == [("火车站", None, False)]
    assert missing(tmp_path, "谁是北京市长？", city) == []


@pytest.mark.parametrize(
    "question",
    [
        "Is it true that the parliament votes on the bridge?",
        "What happened on the bridge according to the articles?",
        "Has anybody heard of the vote?",
        "Was the vote mentioned?",
        "Which author wrote about the vote?",
    ],
)
def test_words_of_asking_are_missed_by_nobody(question: str, tmp_path: Path) -> None:
    assert missing(tmp_path, question) == []


def test_an_inflection_is_no_misprint(tmp_path: Path) -> None:
    """Neither read as another word of its family nor told to be one."""
    founder = article("club", "The founder of the club was a rower; its builders were three others.")
    assert missing(tmp_path, "Who founded the club?", founder) == []
    assert missing(tmp_path, "Who has built the club in DEC?", founder) == [("built", None, False)]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who has 18700 customers?", "It has 18,700 customers."),
        ("Which train leaves at 17:30?", "The train leaves at 5:30 p.m. sharp."),
        ("Did Covid19 kill?", "COVID-19 may kill."),
        ("Wer ist die Bürgermeisterin?", "Bürgermeisterin Ute Kranz kam."),
        ("¿Cuánto cuesta la obra?", "La obra cuesta mucho."),
    ],
)
def test_what_stands_otherwise_is_not_missing(question: str, text: str, tmp_path: Path) -> None:
    assert missing(tmp_path, question, article("a", text)) == []


def test_other_scripts_are_respelt_by_their_own_letters(tmp_path: Path) -> None:
    bridge = article("most", "Парламент голосует о мосте весной.")
    asked = "Когда парлмент голосует о мосте?"
    assert ("парлмент", "Парламент", True) in missing(tmp_path, asked, bridge)


def test_at_most_some_words_are_told(tmp_path: Path) -> None:
    words = [f"{letter}qxzvk" for letter in string.ascii_lowercase]
    assert [word for word, _, _ in missing(tmp_path, " ".join(words))] == words[:MOST_WORDS]


@pytest.mark.parametrize(
    "question",
    [
        "z" * LONGEST,
        "z" * 10_000,
        "\U0001d400" * 30,
        "a\u0301" * 30,
        "(" * 50,
        "x\\1 [bold] \\g<0>",
        "नमस्ते दुनिया",
        "ǅemal",
    ],
)
def test_any_question_is_looked_up(question: str, tmp_path: Path) -> None:
    """Never an error, whatever the articles hold."""
    odd = article("odd", "\U0001d400" * 31, "z" * 31, "a\u0301" * 31, "नमस्त दुनियाा", "x\\2 vote")
    for _, suggestion, _ in missing(tmp_path, question, *CITY, odd):
        assert suggestion is None or suggestion.isprintable()


def test_the_possible_spellings_of_a_word_are_not_cached(tmp_path: Path) -> None:
    """They are hundreds a word, and filled every cache of words in a long conversation."""
    build_from_articles(tmp_path / "index", CITY, model(TinyEncoder()), ignore)
    index = open_index(tmp_path / "index")
    asked = QuestionAnalyzer(index, None).analyze("Does the parrliament vote on the bridge?")
    caches = (stem, detection._votes, meanings.plain_terms, meanings._split, meanings._plain_date)
    before = [cached.cache_info().currsize for cached in caches]
    assert Speller(index).missing_words(asked) == (MissingWord("parrliament", "parliament", True),)
    words = len(" ".join(text for one in CITY for text in one.paragraphs).split())
    for cached, size in zip(caches, before, strict=True):
        assert cached.cache_info().currsize - size <= words, cached


def test_suggestions_take_the_place_of_whole_words_alone() -> None:
    words = [
        MissingWord("parlament", "parliament", read=True),
        MissingWord("mohh", "moth"),
        MissingWord("submarines"),
    ]
    text = "parlament, parlaments (parlament's mohh submarines)"
    assert respelt(text, words) == "parliament, parlaments (parliament's mohh submarines)"


def test_a_word_longer_than_a_database_compares_is_missing_like_any_other(tmp_path: Path) -> None:
    word = "tide" * 15_000
    assert missing(tmp_path, f"Who votes on the {word}?") == [(word, None, False)]
