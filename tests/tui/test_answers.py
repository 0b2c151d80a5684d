"""What a card shows: passages, sources, verdicts, and hostile text as plain text."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from chat import WHO, chatting, text_of, text_of_card
from fake_engine import BARE, BRIDGE, FakeEngine

from qa_bot.core.types import Highlight, Missing, MissingWord, Source
from qa_bot.tui.widgets.article_body import ArticleBody
from qa_bot.tui.widgets.findings import Findings
from qa_bot.tui.widgets.passage_item import PassageItem

if TYPE_CHECKING:
    from qa_bot.core.types import Answer


async def test_a_new_user_is_told_what_to_do() -> None:
    async with chatting() as chat:
        welcome = text_of(chat.app.query_one("#welcome"))
        assert "Type a question" in welcome
        assert "F1" in welcome
        assert "Ctrl+R" in welcome


async def test_an_answer_shows_passage_source_and_time() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        shown = text_of_card(card)
        assert "The new bridge was designed by Ada Lindqvist, an engineer from the town. She kept" in shown
        assert "The Quay Courier · Ilse Marrow · 2023-05-14 · paragraph 2 of 4" in shown
        assert "12 ms" in shown


async def test_the_answering_sentence_stands_out_by_weight() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        strip = card.query(PassageItem).first().render_line(0)
        bold = "".join(segment.text for segment in strip if segment.style and segment.style.bold)
        assert bold.startswith("The new bridge was designed")


async def test_weak_matches_are_called_unsure_and_none_not_said() -> None:
    async with chatting() as chat:
        unsure = await chat.answered("floating lamps")
        nothing = await chat.answered("kangaroo")
        assert "? Unsure: these articles may not answer this" in text_of_card(unsure)
        assert "✗ Not found: these articles don't answer this" in text_of_card(nothing)
        assert text_of_card(nothing).count("Ferries blew their horns") == 1
        assert all(item.folded for item in nothing.query(PassageItem))


class LackingEngine(FakeEngine):
    """An engine whose answers all miss the same."""

    def __init__(self, missing: Missing) -> None:
        super().__init__()
        self.missing = missing

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """Answer, missing that."""
        return replace(super().ask(question, k, after=after), missing=self.missing)


async def test_what_is_missing_is_told_with_an_answer_that_was_not_found() -> None:
    """The words first; markup in them is nothing but text."""
    words = (MissingWord("[bold]x[/bold]\x1b[31m"), MissingWord("parlament", "parliament"))
    async with chatting(LackingEngine(Missing(words, files=2))) as chat:
        card = await chat.answered("kangaroo")
        shown = text_of_card(card)
        assert 'Tab, m: 2 more Not found in any article: "[bold]x[/bold]".' in shown
        assert 'Not found in any article: "parlament". Did you mean "parliament"?' in shown
        assert "2 files could not be indexed; press F2 to see why." in shown


async def test_an_unsure_answer_tells_the_words_and_an_answered_one_what_was_read() -> None:
    """Neither calls its best passage a miss, nor speaks of files."""
    words = (MissingWord("engneer", "engineer", read=True),)
    async with chatting(LackingEngine(Missing(words, files=2))) as chat:
        for question, verdict in (
            ("floating lamps", "Unsure: these articles may not answer this · 12 ms "),
            (WHO, "Answered · 12 ms "),
        ):
            card = await chat.answered(question)
            shown = text_of_card(card)
            assert f'{verdict}Searched for "engineer" (you typed "engneer").' in shown
            assert "closest" not in shown.lower()
            assert "indexed" not in shown
            assert not card.query(PassageItem).first().folded


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (160, 50)])
async def test_what_is_missing_is_broken_into_lines_and_not_cut(size: tuple[int, int]) -> None:
    words = tuple(MissingWord(f"unheardofword{n}") for n in range(5))
    async with chatting(LackingEngine(Missing(words, files=2)), size=size) as chat:
        card = await chat.answered("kangaroo")
        shown = text_of(card.query_one(Findings))
        assert all(word.word in shown for word in words)
        assert shown.endswith("press F2 to see why.")


async def test_unknown_fields_are_shown_as_unknown() -> None:
    async with chatting() as chat:
        card = await chat.answered("lighthouse keeper cats")
        title = f"unknown title ({BARE.source.path})"
        expected = f"{title} · unknown publication · unknown author · unknown date · paragraph 1 of 1"
        assert expected in text_of_card(card)


async def test_a_story_of_several_publications_names_each() -> None:
    elsewhere = (
        Source(
            path="b.md",
            title="Bridge open again",
            publication="\x1b[31mTide\x1b[0m Times [/]",
            date="2023-05-15",
        ),
        Source(
            path="copy/bridge.md",
            title=BRIDGE.source.title,
            publication=BRIDGE.source.publication,
            author=None,
            date=BRIDGE.source.date,
        ),
    )
    async with chatting(FakeEngine([replace(BRIDGE, also_in=elsewhere)])) as chat:
        card = await chat.answered(WHO)
        lines = "also in: Bridge open again · Tide Times [/] · 2023-05-15 also in: copy/bridge.md"
        assert f"paragraph 2 of 4 {lines}" in text_of(card.query(PassageItem).first())
        await chat.press("tab", "enter")
        await chat.until(lambda: chat.app.screen.has_class("-reading"))
        assert "2 copies" in text_of(chat.app.query_one("#reader-head"))
        await chat.press("i")
        await chat.until(lambda: lines in text_of(chat.app.query_one("#reader-head")))


async def test_an_engine_without_hits_is_no_trouble() -> None:
    async with chatting(FakeEngine(articles=())) as chat:
        card = await chat.answered(WHO)
        assert "Not found: no passage" in text_of_card(card)
        await chat.press("tab")


async def test_markup_in_article_text_is_shown_as_text_and_does_not_act() -> None:
    async with chatting() as chat:
        card = await chat.answered("Tell me what the red volcano said")
        item = card.query(PassageItem).first()
        shown = text_of(item)
        assert "Volcano says [/] and [@click=app.quit]leave[/] and [red]stop[/red]." in shown
        assert "[bold]Breaking[/bold] [/] news · Red Post · [@click=app.quit]Press me[/]" in shown
        for x in range(12, 48, 6):
            await chat.pilot.click(item, offset=(x, 0))
        assert chat.app.is_running
        await chat.press("escape", "escape")
        question = await chat.answered("volcano [@click=app.quit]said[/] [/] 'quoted\" 100% [red]")
        assert "volcano [@click=app.quit]said[/] [/] 'quoted\" 100% [red]" in text_of_card(question)


async def test_escape_codes_are_stripped_everywhere() -> None:
    async with chatting() as chat:
        card = await chat.answered("Tell me what the \x1b[31mred volcano\x1b[0m said")
        await chat.press("tab", "enter")
        await chat.until(lambda: chat.app.screen.has_class("-reading"))
        body = chat.app.query_one(ArticleBody)
        await chat.until(lambda: "Volcano" in text_of(body))
        everything = text_of_card(card) + text_of(body) + text_of(chat.app.query_one("#reader-head"))
        assert "A red volcano said gnihton at all." in everything
        assert not {"\x1b", "\x00", "\x07", "\u202e"} & set(everything)


class LateEngine(FakeEngine):
    """An engine that marks the end of the first passage."""

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """Answer with that mark."""
        answer = super().ask(question, k, after=after)
        passage = answer.hits[0].passage
        start = passage.text.index("the first cyclists")
        words = passage.text[start:]
        return replace(
            answer, highlight=Highlight(passage_id=passage.id, start=start, end=len(passage.text), text=words)
        )


async def test_a_folded_row_begins_at_the_closest_sentence() -> None:
    async with chatting(LateEngine()) as chat:
        card = await chat.answered("kangaroo")
        await chat.press("tab", "m")
        first, second, *_ = card.query(PassageItem)
        assert "\u2026 the first cyclists crossed" in str(first.render())
        assert "  The new bridge was designed" in str(second.render())
