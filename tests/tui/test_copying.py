"""What the focus is on is copied with its citation, and the app says what was copied and how."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from chat import WHO, Chat, chatting
from fake_engine import BRIDGE, FakeEngine

from qa_bot.tui.clipboard import Tool
from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "The new bridge was designed by Ada Lindqvist, an engineer from the town"
CITATION = (
    "[The harbour bridge reopens after four years](https://quay.example/bridge), The Quay Courier, "
    "Ilse Marrow, 2023-05-14, paragraph 2 of 4"
)
COPIES = {
    "y": f"> {SENTENCE}\n>\n> {CITATION}",
    "Y": f"> {BRIDGE.paragraphs[1]}\n>\n> {CITATION}",
    "c": CITATION,
}
"""What each key copies."""


async def copied(chat: Chat, key: str) -> str:
    """Press a key and return what is in the clipboard once the app has said so."""
    said = len(chat.notifications)
    await chat.press(key)
    await chat.until(lambda: len(chat.notifications) > said)
    return chat.app.clipboard


async def test_a_focused_passage_is_copied_whole_by_its_sentence_or_as_a_citation() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("tab")
        assert {key: await copied(chat, key) for key in COPIES} == COPIES
        said = "\n".join(chat.notifications)
        assert "Copied the sentence with its citation: \u201cThe new bridge" in said
        assert "Sent to the terminal (OSC 52)" in said
        assert "no clipboard tool" in said


async def test_the_sentence_of_the_place_found_is_copied_with_its_paragraph() -> None:
    async with chatting(size=(80, 24)) as chat:
        await chat.answered(WHO)
        await chat.press("tab", "enter")
        await chat.until(lambda: chat.app.is_reading)
        await chat.press("/", *"plain", "enter")
        sentence = "The council had asked for a plain replacement; the town voted for hers."
        assert await copied(chat, "y") == f"> {sentence}\n>\n> {CITATION}"
        await chat.press("/", *"rock", "enter")
        assert (await copied(chat, "Y")).startswith(f"> {BRIDGE.paragraphs[2]}")
        assert "paragraph 3 of 4" in chat.app.clipboard
        await chat.press("escape")
        assert await copied(chat, "y") == COPIES["y"]


async def test_an_article_without_a_hit_copies_nothing_of_another_one() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("f2")
        await chat.until(lambda: chat.app.is_browsing)
        await chat.pilot.pause(0.1)
        await chat.press("down", "enter")
        await chat.until(lambda: chat.app.is_reading)
        assert await copied(chat, "y") == ""
        assert "In an article, find words with / first." in chat.notifications[-1]


async def test_an_open_article_is_copied_as_the_passage_it_was_opened_at() -> None:
    async with chatting(size=(80, 24)) as chat:
        await chat.answered(WHO)
        await chat.press("tab", "enter")
        await chat.until(lambda: bool(chat.app.query_one(ArticleReader).display))
        assert {key: await copied(chat, key) for key in COPIES} == COPIES
        assert not chat.app.query_one(QuestionLine).has_focus


@pytest.mark.parametrize("form", ["plain", "bibtex", "csl-json"])
async def test_the_format_is_a_setting(form: str) -> None:
    async with chatting(copy_format=form) as chat:
        await chat.answered(WHO)
        await chat.press("tab")
        text = await copied(chat, "c")
        if form == "csl-json":
            assert json.loads(text)[0]["title"] == BRIDGE.source.title
        else:
            assert text.startswith("@misc{" if form == "bibtex" else "The harbour bridge")
        assert "citation: “The harbour bridge" in chat.notifications[-1]


async def test_a_passage_without_a_mark_is_copied_whole() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        item = list(card.query(PassageItem))[1]
        assert item.highlight is None
        await chat.press("tab", "down")
        assert item.hit.passage.text in await copied(chat, "y")
        assert "Copied the passage" in chat.notifications[-1]


async def test_from_the_question_line_the_newest_answer_is_copied() -> None:
    async with chatting() as chat:
        await chat.app.run_action("app.copy('citation')")
        await chat.until(lambda: "There is no passage to copy yet" in " ".join(chat.notifications))
        await chat.answered("Is there a lighthouse keeper?")
        await chat.answered(WHO)
        await chat.app.run_action("app.copy('citation')")
        await chat.until(lambda: len(chat.notifications) > 1)
        assert chat.app.clipboard == CITATION


async def test_ctrl_c_copies_what_is_selected_and_says_so() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        await chat.press("tab")
        chat.app.screen.text_select_all()
        assert "Ada Lindqvist" in await copied(chat, "ctrl+c")
        assert "Copied the selection" in chat.notifications[-1]
        chat.app.screen.clear_selection()
        line = chat.app.query_one(QuestionLine)
        line.focus()
        line.value = "half a question"
        line.selection = line.selection._replace(start=0, end=4)
        assert await copied(chat, "ctrl+c") == "half"
        assert card.is_attached


@pytest.mark.skipif(sys.platform == "win32", reason="the tool is a script")
async def test_the_systems_clipboard_tool_gets_it_too(tmp_path: Path) -> None:
    tool = tmp_path / "put"
    tool.write_text('#!/bin/sh\ncat > "$0.txt"\n', encoding="utf-8")
    tool.chmod(0o755)
    async with chatting(tools=(Tool((str(tool),)),)) as chat:
        await chat.answered(WHO)
        await chat.press("tab")
        await copied(chat, "y")
        assert (tmp_path / "put.txt").read_text(encoding="utf-8") == COPIES["y"]
        assert f"In the clipboard ({tool})" in chat.notifications[-1]


async def test_hostile_text_is_copied_and_told_as_plain_text() -> None:
    async with chatting(FakeEngine(), size=(80, 24)) as chat:
        await chat.answered("Is there a red volcano?")
        await chat.press("tab")
        text = await copied(chat, "Y")
        assert all(char.isprintable() or char == "\n" for char in text)
        assert "\x1b" not in "".join(chat.notifications)
