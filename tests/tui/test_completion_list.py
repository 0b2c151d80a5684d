"""The list offers values of the corpus after a filter's key, and a plain question stays as typed."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from chat import WHO, Chat, chatting
from fake_engine import HOSTILE, FakeEngine
from textual.geometry import Offset

from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.completion_list import CompletionList
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine


async def ready(chat: Chat) -> tuple[QuestionLine, CompletionList]:
    """Wait until the values are known; return the question line and its list."""
    line, offered = chat.app.query_one(QuestionLine), chat.app.query_one(CompletionList)
    await chat.until(lambda: bool(offered.values.matching("in", "", 1)))
    return line, offered


async def typed(chat: Chat, line: str, key: str = "right") -> str:
    """Type at the end of an empty question line and press a key; return the line."""
    question = chat.app.query_one(QuestionLine)
    question.focus()
    question.value = line
    question.cursor_position = len(line)
    await chat.press(key)
    return question.value


def shown(offered: CompletionList) -> list[str]:
    """Return the values in the list; none while it is hidden."""
    return [str(option.prompt) for option in offered.options] if offered.display else []


COMPLETED = {
    "pub": "pub",
    'in:bridge.md author:"A B" pub': 'in:bridge.md author:"A B" pub',
    "who Author:": 'who Author:"Ilse Marrow"',
    "who title:A": 'who title:"A night market that never closes"',
    "who publication:the q": "who publication:the q",
    "who publication:": 'who publication:"The Quay Courier"',
    'who publication:"the q': 'who publication:"The Quay Courier"',
    "who publication:\u201cThe Q": 'who publication:"The Quay Courier"',
    "who publication:COURIER": 'who publication:"The Quay Courier"',
    "who author:ilse": 'who author:"Ilse Marrow"',
    "title:bridge author:marr": 'title:bridge author:"Ilse Marrow"',
    "who title:harbour": 'who title:"The harbour bridge reopens after four years"',
    "who in:bare": "who in:notes/bare.txt",
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
        await ready(chat)
        assert {line: await typed(chat, line, key) for line in COMPLETED} == COMPLETED


QUESTIONS = [
    "Who is the author of the publication with this title?",
    "Which publication told in print about the bridge after 2020",
    "publication author title in after before",
    "What came after: a history",
    "-flood author",
    "--newest publication",
]


async def test_nothing_is_offered_in_a_plain_question() -> None:
    async with chatting() as chat:
        line, offered = await ready(chat)
        for question in QUESTIONS:
            for end in range(1, len(question) + 1):
                line.value = question[:end]
                line.cursor_position = end
                assert shown(offered) == [] or question[:end].endswith(":")


async def test_the_list_shows_what_matches_and_follows_the_typing() -> None:
    async with chatting(size=(60, 20)) as chat:
        line, offered = await ready(chat)
        await chat.burst("in:")
        assert shown(offered) == ["bridge.md", "market.txt", "notes/bare.txt", "hostile.html"]
        assert offered.region.bottom == line.region.y
        await chat.burst("bar")
        assert shown(offered) == ["notes/bare.txt"]
        await chat.burst("x")
        assert shown(offered) == []


async def test_arrows_choose_and_enter_takes_only_what_was_chosen() -> None:
    async with chatting() as chat:
        line, offered = await ready(chat)
        await chat.burst("who in:")
        await chat.press("down", "down", "enter")
        assert line.value == "who in:market.txt"
        assert shown(offered) == []
        await chat.press("enter")
        assert [card.question for card in chat.cards] == ["who in:market.txt"]
        await chat.burst("who in:")
        await chat.press("up", "enter")
        assert line.value == "who in:hostile.html"


async def test_enter_asks_what_is_typed_though_the_list_is_open() -> None:
    async with chatting() as chat:
        line, offered = await ready(chat)
        await chat.burst("bridge in:mark\rferry author:\r")
        assert [card.question for card in chat.cards] == ["bridge in:mark", "ferry author:"]
        assert line.value == ""
        assert shown(offered) == []


async def test_above_the_first_value_none_is_chosen_and_below_the_last_it_stays() -> None:
    async with chatting() as chat:
        _, offered = await ready(chat)
        await chat.burst("who in:")
        await chat.press("down", "up")
        assert (offered.chosen, len(shown(offered))) == ("", 4)
        await chat.press(*["down"] * 9)
        assert offered.chosen == "who in:hostile.html"


async def test_fast_typing_completes_the_value_typed_last() -> None:
    async with chatting() as chat:
        line, _ = await ready(chat)
        await chat.burst("author:x\x7filse\t who\r")
        assert [card.question for card in chat.cards] == ['author:"Ilse Marrow" who']
        assert line.value == ""


@pytest.mark.parametrize("quick", [True, False])
async def test_escape_closes_the_list_and_twice_ends_in_the_question_line(quick: bool) -> None:
    async with chatting(size=(160, 50)) as chat:
        line, offered = await ready(chat)
        await chat.answered(WHO)
        await chat.press("tab", "enter")
        reader = chat.app.query_one(ArticleReader)
        await chat.until(lambda: bool(reader.display))
        await chat.burst("who in:")
        assert shown(offered)
        if quick:
            await chat.burst("\x1b\x1b")
        else:
            await chat.press("escape")
            assert (shown(offered), bool(reader.display)) == ([], True)
            await chat.press("escape")
        assert not reader.display
        assert line.has_focus
        assert line.value == "who in:"


async def test_recalled_questions_do_not_open_the_list() -> None:
    async with chatting() as chat:
        line, offered = await ready(chat)
        await chat.answered("first bridge")
        await chat.answered("second in:")
        await chat.press("up")
        assert (line.value, shown(offered)) == ("second in:", [])
        await chat.press("up")
        assert line.value == "first bridge"


async def test_a_click_takes_a_value_and_leaves_the_focus_in_the_line() -> None:
    async with chatting() as chat:
        line, offered = await ready(chat)
        await chat.burst("who in:")
        await chat.pilot.click(CompletionList, offset=Offset(4, 1))
        await chat.pilot.pause()
        assert (line.value, shown(offered)) == ("who in:market.txt", [])
        assert line.has_focus


async def test_the_list_goes_when_the_focus_leaves_the_line() -> None:
    async with chatting() as chat:
        line, offered = await ready(chat)
        card = await chat.answered(WHO)
        await chat.burst("who in:")
        card.query(PassageItem).first().focus()
        await chat.until(lambda: not shown(offered))
        line.focus()
        await chat.until(lambda: bool(shown(offered)))


async def test_a_hostile_name_completes_to_plain_text() -> None:
    async with chatting(FakeEngine([HOSTILE])) as chat:
        _, offered = await ready(chat)
        assert await typed(chat, "who publication:") == 'who publication:"Red Post"'
        await chat.burst("\x15author:")
        assert shown(offered) == ["[@click=app.quit]Press me[/]"]


async def test_right_still_moves_the_cursor_where_nothing_is_offered() -> None:
    async with chatting() as chat:
        question, _ = await ready(chat)
        question.value = "who author:"
        question.cursor_position = 0
        await chat.press("right", "right")
        assert (question.value, question.cursor_position) == ("who author:", 2)
