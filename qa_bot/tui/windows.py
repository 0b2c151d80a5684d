"""The command palette, dialogs, notifications and themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SystemCommand

from qa_bot.core.sanitizing import plain
from qa_bot.tui.actions import ARTICLE, EVERYWHERE, FIND_LINE
from qa_bot.tui.keys import KeyboardApp
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.dialogs import HelpDialog
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from qa_bot.tui.widgets.dialogs import Dialog

DARK, LIGHT = "rose-pine", "catppuccin-latte"


class WindowedApp(KeyboardApp):
    """An app with dialogs, notifications and themes."""

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """List the app's own commands in the palette, before Textual's."""
        own = (
            ("Rebuild index", "Index new and changed articles", "rebuild"),
            ("Show files", "List the files of the corpus folder", "files"),
            ("Clear conversation", "Remove all questions and answers", "clear"),
            ("Toggle theme", "Switch between light and dark", "toggle_theme"),
        )
        for title, what, action in own:
            yield SystemCommand(title, what, getattr(self, f"action_{action}"))
        yield from super().get_system_commands(screen)

    def action_help(self) -> None:
        """Show the help."""
        self._open(
            HelpDialog(
                {
                    "Question line": QuestionLine.BINDINGS,
                    "Passages": [*PassageItem.BINDINGS, *Conversation.BINDINGS],
                    "Article": [*ARTICLE, *FIND_LINE],
                    "Everywhere": EVERYWHERE,
                }
            )
        )

    def action_toggle_theme(self) -> None:
        """Switch between the light and the dark theme."""
        self.theme = LIGHT if self.current_theme.dark else DARK

    def _open(self, dialog: Dialog) -> None:
        """Open a dialog, and clear the notifications that would cover it."""
        self.clear_notifications()
        self.push_screen(dialog)

    def _tell(self, message: str, *, title: str = "", severity: SeverityLevel = "information") -> None:
        self.notify(plain(message), title=title, severity=severity, markup=False)
