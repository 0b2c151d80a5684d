"""An app whose questions can be asked again otherwise: as typed, or without their filters.

The keys are those of the card with the focus, or of the newest one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from qa_bot.tui.widgets.answer_card import AnswerCard
from qa_bot.tui.widgets.question_line import QuestionLine
from qa_bot.tui.windows import WindowedApp

if TYPE_CHECKING:
    from qa_bot.tui.widgets.conversation import Conversation

AS_TYPED, UNFILTERED = "ask_as_typed", "ask_unfiltered"


class AskingAgain(WindowedApp):
    """Asks a question of the conversation again."""

    _conversation: Conversation

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes a difference."""
        if action in (AS_TYPED, UNFILTERED):
            return self._otherwise(as_typed=action == AS_TYPED) is not None
        return super().check_action(action, parameters)

    def action_ask_as_typed(self) -> None:
        """Ask a question that was completed from the one before as it was typed."""
        self._ask_otherwise(as_typed=True)

    def action_ask_unfiltered(self) -> None:
        """Ask a question without its filters."""
        self._ask_otherwise(as_typed=False)

    def _ask_otherwise(self, *, as_typed: bool) -> None:
        if message := self._otherwise(as_typed=as_typed):
            self.post_message(message)

    def _otherwise(self, *, as_typed: bool) -> AnswerCard.AskedAgain | None:
        chain = self.focused.ancestors_with_self if self.focused else []
        own = next((node for node in chain if isinstance(node, AnswerCard)), None)
        card = own or next(reversed(self._conversation.cards), None)
        return card.again(as_typed=as_typed) if card else None

    @on(AnswerCard.AskedAgain)
    def _ask_again_otherwise(self, event: AnswerCard.AskedAgain) -> None:
        self.post_message(QuestionLine.Asked(event.question, as_typed=event.as_typed))
