"""What the open app notices by itself: a corpus folder that changed, and another version of the index."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from chat import WHO, Chat, chatting
from fake_engine import BARE, BRIDGE, FakeEngine

from qa_bot.core.errors import BusyIndexError, DamagedIndexError
from qa_bot.core.types import Answer, Changes
from qa_bot.tui.corpus_watcher import CorpusWatcher
from qa_bot.tui.widgets.question_line import QuestionLine

DIFFERENCE = Changes(("a.md", "b.md"), (), ("gone.md",))
STANDING = "4 articles · 8 passages · tiny-model"
NOTICE = f"{STANDING} · corpus changed: 2 new, 1 removed; Ctrl+R updates"
SOON_S = 0.02


@pytest.fixture
def restless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look after every answer."""
    monkeypatch.setattr(CorpusWatcher, "REST_S", 0.0)
    monkeypatch.setattr(CorpusWatcher, "SHARE", 1000.0)


def changed_engine() -> FakeEngine:
    engine = FakeEngine()
    engine.difference = DIFFERENCE
    return engine


async def test_a_changed_corpus_is_noticed_once_open_and_gone_after_a_rebuild() -> None:
    async with chatting(changed_engine()) as chat:
        await chat.until(lambda: chat.status == NOTICE)
        await chat.press("ctrl+r")
        await chat.until(lambda: bool(chat.notifications) and chat.engine.looks == 2)
        assert chat.status == STANDING


def test_it_is_looked_for_changes_every_few_seconds() -> None:
    assert CorpusWatcher.EVERY_S + CorpusWatcher.REST_S <= 5.0


@pytest.mark.usefixtures("restless")
async def test_a_changed_corpus_is_noticed_while_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CorpusWatcher, "EVERY_S", SOON_S)
    async with chatting() as chat:
        await chat.until(lambda: chat.engine.looks > 1)
        assert chat.status == STANDING
        chat.engine.difference = DIFFERENCE
        await chat.until(lambda: chat.status == NOTICE)
        chat.engine.difference = None
        await chat.until(lambda: chat.status == STANDING)


@pytest.mark.usefixtures("restless")
async def test_a_changed_corpus_is_noticed_after_an_answer() -> None:
    async with chatting() as chat:
        await chat.until(lambda: chat.engine.looks > 0)
        chat.engine.difference = DIFFERENCE
        await chat.answered(WHO)
        await chat.until(lambda: chat.status == NOTICE)


async def test_questions_in_quick_succession_are_not_each_followed_by_a_look() -> None:
    async with chatting() as chat:
        await chat.until(lambda: chat.engine.looks == 1)
        for question in (WHO, "lighthouse keeper cats", "night market"):
            await chat.answered(question)
        await chat.pilot.pause(0.1)
        assert chat.engine.looks == 1


@pytest.mark.usefixtures("restless")
async def test_a_look_that_takes_long_holds_up_no_answer() -> None:
    engine = changed_engine()
    engine.may_look.clear()
    async with chatting(engine) as chat:
        await chat.until(lambda: engine.looks == 1)
        await chat.answered(WHO)
        await chat.answered("lighthouse keeper cats")
        assert (engine.looks, chat.status) == (1, STANDING)
        engine.may_look.set()
        await chat.until(lambda: chat.status == NOTICE)


async def test_nothing_is_looked_at_while_the_index_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CorpusWatcher, "EVERY_S", SOON_S)
    monkeypatch.setattr(CorpusWatcher, "REST_S", 0.0)
    engine = changed_engine()
    engine.may_build.clear()
    async with chatting(engine) as chat:
        await chat.until(lambda: chat.status == NOTICE)
        await chat.press("ctrl+r")
        await chat.until(lambda: "Updating · reading" in chat.status)
        looks = engine.looks
        await chat.answered(WHO)
        await chat.pilot.pause(5 * SOON_S)
        assert engine.looks == looks
        engine.may_build.set()
        await chat.until(lambda: engine.looks > looks)
        assert chat.status == STANDING


async def test_what_a_look_begun_before_a_rebuild_saw_is_dropped() -> None:
    engine = changed_engine()
    engine.may_look.clear()
    async with chatting(engine) as chat:
        await chat.until(lambda: engine.looks == 1)
        await chat.press("ctrl+r")
        await chat.until(lambda: engine.looks == 2)
        engine.may_look.set()
        await chat.pilot.pause(0.1)
        assert chat.status == STANDING


async def test_the_notice_stays_where_the_rebuild_failed() -> None:
    engine = changed_engine()
    engine.build_error = BusyIndexError("Another process is building index. Wait for it.")
    async with chatting(engine) as chat:
        await chat.until(lambda: chat.status == NOTICE)
        await chat.press("ctrl+r")
        await chat.until(lambda: "The index could not be updated" in chat.error_panel and engine.looks == 2)
        assert chat.status == NOTICE


@pytest.mark.parametrize(
    "error", [DamagedIndexError("store.sqlite is not a readable store."), PermissionError("corpus")]
)
@pytest.mark.usefixtures("restless")
async def test_a_look_that_fails_is_shown_nowhere_and_harms_nothing(error: Exception) -> None:
    engine = changed_engine()
    engine.changes_error = error
    async with chatting(engine) as chat:
        await chat.until(lambda: engine.looks > 0)
        looks = engine.looks
        await chat.answered(WHO)
        await chat.until(lambda: engine.looks > looks)
        assert (chat.status, chat.error_panel, chat.notifications) == (STANDING, "", [])
        engine.changes_error = None
        await chat.answered("lighthouse keeper cats")
        await chat.until(lambda: chat.status == NOTICE)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (80, "4 articles · 8 passages · corpus changed: 2 new, 1 removed; Ctrl+R updates"),
        (60, "Corpus changed: 2 new, 1 removed; Ctrl+R updates"),
        (40, "2 new, 1 removed; Ctrl+R updates"),
    ],
)
async def test_a_narrow_status_line_keeps_the_notice(cells: int, shown: str) -> None:
    """Also where the terminal becomes narrow later."""
    async with chatting(changed_engine(), size=(100, 24)) as chat:
        await chat.until(lambda: chat.status == NOTICE)
        await chat.pilot.resize_terminal(cells, 24)
        await chat.until(lambda: chat.status == shown)


async def test_a_notice_of_many_files_is_short_on_a_narrow_status_line() -> None:
    engine = FakeEngine()
    engine.difference = Changes(("new.md",) * 1234, ("changed.md",) * 12, ("gone.md",))
    async with chatting(engine, size=(40, 24), loaded=False) as chat:
        await chat.until(lambda: chat.status == "Corpus changed; Ctrl+R updates")
        await chat.pilot.resize_terminal(60, 24)
        await chat.until(lambda: chat.status == "1,234 new, 12 changed, 1 removed; Ctrl+R updates")


class MovingEngine(FakeEngine):
    """Moves to another version with the next question, as an engine does."""

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """Answer from a version of one article more."""
        self.articles[BARE.id] = BARE
        return super().ask(question, k, after=after)


async def test_the_status_line_and_the_completion_follow_the_engine_to_another_version() -> None:
    async with chatting(MovingEngine([BRIDGE])) as chat:
        assert chat.status == "1 article · 4 passages · tiny-model"
        await chat.answered(WHO)
        await chat.until(lambda: chat.status == "2 articles · 5 passages · tiny-model")
        assert await completed(chat, "in:not") == "in:notes/bare.txt"


async def completed(chat: Chat, line: str) -> str:
    """Type, take what is suggested; give the line."""
    question = chat.app.query_one(QuestionLine)
    question.value = line
    question.cursor_position = len(line)
    await chat.pilot.pause()
    await chat.pilot.pause()
    await chat.press("right")
    return question.value


async def test_a_missing_folder_is_told_once_and_questions_are_answered() -> None:
    engine = FakeEngine()
    engine.difference = Changes((), (), (), is_missing=True)
    async with chatting(engine) as chat:
        await chat.until(lambda: chat.status.endswith("corpus folder missing"))
        card = await chat.answered("Who designed the harbour bridge?")
        assert card.answer is not None
        told = "The corpus folder is missing. Questions are answered from the index; nothing can be updated."
        assert chat.notifications == [told]
