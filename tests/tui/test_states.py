"""What the app says and does while the engine opens, loads, answers, rebuilds or fails."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import pytest
from chat import WHO, chatting, text_of_card
from fake_engine import GATE_S, FakeEngine

from qa_bot.core.errors import BusyIndexError, CorpusError, ModelError, QuestionError
from qa_bot.core.types import Progress
from qa_bot.tui.engine_worker import EngineWorker
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from textual.message import Message


async def test_a_question_typed_early_is_answered_once_loaded() -> None:
    engine = FakeEngine()
    engine.may_open.clear()
    async with chatting(engine, loaded=False) as chat:
        card = await chat.ask(WHO)
        await chat.until(lambda: "Opening the index · embedding" in chat.status)
        assert "1 of 4" in chat.status
        assert "waiting for the index…" in text_of_card(card)
        assert engine.asked == []
        engine.may_open.set()
        await chat.until(lambda: card.answer is not None and not card.is_provisional)
        assert "Ada Lindqvist" in text_of_card(card)


async def test_keyword_answers_are_marked_and_asked_again_with_the_model() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    async with chatting(engine, loaded=False) as chat:
        card = await chat.ask(WHO)
        await chat.until(lambda: card.is_provisional)
        assert "keywords only · 12 ms" in text_of_card(card)
        assert chat.status == "4 articles · 8 passages · keywords only until the model is loaded"
        engine.may_load.set()
        await chat.until(lambda: not card.is_provisional)
        assert engine.asked == [WHO, WHO]
        assert "keywords only" not in text_of_card(card)
        assert chat.status == "4 articles · 8 passages · tiny-model"


async def test_a_keyword_answer_told_only_after_the_model_is_loaded_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine, answered, may_tell = FakeEngine(), Event(), Event()
    engine.may_load.clear()
    post_message = EngineWorker.post_message

    def post_answers_late(engine_worker: EngineWorker, message: Message) -> bool:
        if isinstance(message, EngineWorker.Answered) and not answered.is_set():
            answered.set()
            may_tell.wait(GATE_S)
        return post_message(engine_worker, message)

    monkeypatch.setattr(EngineWorker, "post_message", post_answers_late)
    async with chatting(engine, loaded=False) as chat:
        card = await chat.ask(WHO)
        await chat.until(answered.is_set)
        engine.may_load.set()
        line = chat.app.query_one(StatusLine)
        await chat.until(lambda: line.loaded is not None and line.loaded.ready)
        may_tell.set()
        await chat.until(lambda: card.answer is not None and not card.is_provisional)
        assert engine.asked == [WHO, WHO]


async def test_keyword_answers_are_asked_again_one_by_one_from_the_newest() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    questions = ["one bridge", "two bridges", "three bridges"]
    async with chatting(engine, loaded=False) as chat:
        for question in questions:
            card = await chat.ask(question)
            await chat.until(lambda card=card: card.is_provisional)  # type: ignore[misc]
        gates = [Event(), Event(), Event()]
        engine.may_answer.extend(gates)
        engine.may_load.set()
        for begun, gate in enumerate(gates, start=1):
            await chat.until(lambda begun=begun: len(engine.asked) >= 3 + begun)  # type: ignore[misc]
            await chat.pilot.pause(0.1)
            assert engine.asked == questions + questions[::-1][:begun]
            gate.set()
        await chat.until(lambda: not any(card.is_provisional for card in chat.cards))


async def test_a_build_that_goes_on_behind_is_told_until_it_is_done() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    engine.building = "Resuming the build"
    async with chatting(engine, loaded=False, size=(110, 30)) as chat:
        card = await chat.ask(WHO)
        await chat.until(lambda: card.is_provisional)
        engine.tell(Progress("embedding", 1200, 4800))
        told = "Resuming the build \u00b7 keywords only \u00b7 embedding 1,200 of 4,800"
        await chat.until(lambda: chat.status.startswith(f"{told}  \u2501\u2501\u2501\u2500"))
        await chat.press("ctrl+r")
        assert chat.notifications == ["The index is busy. Try again when it is ready."]
        engine.tell(Progress("embedding", 4800, 4800))
        await chat.until(lambda: chat.status.endswith("embedding 4,800 of 4,800\u2026"))
        engine.building = ""
        engine.may_load.set()
        await chat.until(lambda: not card.is_provisional)
        assert chat.status == "4 articles \u00b7 8 passages \u00b7 tiny-model"


async def test_a_build_that_cannot_be_finished_is_told_as_such() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    engine.building = "Building the index"
    engine.model_error = CorpusError("There is no corpus folder any more.")
    async with chatting(engine, loaded=False) as chat:
        await chat.until(lambda: "Building the index" in chat.status)
        engine.building = ""
        engine.may_load.set()
        await chat.until(lambda: "The build could not be finished There is no corpus" in chat.error_panel)
        assert "keywords only: the build could not be finished" in chat.status


async def test_a_model_that_is_prepared_says_so_while_words_answer() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    async with chatting(engine, loaded=False) as chat:
        await chat.until(lambda: "8 passages" in chat.status)
        engine.tell(Progress("preparing the model (once)", 0, 0))
        await chat.until(lambda: chat.status == "keywords only \u00b7 preparing the model (once)\u2026")
        engine.may_load.set()
        await chat.until(lambda: "tiny-model" in chat.status)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
async def test_what_a_build_does_and_how_far_it_is_fit_every_terminal(width: int) -> None:
    engine = FakeEngine()
    engine.may_open.clear()
    async with chatting(engine, loaded=False, size=(width, 20)) as chat:
        await chat.until(lambda: "embedding 1 of 4" in chat.status)


async def test_an_unfolded_and_focused_passage_stays_so_when_asked_again() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    async with chatting(engine, loaded=False) as chat:
        card = await chat.ask(WHO)
        await chat.until(lambda: card.is_provisional)
        await chat.press("tab", "down", "space")
        engine.may_load.set()
        await chat.until(lambda: not card.is_provisional and len(card.query(PassageItem)) == 3)
        second = list(card.query(PassageItem))[1]
        await chat.until(lambda: second.has_focus)
        assert not second.folded


async def test_a_late_answer_never_overwrites_a_newer_one() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    late = Event()
    engine.may_answer.append(late)
    async with chatting(engine, loaded=False) as chat:
        slow = await chat.ask(WHO)
        await chat.until(lambda: engine.asked == [WHO])
        assert "searching…" in text_of_card(slow)
        assert "Searching 8 passages…" in chat.status
        quick = await chat.ask("lighthouse keeper cats")
        await chat.until(lambda: quick.answer is not None)
        assert slow.answer is None
        engine.may_load.set()
        await chat.until(lambda: not quick.is_provisional)
        late.set()
        await chat.until(lambda: slow.answer is not None and not slow.is_provisional)
        assert "Ada Lindqvist" in text_of_card(slow)
        assert "lighthouse keeper" in text_of_card(quick)


async def test_a_card_refuses_older_and_provisional_answers_after_a_full_one() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        full = card.answer
        assert full is not None
        assert not await card.accept(99, replace(full, hits=(), provisional=True))
        assert not await card.accept(0, replace(full, hits=()))
        assert card.answer is full


async def test_an_update_shows_progress_and_the_report() -> None:
    engine = FakeEngine()
    engine.may_build.clear()
    async with chatting(engine) as chat:
        await chat.press("ctrl+r")
        await chat.until(lambda: "Updating · reading" in chat.status)
        assert "2 of 6" in chat.status
        card = await chat.answered(WHO)
        assert "Ada Lindqvist" in text_of_card(card)
        engine.may_build.set()
        await chat.until(lambda: bool(chat.notifications))
        assert "6 files: 4 indexed, 1 unsupported, 1 failed" in chat.notifications[0]
        assert "broken[/].pdf: the file ends in the middle" in chat.notifications[0]
        await chat.press("f2")
        await chat.until(lambda: chat.app.is_browsing)
        assert chat.notifications == []
        await chat.press("escape")
        assert chat.status == "4 articles · 8 passages · tiny-model"


async def test_answers_and_progress_arrive_under_an_open_dialog() -> None:
    engine = FakeEngine()
    engine.may_open.clear()
    engine.may_build.clear()
    async with chatting(engine, loaded=False) as chat:
        card = await chat.ask(WHO)
        await chat.press("f1")
        engine.may_open.set()
        await chat.until(lambda: card.answer is not None and not card.is_provisional)
        await chat.press("escape", "ctrl+r", "f1")
        engine.may_build.set()
        await chat.until(lambda: bool(chat.notifications))
        await chat.press("escape")
        assert chat.status == "4 articles · 8 passages · tiny-model"


async def test_a_failed_rebuild_is_told_and_the_old_index_still_answers() -> None:
    engine = FakeEngine()
    engine.build_error = BusyIndexError("Another process is building index[/]. Wait for it.")
    async with chatting(engine) as chat:
        await chat.press("ctrl+r")
        await chat.until(lambda: "index[/]" in chat.error_panel)
        assert chat.error_panel == (
            "The index could not be updated Another process is building index[/]. Wait for it. "
            "Press Ctrl+R to try again."
        )
        assert "Ada Lindqvist" in text_of_card(await chat.answered(WHO))
        await chat.press("escape")
        assert chat.error_panel == ""


async def test_where_no_index_could_be_opened_questions_are_told_so_until_one_is() -> None:
    engine = FakeEngine()
    engine.may_open.clear()
    engine.open_errors += [CorpusError("There is no folder corpus."), CorpusError("There is none yet.")]
    async with chatting(engine, loaded=False) as chat:
        early = await chat.ask(WHO)
        assert "waiting for the index…" in text_of_card(early)
        engine.may_open.set()
        await chat.until(lambda: "There is no folder corpus." in chat.error_panel)
        assert "Ctrl+R to try again" in chat.error_panel
        assert "No index is open" in chat.status
        late = await chat.ask("lighthouse keeper cats")
        for card in (early, late):
            shown = text_of_card(card)
            assert "The index could not be opened. There is no folder corpus. Press Ctrl+R to try" in shown
            assert "waiting" not in shown
        engine.may_open.clear()
        await chat.press("ctrl+r")
        assert "waiting for the index…" in text_of_card(early)
        engine.may_open.set()
        await chat.until(lambda: "There is none yet." in text_of_card(late))
        await chat.press("ctrl+r")
        await chat.until(lambda: all(card.answer is not None for card in (early, late)))
        assert chat.error_panel == ""
        assert "Ada Lindqvist" in text_of_card(early)


async def test_without_the_model_keywords_answer_and_the_reason_is_shown() -> None:
    engine = FakeEngine()
    engine.model_error = ModelError("The folder tiny-model holds no weights.")
    async with chatting(engine, loaded=False) as chat:
        card = await chat.ask(WHO)
        await chat.until(lambda: "holds no weights" in chat.error_panel)
        await chat.until(lambda: card.is_provisional)
        assert "keywords only: the model could not be loaded" in chat.status
        engine.model_error = None
        await chat.press("ctrl+r")
        await chat.until(lambda: not card.is_provisional)
        assert "tiny-model" in chat.status


async def test_a_question_error_stands_on_its_card() -> None:
    engine = FakeEngine()
    engine.ask_error = QuestionError("The question has no words [/].")
    async with chatting(engine) as chat:
        card = await chat.ask("?!")
        await chat.until(lambda: "The question has no words [/]." in text_of_card(card))


async def test_an_answer_to_a_cleared_question_is_dropped() -> None:
    engine = FakeEngine()
    gate = Event()
    async with chatting(engine) as chat:
        engine.may_answer.append(gate)
        await chat.ask(WHO)
        await chat.until(lambda: engine.asked == [WHO])
        await chat.press("ctrl+l")
        gate.set()
        await chat.answered("lighthouse keeper cats")
        assert len(chat.cards) == 1
