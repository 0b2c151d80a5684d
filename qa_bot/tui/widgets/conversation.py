"""The log of cards, oldest first: what was asked last and what the articles said.

It keeps the newest KEPT_CARDS cards; older ones leave, so that a long session stays as quick as a
short one. Their questions can still be recalled in the question line.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qa_bot.tui.widgets.answer_card import AnswerCard
from qa_bot.tui.widgets.passage_item import PassageItem

if TYPE_CHECKING:
    from textual.app import ComposeResult

KEPT_CARDS = 50
"""A card is some ten widgets, and each one costs at every layout."""
WELCOME = Content.assemble(
    ("Ask your articles.\n\n", "bold"),
    "Type a question below and press Enter. You get the paragraphs that answer it, word for word, "
    "the answering sentence marked, and the article, author, date and paragraph it comes from. "
    "Where the articles do not say, that is what you are told.\n\n",
    ("Tab", "bold"),
    "     to the passages: Space unfolds one, w tells why, Enter opens its article\n",
    ("Up", "bold"),
    "      an earlier question\n",
    ("Ctrl+R", "bold"),
    "  rebuild the index when articles come or go\n",
    ("F1", "bold"),
    "      all keys",
)


class Conversation(VerticalScroll, can_focus=False):
    """The scrolling log of question cards, with a welcome while it is empty."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Previous passage", show=False),
        Binding("down", "move(1)", "Next passage", show=False),
    ]

    class Left(Message):
        """The person moved down past the last passage."""

    def __init__(self) -> None:
        super().__init__()
        self._keys = count(1)

    @property
    def cards(self) -> list[AnswerCard]:
        """The cards that stand, oldest first."""
        return list(self.query(AnswerCard))

    @property
    def waiting(self) -> list[AnswerCard]:
        """The cards whose questions could not be put to an engine yet, oldest first."""
        return [card for card in self.cards if card.is_waiting]

    def compose(self) -> ComposeResult:
        """Begin with the welcome."""
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
        """Return the card of that key, None where it was cleared away."""
        return next((card for card in self.cards if card.key == key), None)

    def reveal(self, card: AnswerCard) -> None:
        """Scroll so that the newest card begins on top, which an older one that grew has pushed down.

        The older one leaves the view as it is where somebody is at a passage.
        """
        newest = self.cards[-1]
        if card is newest or not any(item.has_focus for item in self.query(PassageItem)):
            self.call_after_refresh(self.scroll_to_widget, newest, top=True, animate=False, force=True)

    async def clear(self) -> None:
        """Forget every card and show the welcome again."""
        await self.query(AnswerCard).remove()
        self.query_one("#welcome").display = True

    def enter(self) -> bool:
        """Focus the best passage of the newest answer; return whether there is one."""
        for card in reversed(self.cards):
            items = card.query(PassageItem)
            if items:
                self.screen.set_focus(items.first())
                return True
        return False

    @on(PassageItem.Explained)
    def _show_reasons(self, event: PassageItem.Explained) -> None:
        """Scroll as far as the reasons need, and not past their first line."""
        bottom = event.item.region.bottom
        below = bottom - self.region.bottom
        if below > 0:
            first_line = bottom - event.item.reasons_height
            self.scroll_relative(y=min(below, first_line - self.region.y), animate=False)

    def action_move(self, step: int) -> None:
        """Focus the passage before or after the focused one."""
        items = list(self.query(PassageItem))
        here = next((index for index, item in enumerate(items) if item.has_focus), None)
        if here is None:
            return
        if here + step >= len(items):
            self.post_message(self.Left())
        else:
            self.screen.set_focus(items[max(0, here + step)])
