"""What a library is called where it is shown."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line, shorten

if TYPE_CHECKING:
    from qa_bot.core.libraries import NamedLibrary

__all__ = ["label_of"]

_CHARACTERS: Final = 30
_USUAL_NAME: Final = "corpus"
"""A folder of this name is told from others by the folder that it is in."""


def label_of(library: NamedLibrary) -> str:
    """Return the name of a library, or else the end of its path or address: "articles", "news/corpus"."""
    folder = PurePath(library.articles)
    own = f"{folder.parent.name}/{folder.name}" if folder.name == _USUAL_NAME else folder.name
    return shorten(clean_line(library.name or own or str(folder)), _CHARACTERS)
