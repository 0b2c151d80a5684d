"""One line that says what the app is doing, or what is loaded."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from qa_bot.core.sanitizing import clean_line
from qa_bot.wording.changes import change_counts
from qa_bot.wording.numbers import counted
from qa_bot.wording.pace import Pace, progress_line
from qa_bot.wording.words_only import KEYWORDS_ONLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.engine import Status
    from qa_bot.core.types import Changes, Progress

BAR_CELLS = 12
NO_MODEL_YET = f"{KEYWORDS_ONLY} until the model is loaded"
REBUILD = "Ctrl+R updates"
NO_FOLDER = "corpus folder missing"


class StatusLine(Static):
    """What is loaded, or how far a long task is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--done", "status--rest"}

    activity: reactive[str] = reactive("Opening the index")
    """The long task in progress; "" for none."""
    progress: reactive[Progress | None] = reactive(None)
    """How far the task is."""
    library: reactive[str] = reactive("")
    """What the open library is called; "" where that is unknown."""
    loaded: reactive[Status | None] = reactive(None)
    """What is loaded; None while no index is open."""
    searching: reactive[bool] = reactive(False)
    """Whether a question is being answered."""
    model_error: reactive[str] = reactive("")
    """Why the model could not be loaded; "" if it could."""
    changes: reactive[Changes | None] = reactive(None)
    """How the corpus folder differs from the index; None if it does not, or is unknown."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.pace = Pace()

    def begin(self, activity: str) -> None:
        """Show a long task without progress yet."""
        self.activity, self.progress = activity, None

    def further(self, progress: Progress) -> None:
        """Show the task's progress and time left."""
        self.pace.note(progress, monotonic())
        self.progress = progress

    def stand_on(self, loaded: Status) -> None:
        """Show what is loaded, or the build in the background."""
        self.loaded = loaded
        if loaded.building:
            self.activity = loaded.building
        else:
            self.end()

    def end(self) -> None:
        """Show what is loaded again."""
        self.activity, self.progress = "", None

    def leave(self) -> None:
        """Show nothing of the library that was open."""
        self.loaded = self.changes = None
        self.searching, self.model_error = False, ""

    def render(self) -> Content:
        """Render the most urgent state, in the longest form that fits."""
        if self.activity or self.progress:
            return self._longest(self._activity_forms())
        if self.loaded is None:
            return Content("No index is open · press Ctrl+R to try again")
        if self.searching:
            return Content(f"Searching {counted(self.loaded.passages, 'passage')}…")
        return self._longest([Content(form) for form in self._standing_forms(self.loaded)])

    def _longest(self, forms: Sequence[Content]) -> Content:
        *longer, shortest = forms
        return next((form for form in longer if form.cell_length <= self.content_size.width), shortest)

    def _activity_forms(self) -> list[Content]:
        """Return the forms of a long task, longest first: its name is dropped first, then the bar."""
        meanwhile = KEYWORDS_ONLY if self.loaded is not None and not self.loaded.ready else ""
        names = [" · ".join(filter(None, (self.activity, meanwhile))), self.activity or meanwhile]
        if self.progress is None:
            return [Content(f"{name}…") for name in names]
        stage = replace(self.progress, stage=clean_line(self.progress.stage))
        step, bar = Content(progress_line(stage, self.pace.left_s)), self._bar(self.progress)
        named = [Content.assemble(f"{name} · ", step) for name in names if name]
        return [*(Content.assemble(one, bar) for one in (*named, step)), step]

    def _bar(self, progress: Progress) -> Content:
        """Render a bar; "…" past the known total, when what is left is unknown."""
        if progress.done >= progress.total:
            return Content("…")
        full = progress.done * BAR_CELLS // progress.total
        return Content.assemble(
            "  ",
            ("━" * full, self.get_visual_style("status--done", partial=True)),
            ("─" * (BAR_CELLS - full), self.get_visual_style("status--rest", partial=True)),
        )

    def _standing_forms(self, loaded: Status) -> tuple[str, ...]:
        """Return the forms of what is loaded, longest first; the key to press is dropped last."""
        counts = f"{counted(loaded.articles, 'article')} · {counted(loaded.passages, 'passage')}"
        model = clean_line(loaded.model) if loaded.ready else NO_MODEL_YET
        if self.model_error and not loaded.ready:
            model = f"{KEYWORDS_ONLY}: {self.model_error}"
        named = f"{self.library} · " if self.library else ""
        standing = f"{counts} · {model}"
        if not self.changes:
            return (f"{named}{standing}", *([f"{named}{counts}"] if loaded.ready else []), standing)
        if self.changes.is_missing:
            return (f"{named}{standing} · {NO_FOLDER}", f"{named}{counts} · {NO_FOLDER}", NO_FOLDER)
        kinds = change_counts(self.changes)
        return (
            f"{named}{standing} · corpus changed: {kinds}; {REBUILD}",
            f"{named}{counts if loaded.ready else KEYWORDS_ONLY} · corpus changed: {kinds}; {REBUILD}",
            f"{named}corpus changed: {kinds}; {REBUILD}" if named else f"Corpus changed: {kinds}; {REBUILD}",
            f"{kinds}; {REBUILD}",
            f"Corpus changed; {REBUILD}",
        )
