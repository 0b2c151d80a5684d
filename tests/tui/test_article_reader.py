"""The open article, driven by its keys."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from chat import WHO, Chat, chatting, text_of
from fake_engine import ANSWERS, BARE, BRIDGE, FakeEngine
from textual.widgets import OptionList

from qa_bot.core.types import Heading
from qa_bot.tui.article_page import Page
from qa_bot.tui.widgets.article_body import BAR, ArticleBody
from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.find_line import FindLine
from qa_bot.tui.widgets.headings_dialog import HeadingsDialog
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from rich.segment import Segment

FIRST, SECOND, THIRD, FOURTH = BRIDGE.paragraphs
FILLER = ("Nothing happened on this day, nor on the next, and the log says so. " * 3,) * 20
LONG = replace(
    BRIDGE,
    paragraphs=(*FILLER, FIRST, *FILLER, SECOND, *FILLER, THIRD, *FILLER, FOURTH),
    headings=(Heading(1, 2, "Before [the] storm"), Heading(22, 3, "Her design"), Heading(43, 2, "Costs")),
)
WHAT = "Who was the engineer that designed the harbour bridge, and what did building it cost?"


class Reader:
    """The reader of a running app."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.body, self.find = chat.app.query_one(ArticleBody), chat.app.query_one(FindLine)

    @property
    def text(self) -> str:
        """What is in view of the article."""
        return text_of(self.body)

    @property
    def head(self) -> str:
        """What is above it."""
        return text_of(self.chat.app.query_one("#reader-head"))

    @property
    def count(self) -> str:
        """What the line to find words in counts."""
        return text_of(self.chat.app.query_one("#found"))

    def rows(self, words: str) -> list[list[Segment]]:
        """The segments of each row in view that has these words."""
        strips = [self.body.render_line(y) for y in range(self.body.size.height)]
        return [list(strip) for strip in strips if words in strip.text]


@asynccontextmanager
async def reading(size: tuple[int, int] = (100, 40)) -> AsyncIterator[Reader]:
    """Open the long article at the second paragraph of the bridge."""
    engine = FakeEngine([LONG])
    async with chatting(engine, size=size) as chat:
        await chat.answered(WHAT)
        await chat.press("tab", "enter")
        reader = Reader(chat)
        await chat.until(lambda: "The new bridge" in reader.text)
        yield reader


@pytest.mark.parametrize("cells", [120, 220, 240])
async def test_head_and_text_keep_one_left_edge_in_a_narrower_window(cells: int) -> None:
    """Also where the text keeps its width and only its margin changes."""
    async with reading(size=(300, 40)) as reader:
        left = reader.body.column[0]
        await reader.chat.pilot.resize_terminal(cells, 40)
        await reader.chat.until(lambda: reader.body.column[0] != left)
        await reader.chat.pilot.pause()
        left = reader.body.column[0]
        drawn = "".join(segment.text for segment in reader.rows("The new bridge")[0])
        assert drawn.index("The new bridge") == left
        head = reader.chat.app.query_one("#reader-head")
        assert head.content_region.x - head.region.x == left


LONG_SOURCE = replace(
    BRIDGE.source,
    publication="The Weekly Digest of the Harbour and of All Quays",
    author="Ilse Marrow, Ada Lindqvist and Others of the Desk",
    url=f"https://quay.example/{'bridge-' * 12}last",
)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 15)])
async def test_the_head_shows_the_date_of_a_long_source(size: tuple[int, int]) -> None:
    engine = FakeEngine([replace(BRIDGE, source=LONG_SOURCE)])
    async with chatting(engine, size=size) as chat:
        await chat.answered(WHO)
        await chat.press("tab", "enter")
        reader = Reader(chat)
        await chat.until(lambda: "2023-05-14 · " in reader.head)
        assert ("of the Desk" in reader.head) == (size[1] > 15)


async def test_all_about_the_article_has_its_whole_address() -> None:
    engine = FakeEngine([replace(BRIDGE, source=LONG_SOURCE)])
    async with chatting(engine, size=(60, 40)) as chat:
        await chat.answered(WHO)
        await chat.press("tab", "enter", "i")
        reader = Reader(chat)
        await chat.until(lambda: (LONG_SOURCE.url or "?") in reader.head.replace(" ", ""))


async def test_the_hit_has_a_bar_and_a_tint_and_the_rest_is_as_bright() -> None:
    async with reading() as reader:
        around, hit = reader.rows("the log says so")[0], reader.rows("new bridge was designed")[0]
        assert BAR in "".join(part.text for part in hit)
        assert BAR not in "".join(part.text for part in around)
        plain_rows = reader.rows("Nothing happened")
        page = next(part.style for part in plain_rows[0] if "Nothing" in part.text)
        marked = next(part.style for part in reader.rows("kept")[0] if "kept" in part.text)
        assert page is not None
        assert marked is not None
        assert page.color == marked.color
        assert page.bgcolor != marked.bgcolor


async def test_the_sentence_and_the_words_are_marked_in_every_hit() -> None:
    async with reading() as reader:
        for _ in range(3):
            underlined = [
                part.text
                for row in reader.rows("")
                for part in row
                if part.style and part.style.underline and part.style.bold
            ]
            assert any(words.startswith(text) for text in underlined for words in ANSWERS)
            await reader.chat.press("n")


async def test_n_and_shift_n_go_round_the_hits() -> None:
    async with reading() as reader:
        assert "hit 2 of 3 · paragraph 42 of 84" in reader.head
        await reader.chat.press("n")
        assert "hit 3 of 3 · paragraph 63 of 84" in reader.head
        await reader.chat.until(lambda: "Building it cost" in reader.text)
        await reader.chat.press("n")
        assert "hit 1 of 3 · paragraph 21 of 84" in reader.head
        await reader.chat.press("N")
        await reader.chat.until(lambda: "Building it cost" in reader.text)


async def test_words_are_found_counted_and_stepped_through() -> None:
    async with reading() as reader:
        await reader.chat.press("slash", *"BRIDGE")
        assert reader.find.words == "BRIDGE"
        await reader.chat.until(lambda: reader.count == "2 of 3")
        await reader.chat.press("enter")
        assert reader.body.has_focus
        await reader.chat.press("n")
        await reader.chat.until(lambda: reader.count == "3 of 3")
        assert "Trams return to the bridge" in reader.text
        await reader.chat.press("N", "N")
        await reader.chat.until(lambda: reader.count == "1 of 3")
        await reader.chat.press("slash", *"zeppelin")
        assert reader.find.words == "zeppelin"
        await reader.chat.until(lambda: reader.count == "not found")
        await reader.chat.press("down", "n")
        assert reader.find.words == "zeppelinn"


async def test_escape_closes_the_find_line_first() -> None:
    async with reading() as reader:
        await reader.chat.press("slash", *"tram", "escape")
        assert not reader.find.display
        assert reader.body.has_focus
        assert reader.find.words == ""
        await reader.chat.press("slash", *"tram", "enter", "escape")
        assert not reader.find.display
        await reader.chat.press("escape")
        assert not reader.chat.app.query_one(ArticleReader).display
        assert reader.chat.app.query(PassageItem).first().has_focus


async def test_enter_on_no_words_closes_the_find_line() -> None:
    async with reading() as reader:
        await reader.chat.press("slash", "enter")
        assert not reader.find.display
        assert reader.body.has_focus


async def test_letters_scroll() -> None:
    async with reading() as reader:
        at = reader.body.scroll_offset.y
        await reader.chat.press("j", "j", "k")
        assert reader.body.scroll_offset.y == at + 1
        await reader.chat.press("space")
        assert reader.body.scroll_offset.y == at + 1 + reader.body.size.height - 2
        await reader.chat.press("pageup")
        assert reader.body.scroll_offset.y == at + 1
        await reader.chat.press("G")
        assert reader.body.scroll_offset.y == reader.body.max_scroll_y
        await reader.chat.press("g")
        assert reader.body.scroll_offset.y == 0


async def test_a_heading_is_chosen_from_a_list() -> None:
    async with reading() as reader:
        await reader.chat.press("h")
        dialog = reader.chat.app.screen
        assert isinstance(dialog, HeadingsDialog)
        options = dialog.query_one(OptionList)
        assert [str(options.get_option_at_index(n).prompt) for n in range(3)] == [
            "Before [the] storm",
            "  Her design",
            "Costs",
        ]
        assert options.highlighted == 1
        await reader.chat.press("G", "k", "g", "j", "j", "enter")
        await reader.chat.until(lambda: reader.text.startswith("Costs"))
        assert reader.body.has_focus
        await reader.chat.press("h", "g", "escape")
        assert reader.text.startswith("Costs")


async def test_an_article_without_headings_says_so() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("tab", "enter")
        await chat.until(lambda: bool(chat.app.query_one(ArticleReader).display))
        await chat.press("h")
        await chat.until(lambda: chat.notifications == ["This article has no headings."])


async def test_i_shows_all_about_the_article() -> None:
    async with reading() as reader:
        await reader.chat.press("i")
        for line in (
            "publication: The Quay Courier",
            "author: Ilse Marrow",
            "date: 2023-05-14",
            "address: https://quay.example/bridge",
            "file: bridge.md",
            "length: 84 paragraphs",
            "copies: none",
        ):
            assert line in reader.head
        await reader.chat.press("i")
        assert "file:" not in reader.head


@pytest.mark.parametrize(
    ("key", "filters"),
    [("a", "in:bridge.md "), ("p", 'publication:"The Quay Courier" '), ("b", 'author:"Ilse Marrow" ')],
)
async def test_a_key_puts_a_filter_before_what_is_typed(key: str, filters: str) -> None:
    async with reading() as reader:
        line = reader.chat.app.query_one(QuestionLine)
        line.value = "half a question"
        await reader.chat.press(key)
        assert line.has_focus
        assert line.value == f"{filters}half a question"
        await reader.chat.press("tab", "tab")
        reader.body.focus()
        await reader.chat.press(key)
        assert line.value == f"{filters}half a question"


async def test_a_resized_terminal_keeps_the_place() -> None:
    async with reading(size=(160, 50)) as reader:
        await reader.chat.pilot.resize_terminal(60, 20)
        await reader.chat.until(lambda: "The new bridge was designed" in reader.text)


async def test_a_hit_stays_whole_in_view_in_a_smaller_terminal() -> None:
    async with reading(size=(160, 50)) as reader:
        await reader.chat.press(*["k"] * 25)  # the hit is near the bottom
        assert "town voted for hers" in reader.text
        await reader.chat.pilot.resize_terminal(80, 24)
        await reader.chat.until(lambda: reader.body.size.width < 81)
        await reader.chat.until(lambda: "town voted for hers" in reader.text)
        assert "The new bridge was designed" in reader.text


async def test_the_edge_of_a_window_that_is_dragged_moves_nothing() -> None:
    async with reading(size=(160, 50)) as reader:
        await reader.chat.press("g", "j", "j", "j", "j", "j")
        place = reader.body.first_in_view()
        for width in (150, 140, 150, 160):
            await reader.chat.pilot.resize_terminal(width, 50)
            await reader.chat.pilot.pause()
        assert reader.body.first_in_view() == place


async def test_a_page_is_blank_until_there_is_room_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is drawn before its size is known, where the article before it was longer."""
    async with reading() as reader:
        monkeypatch.setattr(ArticleBody, "column", property(lambda _: (0, 0)))
        reader.body.show(Page(BARE), (), None)
        monkeypatch.undo()
        assert reader.text == ""


async def test_selected_text_is_that_of_the_article() -> None:
    async with reading() as reader:
        reader.body.text_select_all()
        text = reader.chat.app.screen.get_selected_text()
        assert text is not None
        assert SECOND in text.splitlines()
