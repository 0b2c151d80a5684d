"""An app that handles keys in the order pressed and loses no letter.

By default, Textual sends a key to the focused widget, and what that does not handle bubbles up to the app
while later keys are already on their way: typed fast, the letters of the next question overtake the Enter of
this one. Here each key is handled before the next. A letter that is not a key of the focused widget goes to
the question line.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import Key

if TYPE_CHECKING:
    from textual.events import Event

ALT = "alt+"


class KeyboardApp(App[None]):
    """An app that handles keys one at a time; dialogs handle theirs the usual way."""

    @property
    @abstractmethod
    def is_typing(self) -> bool:
        """Whether the focus is where letters are typed."""

    @abstractmethod
    def type_in(self, letter: str) -> None:
        """Insert a letter where letters are typed, and focus it."""

    async def on_event(self, event: Event) -> None:
        """Handle a key before the next one."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self.app_focus = True
        for key in _pressed(event):
            if not await self._take(key):
                await super().on_event(key)

    async def _take(self, key: Key) -> bool:
        """Run a key's action; return whether it has one here."""
        if len(self.screen_stack) > 1:
            return False
        letter = (key.character or "") if key.is_printable else ""
        active = self.screen.active_bindings.get(key.key)
        if active and (active.binding.priority or not (letter and self.is_typing)):
            return active.enabled and await self.run_action(active.binding.action, active.node)
        if letter and (self.is_typing or not letter.isspace()):
            self.type_in(letter)
            return True
        return False


def _pressed(event: Key) -> list[Key]:
    """Split Alt with a letter into Escape and the letter: a terminal sends both the same way."""
    if event.key.startswith(ALT) and event.is_printable:
        return [Key("escape", "\x1b"), Key(event.character or "", event.character)]
    return [event]
