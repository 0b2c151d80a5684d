"""The contract of a reader: bytes in, articles out.

Every format has a module with a function `read` that follows it; `file_types` names the module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from qa_bot.core.types import Article

__all__ = ["Reader", "Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles of one file."""

    articles: tuple[Article, ...]
    """In file order; an article without paragraphs means that no text was found."""
    note: str | None = None
    """What a person should know although reading succeeded, such as lines that are not articles."""


class Reader(Protocol):
    """Reads one kind of file."""

    def __call__(self, data: bytes, path: str) -> Reading:
        """Return the articles in the content of a file, called `path` in messages.

        `data` is not empty and not compressed. Content without text is not an error: the result has no
        article, or one without paragraphs.

        Raises:
            ReadingError: the content is damaged, encrypted, over a limit, or of another kind.
        """
