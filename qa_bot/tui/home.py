"""An app that begins with the user's settings and theme, and helps at a first start without a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from qa_bot.core.errors import SettingsError
from qa_bot.core.settings import InMemorySettings
from qa_bot.tui.themes import DARK
from qa_bot.tui.windows import WindowedApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_bot.core.settings import FirstLibrary, Settings


class HomeApp(WindowedApp):
    """An app with settings."""

    settings: Settings = InMemorySettings()
    """The user's; without them, the program's own."""
    first_library: FirstLibrary | None = None
    """What creates a library at a first start; None where there is one."""

    def on_mount(self) -> None:
        """Take the user's theme, and store the next one that is chosen."""
        wanted = self.settings.theme
        self.theme = wanted if wanted in self.available_themes else DARK
        if wanted not in {"", self.theme}:
            self._tell(f"There is no theme {wanted}; this is {self.theme}.", severity="warning")
        self.watch(self, "theme", self._keep_theme, init=False)

    def begin(self, open_index: Callable[[], object]) -> None:
        """Open the index after the first paint, and after a library was created where there is none."""
        if self.first_library is None:
            self.call_after_refresh(open_index)
            return
        from qa_bot.tui.first_start import FirstStart

        def go_on(_: None) -> None:
            open_index()

        self.push_screen(FirstStart(self.first_library), go_on)

    def _keep_theme(self, _: str) -> None:
        self._store_theme()

    @work(thread=True, group="settings")
    def _store_theme(self) -> None:
        try:
            self.settings.keep_theme(self.theme)
        except SettingsError as error:
            self.call_from_thread(self._tell, f"The theme was not stored. {error}", severity="warning")
