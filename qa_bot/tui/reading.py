"""Reading an article: fetching it, opening its original, asking within it, and leaving it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import SuspendNotSupported

from qa_bot.core.errors import QaBotError
from qa_bot.core.query_syntax import written_filter
from qa_bot.tui import originals
from qa_bot.tui.article_fetcher import ArticleFetcher
from qa_bot.tui.beside import BesideApp
from qa_bot.tui.location import Location
from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    import webbrowser
    from collections.abc import Callable
    from pathlib import Path

    from textual.widget import Widget

    from qa_bot.core.engine import Engine

MOST_AUTHORS = 3
NO_TERMINAL = "This terminal cannot be lent to another program."


class Reading(BesideApp):
    """An app that shows whole articles."""

    def __init__(self) -> None:
        super().__init__()
        self._conversation, self._question_line = Conversation(), QuestionLine()
        self._reader, self._fetcher = ArticleReader(), ArticleFetcher()
        self._wanted: Location | None = None
        self._opened_from: Widget | None = None

    @property
    def engine(self) -> Engine | None:
        """The open engine; None while there is none."""
        raise NotImplementedError

    def read(self, article_id: str) -> None:
        """Open an article at its top."""
        self._fetch(Location(None, id=article_id))

    @on(PassageItem.Opened)
    def _open_passage(self, event: PassageItem.Opened) -> None:
        self._fetch(event.place)

    def _fetch(self, place: Location) -> None:
        if self.engine is None:
            self._tell("The index is not open yet. Try again when it is.")
            return
        self._wanted = place
        if not self._reader.has_focus_within:
            self._opened_from = self.focused
        self._fetcher.fetch(self.engine, place)

    @on(ArticleFetcher.Fetched)
    def _read_article(self, event: ArticleFetcher.Fetched) -> None:
        if event.place is not self._wanted:
            return
        self.show_article()
        self._reader.show(event.place, event.article)

    @on(ArticleFetcher.Marked)
    def _mark_hit(self, event: ArticleFetcher.Marked) -> None:
        if event.place is self._wanted:
            self._reader.mark(event.place, event.highlight)

    @on(ArticleFetcher.NotFetched)
    def _tell_not_fetched(self, event: ArticleFetcher.NotFetched) -> None:
        self._tell(event.reason, severity="error")

    @on(ArticleReader.Lacking)
    def _tell_lacking(self, event: ArticleReader.Lacking) -> None:
        self._tell(event.reason)

    # Leaving

    def leave_article(self) -> bool:
        """Close the line to find words in, or else the article; return whether one was open."""
        if not self.is_reading:
            self._wanted = None
            return False
        if not self._reader.end_find():
            self._close_reader()
            origin = self._opened_from
            there = origin is not None and origin.is_attached and not self.is_typing
            self.screen.set_focus(origin if there else self._question_line)
            self.give_way()
        return True

    def _close_reader(self) -> None:
        self._wanted = None
        self.close_article()

    @on(QuestionLine.Asked)
    def _make_room(self) -> None:
        """Close an article that covers the conversation: an answer is coming."""
        self._wanted = None
        if not self._conversation.display:
            self._close_reader()
            self.give_way()

    # Asking within it

    @on(ArticleReader.Narrowed)
    def _narrow_question(self, event: ArticleReader.Narrowed) -> None:
        """Put a filter before what is typed."""
        filters = " ".join(written_filter(event.key, name) for name in event.values[:MOST_AUTHORS])
        line = self._question_line
        if not line.value.startswith(f"{filters} "):
            line.value = f"{filters} {line.value}"
        line.cursor_position = len(line.value)
        self.screen.set_focus(line)

    # Its original

    @on(ArticleReader.OriginalWanted)
    def _open_original(self, event: ArticleReader.OriginalWanted) -> None:
        address = "" if event.file else originals.web_address(event.source.url)
        try:
            if address:
                self._open_address(address)
            elif self.engine is not None:
                self._open_file(self.engine.file_of(event.source.path))
        except QaBotError as error:
            self._tell(str(error), severity="error")

    def _open_address(self, address: str) -> None:
        if self.is_web:
            self.open_url(address)
            return
        browser = originals.browser()
        if browser is None or not originals.needs_terminal(browser):
            self._visit(browser, address)
            return
        self._lend_terminal(partial(originals.visit, browser, address), f"The address is {address}")

    @work(thread=True, group="original")
    def _visit(self, browser: webbrowser.BaseBrowser | None, address: str) -> None:
        try:
            originals.visit(browser, address)
        except QaBotError as error:
            self.call_from_thread(self._tell, str(error), severity="error")
        else:
            self.call_from_thread(self._tell, f"Opened in your browser: {address}")

    def _open_file(self, file: Path) -> None:
        if not file.is_file():
            self._tell(f"The file is gone: {file}", severity="error")
        elif self.is_web:
            self.deliver_binary(file)
        elif editor := originals.editor_for(file):
            self._lend_terminal(partial(originals.edit, editor, file), f"The file is {file}")
        else:
            self._open_with_system(file)

    @work(thread=True, group="original")
    def _open_with_system(self, file: Path) -> None:
        try:
            originals.open_with_system(file)
        except QaBotError as error:
            self.call_from_thread(self._tell, str(error), severity="error")
        else:
            self.call_from_thread(self._tell, f"Opened: {file}")

    def _lend_terminal(self, run: Callable[[], None], where: str) -> None:
        """Run a program that takes the whole terminal, and come back when it ends."""
        failure = ""
        try:
            with self.suspend():
                try:
                    run()
                except QaBotError as error:  # raised through `suspend`, it would leave the screen blank
                    failure = str(error)
        except SuspendNotSupported:
            failure = f"{NO_TERMINAL} {where}"
        if failure:
            self._tell(failure, severity="error")
