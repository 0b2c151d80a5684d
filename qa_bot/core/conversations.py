"""The values and the protocol of conversations that are kept.

A turn's key is the time at which it was asked, in microseconds since 1970. No two turns have the same key,
and sorted keys are the order of a conversation.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from qa_bot.core.sanitizing import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Answer

__all__ = [
    "EXPORT_FORMAT",
    "EXPORT_VERSION",
    "ConversationStore",
    "StoreLoader",
    "Summary",
    "Turn",
    "moment_of",
    "new_key",
    "quote_of",
    "sha256_of",
]

EXPORT_FORMAT, EXPORT_VERSION = "qa_bot conversation", 1
"""What an exported conversation says of itself. A version may get new fields; their meaning never changes."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation, with its answer as it was shown."""

    key: int
    question: str
    answer: Answer | None
    """None while there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A conversation in a list."""

    id: int
    first_question: str
    questions: int
    asked: str
    """When its last question was asked: ISO 8601 with the zone, in seconds."""


class ConversationStore(Protocol):
    """The conversations of one library; one of them is the current one.

    Each call may block, so call it in a worker. Every method may raise qa_bot.core.errors.ConversationError,
    whose text is meant for the user.
    """

    def current(self) -> tuple[int, ...]:
        """Return the keys of the current conversation; none if it is new, or was deleted elsewhere."""

    def begin(self) -> None:
        """Make a new conversation the current one; it is stored with its first turn."""

    def open(self, conversation: int) -> tuple[int, ...]:
        """Make a conversation the current one and return its keys; a new one if it is gone."""

    def keep(self, turn: Turn) -> None:
        """Add a turn to the current conversation; replace the one with its key if there is one."""

    def turns(self, keys: Sequence[int]) -> tuple[Turn, ...]:
        """Return the turns with these keys, in the order of their keys; those that are gone are left out."""

    def search(self, words: str = "") -> tuple[Summary, ...]:
        """Return the conversations with a turn that contains all the words, the latest first."""

    def delete(self, conversation: int) -> None:
        """Delete a conversation with everything that only it contains."""

    def questions(self, most: int) -> tuple[str, ...]:
        """Return the latest different questions of all conversations, oldest first."""

    def close(self) -> None:
        """Release the store."""


StoreLoader = Callable[[], ConversationStore]
"""Opens the store; raises ConversationError where it cannot be used."""


def new_key() -> int:
    """Return a key for a question that is asked now."""
    return time.time_ns() // 1_000


def moment_of(key: int) -> str:
    """Return when a turn was asked, in local time: ISO 8601 with the zone, in seconds."""
    return datetime.fromtimestamp(key / 1e6, UTC).astimezone().isoformat(timespec="seconds")


def quote_of(text: str) -> str:
    """Return a passage's text as it is quoted outside the app: verbatim but for control characters."""
    return plain(text)


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
