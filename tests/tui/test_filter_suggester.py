"""A key completes a filter from what the corpus has, and leaves everything else as typed."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from chat import Chat, chatting
from fake_engine import HOSTILE, FakeEngine

from qa_bot.tui.widgets.filter_suggester import FilterSuggester
from qa_bot.tui.widgets.question_line import QuestionLine


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
