"""One line that always says what the app is doing and what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from qa_bot.counting import counted
from qa_bot.tui.plain import one_line
from qa_bot.tui.report import numbers_of

if TYPE_CHECKING:
    from qa_bot.types import Changes, Progress, Status

BAR_CELLS = 20
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

    def begin(self, activity: str) -> None:
        """Show a long task, of which nothing is known yet."""
        self.activity, self.progress = activity, None

    def end(self) -> None:
        """Show what is loaded again."""
        self.activity, self.progress = "", None

    def render(self) -> Content:
        """Draw the most pressing state."""
        if self.activity:
            return self._draw_activity()
        if self.loaded is None:
            return Content("No index is open · Ctrl+R tries again")
        if self.searching:
            return Content(f"Searching {counted(self.loaded.passages, 'passage')}…")
        forms = (Content(form) for form in self._standing_forms(self.loaded))
        *longer, shortest = forms
        return next((form for form in longer if form.cell_length <= self.content_size.width), shortest)

    def _draw_activity(self) -> Content:
        if self.progress is None:
            return Content(f"{self.activity}…")
        stage, done, total = one_line(self.progress.stage), self.progress.done, self.progress.total
        if total <= 0:
            return Content(f"{self.activity} · {stage}" + (f" · {done:,}" if done else "…"))
        full = min(done, total) * BAR_CELLS // total
        return Content.assemble(
            f"{self.activity} · {stage}  ",
            ("━" * full, self.get_visual_style("status--done", partial=True)),
            ("─" * (BAR_CELLS - full), self.get_visual_style("status--rest", partial=True)),
            f"  {done:,} of {total:,}",
        )

    def _standing_forms(self, loaded: Status) -> tuple[str, ...]:
        """Word what is loaded, the longest form first: what can be done about it is left out last."""
        counts = f"{counted(loaded.articles, 'article')} · {counted(loaded.passages, 'passage')}"
        model = one_line(loaded.model) if loaded.ready else NO_MODEL_YET
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
