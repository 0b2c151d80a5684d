"""The log of questions and answers, oldest first.

It keeps the newest KEPT_CARDS cards, so that a long session stays fast. Older questions can still be recalled
in the question line.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qa_bot.tui.actions import CONVERSATION
from qa_bot.tui.widgets.answer_card import AnswerCard
from qa_bot.tui.widgets.passage_item import PassageItem

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

KEPT_CARDS = 50
"""A card has up to eight widgets, and each costs time at every layout."""
STOPS = "PassageItem, SourceList"
"""Where Up and Down stop."""
WELCOME = Content.assemble(
    ("Answers from your own articles\n\n", "bold"),
    "Type a question and press Enter. You get the passages that answer it, word for word, with the answering "
    "sentence marked and its article, author, date and paragraph. If your articles don't answer it, the app "
    "says so.\n\n",
    ("Tab", "bold"),
    "     go to the passages\n",
    ("Space", "bold"),
    "   unfold a passage\n",
    ("w", "bold"),
    "       show why it was found\n",
    ("Enter", "bold"),
    "   open its article\n",
    ("Up", "bold"),
    "      previous question\n",
    ("Ctrl+R", "bold"),
    "  rebuild the index after articles change\n",
    ("F1", "bold"),
    "      help",
)


class Conversation(VerticalScroll, can_focus=False):
    """The scrolling log of cards, with a welcome text while it is empty."""

    BINDINGS: ClassVar[list[BindingType]] = CONVERSATION

    class Left(Message):
        """The user moved down past the last passage."""

    def __init__(self) -> None:
        super().__init__()
        self._keys = count(1)

    @property
    def cards(self) -> list[AnswerCard]:
        """The cards, oldest first."""
        return list(self.query(AnswerCard))

    @property
    def waiting(self) -> list[AnswerCard]:
        """The cards whose questions wait for an index, oldest first."""
        return [card for card in self.cards if card.is_waiting]

    def compose(self) -> ComposeResult:
        """Start with the welcome text."""
        yield Static(WELCOME, id="welcome")

    async def ask(self, question: str) -> AnswerCard:
        """Add a card for the question and bring it into view."""
        self.query_one("#welcome").display = False
        card = AnswerCard(next(self._keys), question)
        for outlived in self.cards[: -KEPT_CARDS + 1]:
            await outlived.remove()
        await self.mount(card)
        self.reveal(card)
        return card

    def card(self, key: int) -> AnswerCard | None:
        """Return the card with that key; None if it was removed."""
        return next((card for card in self.cards if card.key == key), None)

    def reveal(self, card: AnswerCard) -> None:
        """Scroll the newest card to the top; an older card that grew has pushed it down.

        An older card does not scroll while a passage has the focus.
        """
        newest = self.cards[-1]
        if card is newest or not any(item.has_focus for item in self.query(STOPS)):
            self.call_after_refresh(self.scroll_to_widget, newest, top=True, animate=False, force=True)

    async def clear(self) -> None:
        """Remove all cards and show the welcome text."""
        await self.query(AnswerCard).remove()
        self.query_one("#welcome").display = True

    def enter(self) -> bool:
        """Focus the best passage of the newest answer; return whether there is one."""
        for card in reversed(self.cards):
            items = card.query(STOPS)
            if items:
                self.screen.set_focus(items.first())
                return True
        return False

    @on(PassageItem.Explained)
    def _show_reasons(self, event: PassageItem.Explained) -> None:
        """Scroll to show the reasons, but not past their first line."""
        bottom = event.item.region.bottom
        below = bottom - self.region.bottom
        if below > 0:
            first_line = bottom - event.item.reasons_height
            self.scroll_relative(y=min(below, first_line - self.region.y), animate=False)

    def action_move(self, step: int) -> None:
        """Focus the passage before or after the focused one."""
        items = list(self.query(STOPS))
        here = next((index for index, item in enumerate(items) if item.has_focus), None)
        if here is None:
            return
        if here + step >= len(items):
            self.post_message(self.Left())
        else:
            self.screen.set_focus(items[max(0, here + step)])

    def action_go_to_end(self, step: int) -> None:
        """Focus the first passage of all, or the last."""
        items = self.query(PassageItem)
        if items:
            self.screen.set_focus(items.first() if step < 0 else items.last())

    def action_pick(self, rank: int) -> None:
        """Focus and unfold a passage of the answer that has the focus, by its rank."""
        card = next((card for card in self.cards if card.has_focus_within), None)
        for item in card.query(PassageItem) if card else ():
            if item.hit.rank == rank:
                item.folded = False
                self.screen.set_focus(item)
