"""The values that the packages share.

Every value is frozen and slotted; a field that an article does not state is None, never a guess.
Scores always mean: higher is better.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qa_bot.core.scores import NOT_MEASURED, Contribution, Lack, RawScores

if TYPE_CHECKING:
    from qa_bot.core.comparison import Comparison
    from qa_bot.core.doubts import Doubt
    from qa_bot.core.listing import Listing


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
    """Number, from 1, of the paragraph below it; one past the last if none follows."""
    level: int
    """From 1 to 6, as in HTML."""
    text: str


class Form(StrEnum):
    """What a paragraph is, where it is more than prose."""

    ITEM = "item"
    """An item of a list."""
    QUOTE = "quote"
    CODE = "code"
    ROW = "row"
    """A row of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article: its source and its body, without boilerplate."""

    id: str
    """Path relative to the corpus folder, or the line's own `id` in a .jsonl file."""
    source: Source
    paragraphs: tuple[str, ...]
    """Body paragraphs in order, verbatim but for whitespace and control characters."""
    also_in: tuple[Source, ...] = ()
    """The sources of copies of this story, each once; the copies are not in the index."""
    headings: tuple[Heading, ...] = ()
    """In order. In web pages a heading is also a paragraph, with the same number and text; elsewhere not."""
    forms: tuple[tuple[int, Form], ...] = ()
    """Number and form of each paragraph that is more than prose, in order, as far as the file tells."""

    def pieces(self) -> list[tuple[int, int, str]]:
        """Return headings and paragraphs in order: paragraph number, level (0 for a paragraph) and text.

        A heading that is also a paragraph is returned once, as a heading.
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
    """`<article id>#<n>`, followed by `.<part>` if the paragraph was split."""
    article: str
    """Id of the article that the passage belongs to."""
    source: Source
    text: str
    paragraph: int
    """Number of the paragraph in its article, from 1."""
    paragraphs: int
    """Number of paragraphs of the article."""
    also_in: tuple[Source, ...] = ()
    """As in Article."""


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """The words of a passage that answer the question, such as a name or a number: text[start:end]."""

    text: str
    start: int
    """In characters of the passage, as `end`."""
    end: int
    confidence: float
    """Estimated probability that these are the words that answer, 0..1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer model makes of a passage."""

    log_odds: float
    """That the passage answers the question."""
    spans: tuple[AnswerSpan, ...]
    """The words that may answer, the likeliest first."""


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
    reading: Reading | None = None
    """None for a passage that no answer model read."""
    reranked: float | None = None
    """The reranker's score, 0..1; None for a passage that it did not read."""
    matched: tuple[str, ...] = ()
    """Words of the passage that are words of the question, as written there, function words left out."""
    matched_in_title: tuple[str, ...] = ()
    """The same for the title of its article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """The sentence of a passage that answers: text[start:end], offsets in characters."""

    passage_id: str
    start: int
    end: int
    text: str
    answer: AnswerSpan | None = None
    """The words inside it that answer; None if no answer model read the passage, or it is not sure."""


class Verdict(StrEnum):
    """Whether the articles answer the question, judged by the scores."""

    ANSWERED = "answered"
    UNSURE = "unsure"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which passages may answer: the values of one key are alternatives, and all keys hold at once.

    See qa_bot.core.query_syntax for what each key matches.
    """

    publication: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """On or after the first day of a date: YYYY-MM-DD, YYYY-MM or YYYY."""
    before: tuple[str, ...] = ()
    """Before the first day of a date."""
    within: tuple[str, ...] = ()
    """Names of articles; the key is `in`."""
    url: tuple[str, ...] = ()
    """Web addresses of articles, with or without `https://`; a host alone means all its pages."""
    without: tuple[str, ...] = ()
    """Words that a passage must not contain."""
    newest: bool = False
    """Whether good hits are sorted by date; excludes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered:
    """What filters did to an index."""

    filters: Filters
    passages: int
    """Passages that match the filters."""
    total: int
    """All passages."""
    undated: int
    """Articles excluded only because their date is unknown or too vague."""
    unmatched: tuple[tuple[str, str], ...] = ()
    """Keys and values that no article has, if no passage is left."""
    likely: tuple[str, ...] = ()
    """For each of `unmatched`, the value of an article that is likely meant; "" for none."""


@dataclass(frozen=True, slots=True)
class MissingWord:
    """A word of a question that no passage contains."""

    word: str
    """As typed."""
    suggestion: str | None = None
    """A similar word of the passages; None if none is likely meant."""
    read: bool = False
    """Whether the suggestion was searched for instead of the word."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What may be missing from an answer."""

    words: tuple[MissingWord, ...] = ()
    """In the order of the question."""
    files: int = 0
    """Files of the corpus folder that are not in the index: failed, empty or of an unsupported format."""
    articles_left_out: int = 0
    """Articles that the filters exclude."""
    outside: Hit | None = None
    """The passage that answers without the filters, if none does with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the articles say to a question; no hits when nothing matches at all."""

    question: str
    hits: tuple[Hit, ...]
    highlight: Highlight | None
    verdict: Verdict
    elapsed_ms: float
    confidence: float = 0.0
    """Estimated probability that the hits answer the question, 0..1; the verdict is derived from it."""
    provisional: bool = False
    """True if only BM25 was searched, because the model is not loaded yet."""
    filtered: Filtered | None = None
    """None for a question without filters."""
    missing: Missing | None = None
    """None for an answered question without corrections."""
    doubts: tuple[Doubt, ...] = ()
    """Why the verdict is unsure, the most telling first; UNRESOLVED alone if not found, else empty."""
    comparison: Comparison | None = None
    """What several articles say; None unless at least two surely answer."""
    asked_as: str | None = None
    """The question line that a follow-up was read as, with its filters; None for a question read as typed."""
    listing: Listing | None = None
    """The answer to a question about the articles themselves; there are no hits then."""


class Outcome(StrEnum):
    """What happened to one file of the corpus folder."""

    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    EMPTY = "empty"
    EXCLUDED = "excluded"
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
    """The result of a build, with a row for every file of the corpus folder."""

    articles: int
    passages: int
    elapsed_s: float
    files: tuple[FileReport, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """How a corpus folder differs from its index, by path."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    is_missing: bool = False
    """Whether the whole folder is missing; then no files are named."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.is_missing)


@dataclass(frozen=True, slots=True)
class WordsOnly:
    """An index without vectors yet: passages can be found by their words, not by meaning."""

    builder: str | None
    """Who computes the vectors now, such as "process 12, since 10:03:01"; None after an interrupted build."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a long task."""

    stage: str
    """What is being done, for the user: "reading", "embedding", "writing" ..."""
    done: int
    total: int
    """0 when unknown."""


OnProgress = Callable[[Progress], None]
