"""The settings that the app reads, from the config file."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from qa_bot.core.copy_format import CopyFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_bot.settings.config import Config


class UserSettings:
    """Settings of a config file."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._writing = Lock()

    @property
    def theme(self) -> str:
        """Name of the theme; "" for the app's own."""
        return str(self._config.value("theme"))

    @property
    def keys(self) -> Mapping[str, str]:
        """Keys by the id of their action."""
        return self._config.keys

    @property
    def copy_format(self) -> CopyFormat:
        """How a citation is copied."""
        return CopyFormat(self._config.value("copy_format"))

    @property
    def passages(self) -> int:
        """Passages per answer."""
        return int(self._config.value("passages"))

    @property
    def history(self) -> bool:
        """Whether conversations are kept."""
        return bool(self._config.value("history"))

    def keep_theme(self, name: str) -> None:
        """Store a theme.

        Raises:
            SettingsError: the config file cannot be written.
        """
        from qa_bot.settings.editing import set_value

        with self._writing:
            self._config = set_value(self._config.path, "theme", name)
