"""The welcome text has the user's own keys, and fits into a small terminal."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from chat import chatting, text_of

from qa_bot.tui.widgets.welcome import Welcome


async def test_it_shows_the_keys_that_the_user_has_chosen() -> None:
    async with chatting(keys={"app.library": "f9"}) as chat:
        welcome = text_of(chat.app.query_one(Welcome))
        assert "F9      all articles and files" in welcome
        assert "Enter   open its article" in welcome
        assert "Ctrl+R  update the index" in welcome


@pytest.mark.parametrize("size", [(80, 15), (80, 24)])
async def test_it_fits(size: tuple[int, int]) -> None:
    async with chatting(size=size) as chat:
        welcome = chat.app.query_one(Welcome)
        assert welcome.parent
        assert welcome.region.height <= welcome.parent.region.height  # type: ignore[attr-defined]
