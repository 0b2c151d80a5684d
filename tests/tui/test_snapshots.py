"""Three whole screens, compared with the text that they showed when they were last approved.

After an intended change, run these tests with UPDATE_SNAPSHOTS=1 and review the difference.
"""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from chat import PATIENCE, WHO, chatting

if TYPE_CHECKING:
    from chat import Chat

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIZE = (100, 24)


async def test_an_answered_question_looks_as_it_did() -> None:
    async with chatting(size=SIZE) as chat:
        await chat.answered(WHO)
        await _compare(chat, "answered")


async def test_a_question_without_an_answer_looks_as_it_did() -> None:
    async with chatting(size=SIZE) as chat:
        await chat.answered("Is there a volcanologist?")
        await _compare(chat, "not_found")


async def test_the_open_reader_looks_as_it_did() -> None:
    async with chatting(size=SIZE) as chat:
        await chat.answered(WHO)
        await chat.press("tab", "enter")
        await _compare(chat, "reader")


async def _compare(chat: Chat, name: str) -> None:
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        await chat.pilot.pause(1.0)
        path.write_text(_screen(chat), encoding="utf-8")
    expected = path.read_text(encoding="utf-8")
    for _ in range(PATIENCE):
        if _screen(chat) == expected:
            return
        await chat.pilot.pause(0.02)
    assert _screen(chat) == expected


def _screen(chat: Chat) -> str:
    strips = chat.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"
