"""A question about the pile is answered by a list of articles, in one widget."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

from chat import WHO, Chat, chatting, text_of, text_of_card
from fake_engine import BRIDGE, MARKET, FakeEngine

from qa_bot.core.listing import Listing
from qa_bot.core.types import Answer, Source, Verdict
from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.source_list import SourceList


class ListingEngine(FakeEngine):
    """Answers questions about articles with a list."""

    def __init__(self, *sources: Source, total: int = 0) -> None:
        super().__init__()
        self.listing = Listing(asked="articles from 2021", sources=sources, total=total or len(sources))

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """List where articles are asked for."""
        answer = super().ask(question, k, after=after)
        if "articles" not in question:
            return answer
        return replace(answer, hits=(), highlight=None, verdict=Verdict.ANSWERED, listing=self.listing)


def many(count: int) -> list[Source]:
    return [Source(path=f"{n}.md", title=f"Article {n}") for n in range(count)]


def shown(chat: Chat) -> SourceList:
    return chat.cards[0].query_one(SourceList)


async def test_each_article_takes_a_line_and_enter_opens_it() -> None:
    async with chatting(ListingEngine(BRIDGE.source, MARKET.source)) as chat:
        card = await chat.answered("which articles are from 2021")
        assert "✓ Answered: 2 articles from 2021" in text_of_card(card)
        assert shown(chat).size.height == 2
        assert "A night market that never closes · unknown publication" in text_of(shown(chat))
        await chat.press("tab", "down", "enter")
        reader = chat.app.query_one(ArticleReader)
        await chat.until(lambda: reader.display)
        assert "A night market" in text_of(reader.query_one("#reader-head"))


async def test_more_than_ten_are_folded_and_enter_lists_the_rest() -> None:
    async with chatting(ListingEngine(*many(13))) as chat:
        await chat.answered("which articles are there")
        assert shown(chat).option_count == 11
        assert text_of(shown(chat)).endswith("and 3 more")
        await chat.press("tab", "end", "enter")
        assert shown(chat).option_count == 13
        assert shown(chat).highlighted == 10


async def test_articles_that_are_not_at_hand_are_only_counted() -> None:
    async with chatting(ListingEngine(*many(2), total=1200)) as chat:
        await chat.answered("which articles are there")
        assert text_of(shown(chat)).endswith("and 1,198 more")
        await chat.press("tab", "end", "enter")
        assert shown(chat).option_count == 3


async def test_up_and_down_lead_through_the_list_and_out_of_it() -> None:
    async with chatting(ListingEngine(*many(2))) as chat:
        await chat.answered(WHO)
        await chat.answered("which articles are there")
        listed = chat.cards[1].query_one(SourceList)
        await chat.press("tab")
        assert listed.has_focus
        await chat.press("down")
        assert listed.highlighted == 1
        await chat.press("up", "up")
        assert not listed.has_focus
        await chat.press("down")
        assert listed.has_focus
        await chat.press("down", "down")
        assert chat.app.is_typing
