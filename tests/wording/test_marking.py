"""Which parts of a passage are marked."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest

from qa_bot.core.types import Answer, AnswerSpan, Highlight, Verdict
from qa_bot.wording.marking import Mark, highlight_shown, marked_parts

TEXT = "It rained. The ferry took 40 minutes to Holm. Nobody minded."
SENTENCE = "The ferry took 40 minutes to Holm."
NONE, MARKED, ANSWER = Mark.NONE, Mark.SENTENCE, Mark.ANSWER


def highlight(words: str = "", sentence: str = SENTENCE) -> Highlight:
    start, at = TEXT.index(sentence), TEXT.index(words)
    span = AnswerSpan(words, at, at + len(words), 0.9) if words else None
    return Highlight(passage_id="a#1", start=start, end=start + len(sentence), text=sentence, answer=span)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("", [("It rained. ", NONE), (SENTENCE, MARKED), (" Nobody minded.", NONE)]),
        (
            "40 minutes",
            [
                ("It rained. ", NONE),
                ("The ferry took ", MARKED),
                ("40 minutes", ANSWER),
                (" to Holm.", MARKED),
                (" Nobody minded.", NONE),
            ],
        ),
        (SENTENCE, [("It rained. ", NONE), (SENTENCE, ANSWER), (" Nobody minded.", NONE)]),
        (
            "Holm. Nobody",
            [
                ("It rained. ", NONE),
                ("The ferry took 40 minutes to ", MARKED),
                ("Holm.", ANSWER),
                (" Nobody", ANSWER),
                (" minded.", NONE),
            ],
        ),
        (
            "rained",
            [
                ("It ", NONE),
                ("rained", ANSWER),
                (". ", NONE),
                (SENTENCE, MARKED),
                (" Nobody minded.", NONE),
            ],
        ),
    ],
)
def test_the_words_are_marked_wherever_they_are(words: str, parts: list[tuple[str, Mark]]) -> None:
    assert marked_parts(TEXT, highlight(words)) == parts


def test_nothing_is_marked_without_a_highlight() -> None:
    assert marked_parts(TEXT, None) == [(TEXT, NONE)]


def test_the_parts_begin_where_they_are_wanted() -> None:
    at = TEXT.index("minutes")
    assert marked_parts(TEXT, highlight("40 minutes"), at)[0] == ("minutes", ANSWER)
    assert marked_parts(TEXT, None, at) == [("minutes to Holm. Nobody minded.", NONE)]


@pytest.mark.parametrize(("start", "end"), [(20, 500), (-7, 30), (12, 12), (500, 600)])
def test_offsets_outside_the_text_lose_no_character(start: int, end: int) -> None:
    beyond = Highlight(passage_id="a#1", start=11, end=90, text="", answer=AnswerSpan("", start, end, 0.9))
    assert "".join(part for part, _ in marked_parts(TEXT, beyond)) == TEXT
    assert not any(marked_parts("", beyond))


def test_words_are_not_marked_when_nothing_answers() -> None:
    shown = {
        verdict: highlight_shown(
            Answer(question="?", hits=(), highlight=highlight("Holm"), verdict=verdict, elapsed_ms=1.0)
        )
        for verdict in Verdict
    }
    assert shown == {
        Verdict.ANSWERED: highlight("Holm"),
        Verdict.UNSURE: highlight("Holm"),
        Verdict.NOT_FOUND: highlight(),
    }
