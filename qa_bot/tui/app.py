"""The app: composes the screen and passes messages between its parts.

It keeps references to its widgets: a query would search the topmost screen, which may be a dialog. The status
line shows every state of the engine. Any QaBotError is a message on the screen; only a bug ends the app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container, Vertical

from qa_bot.tui.actions import EVERYWHERE
from qa_bot.tui.asking_again import AskingAgain
from qa_bot.tui.context import before_each
from qa_bot.tui.copying import Copying
from qa_bot.tui.corpus_watcher import CorpusWatcher
from qa_bot.tui.curating import AGAIN, CuratingApp
from qa_bot.tui.engine_worker import EngineWorker
from qa_bot.tui.home import HomeApp
from qa_bot.tui.keeper import Keeper
from qa_bot.tui.keeping import Keeping
from qa_bot.tui.reading import Reading
from qa_bot.tui.switching import Switching
from qa_bot.tui.widgets.answer_card import AnswerCard
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.error_panel import ErrorPanel
from qa_bot.tui.widgets.key_footer import KeyFooter
from qa_bot.tui.widgets.question_line import QuestionLine
from qa_bot.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.message import Message

    from qa_bot.core.conversations import StoreLoader
    from qa_bot.core.engine import Engine, Loader
    from qa_bot.core.settings import Settings

WIDTHS = [(0, "-slim"), (60, "-narrow"), (100, "-wide"), (160, "-broad")]
HEIGHTS = [(0, "-low"), (20, "-high"), (40, "-tall")]
"""The article is beside the conversation in a wide or broad terminal, below it in a tall one, and else in its
place; the library is beside it in a broad one. A slim or low terminal drops decoration."""

NO_FOLDER = "The corpus folder is missing. Questions are answered from the index; nothing can be updated."


class QaBotApp(AskingAgain, Copying, CuratingApp, Keeping, Reading, Switching, HomeApp):
    """Ask and read."""

    TITLE = "qa_bot"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = WIDTHS, HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = EVERYWHERE

    def __init__(
        self,
        loader: Loader,
        *,
        k: int = 5,
        settings: Settings | None = None,
        conversations: StoreLoader | None = None,
    ) -> None:
        """Take the loaders of the engine and of kept conversations, passages per answer, and settings.

        Without `conversations`, nothing is kept.
        """
        super().__init__()
        self.settings = settings or self.settings
        self.copy_format, self.wished_keys = self.settings.copy_format, self.settings.keys
        self._keeper = Keeper(conversations)
        self._engine_worker = EngineWorker(loader, k=k)
        self._error_panel, self._status_line = ErrorPanel(), StatusLine()
        self._model_loaded = False
        self._no_index = ""
        """Why no index could be opened; "" while one is open or being opened."""

    def compose(self) -> ComposeResult:
        """Lay out the conversation, the reader and the question line, in cells that the style sheet moves."""
        with Container(id="body"):
            yield self._conversation
            yield self._reader
            with Vertical(id="foot"):
                yield self._error_panel
                yield self._status_line
                yield from (self._question_line.completions, self._question_line)
        yield self._engine_worker
        yield from (self._library_worker, self._fetcher, self._keeper)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Paint first, then open the index."""
        self._question_line.focus()
        self.begin(self._open_all)

    def _open_all(self) -> None:
        self._status_line.library = self.library_label
        self.reopen()
        self._engine_worker.open_index()

    # Questions and answers

    @on(QuestionLine.Asked)
    async def _put_question(self, event: QuestionLine.Asked) -> None:
        if self.hold(event):
            return
        card = await self._conversation.ask(event.question)
        card.as_typed = event.as_typed
        self._keep(card.key, card.question)
        if self._engine_worker.is_open:
            self._ask(card)
        elif self._no_index:
            card.refuse(self._no_index)

    def _ask(self, *cards: AnswerCard) -> None:
        before = before_each(cards, self._conversation.cards)
        attempt = self._engine_worker.ask({card.key: card.question for card in cards}, before)
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
        if self.screen_stack:  # not while the app ends
            self.refresh_bindings()  # a card may be asked again
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
        if event.changes and event.changes.is_missing:
            self._tell(NO_FOLDER, severity="warning")

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

    def post_message(self, message: Message) -> bool:
        """Post a message, unless it is about an engine that was let go."""
        return self._engine_worker.is_current(message) and super().post_message(message)

    def _let_go(self) -> None:
        self._engine_worker.let_go()
        self._library_worker.cancel()
        self._keeper.let_go()

    async def _open_other(self) -> None:
        self._close_reader()
        self.leave_library()
        if self._library is not None:
            self._library.forget()
        self._model_loaded, self._told = False, []
        self._status_line.leave()
        self._question_line.forget()
        await self._conversation.clear()
        self._begin_opening()
        self._open_all()

    def _begin_opening(self) -> None:
        self._error_panel.hide()
        self._status_line.begin("Opening the index")
        self._no_index = ""

    def _open_again(self) -> None:
        self._begin_opening()
        for card in self._conversation.waiting:
            card.wait()
        self._engine_worker.open_index()

    # Moving about

    @property
    def engine(self) -> Engine | None:
        """The open engine; None while there is none."""
        return self._engine_worker.engine if self._engine_worker.is_open else None

    @property
    def is_typing(self) -> bool:
        """Whether the focus is on the question line."""
        return self.focused is self._question_line

    def type_in(self, letter: str) -> None:
        """Insert a letter or a pasted text in the question line."""
        if self.is_library_alone:
            return
        if not self.is_typing:
            self._enter_question_line()
        self._question_line.type_in(letter)

    def action_leave(self) -> None:
        """Close the article and return to its passage, or close the library, or go to the question line."""
        self.screen.clear_selection()
        if not self.leave_article() and not self.leave_library():
            self._enter_question_line()
            if self._engine_worker.is_open:
                self._error_panel.hide()

    @on(QuestionLine.Left)
    def _enter_passages(self) -> None:
        """Go to the passages, or to the article or the library if there are none or it hides them."""
        if self._conversation.display and self._conversation.enter():
            return
        if self.is_reading:
            self._reader.enter()
        elif self.is_browsing and self._library is not None:
            self._library.enter()

    @on(Conversation.Left)
    def _enter_question_line(self) -> None:
        self.screen.set_focus(self._question_line)

    def action_page(self, step: int) -> None:
        """Scroll the conversation by a page, or the article that covers it."""
        if self._conversation.display:
            self._conversation.page(step)
        else:
            self._reader.action_scroll_page(step)

    @on(Conversation.Placed)
    def _complete_placed(self) -> None:
        for card in self._conversation.cards if self._engine_worker.is_open else ():
            if card.is_waiting or (self._model_loaded and card.is_provisional and not card.is_searching):
                self._ask(card)
