"""Follow-up questions are completed from the question before; questions that stand alone stay as they are."""

import conversation_sets
import pytest

from qa_bot.language.follow_ups import completed

USERS = "How many users did WeChat Work have in May 2020?"
FOUNDED = "Who founded Dingdong Maicai?"
LEAST_READ_RIGHTLY = 0.95
LEAST_LEFT_ALONE = 0.98


@pytest.mark.parametrize(
    ("previous", "answer", "question", "meant"),
    [
        (USERS, "250 million", "and in December?", "How many users did WeChat Work have in December 2020?"),
        (USERS, "250 million", "what about 2019?", "How many users did WeChat Work have in May 2019?"),
        (USERS, "250 million", "DingTalk?", "How many users did DingTalk have in May 2020?"),
        (USERS, "250 million", "who owns it?", "Who owns WeChat Work?"),
        (USERS, "250 million", "and in 2020?", "How many users did WeChat Work have in 2020?"),
        (USERS, "250 million", "who said that?", f"Who said that: h{USERS[1:]}"),
        (USERS, "250 million", "tell me more", f"More about h{USERS[1:]}"),
        (FOUNDED, "Liang Changlin", "how old is he?", "How old is Liang Changlin?"),
        (FOUNDED, "Liang Changlin", "what does it sell?", "What does Dingdong Maicai sell?"),
        ("Did rents fall?", "no", "why not?", "Why not: did rents fall?"),
        ("When did the dam burst?", "", "where exactly?", "Where did the dam burst?"),
        ("How many wolves live in Estoria?", "", "and bears?", "How many bears live in Estoria?"),
        ("What does Lu Ning think?", "", "where does Lu work?", "Where does Lu Ning work?"),
        ("How hard was tourism hit?", "", "who said that?", "Who said that: how hard was tourism hit?"),
        (USERS, "250 million", "why?", "Why did WeChat Work have so many users in May 2020?"),
        ("How many users did Vik have?", "9", "why?", "Why did Vik have so many users?"),
        (USERS, "250 million", "how many of them?", USERS),
        ("What did Vik decide in May?", "", "one month before?", "What did Vik decide one month before May?"),
        ("How high is the dam of Vik?", "Almost 90", "who built it?", "Who built the dam of Vik?"),
        ("Who was traded?", "Cleveland DL Larry Ogunjobi", "how old is he?", "How old is Larry Ogunjobi?"),
        ("who is ada lind?", "an engineer", "where is she from?", "Where is ada lind from?"),
        ("Which plane fell?", "Boeing", "who wrote it?", "Who wrote this article?"),
        ("Which novel won?", "The Grey Quay", "who wrote it?", "Who wrote the Grey Quay?"),
        ("What did the council decide?", "", "what about the mayor?", "What did the mayor decide?"),
        ("Which articles are from 2021?", "", "and from 2020?", "Which articles are from 2020?"),
    ],
)
def test_a_follow_up_is_completed(previous: str, answer: str, question: str, meant: str) -> None:
    """A part takes the place of the part of its kind, a pronoun that of what it stands for."""
    assert completed(previous, answer, question) == meant


@pytest.mark.parametrize(
    ("previous", "answer", "question", "meant"),
    [
        (f"Who said that: h{USERS[1:]}", "", "DingTalk?", "How many users did DingTalk have in May 2020?"),
        (f"Who said that: h{USERS[1:]}", "", "who said that?", f"Who said that: h{USERS[1:]}"),
        (f"Who said that: h{USERS[1:]}", "Ada Lind", "how old is she?", "How old is Ada Lind?"),
        (
            "Who said that: did rents fall?",
            "Ada Lind",
            "when did she say that?",
            "When did Ada Lind say that: did rents fall?",
        ),
        ("When: founded Dingdong Maicai?", "in 2014", "where?", "Where: founded Dingdong Maicai?"),
        ("When: who built the Vik dam?", "", "how much did it cost?", "How much did the Vik dam cost?"),
        ("More about the Vik dam?", "", "who built it?", "Who built the Vik dam?"),
        ("Only 5%: how many firms reopened?", "", "and schools?", "How many schools reopened?"),
        ("Who wrote Dune: Messiah?", "Frank Herbert", "when was he born?", "When was Frank Herbert born?"),
    ],
)
def test_follow_ups_do_not_add_up(previous: str, answer: str, question: str, meant: str) -> None:
    """One after "who said that" leans on the question before that, and "he" may be who said it."""
    assert completed(previous, answer, question) == meant


@pytest.mark.parametrize(
    ("previous", "question", "meant"),
    [
        ("What was the population of Shanghai?", "When was it?", None),
        ("How many people live in Shanghai?", "When was it?", None),
        (USERS, "When was it?", None),
        ("Who won the election?", "When was it?", "When was the election?"),
        ("How many people voted in the election?", "when was it?", "When was the election?"),
    ],
)
def test_only_what_happens_has_a_time(previous: str, question: str, meant: str | None) -> None:
    """A figure or a place has none, so that "it" is left unresolved."""
    assert completed(previous, "", question) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Who designed the bridge?",
        "And who designed the harbour bridge?",
        "Is it true that bees sleep?",
        "How many planets are there?",
        "What did the mayor say after her speech?",
        "bridge toll 2019",
        "",
        "?",
        "多少人",
    ],
)
def test_a_question_that_stands_alone_is_left(question: str) -> None:
    """A pronoun that stands for a part of the same question, or for nothing, points nowhere else."""
    assert completed(FOUNDED, "Liang Changlin", question) is None


@pytest.mark.parametrize(
    ("previous", "answer", "question"),
    [
        ("How high is the dam?", "", "where was she born?"),
        ("How high is the dam?", "Almost 90 metres", "who are they?"),
        ("What share of firms reopened?", "Almost 72 per cent", "who owns it?"),
        ("How did health codes work?", "", "what about the weather tomorrow?"),
        ("Which ferry sank?", "", "one month before?"),
        ("What share of small firms reopened?", "Almost 72 per cent", "why was it hard for small firms?"),
    ],
)
def test_a_question_that_cannot_be_completed_surely_is_left(
    previous: str, answer: str, question: str
) -> None:
    """No figure, and no beginning of a sentence, is taken for what a pronoun stands for."""
    assert completed(previous, answer, question) is None


@pytest.mark.parametrize("previous", ["Wer hat die Brücke gebaut und wann wurde sie eröffnet?", "", "!"])
def test_nothing_is_completed_from_a_question_that_cannot_be_read(previous: str) -> None:
    """The rules are for English alone."""
    assert completed(previous, "", "and in Shanghai?") is None


def test_most_follow_ups_of_the_set_are_read_rightly() -> None:
    """Of those that the rules were made on."""
    rows = conversation_sets.follow_ups()["tune"]
    assert sum(conversation_sets.is_right(row, meant) for row, meant in rows) >= LEAST_READ_RIGHTLY * len(
        rows
    )


def test_questions_that_stand_alone_are_left_alone() -> None:
    """Of the whole set, each asked after a question and an answer of the follow-ups."""
    rows = [row for split in conversation_sets.taken_for_follow_ups().values() for row in split]
    assert len(rows) >= 300
    assert sum(meant is None for _, meant in rows) >= LEAST_LEFT_ALONE * len(rows)


def test_the_set_is_large_and_much_of_it_is_held_out() -> None:
    """And no line is in both parts."""
    rows = conversation_sets.rows_of("follow_ups.jsonl")
    held_out = [row for row in rows if row["split"] != "tune"]
    assert len(rows) >= 250
    assert len(held_out) >= 110
    assert len({(row["previous"], row["answer"], row["question"]) for row in rows}) == len(rows)


@pytest.mark.parametrize("previous", ["What is the " + "report " * 2_000, "Who is " + "Ada " * 5_000])
def test_nothing_leans_on_a_text_that_is_too_long_for_a_question(previous: str) -> None:
    """Reading it would need more steps for each word that it has."""
    assert completed(previous, "", "who owns it?") is None
