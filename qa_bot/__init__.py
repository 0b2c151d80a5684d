"""qa_bot answers questions from a person's own articles, verbatim and with their source.

`Library` is the Python API; the values and errors that it uses are here too. Importing `qa_bot` loads none of
them: each is imported when it is first used.

Imports run downward through these layers; packages on one line do not import each other:

    cli
    tui | engine
    wording | evaluation | adding | conversations | settings
    answering
    retrieval
    stores
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
    from qa_bot.core.comparison import Comparison, Statement
    from qa_bot.core.doubts import Doubt, DoubtKind
    from qa_bot.core.errors import (
        BusyIndexError,
        ClusterError,
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
    from qa_bot.core.library import AddOutcome, AddReport, ArticleEntry, Catalogue
    from qa_bot.core.listing import Field, Listing
    from qa_bot.core.types import (
        Answer,
        AnswerSpan,
        Article,
        BuildReport,
        Changes,
        FileReport,
        Filtered,
        Filters,
        Form,
        Heading,
        Highlight,
        Hit,
        Missing,
        MissingWord,
        Outcome,
        Passage,
        Progress,
        Reading,
        Source,
        Verdict,
    )
    from qa_bot.engine.library import Library

__all__ = [
    "AddOutcome",
    "AddReport",
    "Answer",
    "AnswerSpan",
    "Article",
    "ArticleEntry",
    "BuildReport",
    "BusyIndexError",
    "Catalogue",
    "Changes",
    "ClusterError",
    "Comparison",
    "ConversationError",
    "CorpusError",
    "DamagedIndexError",
    "Doubt",
    "DoubtKind",
    "EvaluationError",
    "FetchError",
    "Field",
    "FileReport",
    "Filtered",
    "Filters",
    "Form",
    "Heading",
    "Highlight",
    "Hit",
    "IncompatibleIndexError",
    "Library",
    "Listing",
    "Missing",
    "MissingWord",
    "ModelError",
    "NoIndexError",
    "Outcome",
    "Passage",
    "Progress",
    "QaBotError",
    "QuestionError",
    "Reading",
    "ReadingError",
    "SettingsError",
    "Source",
    "Statement",
    "StorageError",
    "StrangeFileError",
    "UnsupportedFileError",
    "UsageError",
    "Verdict",
]

keep_quiet()

_HOMES = {
    "Library": "engine.library",
    **dict.fromkeys(("Comparison", "Statement"), "core.comparison"),
    **dict.fromkeys(("Doubt", "DoubtKind"), "core.doubts"),
    **dict.fromkeys(("AddOutcome", "AddReport", "ArticleEntry", "Catalogue"), "core.library"),
    **dict.fromkeys(("Field", "Listing"), "core.listing"),
}
"""The modules of the public names that are neither errors nor in core.types."""

if not TYPE_CHECKING:  # a type checker that sees __getattr__ accepts any name

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used."""
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        from importlib import import_module

        home = _HOMES.get(name) or ("core.errors" if name.endswith("Error") else "core.types")
        value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
        return value

    def __dir__() -> list[str]:
        """List the public names too, imported or not."""
        return sorted({*globals(), *__all__})
