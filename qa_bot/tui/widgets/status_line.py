"""One line that always says what the app is doing and what it stands on."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from qa_bot.core.sanitizing import clean_line
from qa_bot.wording.build_report import numbers_of
from qa_bot.wording.numbers import counted
from qa_bot.wording.pace import Pace, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Changes, Progress, Status

BAR_CELLS = 12
KEYWORDS_ANSWER = "keywords only"
NO_MODEL_YET = "keywords only until the model is loaded"
REBUILDS = "Ctrl+R rebuilds"


class StatusLine(Static):
    """What is loaded, or how far a long task is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--done", "status--rest"}

    activity: reactive[str] = reactive("Opening the index")
    """The long task under way; empty when there is none."""
    progress: reactive[Progress | None] = reactive(None)
    """How far the task is."""
    loaded: reactive[Status | None] = reactive(None)
    """What is loaded; None while no index is open."""
    searching: reactive[bool] = reactive(False)
    """Whether an answer is awaited."""
    model_trouble: reactive[str] = reactive("")
    """Why the model could not be loaded; empty when it could."""
    changes: reactive[Changes | None] = reactive(None)
    """What the corpus folder has that the index has not; None for nothing that is known."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._pace = Pace()

    def begin(self, activity: str) -> None:
        """Show a long task, of which nothing is known yet."""
        self.activity, self.progress = activity, None

    def further(self, progress: Progress) -> None:
        """Show how far the task is, and how long it will take from there."""
        self._pace.note(progress, monotonic())
        self.progress = progress

    def stand_on(self, loaded: Status) -> None:
        """Show what is loaded, or the build that goes on behind it."""
        self.loaded = loaded
        if loaded.building:
            self.activity = loaded.building
        else:
            self.end()

    def end(self) -> None:
        """Show what is loaded again."""
        self.activity, self.progress = "", None

    def render(self) -> Content:
        """Draw the most pressing state, in the longest form that there is room for."""
        if self.activity or self.progress:
            return self._longest(self._activity_forms())
        if self.loaded is None:
            return Content("No index is open · Ctrl+R tries again")
        if self.searching:
            return Content(f"Searching {counted(self.loaded.passages, 'passage')}…")
        return self._longest([Content(form) for form in self._standing_forms(self.loaded)])

    def _longest(self, forms: Sequence[Content]) -> Content:
        *longer, shortest = forms
        return next((form for form in longer if form.cell_length <= self.content_size.width), shortest)

    def _activity_forms(self) -> list[Content]:
        """Word a long task: its name is left out first, then the bar."""
        meanwhile = KEYWORDS_ANSWER if self.loaded is not None and not self.loaded.ready else ""
        names = [" · ".join(filter(None, (self.activity, meanwhile))), self.activity or meanwhile]
        if self.progress is None:
            return [Content(f"{name}…") for name in names]
        stage = replace(self.progress, stage=clean_line(self.progress.stage))
        step, bar = Content(told(stage, self._pace.left_s)), self._bar(self.progress)
        named = [Content.assemble(f"{name} · ", step) for name in names if name]
        return [*(Content.assemble(one, bar) for one in (*named, step)), step]

    def _bar(self, progress: Progress) -> Content:
        """Draw what is done of what is known to be to do; where all of that is, there is more that is not."""
        if progress.done >= progress.total:
            return Content("…")
        full = progress.done * BAR_CELLS // progress.total
        return Content.assemble(
            "  ",
            ("━" * full, self.get_visual_style("status--done", partial=True)),
            ("─" * (BAR_CELLS - full), self.get_visual_style("status--rest", partial=True)),
        )

    def _standing_forms(self, loaded: Status) -> tuple[str, ...]:
        """Word what is loaded, the longest form first: what can be done about it is left out last."""
        counts = f"{counted(loaded.articles, 'article')} · {counted(loaded.passages, 'passage')}"
        model = clean_line(loaded.model) if loaded.ready else NO_MODEL_YET
        if self.model_trouble and not loaded.ready:
            model = f"keywords only: {self.model_trouble}"
        standing = f"{counts} · {model}"
        if not self.changes:
            return (standing,)
        kinds = numbers_of(self.changes)
        return (
            f"{standing} · corpus changed: {kinds}; {REBUILDS}",
            f"{counts if loaded.ready else 'keywords only'} · corpus changed: {kinds}; {REBUILDS}",
            f"Corpus changed: {kinds}; {REBUILDS}",
            f"{kinds}; {REBUILDS}",
            f"Corpus changed; {REBUILDS}",
        )
