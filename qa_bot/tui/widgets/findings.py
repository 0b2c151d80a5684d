"""What a card says between its question and its passages: how it was read, the verdict, what is missing.

One widget shows it all. A verdict has a sign and a word of its own, so that it is seen without colours too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Static

from qa_bot.core.query_syntax import words_of
from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Verdict
from qa_bot.wording.filters import filter_lines
from qa_bot.wording.notes import missing_lines
from qa_bot.wording.verdicts import elapsed, verdict_sign, verdict_why

if TYPE_CHECKING:
    from qa_bot.core.types import Answer

FILES_LISTED = "press F2 to see why"
UNFILTERED = "F4 asks without the filters"
AS_TYPED = "F3 asks it as typed"
FOLDED = "Tab, m: {} more"
"""How to see the closest passages of a question that was not answered."""

QUIET, FAILED = "findings--quiet", "findings--failed"
TONES = {
    Verdict.ANSWERED: "findings--answered",
    Verdict.UNSURE: "findings--unsure",
    Verdict.NOT_FOUND: "findings--not-found",
}


class Findings(Static):
    """What became of a question, in a few lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {QUIET, FAILED, *TONES.values()}

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._parts: list[tuple[str, str]] = []
        """Texts with the component classes that style them; "" for none."""

    def say(self, text: str, *, failed: bool = False) -> None:
        """Say what is happening, or why there is no answer."""
        self._show((clean_line(text), FAILED if failed else QUIET))

    def show(self, answer: Answer, *, folded: int = 0) -> None:
        """Show what became of the question; `folded` passages are not shown."""
        otherwise = f" · {AS_TYPED}" if words_of(answer.question) else ""
        typed = [f"asked as: {clean_line(answer.asked_as)}{otherwise}"] if answer.asked_as else []
        above = [(f"{line}\n", QUIET) for line in (*typed, *filter_lines(answer))]
        lines = missing_lines(answer, FILES_LISTED, UNFILTERED)
        separator = " " if answer.verdict is Verdict.NOT_FOUND else "\n"  # to take few lines
        notes = f"\n{separator.join(lines)}" if lines else ""
        why = verdict_why(answer)
        rest = [elapsed(answer), *([FOLDED.format(folded)] if folded else ())]
        self._show(
            *above,
            (verdict_sign(answer), TONES[answer.verdict]),
            (f": {why}" if why else "", ""),
            ("".join(f" · {part}" for part in rest), QUIET),
            (notes, QUIET),
        )

    def _show(self, *parts: tuple[str, str]) -> None:
        self._parts = list(parts)
        self.refresh(layout=True)

    def render(self) -> Content:
        """Render in the colours of the theme."""
        return Content.assemble(
            *((text, self.get_visual_style(name, partial=True) if name else "") for text, name in self._parts)
        )
