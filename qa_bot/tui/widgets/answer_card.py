"""One question and its answer.

A card accepts answers to its own question only, and no worse answer than it has: it refuses one from an
earlier attempt, and a provisional one after a full one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qa_bot.core.sanitizing import clean_line, shorten
from qa_bot.core.types import Verdict
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.wording.filters import filter_lines
from qa_bot.wording.marking import highlight_shown
from qa_bot.wording.notes import missing_lines
from qa_bot.wording.verdicts import closest_heading, elapsed, verdict_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from qa_bot.core.types import Answer, Highlight, Passage

QUESTION_CHARACTERS = 240
"""A longer question is cut in its card's head: three lines of a narrow terminal."""
FILES_LISTED = "press F2 to see why"
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

    def __init__(self, key: int, question: str) -> None:
        super().__init__()
        self.key = key
        self.question = question
        self.answer: Answer | None = None
        self._asked = 0
        self._shown = 0

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
        """Lay out question, verdict and passages."""
        with Horizontal(classes="head"):
            yield Static(Content(shorten(self.question, QUESTION_CHARACTERS)), classes="question")
            yield Static("", classes="time", markup=False)
        yield Static("", classes="filters", markup=False)
        yield Static(WAITING, classes="verdict -quiet", markup=False)
        yield Static("", classes="missing", markup=False)
        yield Vertical(classes="passages")

    def wait(self) -> None:
        """Show that the question waits for an index that is being opened."""
        self._say(WAITING, tone="-quiet")

    def refuse(self, message: str) -> None:
        """Show why there is no index; the question still waits for one."""
        self._say(message, tone="-failed")

    def searching(self, attempt: int) -> None:
        """Show that the question was asked; attempts count up."""
        self._asked = attempt
        if self.answer is None:
            self._say("searching…", tone="-quiet")

    async def accept(self, attempt: int, answer: Answer) -> bool:
        """Show the answer unless a better one is shown; return whether it was."""
        outdated = attempt < self._shown
        self._shown = max(self._shown, attempt)
        if outdated or (answer.provisional and self.answer is not None and not self.is_provisional):
            return False
        lines, heading = missing_lines(answer, FILES_LISTED), closest_heading(answer)
        if answer.verdict is Verdict.NOT_FOUND and heading:
            lines.append(heading)
        heading = "" if lines else heading
        self._say(f"{verdict_line(answer)} {heading}".strip(), tone="-noted" if lines else "")
        self._show_lines(".filters", filter_lines(answer))
        self._show_lines(".missing", lines)
        self.query_one(".time", Static).update(Content(elapsed(answer)))
        self.set_class(answer.verdict is Verdict.NOT_FOUND, "-not-found")
        await self._show_passages(answer)
        self.answer = answer
        return True

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
            self.post_message(self.Unmarked(self.key, self._shown, self.question, event.passage))

    def fail(self, attempt: int, message: str) -> bool:
        """Show why there is no answer, unless there is one; return whether it was shown."""
        self._shown = max(self._shown, attempt)
        if self.answer is not None:
            return False
        self._say(message, tone="-failed")
        return True

    def _say(self, text: str, *, tone: str = "") -> None:
        verdict = self.query_one(".verdict", Static)
        verdict.update(Content(clean_line(text)))
        verdict.display = bool(text)
        verdict.set_classes(f"verdict {tone}")

    def _show_lines(self, place: str, lines: Sequence[str]) -> None:
        shown = self.query_one(place, Static)
        shown.update(Content("\n".join(lines)))
        shown.display = bool(lines)

    async def _show_passages(self, answer: Answer) -> None:
        """Replace the passages; what was unfolded, explained or focused stays so."""
        old = list(self.query(PassageItem))
        unfolded = {item.hit.passage.id for item in old if not item.folded}
        explained = {item.hit.passage.id for item in old if item.explained}
        focused = next((item for item in old if item.has_focus), None)
        best, highlight = answer.verdict is not Verdict.NOT_FOUND, highlight_shown(answer)
        items = [
            PassageItem(
                hit,
                highlight,
                folded=not (best and hit.rank == 1) and hit.passage.id not in unfolded - _best_of(old),
                explained=hit.passage.id in explained,
            )
            for hit in answer.hits
        ]
        with self.app.batch_update():
            passages = self.query_one(".passages", Vertical)
            await passages.remove_children()
            await passages.mount_all(items)
        if focused is not None and items:
            same = (item for item in items if item.hit.passage.id == focused.hit.passage.id)
            self.screen.set_focus(next(same, items[0]))


def _best_of(items: list[PassageItem]) -> set[str]:
    """Return the id of the passage that was unfolded as the best, not by the user."""
    return {item.hit.passage.id for item in items if item.hit.rank == 1}
