"""The libraries that an app can open, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Libraries", "NamedLibrary"]


@dataclass(frozen=True, slots=True)
class NamedLibrary:
    """A library, by its name and where its articles are."""

    name: str
    """"" for a folder or a store that no library of the config file has."""
    articles: str
    """Their folder, absolute, or the address of their store."""


class Libraries(Protocol):
    """Lists the libraries, and says which one the loaders of the app open."""

    @property
    def current(self) -> NamedLibrary | None:
        """The library that is opened; None while there is none."""

    def choices(self) -> Sequence[NamedLibrary]:
        """Return all libraries, the current one among them; blocks, so call it in a worker.

        Raises:
            SettingsError: the config file is wrong.
        """

    def use(self, library: NamedLibrary) -> None:
        """Have the loaders open another library from now on; blocks, so call it in a worker.

        Raises:
            QaBotError: there is no such library any more, or it cannot be used; the current one stays.
        """
