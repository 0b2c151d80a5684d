"""The values that cross module borders, and the protocol that the engine behind the screen keeps.

Every value is frozen and slotted; a field that an article does not state is None, never a guess.
Scores are directed one way everywhere: higher is better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from qa_bot.core.scores import NOT_MEASURED, Contribution, Lack, RawScores


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an article comes from, as far as the article itself states it."""

    path: str
    """Path of the file relative to the corpus folder, `/`-separated."""
    title: str | None = None
    publication: str | None = None
    author: str | None = None
    """Authors as the article names them, joined by ", "."""
    date: str | None = None
    """ISO 8601 date of publication: YYYY-MM-DD, YYYY-MM or YYYY."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section of an article."""

    before: int
    """Number, from 1, of the paragraph that it stands above; one past the last where none follows."""
    level: int
    """From 1 to 6, as in HTML."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article: its source and its body, furniture removed."""

    id: str
    """Path relative to the corpus folder, or the line's own `id` in a .jsonl file."""
    source: Source
    paragraphs: tuple[str, ...]
    """Body paragraphs in order, verbatim but for whitespace and control characters."""
    also_in: tuple[Source, ...] = ()
    """Where the same story stands besides, each source once: copies of this article, which were left out."""
    headings: tuple[Heading, ...] = ()
    """In order. In pages a heading is a paragraph too, of the same number and text; elsewhere it is none."""

    def pieces(self) -> list[tuple[int, int, str]]:
        """Give headings and paragraphs in order: paragraph number, level (0 for a paragraph) and text.

        A heading that is a paragraph too comes once, as a heading.
        """
        above: dict[int, list[Heading]] = {}
        for heading in self.headings:
            above.setdefault(heading.before, []).append(heading)
        found: list[tuple[int, int, str]] = []
        for number, text in enumerate((*self.paragraphs, None), start=1):
            headings = above.get(number, [])
            found += [(number, heading.level, heading.text) for heading in headings]
            if text is not None and (not headings or headings[-1].text != text):
                found.append((number, 0, text))
        return found


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of an article: paragraph number from 1, part number (None when whole), characters start:end."""

    paragraph: int
    part: int | None
    start: int
    end: int

    @property
    def label(self) -> str:
        """The passage's number within its article: "7", or "7.2" for the second part of a split one."""
        return str(self.paragraph) if self.part is None else f"{self.paragraph}.{self.part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph of an article, or a part of one that is longer than the encoder reads."""

    id: str
    """`<article id>#<n>`, with `.<part>` behind it where a paragraph was split."""
    article: str
    """Id of the article that the passage belongs to."""
    source: Source
    text: str
    paragraph: int
    """Number of the paragraph in its article, from 1."""
    paragraphs: int
    """How many paragraphs the article has."""
    also_in: tuple[Source, ...] = ()
    """Where the article stands besides, as Article tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found for a question."""

    passage: Passage
    rank: int
    """From 1."""
    score: float
    """The contributions less what is deducted for lacks; the reranker's score on top of the best, where that
    read the passage."""
    contributions: tuple[Contribution, ...] = ()
    """In the order of the ranking model's signals; empty where no ranking model scored the passage."""
    lacks: tuple[Lack, ...] = ()
    raw: RawScores = NOT_MEASURED
    reranked: float | None = None
    """The reranker's score, 0..1; None for a passage that it did not read."""
    matched: tuple[str, ...] = ()
    """Words of the passage that are words of the question, as written there, function words left out."""
    matched_in_title: tuple[str, ...] = ()
    """The same for the title of its article."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """The words of a passage that answer: text[start:end], offsets in characters."""

    passage_id: str
    start: int
    end: int
    text: str


class Verdict(StrEnum):
    """Whether the articles answer the question, as far as the scores can tell."""

    ANSWERED = "answered"
    UNSURE = "unsure"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which passages may answer: the values of one key are alternatives, and all keys hold at once.

    What each key matches, qa_bot.core.query_syntax tells.
    """

    publication: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """From the first day of a date on: YYYY-MM-DD, YYYY-MM or YYYY."""
    before: tuple[str, ...] = ()
    """Until the day before the first day of a date."""
    within: tuple[str, ...] = ()
    """Names of articles; the key is `in`."""
    without: tuple[str, ...] = ()
    """Words that a passage must not have."""
    newest: bool = False
    """Whether the good hits are ordered by date; excludes nothing."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """What filters did to an index."""

    filters: Filters
    passages: int
    """How many the filters let through."""
    total: int
    """How many there are."""
    undated: int
    """Articles left out only because they do not state their date, or not exactly enough."""


@dataclass(frozen=True, slots=True)
class MissingWord:
    """A word of a question that no passage has."""

    word: str
    """As it was typed."""
    suggestion: str | None = None
    """A word of the passages that is spelt nearly so, as it stands there; None where none is likely meant."""
    read: bool = False
    """Whether the question was read as if it had the suggestion in the word's place."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What an answer could not be made of."""

    words: tuple[MissingWord, ...] = ()
    """In the order of the question."""
    files: int = 0
    """Files of the corpus folder that are not in the index: failed, empty or of an unsupported format."""
    articles_left_out: int = 0
    """Articles of which filters let no passage through."""
    outside: Hit | None = None
    """The passage that answers without the filters, where none answers with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the articles say to a question; no hits when nothing matches at all."""

    question: str
    hits: tuple[Hit, ...]
    highlight: Highlight | None
    verdict: Verdict
    elapsed_ms: float
    confidence: float = 0.0
    """Estimated probability that the hits answer the question, 0..1; the verdict is made of it."""
    provisional: bool = False
    """True when only BM25 was asked, because the model is not loaded yet."""
    filtered: Filtered | None = None
    """None when the question came without filters."""
    missing: Missing | None = None
    """None for an answered question that was read as it was typed."""


class Outcome(StrEnum):
    """What became of one file of the corpus folder."""

    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileReport:
    """One row of a build's report: a file, its outcome, and why."""

    path: str
    outcome: Outcome
    reason: str | None = None
    passages: int = 0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: every file of the corpus folder has its row."""

    articles: int
    passages: int
    elapsed_s: float
    files: tuple[FileReport, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths of a corpus folder that an index does not have as they are."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class WordsOnly:
    """An index without vectors yet: passages can be found by their words, not by meaning."""

    builder: str | None
    """Who computes the vectors now, such as "process 12, since 10:03:01"; None after an interrupted build."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long task is."""

    stage: str
    """What is being done, for a person: "reading", "embedding", "writing" ..."""
    done: int
    total: int
    """0 when unknown."""


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is loaded."""

    articles: int
    passages: int
    model: str
    ready: bool
    """False while only BM25 answers, because the model is not loaded yet."""
    building: str = ""
    """The build that goes on behind and that loading the model waits for, for a person; empty for none."""


class Engine(Protocol):
    """All that the screen asks of what stands behind it; each call may block, so call it in a worker.

    Every method may raise qa_bot.core.errors.QaBotError, whose text is meant for a person.
    """

    def status(self) -> Status:
        """Tell what is loaded."""

    def load_model(self) -> None:
        """Load the encoder, after which answers are no longer provisional; a second call does nothing."""

    def ask(self, question: str, k: int) -> Answer:
        """Answer from the index; from BM25 alone (provisional) while the model is not loaded."""

    def article(self, article_id: str) -> Article:
        """Fetch a whole article of the index."""

    def files(self) -> tuple[FileReport, ...]:
        """Tell what became of each file of the corpus folder when the index was built."""

    def filter_values(self) -> Mapping[str, Sequence[str]]:
        """Give what can stand behind each key of a filter, by key, the most frequent first."""

    def changes(self) -> Changes | None:
        """Tell what the corpus folder has that the index has not; None where that cannot be told."""

    def rebuild(self, on_progress: OnProgress) -> BuildReport:
        """Bring the index up to date with the corpus folder and answer from the new one."""


Loader = Callable[[OnProgress], Engine]
"""Opens the engine, building the index first where there is none."""
