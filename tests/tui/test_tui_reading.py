"""Where the article is, what opens its original, and what closes it."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from chat import WHO, Chat, chatting, text_of
from fake_engine import BRIDGE, MARKET, FakeEngine

from qa_bot.tui.widgets.article_body import ArticleBody
from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.geometry import Region


async def opened(chat: Chat) -> tuple[Region, Region, Region]:
    """Open an article; return where conversation, article and question line are."""
    await chat.answered(WHO)
    await chat.press("tab", "enter")
    body = chat.app.query_one(ArticleBody)
    await chat.until(lambda: "The new bridge" in text_of(body))
    kinds = (Conversation, ArticleReader, QuestionLine)
    conversation, article, line = (chat.app.query_one(kind).region for kind in kinds)
    return conversation, article, line


@pytest.mark.parametrize("size", [(100, 24), (120, 40), (200, 60), (300, 70)])
async def test_a_wide_terminal_has_the_article_beside_the_conversation(size: tuple[int, int]) -> None:
    async with chatting(size=size) as chat:
        conversation, article, line = await opened(chat)
        assert conversation.right <= article.x
        assert article.right == size[0]
        assert article.height == size[1] - 1
        assert conversation.bottom <= line.y
        assert article.width >= conversation.width


async def test_a_tall_narrow_terminal_has_the_article_below_the_conversation() -> None:
    async with chatting(size=(80, 50)) as chat:
        conversation, article, line = await opened(chat)
        assert conversation.width == article.width == 80
        assert 10 < conversation.height < article.height
        assert conversation.bottom <= article.y
        assert article.bottom <= line.y


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (99, 39), (40, 15)])
async def test_elsewhere_it_covers_the_conversation_and_not_the_question_line(size: tuple[int, int]) -> None:
    async with chatting(size=size) as chat:
        conversation, article, line = await opened(chat)
        assert conversation.area == 0
        assert article.width == size[0]
        assert article.bottom <= line.y < line.bottom < size[1]


async def test_a_question_closes_the_article_that_covers_its_answer() -> None:
    async with chatting(size=(80, 24)) as chat:
        await opened(chat)
        await chat.press("w")
        assert chat.app.query_one(QuestionLine).has_focus
        await chat.press("tab")
        assert chat.app.query_one(ArticleBody).has_focus
        chat.app.query_one(QuestionLine).focus()
        await chat.answered("Where is soup sold along the quay?")
        assert chat.app.query_one(Conversation).display
        assert not chat.app.query_one(ArticleReader).display


async def test_a_question_leaves_the_article_beside_its_answer() -> None:
    async with chatting(size=(120, 40)) as chat:
        await opened(chat)
        chat.app.query_one(QuestionLine).focus()
        await chat.answered("Where is soup sold along the quay?")
        assert chat.app.query_one(ArticleReader).display


async def test_page_keys_scroll_the_article_that_covers_the_conversation() -> None:
    engine = FakeEngine([replace(BRIDGE, paragraphs=(*BRIDGE.paragraphs, *("It rained. " * 20,) * 30))])
    async with chatting(engine, size=(80, 24)) as chat:
        await opened(chat)
        await chat.press("w", "pagedown")
        assert chat.app.query_one(ArticleBody).scroll_offset.y > 0
        assert chat.app.query_one(QuestionLine).has_focus


async def test_an_article_opens_at_its_top_without_a_hit() -> None:
    async with chatting() as chat:
        chat.app.read("market.txt")
        body = chat.app.query_one(ArticleBody)
        await chat.until(lambda: text_of(body).startswith("The stalls along the quay"))
        assert "2 paragraphs" in text_of(chat.app.query_one("#reader-head"))
        await chat.press("n")
        await chat.until(lambda: chat.notifications == ["No answer has a passage of this article."])
        await chat.press("escape")
        assert chat.app.query_one(QuestionLine).has_focus


async def test_a_later_wish_replaces_an_earlier_one() -> None:
    async with chatting() as chat:
        chat.app.read("bridge.md")
        chat.app.read("market.txt")
        body = chat.app.query_one(ArticleBody)
        await chat.until(lambda: body.page.article is chat.engine.articles["market.txt"])
        await chat.pilot.pause(0.1)
        assert body.page.article is chat.engine.articles["market.txt"]


@contextmanager
def lent(chat: Chat) -> Iterator[None]:
    """Let the app lend its terminal, which the tests do not have."""

    @contextmanager
    def suspend() -> Iterator[None]:
        yield

    chat.app.suspend = suspend  # type: ignore[method-assign]
    yield


@pytest.mark.skipif(os.name == "nt", reason="the editor is a shell script")
async def test_o_opens_the_file_in_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor, file = tmp_path / "editor", tmp_path / "market.txt"
    editor.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/args"\n', encoding="utf-8")
    editor.chmod(0o755)
    file.write_text("soup", encoding="utf-8")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor))
    engine = FakeEngine([MARKET])
    engine.corpus = tmp_path
    async with chatting(engine) as chat:
        chat.app.read("market.txt")
        await chat.until(lambda: bool(chat.app.query_one(ArticleReader).display))
        await chat.press("o")
        await chat.until(lambda: any("cannot be lent" in told for told in chat.notifications))
        with lent(chat):
            await chat.press("o")
            assert (tmp_path / "args").read_text(encoding="utf-8") == f"{file}\n"
            monkeypatch.setenv("EDITOR", "no-such-editor")
            await chat.press("O")
            await chat.until(lambda: any("no-such-editor could not" in told for told in chat.notifications))


async def test_a_file_that_is_gone_is_told() -> None:
    async with chatting() as chat:
        chat.app.read("market.txt")
        await chat.until(lambda: bool(chat.app.query_one(ArticleReader).display))
        await chat.press("o")
        await chat.until(lambda: any(told.startswith("The file is gone") for told in chat.notifications))
