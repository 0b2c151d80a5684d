"""One line that always says what the app is doing and what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from qa_bot.tui.plain import one_line
from qa_bot.tui.report import counted

if TYPE_CHECKING:
    from qa_bot.types import Progress, Status

BAR_CELLS = 20
NO_MODEL_YET = "keywords only until the model is loaded"


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

    def __init__(self) -> None:
        super().__init__(markup=False)

    def render(self) -> Content:
        """Draw the most pressing state."""
        if self.activity:
            return self._draw_activity()
        if self.loaded is None:
            return Content("No index is open · Ctrl+R tries again")
        if self.searching:
            return Content(f"Searching {counted(self.loaded.passages, 'passage')}…")
        return Content(self._standing(self.loaded))

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

    def _standing(self, loaded: Status) -> str:
        model = one_line(loaded.model) if loaded.ready else NO_MODEL_YET
        if self.model_trouble and not loaded.ready:
            model = f"keywords only: {self.model_trouble}"
        return f"{counted(loaded.articles, 'article')} · {counted(loaded.passages, 'passage')} · {model}"
