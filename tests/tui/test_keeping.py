"""Conversations that are kept: reopened, paged, searched, deleted, recalled and exported, by their keys."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import gc
import json
import sqlite3
from functools import partial
from threading import Event, Timer
from typing import TYPE_CHECKING, Any

import pytest
from chat import WHO, chatting, text_of, text_of_card
from fake_engine import FakeEngine, answer_to
from textual.strip import Strip
from textual.widgets import Input, OptionList

from qa_bot.conversations.check import read_quotes
from qa_bot.conversations.store import FILE_NAME, Conversations
from qa_bot.core.conversations import Turn
from qa_bot.core.errors import CorpusError
from qa_bot.tui import keeping
from qa_bot.tui.widgets import conversation
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.conversations_dialog import ConversationsDialog
from qa_bot.tui.widgets.dialogs import QuestionDialog
from qa_bot.tui.widgets.export_dialog import ExportDialog
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine
from qa_bot.tui.widgets.questions_dialog import QuestionsDialog

if TYPE_CHECKING:
    from pathlib import Path

    from chat import Chat

    from qa_bot.core.conversations import StoreLoader

CATS = "lighthouse keeper cats"
MOST, PAGE = 4, 2
"""Fewer cards than in use, so that fewer questions page."""


@pytest.fixture(autouse=True)
def few_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Page with few cards."""
    monkeypatch.setattr(conversation, "MOST_CARDS", MOST)
    monkeypatch.setattr(conversation, "PAGE_CARDS", PAGE)
    monkeypatch.setattr(keeping, "PAGE_CARDS", PAGE)


@pytest.fixture
def kept(tmp_path: Path) -> StoreLoader:
    """Give the loader of a store in an empty folder."""
    return partial(Conversations, tmp_path / "data", tmp_path / "corpus")


class Slow:
    """A store of which one method waits for a gate, before or after its work."""

    def __init__(self, store: Any, slow: str, *, after: bool = False) -> None:
        self._store, self._slow, self._after = store, slow, after
        self.begun, self.gate = Event(), Event()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)
        return partial(self._wait, method) if name == self._slow else method

    def _wait(self, method: Any, *values: Any) -> Any:
        found = method(*values) if self._after else None
        self.begun.set()
        self.gate.wait(10)
        return found if self._after else method(*values)


def asked_before(kept: StoreLoader, *questions: str, first: int = 1) -> None:
    """Keep questions as an earlier run would have."""
    store, engine = kept(), FakeEngine()
    for key, question in enumerate(questions, start=first):
        store.keep(Turn(key, question, answer_to(question, engine._passages(), 3)))
    store.close()


def shown(chat: Chat) -> list[str]:
    return [card.question for card in chat.cards]


def earlier(chat: Chat) -> str:
    line = chat.app.screen_stack[0].query_one("#earlier")
    return text_of(line) if line.display else ""


def later(chat: Chat) -> str:
    line = chat.app.screen_stack[0].query_one("#later")
    return text_of(line) if line.display else ""


async def show_earlier(chat: Chat) -> None:
    chat.app.query_one(Conversation).scroll_home(animate=False)
    await chat.pilot.pause()
    await chat.pilot.click("#earlier")


def listed(chat: Chat) -> list[str]:
    found = chat.app.screen.query_one(OptionList)
    return [str(found.get_option_at_index(place).prompt) for place in range(found.option_count)]


async def test_the_last_conversation_is_shown_again_without_the_engine(kept: StoreLoader) -> None:
    async with chatting(conversations=kept) as chat:
        before = text_of_card(await chat.answered(WHO))
        await chat.answered("kangaroo")
    engine = FakeEngine()
    engine.may_open.clear()
    async with chatting(engine, loaded=False, conversations=kept) as chat:
        await chat.until(lambda: shown(chat) == [WHO, "kangaroo"])
        assert text_of_card(chat.cards[0]) == before
        assert "Not found" in text_of_card(chat.cards[1])
        assert not chat.app.query_one("#welcome").display
        assert chat.app.query_one(QuestionLine).has_focus
        engine.may_open.set()
        await chat.until(lambda: "tiny-model" in chat.status)
        assert engine.asked == []


async def test_a_passage_of_an_earlier_run_unfolds_with_marks_and_opens_its_article(
    kept: StoreLoader,
) -> None:
    asked_before(kept, WHO)
    async with chatting(conversations=kept) as chat:
        await chat.until(lambda: bool(chat.cards and chat.cards[0].answer))
        await chat.press("tab", "down", "space")
        item = list(chat.cards[0].query(PassageItem))[1]
        await chat.until(lambda: item.highlight is not None)
        await chat.press("enter")
        await chat.until(lambda: chat.app.screen.has_class("-reading"))


async def test_a_question_that_had_no_answer_when_the_app_ended_is_asked_again(kept: StoreLoader) -> None:
    engine = FakeEngine()
    engine.may_open.clear()
    async with chatting(engine, loaded=False, conversations=kept) as chat:
        await chat.ask(WHO)
    async with chatting(conversations=kept) as chat:
        await chat.until(lambda: bool(chat.cards and chat.cards[0].answer))
    assert [bool(turn.answer) for turn in kept().turns(kept().current())] == [True]


async def test_an_answer_from_keywords_is_completed_in_the_next_run(kept: StoreLoader) -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    async with chatting(engine, loaded=False, conversations=kept) as chat:
        card = await chat.ask(WHO)
        await chat.until(lambda: card.is_provisional)
    async with chatting(conversations=kept) as chat:
        await chat.until(lambda: bool(chat.cards) and not chat.cards[0].is_provisional)


async def test_a_question_typed_before_the_last_conversation_is_read_comes_after_it(
    kept: StoreLoader,
) -> None:
    asked_before(kept, "one bridge", "two bridges")
    gate = Event()

    def late() -> Conversations:
        gate.wait(10)
        return kept()  # type: ignore[return-value]

    async with chatting(conversations=late) as chat:
        await chat.answered(WHO)
        gate.set()
        await chat.until(lambda: shown(chat) == ["one bridge", "two bridges", WHO])
    assert len(kept().current()) == 3


@pytest.mark.parametrize("key", ["ctrl+n", "ctrl+l"])
async def test_a_new_conversation_keeps_the_old_one(kept: StoreLoader, key: str) -> None:
    async with chatting(conversations=kept) as chat:
        await chat.answered(WHO)
        await chat.press(key)
        assert shown(chat) == []
        assert chat.app.query_one("#welcome").display
        await chat.answered(CATS)
    store = kept()
    assert [one.first_question for one in store.search()] == [CATS, WHO]
    assert len(store.current()) == 1


async def test_a_new_conversation_stays_new_in_the_next_run(kept: StoreLoader) -> None:
    async with chatting(conversations=kept) as chat:
        await chat.answered(WHO)
        await chat.press("ctrl+n")
    async with chatting(conversations=kept) as chat:
        await chat.press("up")
        await chat.until(lambda: bool(chat.app.query_one(QuestionLine).asked))
        assert shown(chat) == []
        assert chat.app.query_one("#welcome").display


async def test_conversations_are_searched_opened_and_deleted(kept: StoreLoader) -> None:
    asked_before(kept, WHO, "zebra bridge")
    kept().begin()
    asked_before(kept, CATS, first=10)
    async with chatting(conversations=kept) as chat:
        await chat.until(lambda: shown(chat) == [CATS])
        await chat.press("ctrl+o")
        await chat.until(lambda: len(listed(chat)) == 2)
        assert listed(chat)[0].endswith(CATS)
        await chat.press(*"ZEBRA")
        await chat.until(lambda: [WHO in line for line in listed(chat)] == [True])
        assert "  2 questions  " in listed(chat)[0]
        await chat.press("enter")
        await chat.until(lambda: shown(chat) == [WHO, "zebra bridge"])
        await chat.press("ctrl+o")
        await chat.until(lambda: len(listed(chat)) == 2)
        await chat.press("down", "f8")
        assert isinstance(chat.app.screen, QuestionDialog)
        await chat.press("n")
        assert len(kept().search()) == 2
        await chat.press("f8", "y")
        await chat.until(lambda: isinstance(chat.app.screen, ConversationsDialog) and len(listed(chat)) == 1)
        assert [one.first_question for one in kept().search()] == [CATS]
        await chat.press("escape")
        assert shown(chat) == []  # it was the one that was shown
        assert chat.app.query_one(QuestionLine).has_focus


async def test_the_list_says_when_nothing_is_found(kept: StoreLoader) -> None:
    asked_before(kept, WHO)
    async with chatting(conversations=kept) as chat:
        await chat.press("ctrl+o", *"zebra")
        await chat.until(lambda: bool(chat.app.screen.query_one(".none-found").display))
        assert listed(chat) == []
        await chat.press("enter", "f8")
        assert isinstance(chat.app.screen, ConversationsDialog)


async def test_questions_of_all_conversations_are_recalled_and_searched(kept: StoreLoader) -> None:
    asked_before(kept, WHO, "one bridge")
    kept().begin()
    asked_before(kept, CATS, first=10)
    async with chatting(conversations=kept) as chat:
        line = chat.app.query_one(QuestionLine)
        await chat.until(lambda: list(line.asked) == [WHO, "one bridge", CATS])
        await chat.press("up", "up")
        assert line.value == "one bridge"
        await chat.press("f5", *"HARBOUR who")
        assert isinstance(chat.app.screen, QuestionsDialog)
        assert listed(chat) == [WHO]
        await chat.press("enter")
        await chat.until(lambda: line.value == WHO)
        assert line.has_focus
        await chat.press("enter")
        await chat.until(lambda: shown(chat) == [CATS, WHO])


async def test_old_cards_are_paged_out_and_page_up_shows_them(kept: StoreLoader) -> None:
    questions = [f"bridge number {n}" for n in range(9)]
    asked_before(kept, *questions)
    async with chatting(conversations=kept, size=(100, 30)) as chat:
        await chat.until(lambda: shown(chat) == questions[-PAGE:])
        assert earlier(chat) == f"{9 - PAGE} earlier questions · Page Up shows them"
        await chat.answered(WHO)
        log = chat.app.query_one(Conversation)
        seen = dict.fromkeys(shown(chat), True)
        for _ in range(200):
            await chat.press("pageup")
            await chat.pilot.pause()
            assert len(chat.cards) <= MOST
            seen |= dict.fromkeys(shown(chat), True)
            if not earlier(chat) and log.scroll_y == 0:
                break
        assert shown(chat)[0] == questions[0]
        assert set(seen) == {*questions, WHO}
        assert later(chat) == f"{10 - len(chat.cards)} later questions · Page Down shows them"
        for _ in range(200):
            await chat.press("pagedown")
            await chat.pilot.pause()
            if not later(chat):
                break
        assert shown(chat)[-1] == WHO


async def test_cards_that_are_paged_out_leave_nothing_that_was_drawn() -> None:
    async with chatting() as chat:
        for number in range(MOST):
            await chat.answered(f"{WHO} {number}")
        drawn = _drawn_lines()
        for number in range(MOST, 3 * MOST):
            await chat.answered(f"{WHO} {number}")
        assert _drawn_lines() < 1.3 * drawn


def _drawn_lines() -> int:
    gc.collect()
    return sum(issubclass(type(one), Strip) for one in gc.get_objects())  # isinstance() wakes lazy objects


async def test_a_question_asked_among_old_cards_is_shown_at_the_end(kept: StoreLoader) -> None:
    questions = [f"bridge number {n}" for n in range(9)]
    asked_before(kept, *questions)
    async with chatting(conversations=kept) as chat:
        await chat.until(lambda: bool(chat.cards))
        for first in (5, 3):
            await show_earlier(chat)
            await chat.until(lambda first=first: shown(chat)[0] == questions[first])  # type: ignore[misc]
        assert later(chat)
        await chat.answered(WHO)
        assert shown(chat) == [WHO]
        assert earlier(chat) == "9 earlier questions · Page Up shows them"
        assert later(chat) == ""


@pytest.mark.parametrize("keeping", [True, False])
async def test_cards_that_are_paged_out_come_back_as_they_were(kept: StoreLoader, keeping: bool) -> None:
    async with chatting(conversations=kept if keeping else None) as chat:
        first = text_of_card(await chat.answered(WHO))
        for n in range(MOST):
            await chat.answered(f"bridge number {n}")
        assert earlier(chat) == "1 earlier question · Page Up shows them"
        await show_earlier(chat)
        await chat.until(lambda: shown(chat)[0] == WHO)
        assert text_of_card(chat.cards[0]) == first


async def test_an_answer_that_comes_after_its_card_was_paged_out_is_kept(kept: StoreLoader) -> None:
    engine, gate = FakeEngine(), Event()
    async with chatting(engine, conversations=kept) as chat:
        engine.may_answer.append(gate)
        await chat.ask(WHO)
        await chat.until(lambda: engine.asked == [WHO])
        for n in range(MOST):
            await chat.answered(f"bridge number {n}")
        assert WHO not in shown(chat)
        gate.set()
        await show_earlier(chat)
        await chat.until(lambda: shown(chat)[0] == WHO and bool(chat.cards[0].answer))


async def test_no_question_that_waits_for_an_index_loses_its_card() -> None:
    engine = FakeEngine()
    engine.may_open.clear()
    async with chatting(engine, loaded=False) as chat:
        questions = [f"bridge number {n}" for n in range(MOST + 3)]
        for question in questions:
            await chat.ask(question)
        assert shown(chat) == questions
        engine.may_open.set()
        await chat.until(lambda: {*engine.asked} == {*questions})


async def test_the_conversation_is_exported_to_a_new_file(
    kept: StoreLoader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with chatting(conversations=kept) as chat:
        await chat.press("ctrl+s")
        assert "nothing to export" in chat.notifications[-1]
        for n in range(MOST + 2):
            await chat.answered(f"harbour bridge {n}")
        await chat.press("ctrl+s")
        field = chat.app.screen.query_one(Input)
        assert field.value.endswith(".md")
        field.value = "talk.json"
        await chat.press("enter")
        await chat.until(
            lambda: f"{MOST + 2} questions written to {tmp_path / 'talk.json'}" in chat.notifications
        )
        document = json.loads((tmp_path / "talk.json").read_text(encoding="utf-8"))
        assert [turn["question"] for turn in document["turns"]] == [
            f"harbour bridge {n}" for n in range(MOST + 2)
        ]
        assert len(read_quotes(tmp_path / "talk.json")) == (MOST + 2) * 3


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("talk.txt", "must end in .md or .json"),
        ("there.md", "A file of this name exists"),
        ("no/such.md", "There is no folder no"),
        ("~nobody_of_this_name/x.md", "cannot be used"),
        ("x" * 300 + ".md", "cannot be used"),
    ],
)
async def test_a_name_that_cannot_be_written_is_refused(
    name: str, note: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.md").write_text("mine", encoding="utf-8")
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("ctrl+s")
        chat.app.screen.query_one(Input).value = name
        await chat.press("enter")
        assert isinstance(chat.app.screen, ExportDialog)
        await chat.until(lambda: note in text_of(chat.app.screen.query_one("#export-note")))
        assert (tmp_path / "there.md").read_text(encoding="utf-8") == "mine"


async def test_nothing_is_kept_without_a_store(data_folder: Path) -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("ctrl+o")
        assert chat.notifications == ["Conversations are not kept in this run."]
    assert not data_folder.exists()


async def test_a_damaged_file_is_told_once_and_the_app_goes_on(kept: StoreLoader, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE_NAME).write_bytes(b"not a database " * 99)
    async with chatting(conversations=kept) as chat:
        await chat.answered(WHO)
        for n in range(MOST + 1):
            await chat.answered(f"bridge number {n}")
        assert len(chat.notifications) == 1
        assert "conversations.sqlite cannot be used" in chat.notifications[0]
        await show_earlier(chat)
        await chat.until(lambda: WHO in shown(chat))


async def test_a_file_that_fails_in_the_middle_loses_no_card(kept: StoreLoader, tmp_path: Path) -> None:
    async with chatting(conversations=kept) as chat:
        await chat.answered(WHO)
        database = sqlite3.connect(tmp_path / "data" / FILE_NAME)
        with database:
            database.execute(
                "CREATE TRIGGER full BEFORE INSERT ON turns BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        for n in range(MOST):
            await chat.answered(f"bridge number {n}")
        await chat.until(lambda: len(chat.notifications) == 1)
        await show_earlier(chat)
        await chat.until(lambda: WHO in shown(chat))  # the file can still be read
        await chat.answered(CATS)
        await chat.press("ctrl+n")
        await chat.answered("two bridges")
        assert shown(chat) == ["two bridges"]


async def test_failed_answers_are_not_kept_as_answers(kept: StoreLoader) -> None:
    engine = FakeEngine()
    async with chatting(engine, conversations=kept) as chat:
        engine.ask_error = CorpusError("It is gone.")
        card = await chat.ask(WHO)
        await chat.until(lambda: "It is gone." in text_of_card(card))
    assert kept().turns(kept().current())[0].answer is None


async def list_them(chat: Chat, count: int) -> None:
    """List the conversations, and go to the oldest."""
    await chat.press("ctrl+o")
    await chat.until(lambda: len(listed(chat)) == count)
    await chat.press(*["down"] * (count - 1))


@pytest.fixture
def two_kept(kept: StoreLoader) -> StoreLoader:
    """Give a store of two conversations."""
    asked_before(kept, WHO)
    kept().begin()
    asked_before(kept, CATS, first=10)
    return kept


async def test_a_conversation_that_is_read_late_is_not_shown_in_a_newer_one(two_kept: StoreLoader) -> None:
    store = Slow(two_kept(), "open")
    async with chatting(conversations=lambda: store) as chat:
        await chat.until(lambda: shown(chat) == [CATS])
        await list_them(chat, 2)
        await chat.press("enter")
        await chat.until(store.begun.is_set)
        await chat.press("ctrl+n")
        store.gate.set()
        await chat.answered("one bridge")
        assert shown(chat) == ["one bridge"]
    assert [one.questions for one in two_kept().search()] == [1, 1, 1]


async def test_the_last_conversation_is_not_shown_in_one_that_was_begun_before_it_was_read(
    kept: StoreLoader,
) -> None:
    asked_before(kept, WHO)
    store = Slow(kept(), "current")
    async with chatting(conversations=lambda: store) as chat:
        await chat.press("ctrl+n")
        store.gate.set()
        await chat.answered("one bridge")
        assert shown(chat) == ["one bridge"]


async def test_a_question_asked_while_a_conversation_is_read_stays_in_it(two_kept: StoreLoader) -> None:
    store = Slow(two_kept(), "open")
    async with chatting(conversations=lambda: store) as chat:
        await chat.until(lambda: shown(chat) == [CATS])
        await list_them(chat, 2)
        await chat.press("enter")
        await chat.until(store.begun.is_set)
        await chat.answered("one bridge")
        store.gate.set()
        await chat.until(lambda: shown(chat) == [WHO, "one bridge"])
    assert len(two_kept().current()) == 2


async def test_a_question_asked_while_the_conversation_is_deleted_stays(kept: StoreLoader) -> None:
    asked_before(kept, WHO)
    store = Slow(kept(), "delete")
    async with chatting(conversations=lambda: store) as chat:
        await chat.until(lambda: shown(chat) == [WHO])
        await list_them(chat, 1)
        await chat.press("f8", "y", "escape")
        await chat.until(store.begun.is_set)
        await chat.answered("one bridge")
        store.gate.set()
        await chat.until(lambda: shown(chat) == ["one bridge"])
    assert kept().questions(9) == ("one bridge",)


async def test_a_late_answer_does_not_bring_back_a_deleted_question(kept: StoreLoader) -> None:
    store, engine, gate = Slow(kept(), "delete", after=True), FakeEngine(), Event()
    async with chatting(engine, conversations=lambda: store) as chat:
        engine.may_answer.append(gate)
        card = await chat.ask(WHO)
        await list_them(chat, 1)
        await chat.press("f8", "y", "escape")
        await chat.until(store.begun.is_set)
        gate.set()
        await chat.until(lambda: card.answer is not None)
        store.gate.set()
        await chat.until(lambda: shown(chat) == [])
    assert kept().questions(9) == ()


async def test_conversations_are_kept_though_another_process_has_deleted_some(two_kept: StoreLoader) -> None:
    async with chatting(conversations=two_kept) as chat:
        await chat.until(lambda: shown(chat) == [CATS])
        await list_them(chat, 2)
        other = two_kept()
        for one in other.search():
            other.delete(one.id)
        await chat.press("f8", "y")
        await chat.until(lambda: isinstance(chat.app.screen, ConversationsDialog) and not listed(chat))
        await chat.press("escape")
        await chat.answered("one bridge")
        assert chat.notifications == []
    assert two_kept().questions(9) == ("one bridge",)


async def test_a_conversation_that_another_process_has_deleted_is_told_and_not_opened(
    two_kept: StoreLoader,
) -> None:
    async with chatting(conversations=two_kept) as chat:
        await chat.until(lambda: shown(chat) == [CATS])
        await list_them(chat, 2)
        other = two_kept()
        other.delete(other.search()[1].id)
        await chat.press("enter")
        await chat.until(lambda: chat.notifications == ["This conversation has been deleted."])
        await chat.answered("one bridge")
        assert shown(chat) == ["one bridge"]
    assert [one.first_question for one in two_kept().search()] == ["one bridge", CATS]


async def test_an_answer_that_is_being_kept_when_the_app_ends_is_kept(kept: StoreLoader) -> None:
    store, engine = Slow(kept(), "keep"), FakeEngine()
    engine.may_open.clear()
    async with chatting(engine, loaded=False, conversations=lambda: store) as chat:
        await chat.ask(WHO)
        await chat.until(store.begun.is_set)
        Timer(0.5, store.gate.set).start()
    assert kept().questions(9) == (WHO,)
