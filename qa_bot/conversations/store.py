"""The conversations of all libraries in one SQLite file that only its owner can read.

What was kept survives a kill of the process. Several processes may use the file at once: it is in WAL mode, a
change is one short transaction, and a writer waits for another one. The text of a passage is stored once, by
its SHA-256, however often it is shown; it is deleted with the last turn that shows it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qa_bot.conversations.answer_codec import decode_answer, encode_answer
from qa_bot.core.conversations import Summary, Turn, moment_of
from qa_bot.core.errors import ConversationError, reason_of
from qa_bot.core.permissions import PRIVATE, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from qa_bot.core.types import Answer

FILE_NAME = "conversations.sqlite"
SCHEMA_VERSION = 1
BUSY_S = 5.0
"""How long a writer waits for another process."""
_RETRY_S = 0.02

_SCHEMA = (
    "CREATE TABLE conversations (id INTEGER PRIMARY KEY AUTOINCREMENT, library TEXT NOT NULL)",
    "CREATE TABLE current (library TEXT PRIMARY KEY, "
    "conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE) WITHOUT ROWID",
    "CREATE TABLE turns (key INTEGER PRIMARY KEY, "
    "conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE, "
    "question TEXT NOT NULL, answer TEXT)",
    "CREATE INDEX turns_of_conversation ON turns (conversation)",
    "CREATE TABLE texts (sha256 TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE shown (turn INTEGER NOT NULL REFERENCES turns ON DELETE CASCADE, "
    "sha256 TEXT NOT NULL REFERENCES texts, PRIMARY KEY (turn, sha256)) WITHOUT ROWID",
    "CREATE INDEX turns_that_show ON shown (sha256)",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)
_CONTAINS = (
    "(contains(t.question, ?) OR EXISTS (SELECT 1 FROM shown s JOIN texts x USING (sha256) "
    "WHERE s.turn = t.key AND contains(x.text, ?)))"
)
_SUMMARIES = """
SELECT c.id, count(*), max(k.key), (SELECT question FROM turns WHERE conversation = c.id ORDER BY key LIMIT 1)
FROM conversations c JOIN turns k ON k.conversation = c.id
WHERE c.library = ? AND c.id IN (SELECT conversation FROM turns t WHERE
"""


class Conversations:
    """The conversations of one library; any thread may call any method.

    Implements qa_bot.core.conversations.ConversationStore. Which conversation is current is remembered
    between runs; another process that changes it does not change it here.
    """

    def __init__(self, folder: Path, library: Path) -> None:
        """Open the file in a data folder, creating both where needed; `library` is the corpus folder.

        Raises:
            ConversationError: the file cannot be used.
        """
        self._path = folder / FILE_NAME
        self._library = str(library.resolve())
        self._lock = threading.Lock()
        self._current: int | None = None
        with self._translated():
            _make_private(self._path)
            self._database = _connect(self._path)
            try:
                self._prepare()
                row = self._database.execute(
                    "SELECT conversation FROM current WHERE library = ?", (self._library,)
                ).fetchone()
            except BaseException:
                self._database.close()
                raise
        self._current = row[0] if row else None

    def current(self) -> tuple[int, ...]:
        """Return the keys of the current conversation; none if it is new."""
        return self._keys(self._current) if self._current is not None else ()

    def begin(self) -> None:
        """Make a new conversation the current one; it is stored with its first turn."""
        with self._changing() as database:
            database.execute("DELETE FROM current WHERE library = ?", (self._library,))
        self._current = None

    def open(self, conversation: int) -> tuple[int, ...]:
        """Make a conversation the current one and return its keys; a new one if it is gone."""
        if keys := self._keys(conversation):
            with self._changing() as database:
                self._make_current(database, conversation)
        else:
            self.begin()
        return keys

    def keep(self, turn: Turn) -> None:
        """Add a turn to the current conversation; replace the one with its key if there is one."""
        encoded, texts = encode_answer(turn.answer) if turn.answer else (None, {})
        with self._changing() as database:
            conversation = self._ensure(database)
            database.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET answer = excluded.answer",
                (turn.key, conversation, turn.question, encoded),
            )
            database.execute("DELETE FROM shown WHERE turn = ?", (turn.key,))
            database.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?)", texts.items())
            database.executemany("INSERT INTO shown VALUES (?, ?)", [(turn.key, digest) for digest in texts])
        self._current = conversation

    def turns(self, keys: Sequence[int]) -> tuple[Turn, ...]:
        """Return the turns with these keys, in the order of their keys; those that are gone are left out.

        A turn whose answer cannot be read any more has none.
        """
        wanted = json.dumps(list(keys))
        found = self._query(
            "SELECT key, question, answer FROM turns "
            "WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key",
            wanted,
        )
        texts = dict(
            self._query(
                "SELECT sha256, text FROM texts WHERE sha256 IN "
                "(SELECT sha256 FROM shown WHERE turn IN (SELECT value FROM json_each(?)))",
                wanted,
            )
        )
        return tuple(Turn(key, question, _answer(encoded, texts)) for key, question, encoded in found)

    def search(self, words: str = "") -> tuple[Summary, ...]:
        """Return the conversations with a turn that contains all the words, the latest first."""
        wanted = [word for word in words.casefold().split() for _ in range(2)]
        condition = " AND ".join([_CONTAINS] * (len(wanted) // 2)) or "1"
        query = f"{_SUMMARIES} {condition}) GROUP BY c.id ORDER BY 3 DESC"
        found = self._query(query, self._library, *wanted)
        return tuple(
            Summary(id=row, questions=count, asked=moment_of(latest), first_question=first)
            for row, count, latest, first in found
        )

    def delete(self, conversation: int) -> None:
        """Delete a conversation with everything that only it contains, from the disk too."""
        with self._changing() as database:
            database.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
            database.execute("DELETE FROM texts WHERE sha256 NOT IN (SELECT sha256 FROM shown)")
        if conversation == self._current:
            self._current = None
        self._query("PRAGMA wal_checkpoint(TRUNCATE)")  # the log still has what was deleted

    def questions(self, most: int) -> tuple[str, ...]:
        """Return the latest different questions of all conversations, oldest first."""
        found = self._query(
            "SELECT question FROM turns JOIN conversations c ON c.id = conversation WHERE library = ? "
            "GROUP BY question ORDER BY max(key) DESC LIMIT ?",
            self._library,
            most,
        )
        return tuple(question for (question,) in reversed(found))

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._database.close()

    def keys(self, conversation: int) -> tuple[int, ...]:
        """Return the keys of a conversation of this library; ConversationError if there is none."""
        if not (found := self._keys(conversation)):
            raise ConversationError(
                f"There is no conversation {conversation} of the articles in {self._library}."
            )
        return found

    def _keys(self, conversation: int) -> tuple[int, ...]:
        joined = "turns JOIN conversations c ON c.id = conversation"
        query = f"SELECT key FROM {joined} WHERE c.id = ? AND library = ? ORDER BY key"  # noqa: S608
        return tuple(key for (key,) in self._query(query, conversation, self._library))

    def _ensure(self, database: sqlite3.Connection) -> int:
        """Return the current conversation; create it if it is new, or was deleted by another process."""
        known = database.execute("SELECT 1 FROM conversations WHERE id = ?", (self._current,)).fetchone()
        if self._current is not None and known:
            return self._current
        values = (self._current, self._library)
        row = database.execute("INSERT INTO conversations VALUES (?, ?)", values).lastrowid
        conversation = int(row or 0)
        self._make_current(database, conversation)
        return conversation

    def _make_current(self, database: sqlite3.Connection, conversation: int) -> None:
        database.execute("INSERT OR REPLACE INTO current VALUES (?, ?)", (self._library, conversation))
        self._current = conversation

    def _prepare(self) -> None:
        """Create the tables in a new file; refuse a file of a newer version."""
        if _version(self._database) == 0:
            with _transaction(self._database):
                if _version(self._database) == 0:  # another process may have been faster
                    for statement in _SCHEMA:
                        self._database.execute(statement)
        version = _version(self._database)
        if version > SCHEMA_VERSION:
            raise ConversationError(
                f"{self._path} has version {version}, and this qa-bot reads up to {SCHEMA_VERSION}: "
                "update qa-bot."
            )

    def _query(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        with self._lock, self._translated():
            return self._database.execute(query, values).fetchall()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._translated(), _transaction(self._database):
            yield self._database

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ConversationError(f"{self._path} cannot be used: {reason_of(error)}.") from error
        except sqlite3.Error as error:
            raise ConversationError(f"{self._path} cannot be used: {error}.") from error


def _make_private(path: Path) -> None:
    """Create the file, and its folder if there is none, for its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    settle(path, PRIVATE)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        database.create_function("contains", 2, _contains, deterministic=True)
        _use_wal(database)
        for setting in ("synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
            database.execute(f"PRAGMA {setting}")
    except BaseException:
        database.close()
        raise
    return database


def _use_wal(database: sqlite3.Connection) -> None:
    """Switch to WAL; SQLite does not wait for another process that does the same."""
    until = time.monotonic() + BUSY_S
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_RETRY_S)
        else:
            return


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if database.in_transaction:  # SQLite itself rolls back on a full disk
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _contains(text: str, word: str) -> bool:
    return word in text.casefold()


def _answer(encoded: str | None, texts: Mapping[str, str]) -> Answer | None:
    try:
        return decode_answer(encoded, texts) if encoded else None
    except ValueError:  # damaged; the question can be asked again
        return None
