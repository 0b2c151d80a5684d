"""The exceptions that qa_bot raises for anything that a user or a file can cause.

    QaBotError
    ├── CorpusError              the corpus folder is missing, empty or unusable
    ├── ReadingError             a file cannot be read as articles
    │   └── UnsupportedFileError     its type is not supported
    ├── FetchError               a web page cannot be fetched, or is not a page
    ├── ModelError               the embedding model cannot be found, loaded or trusted
    ├── ClusterError             the Dask cluster cannot be reached, or cannot embed
    ├── StorageError             the index folder cannot be used
    │   ├── NoIndexError             there is no index yet
    │   ├── DamagedIndexError        a file of the index is missing, or does not match its checksum
    │   ├── IncompatibleIndexError   built with another format or another model
    │   ├── StrangeFileError         a file of the index is a link, a pipe or the like
    │   └── BusyIndexError           another process is building it
    ├── SettingsError            the config file is malformed, or cannot be read or written
    ├── UsageError               wrong command-line arguments
    ├── QuestionError            the question or its filters are invalid
    ├── ConversationError        kept or exported conversations cannot be used
    └── EvaluationError          a question set or run is malformed, or does not match the index

Each message is one or two sentences for the user: what is wrong, with which file, and what to do. An
exception of a library is translated where it is raised and kept as __cause__. Exceptions outside this tree
are bugs.
"""

__all__ = [
    "BusyIndexError",
    "ClusterError",
    "ConversationError",
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
    "SettingsError",
    "StorageError",
    "StrangeFileError",
    "UnsupportedFileError",
    "UsageError",
]

REPAIR = "Run `qa-bot doctor --repair` to repair it. Your articles are not changed."
"""The end of a DamagedIndexError's message."""


class QaBotError(Exception):
    """Base of all errors that the user can do something about."""


class CorpusError(QaBotError):
    """The corpus folder is missing, empty or unusable."""


class ReadingError(QaBotError):
    """A file cannot be read as articles."""


class UnsupportedFileError(ReadingError):
    """The file's type is not supported."""


class FetchError(QaBotError):
    """A web page cannot be fetched, or the response is not a page."""


class ModelError(QaBotError):
    """The embedding model cannot be found, loaded or trusted."""


class ClusterError(QaBotError):
    """The Dask cluster cannot be reached, or cannot embed."""


class StorageError(QaBotError):
    """The index folder cannot be used."""


class NoIndexError(StorageError):
    """There is no index yet."""


class DamagedIndexError(StorageError):
    """A file of the index is missing, or does not match its checksum."""


class IncompatibleIndexError(StorageError):
    """The index was built with another format or another model."""


class StrangeFileError(StorageError):
    """A file of the index is a link, a pipe or the like."""


class BusyIndexError(StorageError):
    """Another process is building the index."""


class SettingsError(QaBotError):
    """The config file is malformed, or cannot be read or written."""


class UsageError(QaBotError):
    """The command-line arguments are wrong."""


class QuestionError(QaBotError):
    """The question or its filters are invalid."""


class ConversationError(QaBotError):
    """The conversations cannot be read or kept, or an exported one is malformed."""


class EvaluationError(QaBotError):
    """A question set or run is malformed, or does not match the index."""


def reason_of(error: OSError | UnicodeError) -> str:
    """Return why a file cannot be read or written, without its path."""
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    return "it is not UTF-8 text"
