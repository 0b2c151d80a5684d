"""qa_bot answers questions from a person's own articles, verbatim and with their source.

`Library` is the Python API; the values and errors that it uses are here too. Importing `qa_bot` loads none of
them: each is imported when it is first used.

Imports run downward through these layers; packages on one line do not import each other:

    cli
    tui | engine
    wording | evaluation | adding | conversations | settings
    answering
    retrieval
    index
    encoders | corpus
    reading
    language
    core
"""

from qa_bot.core.quiet import keep_quiet
from qa_bot.core.version import __version__ as __version__

TYPE_CHECKING = False  # as type checkers take it; typing's own costs the command line's first milliseconds
if TYPE_CHECKING:
    from qa_bot.core.errors import (
        BusyIndexError,
        ConversationError,
        CorpusError,
        DamagedIndexError,
        EvaluationError,
        FetchError,
        IncompatibleIndexError,
        ModelError,
        NoIndexError,
        QaBotError,
        QuestionError,
        ReadingError,
        SettingsError,
        StorageError,
        StrangeFileError,
        UnsupportedFileError,
        UsageError,
    )
    from qa_bot.core.types import (
        Answer,
        AnswerSpan,
        Article,
        Filters,
        Highlight,
        Hit,
        Passage,
        Reading,
        Source,
        Verdict,
    )
    from qa_bot.engine.library import Library

__all__ = [
    "Answer",
    "AnswerSpan",
    "Article",
    "BusyIndexError",
    "ConversationError",
    "CorpusError",
    "DamagedIndexError",
    "EvaluationError",
    "FetchError",
    "Filters",
    "Highlight",
    "Hit",
    "IncompatibleIndexError",
    "Library",
    "ModelError",
    "NoIndexError",
    "Passage",
    "QaBotError",
    "QuestionError",
    "Reading",
    "ReadingError",
    "SettingsError",
    "Source",
    "StorageError",
    "StrangeFileError",
    "UnsupportedFileError",
    "UsageError",
    "Verdict",
]

keep_quiet()

if not TYPE_CHECKING:  # a type checker that sees __getattr__ accepts any name

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used."""
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        from importlib import import_module

        home = "engine.library" if name == "Library" else "core.errors" if "Error" in name else "core.types"
        value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
        return value

    def __dir__() -> list[str]:
        """List the public names too, imported or not."""
        return sorted({*globals(), *__all__})
