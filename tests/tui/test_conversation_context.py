"""A question is asked with the answer on the card before it."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from threading import Event

from chat import WHO, chatting
from fake_engine import FakeEngine

from qa_bot.core.errors import QuestionError
from qa_bot.core.types import Answer


async def test_the_first_question_is_asked_as_typed_and_the_next_with_the_answer_before() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        await chat.answered("how much did it cost?")
        assert chat.engine.after == [None, card.answer]


async def test_a_question_asked_before_the_one_before_is_answered_gets_that_question() -> None:
    async with chatting() as chat:
        held = Event()
        chat.engine.may_answer.append(held)
        await chat.ask(WHO)
        await chat.until(lambda: chat.engine.asked == [WHO])
        await chat.answered("how much did it cost?")
        held.set()
        assert chat.engine.after == [None, WHO]


async def test_a_question_that_failed_is_passed_over() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        chat.engine.ask_error = QuestionError("A filter is malformed.")
        await chat.ask("after:soon")
        await chat.until(lambda: len(chat.engine.asked) == 2 and not chat.cards[-1].is_searching)
        chat.engine.ask_error = None
        await chat.answered("how much did it cost?")
        assert chat.engine.after[-1] is card.answer


async def test_a_question_asked_again_with_the_model_follows_the_same_card() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    async with chatting(engine, loaded=False) as chat:
        for question in (WHO, "how much did it cost?"):
            card = await chat.ask(question)
            await chat.until(lambda: card.answer is not None)  # noqa: B023
        engine.may_load.set()
        await chat.until(lambda: not any(card.is_provisional for card in chat.cards))
        asked_first = [after for asked, after in zip(engine.asked, engine.after, strict=True) if asked == WHO]
        others = [after for asked, after in zip(engine.asked, engine.after, strict=True) if asked != WHO]
        assert asked_first == [None, None]
        assert [after.question for after in others if isinstance(after, Answer)] == [WHO, WHO]


async def test_after_the_conversation_is_cleared_nothing_is_before() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("ctrl+l")
        await chat.answered("how much did it cost?")
        assert chat.engine.after[-1] is None
