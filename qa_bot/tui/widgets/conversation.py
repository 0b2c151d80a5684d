"""The log of questions and answers, oldest first, of which a window is shown.

It knows the keys of all turns, and has cards for at most MOST_CARDS of them that follow each other, so that a
card costs the same in a long conversation. Lines above and below count the turns that are not shown; Page Up
and Page Down show them. Only questions that wait for an index keep their cards, however many there are.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from qa_bot.core.conversations import new_key
from qa_bot.tui.actions import CONVERSATION
from qa_bot.tui.widgets.answer_card import AnswerCard
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.welcome import Welcome
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qa_bot.core.conversations import Turn

MOST_CARDS = 10
"""A card has up to eight widgets, and each costs time at every layout."""
PAGE_CARDS = 5
"""Cards that are shown at once when the user goes back."""
STOPS = "PassageItem, SourceList"
"""Where Up and Down stop."""


class MoreLine(Static):
    """A line that counts the turns that are not shown; a click shows some of them."""

    class Pressed(Message):
        """The user clicked on the line."""

        def __init__(self, step: int) -> None:
            """Set the direction: -1 for earlier turns, 1 for later ones."""
            super().__init__()
            self.step = step

    def __init__(self, which: str, how: str, step: int) -> None:
        super().__init__(id=which, classes="more", markup=False)
        self.step = step
        self._which, self._how, self._turns = which, how, 0
        self.display = False

    @property
    def count(self) -> int:
        """How many turns are not shown."""
        return self._turns

    @count.setter
    def count(self, turns: int) -> None:
        self._turns = turns
        self.display = turns > 0
        self.update(f"{counted(turns, f'{self._which} question')} · {self._how}")

    def on_click(self) -> None:
        """Show them."""
        self.post_message(self.Pressed(self.step))


class Conversation(VerticalScroll, can_focus=False):
    """The scrolling log of cards, with a welcome text while it is empty."""

    BINDINGS: ClassVar[list[BindingType]] = CONVERSATION

    class Left(Message):
        """The user moved down past the last passage."""

    class Wanted(Message):
        """Turns without a card are to be shown; `place` them."""

        def __init__(self, keys: Sequence[int]) -> None:
            """Set the keys, oldest first."""
            super().__init__()
            self.keys = keys

    class Placed(Message):
        """Cards of earlier turns are shown; some may have no answer."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[int] = []

    @property
    def keys(self) -> Sequence[int]:
        """The keys of all turns, oldest first."""
        return self._keys

    @property
    def cards(self) -> list[AnswerCard]:
        """The cards, oldest first; a query would walk through all their passages."""
        return [child for child in self.children if isinstance(child, AnswerCard)]

    @property
    def waiting(self) -> list[AnswerCard]:
        """The cards whose questions wait for an index, oldest first."""
        return [card for card in self.cards if card.is_waiting]

    def compose(self) -> ComposeResult:
        """Start with the welcome text."""
        yield Welcome()
        yield MoreLine("earlier", "Page Up shows them", -1)
        yield MoreLine("later", "Page Down shows them", 1)

    async def ask(self, question: str) -> AnswerCard:
        """Add a card for the question and bring it into view."""
        cards = self.cards
        key = max(new_key(), self._keys[-1] + 1 if self._keys else 0)
        if cards and cards[-1].key != self._keys[-1]:  # the newest turns are not shown
            await self._remove(card for card in cards if not card.is_waiting)
        self._keys.append(key)
        card = AnswerCard(key, question)
        await self.mount(card, before="#later")
        await self._trim(1)
        self._count()
        self.reveal(card)
        return card

    async def adopt(self, keys: Iterable[int], turns: Sequence[Turn]) -> None:
        """Go on with a conversation: show its last turns before what was asked meanwhile."""
        self._keys = sorted({*self._keys, *keys})
        if await self._place(turns):
            self.reveal(self.cards[-1])

    async def place(self, turns: Sequence[Turn]) -> None:
        """Show turns that were wanted, unless what is shown has changed; scroll to them."""
        cards = self.cards
        if await self._place(turns) and cards:
            is_earlier = turns[0].key < cards[0].key
            self.call_after_refresh(self._scroll_past, cards[0 if is_earlier else -1], is_earlier)

    def card(self, key: int) -> AnswerCard | None:
        """Return the card with that key; None if it is not shown."""
        return next((card for card in self.cards if card.key == key), None)

    def on_resize(self) -> None:
        """Keep in view what has the focus, or else the newest card."""
        if self.has_focus_within and (focused := self.screen.focused):
            self.call_after_refresh(focused.scroll_visible, animate=False)
        elif cards := self.cards:
            self.reveal(cards[-1])

    def reveal(self, card: AnswerCard) -> None:
        """Scroll the newest card to the top; an older card that grew has pushed it down.

        An older card does not scroll while a passage has the focus.
        """
        newest = self.cards[-1]
        if card is newest or not any(item.has_focus for item in self.query(STOPS)):
            self.call_after_refresh(self.scroll_to_widget, newest, top=True, animate=False, force=True)

    async def clear(self, only: Sequence[int] | None = None) -> None:
        """Remove all turns, or only those with some keys; show the welcome text where none is left."""
        gone = set(self._keys if only is None else only)
        self._keys = [key for key in self._keys if key not in gone]
        await self._remove(card for card in self.cards if card.key in gone)
        self._count()

    def page(self, step: int) -> None:
        """Scroll by a page; past the first or the last card, show more turns."""
        if (step < 0 and self.scroll_y <= 0) or (step > 0 and self.scroll_y >= self.max_scroll_y):
            self._want(step)
        elif step < 0:
            self.scroll_page_up()
        else:
            self.scroll_page_down()

    def enter(self) -> bool:
        """Focus the best passage of the newest answer; return whether there is one."""
        for card in reversed(self.cards):
            items = card.query(STOPS)
            if items:
                first = items.first()  # a list scrolls to its first article, so that its heading stays
                self.screen.set_focus(first, scroll_visible=isinstance(first, PassageItem))
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
        elif here + step < 0 and self._not_shown(-1):
            self._want(-1)
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

    @on(MoreLine.Pressed)
    def _show_more(self, event: MoreLine.Pressed) -> None:
        self._want(event.step)

    def _not_shown(self, step: int) -> Sequence[int]:
        """Return the keys before the first card, or after the last."""
        cards = self.cards
        if not cards:
            return self._keys
        place = bisect_left(self._keys, cards[0 if step < 0 else -1].key)
        return self._keys[:place] if step < 0 else self._keys[place + 1 :]

    def _want(self, step: int) -> None:
        keys = self._not_shown(step)
        if keys:
            self.post_message(self.Wanted(keys[-PAGE_CARDS:] if step < 0 else keys[:PAGE_CARDS]))

    async def _place(self, turns: Sequence[Turn]) -> bool:
        """Add cards for turns that come right before the first card or after the last; return whether."""
        earlier, later = self._not_shown(-1), self._not_shown(1)
        before = bool(turns) and turns[-1].key in earlier[-1:]
        if not before and not (turns and turns[0].key in later[:1]):
            return False
        step, cards = -1 if before else 1, self.cards
        new = [AnswerCard(turn.key, turn.question) for turn in turns]
        with self.app.batch_update():
            await self.mount_all(new, before=cards[0] if before and cards else "#later")
            for card, turn in zip(new, turns, strict=True):
                if turn.answer is not None:
                    await card.accept(0, turn.answer)
            await self._trim(step)
            self._count()
        self.post_message(self.Placed())
        return True

    async def _trim(self, step: int) -> None:
        """Remove the cards that are too many, from the end that the user leaves."""
        cards = self.cards[::step]
        too_many = cards[: max(0, len(cards) - MOST_CARDS)]
        waiting = next((place for place, card in enumerate(too_many) if card.is_waiting), len(too_many))
        await self._remove(too_many[:waiting])

    async def _remove(self, cards: Iterable[AnswerCard]) -> None:
        for card in list(cards):
            widgets = list(card.walk_children(with_self=True))
            await card.remove()
            for widget in widgets:  # a cache of Textual holds a thousand widgets that are gone
                widget.refresh()  # drops the lines that were drawn of it

    def _count(self) -> None:
        """Show how many turns are not shown, or the welcome text where there is none at all."""
        self.query_one("#welcome").display = not self._keys
        for line in self.query(MoreLine):
            line.count = len(self._not_shown(line.step)) if self.cards else 0

    def _scroll_past(self, card: AnswerCard, is_earlier: bool) -> None:
        """Scroll to the page before a card that was the first, or after one that was the last."""
        region = card.virtual_region
        wanted = region.y - self.size.height + 1 if is_earlier else region.bottom - 1
        self.scroll_to(y=max(0, wanted), animate=False, force=True)
