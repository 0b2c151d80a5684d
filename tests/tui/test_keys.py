"""Keys and clicks, in narrow and wide terminals."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

import pytest
from chat import WHO, chatting, text_of
from fake_engine import BRIDGE, FakeEngine
from textual.binding import Binding
from textual.widgets import Footer

from qa_bot.tui.actions import PLACES
from qa_bot.tui.widgets.article_body import BAR, CONTEXT_LINES, ArticleBody
from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.dialogs import HelpDialog
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine
from qa_bot.tui.widgets.status_line import StatusLine

SIZES = [(80, 24), (160, 50)]


@pytest.mark.parametrize("size", SIZES)
async def test_enter_opens_the_reader_at_the_paragraph_and_escape_closes_it(size: tuple[int, int]) -> None:
    async with chatting(size=size) as chat:
        card = await chat.answered(WHO)
        await chat.press("tab", "enter")
        reader = chat.app.query_one(ArticleReader)
        await chat.until(lambda: bool(reader.display))
        await chat.until(
            lambda: "The new bridge was designed by Ada" in text_of(reader.query_one("#reader-body"))
        )
        assert "paragraph 2 of 4" in text_of(reader.query_one("#reader-head"))
        assert bool(chat.app.query_one(Conversation).display) == (size[0] >= 100)
        await chat.press("escape")
        assert not reader.display
        assert card.query(PassageItem).first().has_focus
        await chat.press("escape")
        assert chat.app.query_one(QuestionLine).has_focus


async def test_escape_on_the_question_line_closes_the_reader_beside_it() -> None:
    async with chatting(size=(160, 50)) as chat:
        await chat.answered(WHO)
        await chat.press("tab", "enter")
        reader = chat.app.query_one(ArticleReader)
        await chat.until(lambda: bool(reader.display))
        await chat.pilot.click(QuestionLine)
        await chat.press("escape")
        assert not reader.display


async def test_a_wide_terminal_made_narrow_keeps_the_article_alone() -> None:
    async with chatting(size=(160, 50)) as chat:
        await chat.answered(WHO)
        await chat.press("tab", "enter")
        reader = chat.app.query_one(ArticleReader)
        await chat.until(lambda: bool(reader.display))
        await chat.pilot.resize_terminal(80, 24)
        await chat.until(lambda: reader.size.width == 80)
        assert not chat.app.query_one(Conversation).display


async def test_the_reader_scrolls_to_a_paragraph_far_down() -> None:
    long = FakeEngine()
    bridge = long.articles["bridge.md"]
    filler = ("Nothing happened on this day, nor on the next, and the log says so. " * 3,) * 80
    paragraphs = (*filler, *bridge.paragraphs, *filler)
    long.articles["bridge.md"] = replace(bridge, paragraphs=paragraphs)
    async with chatting(long, size=(80, 24)) as chat:
        await chat.answered(WHO)
        await chat.press("tab", "enter")
        body = chat.app.query_one(ArticleBody)
        await chat.until(lambda: "The new bridge was designed" in body.render_line(CONTEXT_LINES).text)
        assert "paragraph 82 of 164" in text_of(chat.app.query_one("#reader-head"))


@pytest.mark.parametrize(
    ("paragraphs", "number"),
    [
        (("It opened in the rain.", *BRIDGE.paragraphs), 3),
        ((f"Again: {BRIDGE.paragraphs[1]}", f"Still: {BRIDGE.paragraphs[1]}"), 2),
        ((BRIDGE.paragraphs[1],), 1),
    ],
)
async def test_the_reader_finds_a_passage_that_a_rebuild_has_moved(
    paragraphs: tuple[str, ...], number: int
) -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        chat.engine.articles["bridge.md"] = replace(BRIDGE, paragraphs=paragraphs)
        await chat.press("tab", "enter")
        reader = chat.app.query_one(ArticleReader)
        await chat.until(lambda: bool(reader.display))
        await chat.until(lambda: paragraphs[number - 1][:30] in text_of(reader.query_one("#reader-body")))
        assert f"paragraph {number} of {len(paragraphs)}" in text_of(reader.query_one("#reader-head"))


async def test_the_reader_opens_at_the_top_and_says_so_when_the_passage_is_gone() -> None:
    async with chatting(size=(80, 24)) as chat:
        await chat.answered(WHO)
        kept = ("Nothing happened on this day, nor on the next. " * 3,) * 40
        chat.engine.articles["bridge.md"] = replace(BRIDGE, paragraphs=kept)
        await chat.press("tab", "enter")
        body = chat.app.query_one(ArticleBody)
        await chat.until(lambda: body.size.height > 0 and body.page.article.paragraphs == kept)
        head = text_of(chat.app.query_one("#reader-head"))
        assert "This passage is no longer in the article." in head
        assert "paragraph" not in head
        assert body.scroll_offset.y == 0
        assert text_of(body).startswith("Nothing happened on this day")
        assert BAR not in text_of(body)


async def test_an_article_that_is_gone_is_told() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        del chat.engine.articles["bridge.md"]
        await chat.press("tab", "enter")
        await chat.until(lambda: chat.notifications == ["The index has no article bridge.md."])
        assert not chat.app.query_one(ArticleReader).display


async def test_arrows_move_among_passages_and_back_to_the_question_line() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        first, second, third = card.query(PassageItem)
        await chat.press("tab")
        assert first.has_focus
        await chat.press("down", "space")
        assert second.has_focus
        assert not second.folded
        await chat.press("space", "down")
        assert second.folded
        assert third.has_focus
        await chat.press("down")
        assert chat.app.query_one(QuestionLine).has_focus


async def test_the_footer_offers_to_fold_what_is_unfolded() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)

        def offered() -> list[str]:
            shown = [text_of(key) for key in chat.app.query("FooterKey")]
            return [key.split()[-1] for key in shown if key.startswith("space")]

        await chat.press("tab")
        await chat.until(lambda: offered() == ["Fold"])
        await chat.press("space")
        await chat.until(lambda: offered() == ["Unfold"])
        await chat.press("down", "space")
        await chat.until(lambda: offered() == ["Fold"])


async def test_a_click_unfolds_a_passage() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        second = list(card.query(PassageItem))[1]
        await chat.pilot.click(second)
        assert not second.folded


async def test_up_recalls_earlier_questions_and_down_comes_back() -> None:
    async with chatting() as chat:
        line = chat.app.query_one(QuestionLine)
        for question in ("one bridge", "two bridges"):
            await chat.answered(question)
        line.value = "half a"
        await chat.press("up")
        assert line.value == "two bridges"
        await chat.press("up", "up")
        assert line.value == "one bridge"
        await chat.press("down", "down")
        assert line.value == "half a"


async def test_empty_questions_are_ignored_and_endless_ones_shortened() -> None:
    async with chatting() as chat:
        await chat.press("enter")
        chat.app.query_one(QuestionLine).value = "  \t "
        await chat.press("enter")
        assert chat.cards == []
        card = await chat.answered("bridge " * 1000)
        assert len(chat.engine.asked[0]) == len("bridge ") * 1000 - 1
        assert card.query_one(".question").size.height <= 4


async def test_help_lists_every_binding() -> None:
    async with chatting() as chat:
        await chat.press("f1")
        assert isinstance(chat.app.screen, HelpDialog)
        lines = chat.app.screen.keys(25).plain.splitlines()
        assert "space  Unfold" in [line.rstrip() for line in lines]
        for place, rows in PLACES.items():
            assert place in [line.rstrip() for line in lines]
            for row in rows:
                assert isinstance(row, Binding)
                assert any(line.rstrip().endswith(f" {row.description}") for line in lines), row.description
        await chat.press("escape")
        assert not isinstance(chat.app.screen, HelpDialog)


async def test_clear_and_theme_have_keys_and_palette_commands() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("ctrl+l")
        assert chat.cards == []
        assert chat.app.query_one("#welcome").display
        assert chat.app.current_theme.dark
        await chat.press("ctrl+t")
        assert not chat.app.current_theme.dark
        titles = {command.title for command in chat.app.get_system_commands(chat.app.screen)}
        assert {
            "Everywhere: List all articles and files; add, exclude, remove",
            "Everywhere: Begin a new conversation; this one is kept",
            "Everywhere: Next theme: dark, light, high contrast",
        } <= titles


@pytest.mark.parametrize("size", SIZES)
async def test_question_line_status_and_footer_are_in_view(size: tuple[int, int]) -> None:
    async with chatting(size=size) as chat:
        await chat.answered(WHO)
        for kind in (QuestionLine, StatusLine, Footer):
            assert chat.app.screen.region.contains_region(chat.app.query_one(kind).region)
        for key in ("escape", "tab"):
            await chat.press(key)
            await chat.pilot.pause(0.1)
            footer = chat.app.query_one(Footer)
            assert footer.virtual_size.width <= size[0]
            assert "palette" in text_of(footer.children[-1])
