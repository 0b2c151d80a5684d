"""Keeps the conversation in the store, and fetches from it, in threads.

Jobs run one after the other in the order given, and those that are left at the end are run before the app
ends. Turns that the store does not have yet, or never gets, are held in memory, so the conversation is whole
without a store too. The first trouble is reported once; then the app goes on unkept.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.widget import Widget

from qa_bot.core.errors import ConversationError, reason_of
from qa_bot.wording.export import exported

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qa_bot.core.conversations import ConversationStore, StoreLoader, Summary, Turn

    Job = Callable[[ConversationStore], None]

MOST_REMEMBERED = 2_000
"""Questions of earlier runs that can be recalled."""


class Keeper(Widget):
    """Keeps, fetches, searches, deletes and exports."""

    @dataclass
    class Reopened(Message):
        """The conversation to go on with: all its keys, and its last turns."""

        keys: Sequence[int]
        turns: Sequence[Turn]
        change: int
        """The change of conversation that it belongs to; see `Keeper.change`."""

    @dataclass
    class Fetched(Message):
        """Turns that were asked for, oldest first."""

        turns: Sequence[Turn]

    @dataclass
    class Remembered(Message):
        """The questions of all conversations, oldest first."""

        questions: Sequence[str]

    @dataclass
    class Found(Message):
        """The conversations that were searched for."""

        words: str
        conversations: Sequence[Summary]

    @dataclass
    class CurrentDeleted(Message):
        """The conversation that is shown was deleted."""

        keys: Sequence[int]

    class Gone(Message):
        """The conversation to open was deleted by another process; a new one is current."""

    @dataclass
    class Exported(Message):
        """The conversation was written to a file."""

        path: Path
        questions: int

    @dataclass
    class NotExported(Message):
        """The file could not be written."""

        reason: str

    @dataclass
    class NotKept(Message):
        """Conversations are not kept from now on."""

        reason: str

    def __init__(self, load: StoreLoader | None) -> None:
        """Take the loader of the store; None keeps nothing."""
        super().__init__()
        self._load = load
        self._store: ConversationStore | None = None
        self._failed = False
        """Whether the store could not be used; turns that it has are still read if possible."""
        self.change = 0
        """How often the conversation was changed; one that was read for an earlier change is not shown."""
        self._deleted: set[int] = set()
        """Keys of deleted turns, whose answers may still come."""
        self._unkept: dict[int, Turn] = {}
        """What the store does not have; read and changed under the lock."""
        self._jobs: deque[Callable[[], None]] = deque()
        self._lock = Lock()

    @property
    def keeps(self) -> bool:
        """Whether conversations are kept."""
        return self._load is not None and not self._failed

    def on_unmount(self) -> None:
        """Do what is left to do, and release the store."""
        while self._jobs:
            self._work_off()
        with self._lock:  # a job may still run
            if self._store is not None:
                self._store.close()

    def reopen(self, most: int) -> None:
        """Fetch the current conversation with its last turns, and the questions of all."""
        change = self.change
        self._with_store(lambda store: self._reopen(store, store.current(), most, change))
        self._with_store(lambda store: self._tell(self.Remembered(store.questions(MOST_REMEMBERED))))

    def let_go(self) -> None:
        """Close the store after what is left to do; the loader opens that of another library."""
        self.change += 1
        self._do(self._close)

    def open(self, conversation: int, most: int) -> None:
        """Go on with another conversation."""
        self.change += 1
        change = self.change
        self._with_store(lambda store: self._go_to(store, conversation, most, change))

    def begin(self) -> None:
        """Begin a new conversation."""
        self.change += 1
        self._with_store(lambda store: store.begin())

    def keep(self, turn: Turn) -> None:
        """Keep a turn of the conversation, or its newer answer."""
        self._do(lambda: self._keep(turn))

    def fetch(self, keys: Sequence[int]) -> None:
        """Fetch turns by their keys."""
        self._do(lambda: self._tell(self.Fetched(self._turns(keys))))

    def search(self, words: str) -> None:
        """Find the conversations that contain all the words."""
        self._with_store(lambda store: self._tell(self.Found(words, store.search(words))))

    def delete(self, conversation: int, words: str) -> None:
        """Delete a conversation, and find the others again."""
        self._with_store(lambda store: self._delete(store, conversation))
        self.search(words)

    def export(self, path: Path, keys: Sequence[int]) -> None:
        """Write turns to a new file."""
        self._do(lambda: self._export(path, keys))

    # Jobs; they run in threads, one at a time

    def _reopen(self, store: ConversationStore, keys: Sequence[int], most: int, change: int) -> None:
        self._tell(self.Reopened(keys, store.turns(keys[-most:]), change))

    def _go_to(self, store: ConversationStore, conversation: int, most: int, change: int) -> None:
        if keys := store.open(conversation):
            self._reopen(store, keys, most, change)
        else:
            self._tell(self.Gone())

    def _keep(self, turn: Turn) -> None:
        if turn.key in self._deleted:
            return
        self._unkept[turn.key] = turn
        if self._store is not None and not self._failed:
            self._store.keep(turn)
            del self._unkept[turn.key]

    def _turns(self, keys: Sequence[int]) -> Sequence[Turn]:
        kept: Sequence[Turn] = ()
        with suppress(ConversationError):
            kept = self._store.turns(keys) if self._store is not None else ()
        found = {turn.key: turn for turn in kept} | {
            key: self._unkept[key] for key in keys if key in self._unkept
        }
        return [found[key] for key in sorted(found)]

    def _delete(self, store: ConversationStore, conversation: int) -> None:
        keys = store.current()
        store.delete(conversation)
        if keys and not store.current():
            self._deleted.update(keys)
            self._tell(self.CurrentDeleted(keys))

    def _export(self, path: Path, keys: Sequence[int]) -> None:
        turns = self._turns(keys)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(exported(turns, path.name))
        except OSError as error:
            self._tell(self.NotExported(f"{path} cannot be written: {reason_of(error)}."))
        else:
            self._tell(self.Exported(path, len(turns)))

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
        self._store, self._failed = None, False
        self._unkept.clear()

    # Running them

    def _with_store(self, job: Job) -> None:
        """Run a job that does nothing without a store."""
        self._do(lambda: job(self._store) if self._store is not None and not self._failed else None)

    def _do(self, job: Callable[[], None]) -> None:
        self._jobs.append(job)
        self._work_off_in_thread()

    @work(thread=True, group="keeping")
    def _work_off_in_thread(self) -> None:
        self._work_off()

    def _work_off(self) -> None:
        """Run the oldest job, opening the store first."""
        with self._lock:
            if not self._jobs:
                return
            job = self._jobs.popleft()
            try:
                if self._load is not None and self._store is None and not self._failed:
                    self._store = self._load()
                job()
            except ConversationError as error:
                self._failed = True
                self._tell(self.NotKept(str(error)))

    def _tell(self, message: Message) -> None:
        self.post_message(message)
