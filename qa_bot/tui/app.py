"""The app: composes the screen and passes messages between its parts.

It keeps references to its widgets: a query would search the topmost screen, which may be a dialog. The status
line shows every state of the engine. Any QaBotError is a message on the screen; only a bug ends the app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer

from qa_bot.tui.actions import EVERYWHERE
from qa_bot.tui.corpus_watcher import CorpusWatcher
from qa_bot.tui.engine_worker import EngineWorker
from qa_bot.tui.keeper import Keeper
from qa_bot.tui.keeping import Keeping
from qa_bot.tui.widgets.answer_card import AnswerCard
from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.dialogs import Dialog, FilesDialog
from qa_bot.tui.widgets.error_panel import ErrorPanel
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine
from qa_bot.tui.widgets.status_line import StatusLine
from qa_bot.tui.windows import DARK
from qa_bot.wording.build_report import summary_of

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from qa_bot.core.conversations import StoreLoader
    from qa_bot.core.engine import Loader
    from qa_bot.tui.location import Location

WIDE_CELLS = 120
"""From this width on, the reader is next to the conversation; below it, in its place."""
WIDTHS = [(0, "-slim"), (60, "-narrow"), (WIDE_CELLS, "-wide")]
HEIGHTS = [(0, "-low"), (20, "-high")]
"""A slim or low terminal drops decoration."""
AGAIN = "Press Ctrl+R to try again."


class QaBotApp(Keeping):
    """Ask, read, rebuild."""

    TITLE = "qa_bot"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = WIDTHS, HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = EVERYWHERE

    def __init__(self, loader: Loader, *, k: int = 5, conversations: StoreLoader | None = None) -> None:
        """Take the loaders of the engine and of the store of conversations, and passages per answer."""
        super().__init__()
        self._keeper = Keeper(conversations)
        self._engine_worker = EngineWorker(loader, k=k)
        self._conversation, self._reader = Conversation(), ArticleReader()
        self._error_panel, self._status_line, self._question_line = ErrorPanel(), StatusLine(), QuestionLine()
        self._model_loaded = False
        self._no_index = ""
        """Why no index could be opened; "" while one is open or being opened."""
        self._wanted: Location | None = None
        self._opened_from: Widget | None = None

    def compose(self) -> ComposeResult:
        """Lay out the conversation, the question line below it, and the reader."""
        with Horizontal(id="body"):
            with Vertical(id="talk"):
                yield self._conversation
                with Vertical(id="foot"):
                    yield self._error_panel
                    yield self._status_line
                    yield self._question_line
            yield self._reader
        yield self._engine_worker
        yield self._keeper
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Paint first, then open the index."""
        self.theme = DARK
        self._question_line.focus()
        self.call_after_refresh(self._engine_worker.open_index)

    # Questions and answers

    @on(QuestionLine.Asked)
    async def _put_question(self, event: QuestionLine.Asked) -> None:
        card = await self._conversation.ask(event.question)
        self._keep(card.key, card.question)
        if self._engine_worker.is_open:
            self._ask(card)
        elif self._no_index:
            card.refuse(self._no_index)

    def _ask(self, *cards: AnswerCard) -> None:
        attempt = self._engine_worker.ask({card.key: card.question for card in cards})
        for card in cards:
            card.searching(attempt)
        self._show_searching()

    @on(EngineWorker.Answered)
    async def _show_answer(self, event: EngineWorker.Answered) -> None:
        card = self._conversation.card(event.key)
        if card is None:
            self._keep_unshown(event.key, event.answer)
            return
        is_first = card.answer is None
        if await card.accept(event.attempt, event.answer):
            self._keep(card.key, card.question, event.answer)
            if is_first:
                self._conversation.reveal(card)
        if self._model_loaded and card.is_provisional and not card.is_searching:
            self._ask(card)  # it was asked before the model was loaded
        self._show_searching()

    @on(EngineWorker.NotAnswered)
    def _show_failure(self, event: EngineWorker.NotAnswered) -> None:
        card = self._conversation.card(event.key)
        if card is not None and not card.fail(event.attempt, event.reason):
            self._tell(event.reason, severity="error")
        self._show_searching()

    @on(AnswerCard.Unmarked)
    def _find_highlight(self, event: AnswerCard.Unmarked) -> None:
        if self._engine_worker.is_open:
            self._engine_worker.highlight(event.key, event.attempt, event.question, event.passage)

    @on(EngineWorker.Highlighted)
    def _show_highlight(self, event: EngineWorker.Highlighted) -> None:
        if card := self._conversation.card(event.key):
            card.mark(event.attempt, event.highlight)

    def _show_searching(self) -> None:
        self._status_line.searching = any(card.is_searching for card in self._conversation.cards)

    # Index and model

    @on(EngineWorker.Progressed)
    def _show_progress(self, event: EngineWorker.Progressed) -> None:
        self._status_line.further(event.progress)

    @on(EngineWorker.Opened)
    def _answer_waiting(self, event: EngineWorker.Opened) -> None:
        self._error_panel.hide()
        self._status_line.stand_on(event.status)
        for card in self._conversation.waiting:
            self._ask(card)

    @on(EngineWorker.Moved)
    def _show_standing(self, event: EngineWorker.Moved) -> None:
        self._status_line.loaded = event.status

    @on(CorpusWatcher.Noticed)
    def _show_changes(self, event: CorpusWatcher.Noticed) -> None:
        self._status_line.changes = event.changes

    @on(EngineWorker.Learned)
    def _complete_filters(self, event: EngineWorker.Learned) -> None:
        self._question_line.know(event.values)

    @on(EngineWorker.NotOpened)
    def _show_no_index(self, event: EngineWorker.NotOpened) -> None:
        self._end_activity()
        self._error_panel.tell("The index could not be opened", event.reason, AGAIN)
        self._no_index = f"The index could not be opened. {event.reason} {AGAIN}"
        for card in self._conversation.waiting:
            card.refuse(self._no_index)

    @on(EngineWorker.ModelLoaded)
    def _ask_again(self, event: EngineWorker.ModelLoaded) -> None:
        self._model_loaded = True
        self._status_line.model_error = ""
        self._status_line.stand_on(event.status)
        newest_first = reversed(self._conversation.cards)
        self._ask(*(card for card in newest_first if card.is_provisional and not card.is_searching))

    @on(EngineWorker.ModelNotLoaded)
    def _show_no_model(self, event: EngineWorker.ModelNotLoaded) -> None:
        self._status_line.model_error = event.what
        self._status_line.end()
        then = f"Until then, only keywords are searched. {AGAIN}"
        self._error_panel.tell(event.what[0].upper() + event.what[1:], event.reason, then)

    def action_rebuild(self) -> None:
        """Rebuild the index; open it if that failed before."""
        if self._status_line.activity:
            self._tell("The index is busy. Try again when it is ready.")
            return
        self._error_panel.hide()
        if self._engine_worker.is_open:
            self._status_line.begin("Rebuilding")
            self._engine_worker.rebuild()
        else:
            self._status_line.begin("Opening the index")
            self._no_index = ""
            for card in self._conversation.waiting:
                card.wait()
            self._engine_worker.open_index()

    @on(EngineWorker.Rebuilt)
    def _show_report(self, event: EngineWorker.Rebuilt) -> None:
        self._end_activity().loaded = event.status
        self._tell(f"{summary_of(event.report)}\nPress F2 to list the files.", title="Index rebuilt")

    @on(EngineWorker.NotRebuilt)
    def _show_not_rebuilt(self, event: EngineWorker.NotRebuilt) -> None:
        self._end_activity()
        self._error_panel.tell("The index could not be rebuilt", event.reason, AGAIN)

    def _end_activity(self) -> StatusLine:
        self._error_panel.hide()
        self._status_line.end()
        return self._status_line

    # Reading an article

    @on(PassageItem.Opened)
    def _fetch_article(self, event: PassageItem.Opened) -> None:
        self._wanted = event.place
        self._opened_from = self.focused
        self._engine_worker.fetch(event.place)

    @on(EngineWorker.Fetched)
    def _read_article(self, event: EngineWorker.Fetched) -> None:
        if event.place is not self._wanted:
            return
        self._reader.screen.add_class("-reading")
        self._reader.show(event.place, event.article)

    @on(EngineWorker.NotFetched)
    @on(EngineWorker.NotListed)
    def _tell_failure(self, event: EngineWorker.NotFetched | EngineWorker.NotListed) -> None:
        self._tell(event.reason, severity="error")

    def action_leave(self) -> None:
        """Close the article and return to its passage, or go to the question line."""
        self._wanted = None
        self.screen.clear_selection()
        if self._reader.screen.has_class("-reading"):
            self._close_reader()
        else:
            self._enter_question_line()
            if self._engine_worker.is_open:
                self._error_panel.hide()

    def _close_reader(self) -> None:
        self._reader.screen.remove_class("-reading")
        origin = self._opened_from
        there = origin is not None and origin.is_attached
        self.screen.set_focus(origin if there else self._question_line)

    # Moving about

    @property
    def is_typing(self) -> bool:
        """Whether the focus is on the question line."""
        return self.focused is self._question_line

    def type_in(self, letter: str) -> None:
        """Insert a letter in the question line, which an article may cover."""
        if not self.is_typing:
            self._wanted = None
            if not self.screen.has_class("-wide"):
                self._reader.screen.remove_class("-reading")
            self._enter_question_line()
        self._question_line.type_in(letter)

    @on(QuestionLine.Left)
    def _enter_passages(self) -> None:
        if not self._conversation.enter() and self._reader.display:
            self.screen.focus_next()

    @on(Conversation.Left)
    def _enter_question_line(self) -> None:
        self.screen.set_focus(self._question_line)

    @on(Conversation.Placed)
    def _complete_placed(self) -> None:
        for card in self._conversation.cards if self._engine_worker.is_open else ():
            if card.is_waiting or (self._model_loaded and card.is_provisional and not card.is_searching):
                self._ask(card)

    # Windows

    def action_files(self) -> None:
        """List the files of the corpus folder."""
        if self._engine_worker.is_open:
            self._engine_worker.list_files()
        else:
            self._tell("The index is not open yet. Try again when it is.")

    @on(EngineWorker.Listed)
    def _show_files(self, event: EngineWorker.Listed) -> None:
        if not isinstance(self.screen, Dialog):
            self._open(FilesDialog(event.files))
