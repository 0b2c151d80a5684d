"""What a card shows: passages, sources, verdicts, and hostile text as plain text."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

from chat import WHO, chatting, text_of, text_of_card
from fake_engine import BARE, BRIDGE, FakeEngine

from qa_bot.tui.passage import PassageItem
from qa_bot.types import Source


async def test_a_new_user_is_told_what_to_do() -> None:
    async with chatting() as chat:
        welcome = text_of(chat.app.query_one("#welcome"))
        assert "Type a question below" in welcome
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
        assert "may not answer this; the nearest passages are:" in text_of_card(unsure)
        assert "These articles don't say. The nearest passages:" in text_of_card(nothing)
        assert all(item.folded for item in nothing.query(PassageItem))


async def test_unknown_fields_are_shown_as_unknown() -> None:
    async with chatting() as chat:
        card = await chat.answered("lighthouse keeper cats")
        title = f"unknown title ({BARE.source.path})"
        expected = f"{title} · unknown publication · unknown author · unknown date · paragraph 1 of 1"
        assert expected in text_of_card(card)


async def test_a_story_of_several_publications_names_each() -> None:
    elsewhere = (
        Source("b.md", "Bridge open again", "\x1b[31mTide\x1b[0m Times [/]", date="2023-05-15"),
        Source("copy/bridge.md", BRIDGE.source.title, BRIDGE.source.publication, None, BRIDGE.source.date),
    )
    async with chatting(FakeEngine([replace(BRIDGE, also_in=elsewhere)])) as chat:
        card = await chat.answered(WHO)
        lines = "also in: Bridge open again · Tide Times [/] · 2023-05-15 also in: copy/bridge.md"
        assert f"paragraph 2 of 4 {lines}" in text_of(card.query(PassageItem).first())
        await chat.press("tab", "enter")
        await chat.until(lambda: chat.app.screen.has_class("-reading"))
        assert lines in text_of(chat.app.query_one("#reader-head"))


async def test_an_engine_without_hits_is_no_trouble() -> None:
    async with chatting(FakeEngine(articles=())) as chat:
        card = await chat.answered(WHO)
        assert "These articles don't say" in text_of_card(card)
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
        everything = text_of_card(card) + "".join(text_of(part) for part in chat.app.query("Reader Static"))
        assert "A red volcano said gnihton at all." in everything
        assert not {"\x1b", "\x00", "\x07", "\u202e"} & set(everything)
