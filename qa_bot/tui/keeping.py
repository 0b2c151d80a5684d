"""The app's part in keeping conversations: reopening, new ones, the list of them, recalling and exporting."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on

from qa_bot.core.conversations import Turn
from qa_bot.core.sanitizing import plain
from qa_bot.tui.keeper import Keeper
from qa_bot.tui.widgets.conversation import PAGE_CARDS, Conversation
from qa_bot.tui.widgets.conversations_dialog import ConversationsDialog
from qa_bot.tui.widgets.export_dialog import ExportDialog
from qa_bot.tui.widgets.questions_dialog import QuestionsDialog
from qa_bot.tui.windows import WindowedApp
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Answer
    from qa_bot.tui.widgets.question_line import QuestionLine

NOTICE_S = 60
NOTHING_KEPT = "Conversations are not kept in this run."


class Keeping(WindowedApp):
    """An app that keeps its conversation."""

    _keeper: Keeper
    _conversation: Conversation
    _question_line: QuestionLine

    @abstractmethod
    def _enter_question_line(self) -> None:
        """Focus the question line."""

    @abstractmethod
    def _show_searching(self) -> None:
        """Show whether a card waits for its answer."""

    # Keeping

    def _keep(self, key: int, question: str, answer: Answer | None = None) -> None:
        self._keeper.keep(Turn(key, question, answer))

    def _keep_unshown(self, key: int, answer: Answer) -> None:
        """Keep the answer of a card that was paged out before it came."""
        if key in self._conversation.keys:
            self._keep(key, answer.question, answer)

    @on(Keeper.NotKept)
    def _tell_not_kept(self, event: Keeper.NotKept) -> None:
        title = "Conversations are not kept"
        self.notify(plain(event.reason), title=title, severity="warning", timeout=NOTICE_S, markup=False)

    # Opening

    def reopen(self) -> None:
        """Go on with the last conversation of the library."""
        self._keeper.reopen(PAGE_CARDS)

    @on(Keeper.Reopened)
    async def _show_reopened(self, event: Keeper.Reopened) -> None:
        if event.keys and event.change == self._keeper.change:
            await self._conversation.adopt(event.keys, event.turns)

    async def action_clear(self) -> None:
        """Begin a new conversation; the old one is kept."""
        self._keeper.begin()
        await self._show_new()

    @on(Keeper.CurrentDeleted)
    async def _show_without(self, event: Keeper.CurrentDeleted) -> None:
        await self._show_new(event.keys)

    @on(Keeper.Gone)
    def _tell_gone(self) -> None:
        self._tell("This conversation has been deleted.")

    async def _show_new(self, only: Sequence[int] | None = None) -> None:
        """Remove all turns, or only some, and go to the question line."""
        await self._conversation.clear(only)
        self._enter_question_line()
        self._show_searching()

    # Paging

    @on(Conversation.Wanted)
    def _fetch_turns(self, event: Conversation.Wanted) -> None:
        self._keeper.fetch(event.keys)

    @on(Keeper.Fetched)
    async def _place_turns(self, event: Keeper.Fetched) -> None:
        await self._conversation.place(event.turns)

    # The list of conversations

    def action_conversations(self) -> None:
        """List the conversations."""
        if self._keeper.keeps:
            self._open(ConversationsDialog())
        else:
            self._tell(NOTHING_KEPT)

    @on(ConversationsDialog.Searched)
    def _search(self, event: ConversationsDialog.Searched) -> None:
        self._keeper.search(event.words)

    @on(Keeper.Found)
    def _show_found(self, event: Keeper.Found) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, ConversationsDialog):
                screen.show(event.words, event.conversations)

    @on(ConversationsDialog.Chosen)
    async def _open_conversation(self, event: ConversationsDialog.Chosen) -> None:
        """Open a conversation; what is asked until it is read belongs to it."""
        self._keeper.open(event.conversation, PAGE_CARDS)
        await self._show_new()

    @on(ConversationsDialog.Condemned)
    def _delete_conversation(self, event: ConversationsDialog.Condemned) -> None:
        self._keeper.delete(event.conversation, event.words)

    # Questions of all conversations

    @on(Keeper.Remembered)
    def _remember(self, event: Keeper.Remembered) -> None:
        self._question_line.remember(event.questions)

    def action_search_questions(self) -> None:
        """Search the questions asked so far."""
        self._open(QuestionsDialog(self._question_line.asked))

    @on(QuestionsDialog.Chosen)
    def _recall(self, event: QuestionsDialog.Chosen) -> None:
        self._question_line.replace_all(event.question)
        self.screen_stack[0].set_focus(self._question_line)

    # Exporting

    def action_export(self) -> None:
        """Ask for the name of a file to write the conversation to."""
        if self._conversation.keys:
            self._open(ExportDialog(f"conversation-{datetime.now().astimezone():%Y-%m-%d-%H%M}.md"))
        else:
            self._tell("There is nothing to export yet: ask a question first.")

    @on(ExportDialog.Named)
    def _export(self, event: ExportDialog.Named) -> None:
        self._keeper.export(event.path, self._conversation.keys)

    @on(Keeper.Exported)
    def _tell_exported(self, event: Keeper.Exported) -> None:
        self._tell(f"{counted(event.questions, 'question')} written to {event.path.resolve()}")

    @on(Keeper.NotExported)
    def _tell_not_exported(self, event: Keeper.NotExported) -> None:
        self._tell(event.reason, severity="error")
