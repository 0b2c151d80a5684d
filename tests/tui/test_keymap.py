"""A person's keys take the place of the app's, and a wish that cannot be is told and left out."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from chat import WHO, chatting

from qa_bot.tui.keymap import checked_keymap
from qa_bot.tui.widgets.dialogs import HelpDialog
from qa_bot.tui.widgets.passage_item import PassageItem


def test_wishes_that_can_be_are_taken_as_they_are() -> None:
    wishes = {"app.help": "f7,?", "passage.why": "x", "question.tab": "ctrl+g", "app.update": "shift+f3"}
    keymap, problems = checked_keymap(wishes)
    assert problems == []
    assert keymap == {**wishes, "app.help": "f7,question_mark"}


@pytest.mark.parametrize(
    ("name", "keys", "told"),
    [
        ("passage.sing", "s", "there is no action of that name"),
        ("", "s", "there is no action of that name"),
        ("passage.why", "strg+w", "strg+w is not the name of a key"),
        ("passage.why", "bogus", "bogus is not the name of a key"),
        ("passage.why", "", "nothing is not the name of a key"),
        ("passage.why", "w,,x", "nothing is not the name of a key"),
        ("passage.why", "alt+w", "Esc and the letter"),
        ("question.tab", "t", "t is typed there"),
        ("question.tab", "question_mark", "typed there"),
        ("passage.why", "enter", "passage.open has the key enter there already"),
        ("app.help", "f2", "app.library has the key f2 there already"),
        ("pass\x1b[31mage", "\x1b[2J", "there is no action"),
    ],
)
def test_a_wish_that_cannot_be_is_told_and_left_out(name: str, keys: str, told: str) -> None:
    keymap, (problem,) = checked_keymap({name: keys})
    assert keymap == {}
    assert told in problem
    assert problem.isprintable()


def test_two_wishes_for_one_key_give_it_to_the_first() -> None:
    keymap, problems = checked_keymap({"app.help": "f7", "app.library": "f7", "passage.why": "f7"})
    assert keymap == {"app.help": "f7", "passage.why": "f7"}
    assert len(problems) == 1
    assert problems[0].startswith("app.library")


def test_two_actions_can_swap_their_keys() -> None:
    wishes = {"app.help": "f2", "app.library": "f1"}
    assert checked_keymap(wishes) == (wishes, [])


def test_an_action_that_shares_its_key_leaves_it_to_the_other() -> None:
    assert checked_keymap({"passage.fold": "f"}) == ({"passage.fold": "f", "passage.unfold": "space"}, [])


async def test_the_app_obeys_the_persons_keys_and_shows_them() -> None:
    keymap = {"app.help": "f7", "passage.fold": "x", "conversation.next": "ctrl+n", "app.nothing": "f9"}
    async with chatting(keys=keymap) as chat:
        card = await chat.answered(WHO)
        assert any("app.nothing" in message for message in chat.notifications)
        first, second, *_ = card.query(PassageItem)
        await chat.press("tab", "x")
        assert first.folded
        await chat.press("space")
        assert not first.folded
        await chat.press("ctrl+n")
        assert second.has_focus
        await chat.press("f1")
        assert not isinstance(chat.app.screen, HelpDialog)
        await chat.press("f7")
        assert isinstance(chat.app.screen, HelpDialog)


async def test_a_swap_works_in_the_app() -> None:
    async with chatting(keys={"app.help": "f2", "app.library": "f1"}) as chat:
        await chat.press("f2")
        assert isinstance(chat.app.screen, HelpDialog)
