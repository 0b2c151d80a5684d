"""One question and what the articles say to it.

A card takes answers to its own question only, and never goes backwards: an answer asked for
earlier than the one that stands, or a provisional one after a full one, is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from qa_bot.core.sanitizing import clean_line, shorten
from qa_bot.core.types import Verdict
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.wording.filters import describe, taken_as_words
from qa_bot.wording.notes import notes, rest_of_nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from qa_bot.core.types import Answer

QUESTION_CHARACTERS = 240
"""A longer question is cut in its card's head: three lines of a narrow terminal."""
FILES_LISTED = "F2 lists them"
WAITING = "waiting for the index…"


class AnswerCard(Vertical):
    """A question, the verdict on it, and the passages found."""

    def __init__(self, key: int, question: str) -> None:
        super().__init__()
        self.key = key
        self.question = question
        self.answer: Answer | None = None
        self._asked = 0
        self._shown = 0

    @property
    def is_waiting(self) -> bool:
        """Whether the question was never put to an engine."""
        return self._asked == 0

    @property
    def is_searching(self) -> bool:
        """Whether the newest attempt has not come back."""
        return self._asked > self._shown

    @property
    def is_provisional(self) -> bool:
        """Whether the answer that stands is from keywords only."""
        return self.answer is not None and self.answer.provisional

    def compose(self) -> ComposeResult:
        """Lay out head, verdict and passages."""
        with Horizontal(classes="head"):
            yield Static(Content(shorten(self.question, QUESTION_CHARACTERS)), classes="question")
            yield Static("", classes="time", markup=False)
        yield Static("", classes="filters", markup=False)
        yield Static(WAITING, classes="verdict -quiet", markup=False)
        yield Static("", classes="missing", markup=False)
        yield Vertical(classes="passages")

    def wait(self) -> None:
        """Note that an index is being opened to put the question to."""
        self._say(WAITING, tone="-quiet")

    def refuse(self, message: str) -> None:
        """Show why there is no index to put the question to; it still waits for one."""
        self._say(message, tone="-failed")

    def searching(self, attempt: int) -> None:
        """Note that the question was asked; attempts count upwards."""
        self._asked = attempt
        if self.answer is None:
            self._say("searching…", tone="-quiet")

    async def accept(self, attempt: int, answer: Answer) -> bool:
        """Show the answer unless a better one stands; return whether it was shown."""
        outdated = attempt < self._shown
        self._shown = max(self._shown, attempt)
        if outdated or (answer.provisional and self.answer is not None and not self.is_provisional):
            return False
        lines = notes(answer, FILES_LISTED)
        self._say(_verdict(answer, noted=bool(lines)), tone="-noted" if lines else "")
        self._tell_filters(answer)
        self._tell_missing(lines)
        self.query_one(".time", Static).update(Content(_how(answer)))
        self.set_class(answer.verdict is Verdict.NOT_FOUND, "-not-found")
        await self._show_passages(answer)
        self.answer = answer
        return True

    def fail(self, attempt: int, message: str) -> bool:
        """Show why there is no answer, unless one stands; return whether it was shown."""
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

    def _tell_filters(self, answer: Answer) -> None:
        line = self.query_one(".filters", Static)
        told = (describe(answer.filtered) if answer.filtered else "", taken_as_words(self.question))
        line.update(Content("\n".join(filter(None, told))))
        line.display = any(told)

    def _tell_missing(self, lines: Sequence[str]) -> None:
        """Show what is missing, and over the passages what they are, where the verdict does not say so."""
        shown = self.query_one(".missing", Static)
        shown.update(Content("\n".join(lines)))
        shown.display = bool(lines)

    async def _show_passages(self, answer: Answer) -> None:
        """Put the passages in place of the old ones; what was unfolded or focused stays so."""
        old = list(self.query(PassageItem))
        unfolded = {item.hit.passage.id for item in old if not item.folded}
        explained = {item.hit.passage.id for item in old if item.explained}
        focused = next((item for item in old if item.has_focus), None)
        best = answer.verdict is not Verdict.NOT_FOUND
        items = [
            PassageItem(
                hit,
                answer.highlight,
                folded=not (best and hit.rank == 1) and hit.passage.id not in unfolded - _best_of(old),
                explained=hit.passage.id in explained,
                beside_quote=rest_of_nearest(answer, hit),
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
    """Return the id of the passage that was unfolded for being the best, not by the person."""
    return {item.hit.passage.id for item in items if item.hit.rank == 1}


def _verdict(answer: Answer, *, noted: bool) -> str:
    """Say the verdict; where no notes stand below it, that the nearest passages do."""
    passages = "passage" if len(answer.hits) == 1 else "passages"
    if answer.filtered and not answer.filtered.passages:
        return "No passage passes the filters."
    if not answer.hits:
        return "These articles don't say: no passage matches."
    if answer.verdict is Verdict.NOT_FOUND:
        return f"These articles don't say.{'' if noted else f' The nearest {passages}:'}"
    if answer.verdict is Verdict.UNSURE:
        verb = "is" if len(answer.hits) == 1 else "are"
        tail = "." if noted else f"; the nearest {passages} {verb}:"
        return f"These articles may not answer this{tail}"
    return ""


def _how(answer: Answer) -> str:
    elapsed = f"{answer.elapsed_ms:.0f} ms"
    return f"keywords only · {elapsed}" if answer.provisional else elapsed
