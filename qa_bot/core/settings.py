"""What the app reads of the user's settings, and the places where articles can come from at a first start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from qa_bot.core.copy_format import CopyFormat

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["FirstLibrary", "FolderGlance", "InMemorySettings", "Settings"]


class Settings(Protocol):
    """The user's settings as the app uses them.

    The values are those of the start; a choice made in the app is stored for the next one.
    """

    @property
    def theme(self) -> str:
        """Name of the theme; "" for the app's own."""

    @property
    def keys(self) -> Mapping[str, str]:
        """Keys by the id of their action, such as {"app.help": "f1"}, for `App.set_keymap`."""

    @property
    def copy_format(self) -> CopyFormat:
        """How a citation is copied."""

    @property
    def passages(self) -> int:
        """Passages per answer, at least 1."""

    @property
    def history(self) -> bool:
        """Whether conversations are kept."""

    def keep_theme(self, name: str) -> None:
        """Store a theme that was chosen in the app; blocks, so call it in a worker.

        Raises:
            SettingsError: the config file cannot be written.
        """


@dataclass(slots=True, kw_only=True)
class InMemorySettings:
    """Settings that end with the process."""

    theme: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    copy_format: CopyFormat = CopyFormat.MARKDOWN
    passages: int = 5
    history: bool = True

    def keep_theme(self, name: str) -> None:
        """Remember the theme."""
        self.theme = name


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderGlance:
    """A folder as it looks before it is read."""

    folder: Path
    """Absolute."""
    files: int
    """Files of a supported type in it, as far as they were counted."""
    more: bool = False
    """Whether counting ended before the folder did."""


class FirstLibrary(Protocol):
    """Creates the first library; what is chosen is written to the config file and used at once."""

    @property
    def config(self) -> Path:
        """The config file that is written, absolute."""

    @property
    def sample(self) -> Path:
        """The folder that the sample articles come into, absolute."""

    def look(self, text: str) -> FolderGlance:
        """Look at a folder that was typed, dropped or pasted: a path, in quotes or not, or a file: address.

        The path of a file stands for its folder.

        Raises:
            CorpusError: there is no such folder, or it cannot be listed.
        """

    def create(self, folder: Path) -> None:
        """Make the folder the default library.

        Raises:
            QaBotError: the folder holds no file of a supported type, or the config file cannot be written.
        """

    def try_sample(self) -> None:
        """Make the sample articles the default library.

        Raises:
            QaBotError: they or the config file cannot be written.
        """
