"""Keys take effect in their order, however fast they come, and no letter is lost."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from threading import Event

import pytest
from chat import WHO, Chat, chatting
from fake_engine import FakeEngine

from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.dialogs import HelpDialog
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine

THREE = ["Who designed the bridge?", "What do the stalls sell?", "Is there a lighthouse?"]
ESCAPE, DOWN = "\x1b", "\x1b[B"


def pasted(text: str) -> str:
    """Give what a terminal sends for a pasted text."""
    return f"\x1b[200~{text}\x1b[201~"


def line_of(chat: Chat) -> QuestionLine:
    """Give the question line, which some window may cover."""
    return chat.app.screen_stack[0].query_one(QuestionLine)


@pytest.mark.parametrize("loaded", [True, False])
async def test_questions_typed_back_to_back_are_each_asked_in_their_order(loaded: bool) -> None:
    engine = FakeEngine()
    if not loaded:
        engine.may_open.clear()
    async with chatting(engine, loaded=loaded) as chat:
        await chat.burst("".join(f"{question}\r" for question in THREE))
        await chat.until(lambda: len(chat.cards) == len(THREE))
        assert [card.question for card in chat.cards] == THREE
        assert line_of(chat).value == ""
        engine.may_open.set()
        await chat.until(lambda: all(card.answer and not card.is_provisional for card in chat.cards))
        assert [card.answer.question for card in chat.cards if card.answer] == THREE
        assert engine.asked[: len(THREE)] == THREE


async def test_line_feeds_ask_as_the_enter_key_does() -> None:
    async with chatting() as chat:
        await chat.burst("".join(f"{question}\n" for question in THREE))
        await chat.until(lambda: len(chat.cards) == len(THREE))
        assert [card.question for card in chat.cards] == THREE


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
async def test_pasted_lines_are_each_asked_and_the_last_one_once_it_ends(end: str) -> None:
    async with chatting() as chat:
        await chat.burst(pasted(end.join(THREE)) + "\r")
        assert [card.question for card in chat.cards] == THREE
        await chat.burst("half " + pasted(f"a ferry?{end}{end}  the quay ") + "who?")
        assert chat.cards[-1].question == "half a ferry?"
        assert line_of(chat).value == " the quay who?"


async def test_a_paste_takes_its_place_among_the_keys() -> None:
    async with chatting() as chat:
        await chat.burst(f"who {pasted('sells soup')}?\rferry {pasted('or tram')}\r")
        assert [card.question for card in chat.cards] == ["who sells soup?", "ferry or tram"]


async def test_a_paste_goes_to_the_question_line_from_wherever_the_focus_is() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("tab")
        await chat.burst(pasted("What do the stalls sell?"))
        assert line_of(chat).value == "What do the stalls sell?"
        assert line_of(chat).has_focus


async def test_a_pasted_page_is_not_asked_line_by_line() -> None:
    async with chatting() as chat:
        await chat.burst(pasted("one line\n" * 40))
        assert chat.cards == []
        assert line_of(chat).value.startswith("one line one line")
        assert len(line_of(chat).value) == len("one line ") * 40
        await chat.until(lambda: chat.notifications != [])


async def test_single_keys_move_among_the_passages() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        first, second, third = card.query(PassageItem)
        await chat.press("tab")
        for keys, there in {"j": second, "G": third, "k": second, "g": first, "3": third, "1": first}.items():
            await chat.press(keys)
            assert there.has_focus
        assert not third.folded
        await chat.press("5")
        assert first.has_focus
        assert line_of(chat).value == ""


async def test_the_newest_question_is_in_view_in_whatever_order_answers_come() -> None:
    engine = FakeEngine()
    async with chatting(engine, size=(60, 20)) as chat:
        gates = [Event() for _ in THREE]
        engine.may_answer.extend(gates)
        for question in THREE:
            await chat.ask(question)
            await chat.until(lambda: engine.asked == [card.question for card in chat.cards])
        cards = chat.cards
        for place in (2, 1, 0):
            gates[place].set()
            await chat.until(lambda: all(cards[i].answer for i in range(3) if gates[i].is_set()))
        await chat.pilot.pause()
        window = chat.app.query_one(Conversation).region
        assert window.contains(cards[-1].region.x, cards[-1].region.y), (window, cards[-1].region)


async def test_recall_and_editing_keep_their_place_among_letters() -> None:
    async with chatting() as chat:
        await chat.burst("ferry\rbridge\x7f\x7f\x1b[A?\r")
        await chat.until(lambda: len(chat.cards) == 2)
        assert [card.question for card in chat.cards] == ["ferry", "ferry?"]


@pytest.mark.parametrize("size", [(60, 20), (160, 50)])
@pytest.mark.parametrize("pause_s", [None, 0.0, 0.12])
async def test_escape_twice_ends_in_the_question_line(size: tuple[int, int], pause_s: float | None) -> None:
    async with chatting(size=size) as chat:
        await chat.answered(WHO)
        await chat.press("tab", "enter")
        reader = chat.app.query_one(ArticleReader)
        await chat.until(lambda: bool(reader.display))
        if pause_s is None:
            await chat.burst(ESCAPE + ESCAPE + "trams, when?")
        else:
            await chat.press("escape")
            await chat.pilot.pause(pause_s)
            await chat.press("escape", *"trams")
            await chat.burst(", when?")
        await chat.until(lambda: line_of(chat).value == "trams, when?")
        assert line_of(chat).has_focus
        assert not reader.display


@pytest.mark.parametrize("size", [(60, 20), (160, 50)])
async def test_letters_that_are_no_keys_of_a_passage_or_an_article_are_typed(size: tuple[int, int]) -> None:
    async with chatting(size=size) as chat:
        card = await chat.answered(WHO)
        await chat.press("tab")
        assert card.query(PassageItem).first().has_focus
        await chat.burst("the quay, who went?")
        assert line_of(chat).value == "the quay, who went?"
        assert line_of(chat).has_focus
        await chat.press("tab", "enter")
        reader = chat.app.query_one(ArticleReader)
        await chat.until(lambda: bool(reader.display))
        await chat.burst(" who came and why?")
        await chat.until(lambda: line_of(chat).has_focus)
        assert line_of(chat).value == "the quay, who went?who came and why?"
        assert reader.display
        assert line_of(chat).region.height > 0


async def test_keys_of_a_passage_stay_keys() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        first = card.query(PassageItem).first()
        await chat.press("tab")
        await chat.burst(f"w {DOWN} ")
        assert first.explained
        assert first.folded
        assert not list(card.query(PassageItem))[1].folded
        assert line_of(chat).value == ""


async def test_escape_close_before_a_letter_is_not_lost() -> None:
    """A terminal sends the same for the letter with Alt."""
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("tab")
        await chat.burst(f"{ESCAPE}who")
        await chat.until(lambda: line_of(chat).value == "who")


async def test_tab_stays_in_the_line_where_there_is_nothing_to_go_to() -> None:
    async with chatting() as chat:
        await chat.burst("Who\tis\t it?")
        assert line_of(chat).value == "Whois it?"
        assert line_of(chat).has_focus


async def test_tab_moves_to_the_passages_visibly_and_typing_goes_on_in_the_line() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        await chat.burst("Half a qu\t")
        await chat.until(lambda: bool(card.query(PassageItem).first().has_focus))
        await chat.burst("estion")
        assert line_of(chat).value == "Half a question"


async def test_a_window_has_its_keys_to_itself() -> None:
    async with chatting() as chat:
        await chat.press("f1", "x", "tab")
        assert isinstance(chat.app.screen, HelpDialog)
        await chat.press("q")
        assert not isinstance(chat.app.screen, HelpDialog)
        assert line_of(chat).value == ""
