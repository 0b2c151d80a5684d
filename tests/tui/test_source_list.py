"""A question about the pile is answered by a list of articles, in one widget."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

from chat import WHO, Chat, chatting, text_of, text_of_card
from fake_engine import BRIDGE, MARKET, FakeEngine
from textual.widgets._footer import FooterKey

from qa_bot.core.listing import Listing
from qa_bot.core.types import Answer, Source, Verdict
from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.key_footer import KeyFooter
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


def footer(chat: Chat) -> str:
    return " ".join(key.description for key in chat.app.screen.query_one(KeyFooter).query(FooterKey))


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


async def test_an_entry_hangs_from_its_bullet_and_its_source_is_quiet() -> None:
    async with chatting(ListingEngine(BRIDGE.source), size=(60, 30)) as chat:
        await chat.answered("which articles are there")
        rows = [shown(chat).render_line(y) for y in range(shown(chat).size.height)]
        assert rows[0].text.startswith("• The harbour bridge")
        assert [row.text[:2] for row in rows[1:]] == ["  "] * (len(rows) - 1)
        title, source = (
            next(s.style and s.style.color for s in row if word in s.text)
            for row, word in ((rows[0], "bridge"), (rows[1], "Marrow"))
        )
        assert title != source


async def test_names_are_listed_but_cannot_be_opened() -> None:
    engine = ListingEngine()
    engine.listing = Listing(asked="publications", names=(("The Quay Courier", 2),), total=1)
    async with chatting(engine) as chat:
        await chat.answered("which publications have articles")
        await chat.press("tab")
        await chat.pilot.pause()
        assert "Article" not in footer(chat)
        engine.listing = Listing(asked="articles", sources=(BRIDGE.source,), total=1)
        await chat.press("escape")
        await chat.answered("which articles are there")
        await chat.press("tab")
        await chat.until(lambda: "Article" in footer(chat))


async def test_what_is_folded_is_in_view_below_ten_articles_of_two_lines() -> None:
    long = [Source(path=f"{n}.md", title="A title of many words " * 4) for n in range(13)]
    async with chatting(ListingEngine(*long), size=(80, 40)) as chat:
        await chat.answered("which articles are there")
        assert "and 3 more" in text_of(shown(chat))
        assert shown(chat).max_scroll_y == 0


async def test_the_conversation_follows_the_article_that_is_chosen() -> None:
    long = [Source(path=f"{n}.md", title="A title of many words " * 4) for n in range(10)]
    async with chatting(ListingEngine(*long), size=(80, 20)) as chat:
        await chat.answered("which articles are there")
        await chat.press("tab", *["down"] * 9)
        await chat.pilot.pause()
        listed = shown(chat)
        last = listed.region.y + listed._index_to_line[9] + listed._heights[9]
        assert last <= chat.app.query_one(Conversation).region.bottom


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
