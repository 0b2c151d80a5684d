"""One question and its answer.

A card accepts answers to its own question only, and no worse answer than it has: it refuses one from an
earlier attempt, and a provisional one after a full one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qa_bot.core.query_syntax import words_of
from qa_bot.core.sanitizing import shorten
from qa_bot.core.types import Verdict
from qa_bot.tui.actions import CARD
from qa_bot.tui.widgets.findings import Findings
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.source_list import SourceList
from qa_bot.tui.widgets.statement_item import StatementItem
from qa_bot.wording.marking import highlight_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qa_bot.core.types import Answer, Highlight, Passage

QUESTION_CHARACTERS = 240
"""A longer question is cut in its card's head: three lines of a narrow terminal."""
WAITING = "waiting for the index…"


class AnswerCard(Vertical):
    """A question, the verdict on it, and the passages found."""

    @dataclass
    class Unmarked(Message):
        """It is not known what answers best in an unfolded passage of the card."""

        key: int
        attempt: int
        question: str
        passage: Passage

    @dataclass
    class AskedAgain(Message):
        """The user wants the question asked otherwise."""

        question: str
        as_typed: bool = False
        """Whether it is not to be completed from the question before."""

    BINDINGS: ClassVar[list[BindingType]] = CARD

    def __init__(self, key: int, question: str) -> None:
        super().__init__()
        self.key = key
        self.question = question
        self.as_typed = False
        """Whether the question must not be completed from the one before."""
        self.answer: Answer | None = None
        self._findings = Findings()
        self._findings.say(WAITING)
        self._asked = 0
        self._shown = 0
        self._unfolded = False
        """Whether passages that do not answer are shown."""

    @property
    def is_waiting(self) -> bool:
        """Whether the question was never asked and has no answer from an earlier run."""
        return self._asked == 0 and self.answer is None

    @property
    def is_searching(self) -> bool:
        """Whether the newest attempt has no answer yet."""
        return self._asked > self._shown

    @property
    def is_provisional(self) -> bool:
        """Whether the answer shown is from keywords only."""
        return self.answer is not None and self.answer.provisional

    def compose(self) -> ComposeResult:
        """Lay out the question and what became of it; passages follow."""
        yield Static(Content(shorten(self.question, QUESTION_CHARACTERS)), classes="question")
        yield self._findings

    def wait(self) -> None:
        """Show that the question waits for an index that is being opened."""
        self._findings.say(WAITING)

    def refuse(self, message: str) -> None:
        """Show why there is no index; the question still waits for one."""
        self._findings.say(message, failed=True)

    @property
    def _asked_as(self) -> str:
        """The question line as it was read."""
        return (self.answer and self.answer.asked_as) or self.question

    def searching(self, attempt: int) -> None:
        """Show that the question was asked; attempts count up."""
        self._asked = attempt
        if self.answer is None:
            self._findings.say("searching…")

    async def accept(self, attempt: int, answer: Answer) -> bool:
        """Show the answer unless a better one is shown; return whether it was."""
        outdated = attempt < self._shown
        self._shown = max(self._shown, attempt)
        if outdated or (answer.provisional and self.answer is not None and not self.is_provisional):
            return False
        self.set_class(answer.verdict is Verdict.NOT_FOUND, "-not-found")
        self.answer = answer
        await self._show(answer)
        return True

    def again(self, *, as_typed: bool) -> AskedAgain | None:
        """Return the question as it was typed, or without its filters; None if that makes no difference."""
        answer = self.answer
        if answer is None:
            return None
        if as_typed:
            was_completed = answer.asked_as is not None and words_of(self.question)
            return self.AskedAgain(self.question, as_typed=True) if was_completed else None
        is_in_the_way = answer.verdict is Verdict.NOT_FOUND and answer.filtered is not None
        words = words_of(self._asked_as) if is_in_the_way else ""
        return self.AskedAgain(words, as_typed=True) if words else None  # no filter from before returns

    async def action_more(self) -> None:
        """Show the passages that do not answer, in view, or all but the closest no more."""
        if self.answer:
            self._unfolded = not self._unfolded
            await self._show(self.answer)
            self.call_after_refresh(self.scroll_visible, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to show more where passages are folded away."""
        if action == "more":
            return self.has_class("-not-found") and self.answer is not None and len(self.answer.hits) > 1
        return super().check_action(action, parameters)

    def mark(self, attempt: int, highlight: Highlight) -> None:
        """Mark what answers best in a passage, if the card still shows the answer of that attempt."""
        if attempt == self._shown:
            for item in self.query(PassageItem):
                if item.hit.passage.id == highlight.passage_id:
                    item.highlight = highlight

    @on(PassageItem.Unmarked)
    def _ask_for_marks(self, event: PassageItem.Unmarked) -> None:
        """Ask what to mark, unless nothing answers."""
        event.stop()
        if not self.has_class("-not-found"):
            self.post_message(self.Unmarked(self.key, self._shown, self._asked_as, event.passage))

    @on(PassageItem.Opened)
    def _add_hits(self, event: PassageItem.Opened) -> None:
        """Open an article with the card's other passages of it."""
        question = "" if self.has_class("-not-found") else self._asked_as
        event.place = event.place.among((item.place for item in self.query(PassageItem)), question)

    def fail(self, attempt: int, message: str) -> bool:
        """Show why there is no answer, unless there is one; return whether it was shown."""
        self._shown = max(self._shown, attempt)
        if self.answer is not None:
            return False
        self._findings.say(message, failed=True)
        return True

    async def _show(self, answer: Answer) -> None:
        """Show an answer; what was unfolded, explained or focused stays so."""
        old = list(self.query(PassageItem))
        focused = next((item for item in old if item.has_focus), None)
        items = self._items(answer, old)
        folded_away = 0 if self._unfolded or answer.verdict is not Verdict.NOT_FOUND else len(answer.hits) - 1
        self._findings.show(answer, folded=max(0, folded_away))
        with self.app.batch_update():
            await self.query(f"{PassageItem.__name__}, {SourceList.__name__}").remove()
            await self.mount_all([*items, *([SourceList(answer.listing)] if answer.listing else ())])
        if focused is not None and items:
            same = (item for item in items if _named(item) == _named(focused))
            self.screen.set_focus(next(same, items[0]))

    def _items(self, answer: Answer, old: Sequence[PassageItem]) -> list[PassageItem]:
        """Return the answers that differ, and the passages; only the closest one where nothing answers."""
        unfolded = {_named(item) for item in old if not item.folded} - _best_of(old)
        explained = {_named(item) for item in old if item.explained}
        highlight, found = highlight_shown(answer), answer.verdict is not Verdict.NOT_FOUND
        differ = answer.comparison.answers if answer.comparison and not answer.comparison.agrees else ()
        hits = answer.hits if found or self._unfolded else answer.hits[:1]
        items = [
            *(StatementItem(one, last=one is differ[-1]) for one in differ),
            *(PassageItem(hit, highlight, folded=not (found and hit.rank == 1)) for hit in hits),
        ]
        for item in items:
            item.begin(
                folded=item.folded and _named(item) not in unfolded, explained=_named(item) in explained
            )
        return items


def _named(item: PassageItem) -> tuple[type[PassageItem], str]:
    """Return what a row shows: equal for two rows of the same passage in two answers."""
    return type(item), item.hit.passage.id


def _best_of(items: Sequence[PassageItem]) -> set[tuple[type[PassageItem], str]]:
    """Return the passage that was unfolded as the best, not by the user."""
    return {_named(item) for item in items if item.hit.rank == 1 and type(item) is PassageItem}
