"""Filters and reasons in the app: completed from what the corpus has, and told under the question."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

import pytest
from chat import WHO, Chat, chatting, text_of, text_of_card
from fake_engine import BRIDGE, HOSTILE, FakeEngine

from qa_bot.core.errors import QuestionError
from qa_bot.core.query_syntax import parse_question
from qa_bot.core.types import Answer, Filtered
from qa_bot.tui.widgets.filter_suggester import FilterSuggester
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine


class FilteringEngine(FakeEngine):
    """Tells the filters of the line as an engine does."""

    def ask(self, question: str, k: int) -> Answer:
        """Answer with one passage when there are filters, with none when they name nobody."""
        words, filters = parse_question(question)
        answer = super().ask(words, k)
        nobody = "nobody" in filters.author
        hits = () if nobody else answer.hits[:1]
        return replace(
            answer, hits=hits, filtered=Filtered(filters=filters, passages=len(hits), total=8, undated=2)
        )


async def typed(chat: Chat, line: str, key: str = "right") -> str:
    """Type at the end of an empty question line and take what is suggested; return the line."""
    question = chat.app.query_one(QuestionLine)
    question.focus()
    question.value = line
    question.cursor_position = len(line)
    await chat.pilot.pause()
    await chat.pilot.pause()
    await chat.press(key)
    return question.value


COMPLETED = {
    "pub": 'publication:"The Quay Courier"',
    'in:bridge.md author:"A B" pub': 'in:bridge.md author:"A B" publication:"The Quay Courier"',
    "who Author:": 'who Author:"Ilse Marrow"',
    "who title:A": 'who title:"A night market that never closes"',
    "who publication:the q": "who publication:the q",
    "who publication:": 'who publication:"The Quay Courier"',
    'who publication:"the q': 'who publication:"the quay Courier"',
    "who publication:\u201cThe": "who publication:\u201cThe Quay Courier\u201d",
    "who author:ilse": 'who author:"ilse Marrow"',
    "title:bridge author:ilse": 'title:bridge author:"ilse Marrow"',
    "who in:mark": "who in:market.txt",
    "who author:nobody": "who author:nobody",
    "who went in": "who went in",
    "pu": "pu",
    "": "",
}
"""What a key makes of each line."""


@pytest.mark.parametrize("key", ["right", "tab"])
async def test_a_key_completes_a_filter_from_what_the_corpus_has(key: str) -> None:
    async with chatting() as chat:
        assert {line: await typed(chat, line, key) for line in COMPLETED} == COMPLETED


QUESTIONS = [
    "Who is the author of the publication with this title?",
    "Which publication told in print about the bridge after 2020",
    "who published the author's titles in public",
    "What stands in the titl",
    "Author",
    "-flood author",
    "--newest publication",
]


async def test_nothing_that_may_be_a_question_is_completed() -> None:
    async with chatting() as chat:
        suggester = chat.app.query_one(QuestionLine).suggester
        assert isinstance(suggester, FilterSuggester)
        for question in QUESTIONS:
            assert {suggester.completed(question[:end]) for end in range(1, len(question) + 1)} == {""}
            assert await typed(chat, question) == question


async def test_a_hostile_name_completes_to_plain_text() -> None:
    async with chatting(FakeEngine([HOSTILE])) as chat:
        assert await typed(chat, "who publication:") == 'who publication:"Red Post"'


async def test_right_still_moves_the_cursor_where_nothing_is_suggested() -> None:
    async with chatting() as chat:
        question = chat.app.query_one(QuestionLine)
        question.value = "who author:"
        question.cursor_position = 0
        await chat.press("right", "right")
        assert (question.value, question.cursor_position) == ("who author:", 2)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_what_was_excluded_stands_under_the_question(size: tuple[int, int]) -> None:
    async with chatting(FilteringEngine(), size=size) as chat:
        card = await chat.answered(f"{WHO} author:marrow -tram")
        shown = text_of_card(card)
        assert (
            "author marrow \u00b7 without tram \u00b7 1 of 8 passages \u00b7 2 articles skipped: date"
            in shown
        )
        nobody = await chat.answered(f"{WHO} author:nobody")
        assert "No passages match the filters." in text_of_card(nobody)


async def test_without_filters_no_line_tells_of_them() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        assert not card.query_one(".filters").display


async def test_a_key_with_a_space_behind_it_is_told_to_be_a_word() -> None:
    async with chatting() as chat:
        card = await chat.answered(f"{WHO} author: marrow")
        assert "For a filter, write author:moss with no space" in text_of_card(card)


async def test_a_malformed_filter_is_told_in_its_card() -> None:
    engine = FakeEngine([BRIDGE])
    engine.ask_error = QuestionError("after:march is not a date: write after:2020.")
    async with chatting(engine) as chat:
        card = await chat.ask("who after:march")
        await chat.until(lambda: "is not a date" in text_of(card.query_one(".verdict")))


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
