"""Keys in the order in which they are pressed, each done before the next is looked at, and no letter lost.

Left to itself, Textual hands a key to the widget in focus, and what that does not take climbs up to the app,
while later keys are on their way already: typed fast, the letters of the next question overtake the Enter
behind this one. Here a key finds its place at once. A letter that is no key where the focus is belongs to
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
    """An app whose keys take effect one after the other; a window above the first keeps its own ways."""

    @property
    @abstractmethod
    def is_typing(self) -> bool:
        """Whether the focus is where letters are typed."""

    @abstractmethod
    def type_in(self, letter: str) -> None:
        """Put a letter where letters are typed, and the focus there."""

    async def on_event(self, event: Event) -> None:
        """Give a key to whom it belongs before the next comes."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self.app_focus = True
        for key in _pressed(event):
            if not await self._take(key):
                await super().on_event(key)

    async def _take(self, key: Key) -> bool:
        """Do what a key is for; tell whether it is for anything here."""
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
    """Part Escape and a letter close behind it, which a terminal sends for the letter with Alt as well."""
    if event.key.startswith(ALT) and event.is_printable:
        return [Key("escape", "\x1b"), Key(event.character or "", event.character)]
    return [event]
