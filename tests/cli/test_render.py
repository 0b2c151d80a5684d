"""How the shell marks the sentence that answers and the words inside it."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from fake_engine import BRIDGE, answer_to, passages_of
from rich.console import Console

from qa_bot.cli import render
from qa_bot.core.types import Answer, AnswerSpan, Highlight, Verdict

WORDS = "41 million crowns"
SENTENCE = "Building it cost 41 million crowns, nine million more than planned."
STRONG = {"bold", "underline", "reverse"}


def cost(words: str = WORDS, verdict: Verdict = Verdict.ANSWERED) -> Answer:
    """Return an answer whose first passage has the sentence marked, and the words."""
    passage = passages_of(BRIDGE)[2]
    at = passage.text.index(words)
    span = AnswerSpan(words, at, at + len(words), 0.8) if words else None
    marked = Highlight(passage_id=passage.id, start=0, end=len(SENTENCE), text=SENTENCE, answer=span)
    found = answer_to("What was the cost of building it, in million crowns?", [passage], 1)
    return replace(found, highlight=marked, verdict=verdict)


def styled(answer: Answer, *, no_color: bool = False) -> list[tuple[str, set[str], str]]:
    """Return the parts that a terminal shows of an answer, with their attributes and colours."""
    screen = Console(
        file=io.StringIO(),
        force_terminal=True,
        color_system="standard",
        no_color=no_color,
        width=300,
        markup=False,
        highlight=False,
        legacy_windows=False,
    )
    parts = []
    for segment in screen.render(render.passages_text(answer)):
        style = segment.style
        if style and segment.text.strip():
            attributes = {name for name in (*STRONG, "dim") if getattr(style, name)}
            color = f"{style.color.name} {style.bgcolor.name}" if style.color and style.bgcolor else ""
            parts.append((segment.text, attributes, color))
    return parts


def test_the_words_are_marked_stronger_than_their_sentence() -> None:
    parts = styled(cost())
    assert ("Building it cost ", {"bold", "reverse"}, "") in parts
    assert (WORDS, STRONG, "yellow black") in parts
    assert (", nine million more than planned.", {"bold", "reverse"}, "") in parts


def test_a_terminal_without_colours_shows_the_words_underlined() -> None:
    underlined = [text for text, attributes, _ in styled(cost(), no_color=True) if "underline" in attributes]
    assert underlined == [WORDS]


def test_only_the_sentence_is_marked_when_no_words_are_sure() -> None:
    parts = styled(cost(""))
    assert (SENTENCE, {"bold", "reverse"}, "") in parts
    assert not any("underline" in attributes for _, attributes, _ in parts)


def test_the_closest_sentence_is_only_underlined_when_nothing_answers() -> None:
    assert (SENTENCE, {"underline"}, "") in styled(cost(verdict=Verdict.NOT_FOUND))


@pytest.mark.parametrize("words", [WORDS, SENTENCE, "planned. Most", "Building", ""])
def test_a_pipe_gets_the_passage_as_plain_text(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    render.put(render.console(), render.passages_text(cost(words)))
    assert capsys.readouterr().out.startswith(f"1. {BRIDGE.paragraphs[2]}\n   The harbour bridge")


def test_json_has_the_words_as_answer_beside_the_sentence() -> None:
    found = render.answer_json(cost())
    assert found["highlight"]["text"] == SENTENCE
    assert found["answer"] == {"text": WORDS, "start": 17, "end": 34, "confidence": 0.8}
    assert render.answer_json(cost(""))["answer"] is None
