"""An app that handles keys in the order pressed and loses no letter.

By default, Textual sends a key to the focused widget, and what that does not handle bubbles up to the app
while later keys are already on their way: typed fast, the letters of the next question overtake the Enter of
this one. Here each key is handled before the next. A letter that is not a key of the focused widget goes to
the question line.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import Key, Paste
from textual.widgets import Input

from qa_bot.tui.keymap import checked_keymap

if TYPE_CHECKING:
    from textual.binding import Binding, Keymap
    from textual.events import Event

ALT = "alt+"
PALETTE = "app.palette"


class KeyboardApp(App[None]):
    """An app that handles keys one at a time; dialogs and other input lines handle theirs the usual way."""

    wished_keys: Keymap = MappingProxyType({})
    """The keys that the person gives to actions, by id; used from the start of the app on."""
    _new_keys: Keymap = MappingProxyType({})

    def use_wished_keys(self) -> list[str]:
        """Give actions the person's keys; return a line for each wish that cannot be fulfilled."""
        keymap, problems = checked_keymap(self.wished_keys)
        palette = keymap.get(PALETTE, self.COMMAND_PALETTE_BINDING).split(",")[0]
        self.COMMAND_PALETTE_BINDING = palette  # type: ignore[misc]  # the footer looks for it there
        self._new_keys = keymap
        self.set_keymap(keymap)
        return problems

    def keys_of(self, binding: Binding) -> list[str]:
        """Return the keys of an action as the footer shows them."""
        keys = self._new_keys.get(binding.id or "", binding.key)
        rows = binding.make_bindings([replace(binding, key=keys)])
        return [self.get_key_display(row) for row in rows]

    @property
    @abstractmethod
    def is_typing(self) -> bool:
        """Whether the focus is where letters are typed."""

    @abstractmethod
    def type_in(self, letter: str) -> None:
        """Insert a letter, or a pasted text, where letters are typed, and focus it."""

    async def on_event(self, event: Event) -> None:
        """Handle a key or a paste before the next one."""
        if isinstance(event, Paste) and not event.is_forwarded and not self._has_own_keys:
            self.type_in(event.text)
            return
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self.app_focus = True
        for key in _pressed(event):
            if not await self._take(key):
                await super().on_event(key)

    @property
    def _has_own_keys(self) -> bool:
        """Whether a dialog, or an input line other than the question line, has the focus."""
        return len(self.screen_stack) > 1 or (isinstance(self.focused, Input) and not self.is_typing)

    async def _take(self, key: Key) -> bool:
        """Run a key's action; return whether it has one here."""
        if self._has_own_keys:
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
