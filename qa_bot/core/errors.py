"""The exceptions that qa_bot raises for what a person or a file can cause.

    QaBotError
    ├── CorpusError              the corpus folder is missing, empty or unusable
    ├── ReadingError             one file cannot be read as articles
    │   └── UnsupportedFileError     its format is not one that qa_bot reads
    ├── FetchError               a web page cannot be fetched, or is none
    ├── ModelError               the embedding model cannot be found, loaded or trusted
    ├── StorageError             the index folder cannot be used
    │   ├── NoIndexError             there is no index yet
    │   ├── DamagedIndexError        a file of the index is missing or not what was written
    │   ├── IncompatibleIndexError   made by another format version or another model
    │   ├── StrangeFileError         a link, a pipe or the like stands where a file of the index belongs
    │   └── BusyIndexError           another process is building it
    ├── UsageError               a command is not written as it can be
    ├── QuestionError            the question or its options make no sense
    └── EvaluationError          a question set is malformed or does not fit the index

Each message is one sentence or two for a person: what is wrong, with which file, and what to do.
A library's own exception is translated at its door and kept as __cause__. A bug stays a bug: nothing
outside this tree is caught for tidiness.
"""

__all__ = [
    "BusyIndexError",
    "CorpusError",
    "DamagedIndexError",
    "EvaluationError",
    "FetchError",
    "IncompatibleIndexError",
    "ModelError",
    "NoIndexError",
    "QaBotError",
    "QuestionError",
    "ReadingError",
    "StorageError",
    "StrangeFileError",
    "UnsupportedFileError",
    "UsageError",
]

MEND = "Run `qa-bot doctor --repair` to repair it. Your articles are not changed."
"""Ends the message of a DamagedIndexError."""


class QaBotError(Exception):
    """Base of all errors that a person can do something about."""


class CorpusError(QaBotError):
    """The corpus folder is missing, empty or unusable."""


class ReadingError(QaBotError):
    """One file cannot be read as articles."""


class UnsupportedFileError(ReadingError):
    """The file's format is not one that qa_bot reads."""


class FetchError(QaBotError):
    """A web page cannot be fetched, or what came is none."""


class ModelError(QaBotError):
    """The embedding model cannot be found, loaded or trusted."""


class StorageError(QaBotError):
    """The index folder cannot be used."""


class NoIndexError(StorageError):
    """There is no index yet."""


class DamagedIndexError(StorageError):
    """A file of the index is missing or is not what was written."""


class IncompatibleIndexError(StorageError):
    """The index was made by another format version or another model."""


class StrangeFileError(StorageError):
    """A link, a pipe or the like stands where a file of the index belongs."""


class BusyIndexError(StorageError):
    """Another process is building the index."""


class UsageError(QaBotError):
    """A command is not written as it can be."""


class QuestionError(QaBotError):
    """The question or its options make no sense."""


class EvaluationError(QaBotError):
    """A question set is malformed or does not fit the index."""


def reason_of(error: OSError | UnicodeError) -> str:
    """Tell why a file cannot be read or written, without its path, which the message names itself."""
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    return "it is not UTF-8 text"
