"""The whole article shows its headings in their places, and marks the sentence and the words that answer."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

import pytest
from chat import WHO, chatting
from fake_engine import BRIDGE
from textual.content import Content
from textual.widgets import Static

from qa_bot.core.types import Article, Heading
from qa_bot.tui.widgets.article_reader import ArticleReader

FIRST, SECOND, THIRD, FOURTH = BRIDGE.paragraphs
APART = replace(
    BRIDGE,
    headings=(
        Heading(1, 2, "On [Sunday]"),
        Heading(2, 2, "Her design"),
        Heading(4, 3, "Trams"),
        Heading(5, 2, "End"),
    ),
)
AS_PARAGRAPHS = replace(
    BRIDGE,
    paragraphs=(FIRST, "Her design", SECOND, "Trams", THIRD),
    headings=(Heading(2, 2, "Her design"), Heading(4, 3, "Trams")),
)


@pytest.mark.parametrize(
    ("article", "before", "after"),
    [
        (APART, f"On [Sunday]\n\n{FIRST}\n\nHer design", f"{THIRD}\n\nTrams\n\n{FOURTH}\n\nEnd"),
        (AS_PARAGRAPHS, f"{FIRST}\n\nHer design", f"Trams\n\n{THIRD}"),
    ],
)
async def test_headings_stand_in_their_places_and_each_once(
    article: Article, before: str, after: str
) -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        chat.engine.articles["bridge.md"] = article
        await chat.press("tab", "enter")
        reader = chat.app.query_one(ArticleReader)
        await chat.until(lambda: bool(reader.display))
        contents = [reader.query_one(part, Static).content for part in ("#before", "#here", "#after")]
        shown = [content for content in contents if isinstance(content, Content)]
        assert [content.plain for content in shown] == [before, SECOND, after]
        assert shown[0].spans[-1][:2] == (len(before) - len("Her design"), len(before))


async def test_the_words_stand_out_in_the_article() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        twice = f"As Ada Lindqvist says: {SECOND}"
        chat.engine.articles["bridge.md"] = replace(BRIDGE, paragraphs=(FIRST, twice))
        await chat.press("tab", "enter")
        reader = chat.app.query_one(ArticleReader)
        await chat.until(lambda: bool(reader.display))
        here = reader.query_one("#here", Static)
        assert isinstance(here.content, Content)
        assert here.content.plain == twice
        marked = [here.content.plain[start:end] for start, end, _ in here.content.spans]
        assert marked == ["The new bridge was designed by ", "Ada Lindqvist", ", an engineer from the town"]
        words = here.render_line(0).crop(0, 200)
        underlined = "".join(part.text for part in words if part.style and part.style.underline)
        assert underlined == "Ada Lindqvist"
