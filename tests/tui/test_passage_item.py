"""A passage shows the sentence and the words that answer, and with W why it was found."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from chat import WHO, chatting, text_of
from fake_engine import FakeEngine

from qa_bot.core.errors import QuestionError
from qa_bot.core.types import Answer, AnswerSpan, Highlight
from qa_bot.tui.widgets.passage_item import PassageItem, row_start

if TYPE_CHECKING:
    from rich.segment import Segment


def segments_of(item: PassageItem) -> list[Segment]:
    """What a passage shows, in parts of one style."""
    return [segment for y in range(item.size.height) for segment in item.render_line(y)]


def underlined(item: PassageItem) -> str:
    """The underlined text of a passage."""
    return "".join(part.text for part in segments_of(item) if part.style and part.style.underline)


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_the_words_stand_out_inside_the_sentence(theme: str) -> None:
    async with chatting() as chat:
        if theme == "light":
            await chat.press("ctrl+t")
        item = (await chat.answered(WHO)).query(PassageItem).first()
        bold = [part for part in segments_of(item) if part.style and part.style.bold]
        assert [part.text for part in bold] == [
            "The new bridge was designed by ", "Ada Lindqvist", ", an engineer from the town",
        ]  # fmt: skip
        sentence, words, rest = [part.style for part in bold if part.style]
        assert words.underline
        assert [sentence.underline, rest.underline] == [None, None]
        assert sentence.bgcolor == rest.bgcolor
        assert sentence.bgcolor != words.bgcolor


async def test_no_words_are_marked_when_nothing_answers() -> None:
    async with chatting() as chat:
        item = (await chat.answered("kangaroo")).query(PassageItem).first()
        assert "four years" in item.hit.passage.text
        assert underlined(item) == ""
        await chat.press("tab", "space")
        assert underlined(item).startswith("Ferries blew their horns")
        assert not any(part.style and part.style.bold for part in segments_of(item))


@pytest.mark.parametrize("width", [40, 60, 80, 160])
async def test_a_folded_row_shows_the_words(width: int) -> None:
    async with chatting(size=(width, 20), loaded=False) as chat:
        item = (await chat.answered(WHO)).query(PassageItem).first()
        await chat.press("tab", "space")
        await chat.pilot.pause()
        assert item.size.height == 1
        assert underlined(item) == ("Ada Lindqvis…" if width == 40 else "Ada Lindqvist")


@pytest.mark.parametrize(
    ("words", "room", "row"),
    [
        ("", 12, "It took 40 minutes, and"),
        ("40 minutes", 24, "It took 40 minutes, and"),
        ("40 minutes", 20, "40 minutes, and"),
        ("40 minutes", 14, "40 minutes, and"),
        ("40 minutes", 5, "40 minutes, and"),
        ("late. It", 14, "late. It took"),
        ("nobody", 18, "and nobody minded"),
    ],
)
def test_a_row_begins_at_the_sentence_or_near_the_words(words: str, room: int, row: str) -> None:
    text = "The ferry was late. It took 40 minutes, and nobody minded."
    sentence = "It took 40 minutes, and nobody minded."
    at = text.index(words)
    span = AnswerSpan(words, at, at + len(words), 0.9) if words else None
    start = text.index(sentence)
    highlight = Highlight(passage_id="a#1", start=start, end=len(text), text=sentence, answer=span)
    assert text[row_start(text, highlight, room) :].startswith(row)


async def test_any_passage_is_marked_once_it_is_unfolded() -> None:
    async with chatting() as chat:
        _, second, _ = (await chat.answered(WHO)).query(PassageItem)
        assert chat.engine.highlighted == []
        await chat.press("tab", "down", "space")
        await chat.until(lambda: underlined(second) == "four years")
        await chat.press("space")
        assert underlined(second) == "four years"
        await chat.press("space")
        assert chat.engine.highlighted == [(WHO, "bridge.md#1")]


async def test_a_closest_passage_is_not_marked_when_nothing_answers() -> None:
    async with chatting() as chat:
        card = await chat.answered("kangaroo")
        await chat.press("tab", "m", "down", "space")
        _, second, _ = card.query(PassageItem)
        await chat.pilot.pause(0.1)
        assert not second.folded
        assert underlined(second) == ""
        assert chat.engine.highlighted == []


async def test_a_passage_that_cannot_be_marked_is_shown_without_marks() -> None:
    async with chatting() as chat:
        _, second, _ = (await chat.answered(WHO)).query(PassageItem)
        chat.engine.ask_error = QuestionError("The question is empty.")
        await chat.press("tab", "down", "space")
        await chat.until(lambda: bool(chat.engine.highlighted))
        assert "Ferries blew their horns" in text_of(second)
        assert underlined(second) == ""
        assert chat.notifications == []


async def test_an_unfolded_passage_is_marked_again_for_the_full_answer() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    async with chatting(engine, loaded=False) as chat:
        card = await chat.ask(WHO)
        await chat.until(lambda: card.is_provisional)
        await chat.press("tab", "down", "space")
        await chat.until(lambda: len(engine.highlighted) == 1)
        engine.may_load.set()
        await chat.until(lambda: card.answer is not None and not card.is_provisional)
        second = list(card.query(PassageItem))[1]
        await chat.until(lambda: underlined(second) == "four years")
        assert engine.highlighted == 2 * [(WHO, "bridge.md#1")]


class BeyondEngine(FakeEngine):
    """An engine whose words reach beyond their sentence."""

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """Answer with such words."""
        answer = super().ask(question, k, after=after)
        assert answer.highlight
        words = "an engineer from the town. She"
        start = answer.hits[0].passage.text.index(words)
        span = AnswerSpan(words, start, start + len(words), 0.9)
        return replace(answer, highlight=replace(answer.highlight, answer=span))


async def test_words_that_reach_beyond_the_sentence_are_marked_whole() -> None:
    async with chatting(BeyondEngine()) as chat:
        item = (await chat.answered(WHO)).query(PassageItem).first()
        assert underlined(item) == "an engineer from the town. She"


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_w_tells_why_a_passage_was_found_and_hides_it_again(size: tuple[int, int]) -> None:
    async with chatting(size=size) as chat:
        card = await chat.answered(WHO)
        first, second, _ = card.query(PassageItem)
        await chat.press("tab", "w")
        assert "score 3.000, made of shared words" in text_of(first)
        assert "no distinctive word of the question matches" in text_of(first)
        await chat.press("w", "down", "w")
        assert "made of" not in text_of(first)
        assert not second.folded
        assert "made of" in text_of(second)
        await chat.press("space", "w")
        assert "made of" in text_of(second)


async def test_what_was_explained_stays_so_when_the_full_answer_comes() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    async with chatting(engine, loaded=False) as chat:
        card = await chat.ask(WHO)
        await chat.until(lambda: card.is_provisional)
        await chat.press("tab", "w")
        engine.may_load.set()
        await chat.until(lambda: card.answer is not None and not card.is_provisional)
        assert "made of" in text_of(card.query(PassageItem).first())
