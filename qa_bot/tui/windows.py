"""The command palette, dialogs, notifications, themes, and the person's own keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import SystemCommand
from textual.binding import Binding

from qa_bot.core.sanitizing import plain
from qa_bot.tui.actions import ALL_PLACES, LIBRARY_PLACES, PLACES
from qa_bot.tui.keys import PALETTE, KeyboardApp
from qa_bot.tui.themes import THEMES, theme_after
from qa_bot.tui.widgets.completion_list import CompletionList
from qa_bot.tui.widgets.dialogs import HelpDialog
from qa_bot.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from qa_bot.tui.widgets.dialogs import Dialog

LIBRARY_ID = "library"
"""Of the widget whose keys are those of the library."""


class WindowedApp(KeyboardApp):
    """An app with dialogs, notifications and themes."""

    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)

    def on_mount(self) -> None:
        """Use the person's keys, and tell which of them cannot be."""
        for problem in self.use_wished_keys():
            self._tell(problem, title="Keys", severity="warning")

    @on(CompletionList.Taken)
    def _take_completion(self, event: CompletionList.Taken) -> None:
        self.screen_stack[0].query_one(QuestionLine).take(event.line)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """List the actions of the table that work where the focus is, by place, without Textual's own."""
        active = {(one.binding.id, one.binding.action): one for one in screen.active_bindings.values()}
        for place, rows in ALL_PLACES.items():
            for row in dict.fromkeys(row for row in rows if isinstance(row, Binding)):
                found = active.get((row.id, row.action))
                if row.id != PALETTE and (found or row.action.startswith("app.")):
                    node = found.node if found else self
                    about = f"{' '.join(self.keys_of(row))} · {row.id} in the settings"
                    act = partial(self.run_action, row.action, node)
                    yield SystemCommand(f"{place}: {row.tooltip}", about, act)
        yield SystemCommand("Everywhere: Choose a theme", "From a list", self.action_change_theme)

    def action_help(self) -> None:
        """Show the keys of the library, or of conversation and article, by where the focus is."""
        nodes = self.focused.ancestors_with_self if self.focused else ()
        in_library = any(node.id == LIBRARY_ID for node in nodes)
        self._open(HelpDialog(LIBRARY_PLACES if in_library else PLACES, self.keys_of))

    def action_next_theme(self) -> None:
        """Go on to the next of the app's own themes."""
        self.theme = theme_after(self.theme)

    def _open(self, dialog: Dialog) -> None:
        """Open a dialog, and clear the notifications that would cover it."""
        self.clear_notifications()
        self.push_screen(dialog)

    def _tell(self, message: str, *, title: str = "", severity: SeverityLevel = "information") -> None:
        self.notify(plain(message), title=title, severity=severity, markup=False)
