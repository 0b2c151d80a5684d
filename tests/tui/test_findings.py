"""A verdict is seen by sign, word and colour; what is not found takes little room; keys ask again."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

import pytest
from chat import WHO, chatting, text_of, text_of_card
from fake_engine import BRIDGE, FakeEngine, passages_of

from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.query_syntax import parse_question, words_of
from qa_bot.core.types import Answer, Filtered, Hit, Missing, MissingWord, Verdict
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.findings import Findings
from qa_bot.tui.widgets.passage_item import PassageItem

OUTSIDE = Hit(passage=passages_of(BRIDGE)[1], rank=1, score=3.0)


class TalkingEngine(FakeEngine):
    """Tells of filters, completed questions and doubts as an engine does."""

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """Find nothing with a filter; complete what begins with "and"; doubt all that is unsure."""
        asked_as = None if words_of(question) else f"{WHO} {question}"
        words, _ = parse_question(asked_as or question)
        answer = replace(super().ask(words, k), question=question, asked_as=asked_as)
        if words != question:
            filtered = Filtered(
                filters=parse_question(asked_as or question)[1], passages=3, total=8, undated=0
            )
            missing = Missing((MissingWord("kangaroo"),), files=2, outside=OUTSIDE)
            return replace(answer, filtered=filtered, verdict=Verdict.NOT_FOUND, missing=missing)
        if words.startswith("and"):
            return replace(answer, asked_as=WHO)
        doubts = (Doubt(DoubtKind.WORD_ELSEWHERE, ("2019",)),)
        return replace(answer, doubts=doubts if answer.verdict is Verdict.UNSURE else ())


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_verdicts_differ_in_sign_word_and_colour(theme: str) -> None:
    async with chatting(size=(100, 60)) as chat:
        if theme == "light":
            await chat.press("ctrl+t")
        seen = []
        for question in (WHO, "floating lamps", "kangaroo"):
            findings = (await chat.answered(question)).query_one(Findings)
            segment = next(part for part in findings.render_line(0) if part.text.strip())
            assert segment.style
            seen.append((segment.text, segment.style.color))
        assert [text for text, _ in seen] == ["✓ Answered", "? Unsure", "✗ Not found"]
        assert len({str(color) for _, color in seen}) == 3


async def test_an_unsure_answer_says_why_in_one_line() -> None:
    async with chatting(TalkingEngine(), size=(80, 24)) as chat:
        findings = (await chat.answered("floating lamps")).query_one(Findings)
        assert text_of(findings) == '? Unsure: the closest passage does not mention "2019" · 12 ms'
        assert findings.size.height == 1


async def test_what_is_not_found_takes_four_lines_and_m_shows_the_rest() -> None:
    async with chatting(size=(80, 24)) as chat:
        card = await chat.answered("kangaroo")
        (nearest,) = card.query(PassageItem)
        assert card.query_one(Findings).size.height + nearest.size.height <= 4
        assert "Tab, m: 2 more" in text_of_card(card)
        await chat.press("tab", "m")
        assert len(card.query(PassageItem)) == 3
        assert card.query(PassageItem).first().has_focus
        assert "more" not in text_of_card(card)
        await chat.press("m")
        assert len(card.query(PassageItem)) == 1


async def test_m_brings_what_it_shows_into_view() -> None:
    async with chatting(size=(80, 24)) as chat:
        for question in (WHO, "bridge", "kangaroo"):
            card = await chat.answered(question)
        await chat.press("tab", "m")
        conversation, items = chat.app.query_one(Conversation), card.query(PassageItem)
        await chat.until(lambda: conversation.region.contains_region(items.last().region))
        assert items.first().has_focus


async def test_m_is_a_letter_where_something_answers() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("tab", "m")
        assert chat.app.is_typing


async def test_f4_asks_again_without_the_filters_that_are_in_the_way() -> None:
    async with chatting(TalkingEngine(), size=(80, 24)) as chat:
        card = await chat.answered(f"{WHO} author:marrow")
        told = "F4 asks without the filters: “The harbour bridge reopens after four years” (2023-05-14)"
        assert told in text_of_card(card)
        await chat.press("f4")
        await chat.until(lambda: len(chat.cards) == 2 and chat.cards[1].answer is not None)
        assert chat.cards[1].question == WHO
        await chat.press("f4")
        await chat.pilot.pause(0.1)
        assert len(chat.cards) == 2


async def test_a_line_of_filters_alone_is_asked_again_as_it_was_read() -> None:
    async with chatting(TalkingEngine(), size=(80, 24)) as chat:
        card = await chat.answered("author:marrow")
        assert f"asked as: {WHO} author:marrow" in text_of_card(card)
        assert "F3" not in text_of_card(card)
        await chat.press("f3")
        await chat.press("f4")
        await chat.until(lambda: len(chat.cards) == 2 and chat.cards[1].answer is not None)
        assert chat.cards[1].question == WHO


async def test_f4_asks_the_card_with_the_focus() -> None:
    async with chatting(TalkingEngine(), size=(80, 24)) as chat:
        first = await chat.answered(f"{WHO} author:marrow")
        await chat.answered(WHO)
        await chat.press("f4")
        await chat.pilot.pause(0.1)
        assert len(chat.cards) == 2
        chat.app.screen.set_focus(first.query(PassageItem).first())
        await chat.press("f4")
        await chat.until(lambda: len(chat.cards) == 3)


async def test_a_completed_question_says_how_it_was_read_and_f3_asks_it_as_typed() -> None:
    async with chatting(TalkingEngine()) as chat:
        card = await chat.answered("and the engineer designed bridge")
        assert f"asked as: {WHO} · F3 asks it as typed" in text_of_card(card)
        await chat.press("f3")
        await chat.until(lambda: len(chat.cards) == 2)
        assert chat.cards[1].question == card.question


async def test_a_card_has_two_widgets_beside_its_passages() -> None:
    """Each widget costs time at every layout."""
    async with chatting() as chat:
        card = await chat.answered(WHO)
        assert len(card.query("*")) == 2 + len(card.query(PassageItem))
        nothing = await chat.answered("kangaroo")
        assert len(nothing.query("*")) == 3
