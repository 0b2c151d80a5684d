"""A footer that is never cut: of the keys that work where the focus is, it shows as many as fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from rich.cells import cell_len
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding, Binding
    from textual.events import Resize
    from textual.screen import Screen

ALWAYS: Final = "help"
"""The action that lists all keys stays."""
PALETTE: Final = "command_palette"
"""The action whose key is on the right."""
DROPPED_FIRST: Final = (PALETTE, "library", "quit")
"""Actions that work everywhere, and so need not be read everywhere."""


@runtime_checkable
class Labelling(Protocol):
    """A widget where a key does one thing or another."""

    def label_of(self, action: str) -> str:
        """Return what the footer calls an action now; "" for its usual label."""
        ...


class KeyFooter(Footer):
    """The footer of every screen."""

    def __init__(self, *, show_command_palette: bool = True) -> None:
        super().__init__(compact=True, show_command_palette=show_command_palette)

    def compose(self) -> ComposeResult:
        """Yield the keys that fit.

        They are not bound to the footer as Textual's own are: the footer would hold every key it ever had.
        """
        self._composed_keys = self._keys()
        keys: dict[str, FooterKey] = {}
        for binding, is_enabled in self._composed_keys:
            if binding.action not in keys:
                keys[binding.action] = self._key(binding, is_enabled)
        yield from fitting(list(keys.values()), self.screen.size.width)

    def _key(self, binding: Binding, is_enabled: bool) -> FooterKey:
        is_palette = binding.action == PALETTE
        return FooterKey(
            binding.key,
            self.app.get_key_display(binding),
            binding.description,
            binding.action,
            disabled=not is_enabled,
            tooltip=binding.tooltip or (binding.description if is_palette else ""),
            classes="-command-palette" if is_palette else "",
        )

    def on_resize(self, event: Resize) -> None:
        """Fit the keys into another width."""
        if event.size.width != self._composed_for:
            self._composed_for = event.size.width
            self.refresh(recompose=True)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Show the keys that work now; if they are the same, the footer stays as it is."""
        self._bindings_ready = True
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._show_other_keys)

    async def _show_other_keys(self) -> None:
        if self.is_attached and self._keys() != self._composed_keys:
            await self.recompose()

    def _keys(self) -> list[tuple[Binding, bool]]:
        """Return the keys to show where the focus is, and whether each works."""
        if not self._bindings_ready:
            return []
        active = [(_labelled(key), key.enabled) for key in self.screen.active_bindings.values()]
        palette = [row for row in active if row[0].action == PALETTE and self.show_command_palette]
        return [row for row in active if row[0].show and row[0].action != PALETTE] + palette

    _composed_for = 0
    _composed_keys: Sequence[tuple[Binding, bool]] = ()


def _labelled(key: ActiveBinding) -> Binding:
    label = key.node.label_of(key.binding.action) if isinstance(key.node, Labelling) else ""
    return replace(key.binding, description=label) if label else key.binding


def fitting(keys: Sequence[FooterKey], cells: int) -> list[FooterKey]:
    """Return the keys that fit into a number of cells, in their order.

    Those of DROPPED_FIRST go first, then the last of the others; ALWAYS stays.
    """
    names = [_name(key) for key in keys]
    by_name = [key for name in DROPPED_FIRST for key, own in zip(keys, names, strict=True) if own == name]
    others = [key for key in reversed(keys) if key not in by_name and _name(key) != ALWAYS]
    shown = list(keys)
    for key in (*by_name, *others):
        if sum(map(_cells, shown)) <= cells:
            break
        shown.remove(key)
    return shown


def _name(key: FooterKey) -> str:
    return key.action.partition("(")[0].rpartition(".")[2]


def _cells(key: FooterKey) -> int:
    """Return the width of a key with its label, a blank between and one behind them."""
    return cell_len(key.key_display) + cell_len(key.description) + 2
