"""What each question of a conversation follows: the answer on the card before, or its question."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa_bot.core.types import Answer
    from qa_bot.tui.widgets.answer_card import AnswerCard

__all__ = ["before_each"]


def before_each(asked: Collection[AnswerCard], cards: Sequence[AnswerCard]) -> dict[int, Answer | str]:
    """Return, by key, the answer on the card before each of those asked, or its question while it has none.

    `cards` are all cards of the conversation, oldest first. A card whose question failed is passed over. The
    first card has nothing before it, and one whose question is asked as typed has not either.
    """
    found: dict[int, Answer | str] = {}
    before: Answer | str | None = None
    for card in cards:
        if before is not None and card in asked and not card.as_typed:
            found[card.key] = before
        if card.answer is not None:
            before = card.answer
        elif card.is_waiting or card.is_searching:
            before = card.question
    return found
