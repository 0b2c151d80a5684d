"""An engine of invented articles that counts shared words, with gates that hold it at any step.

Every gate stands open unless a test closes it, and opens by itself after a while, so that a failing
test ends.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from qa_bot.core.engine import Status
from qa_bot.core.errors import QuestionError
from qa_bot.core.library import AddOutcome, AddReport, ArticleEntry, Catalogue
from qa_bot.core.scores import Contribution
from qa_bot.core.types import (
    Answer,
    AnswerSpan,
    Article,
    BuildReport,
    FileReport,
    Highlight,
    Hit,
    Outcome,
    Passage,
    Progress,
    Source,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.errors import QaBotError
    from qa_bot.core.types import Changes, OnProgress

GATE_S = 10.0
STEP_S = 0.05
"""Seconds between two reports of progress."""

BRIDGE = Article(
    id="bridge.md",
    source=Source(
        path="bridge.md",
        title="The harbour bridge reopens after four years",
        publication="The Quay Courier",
        author="Ilse Marrow",
        date="2023-05-14",
        url="https://quay.example/bridge",
    ),
    paragraphs=(
        "Ferries blew their horns on Sunday as the first cyclists crossed the rebuilt harbour bridge, four "
        "years after a barge tore away two of its piers.",
        "The new bridge was designed by Ada Lindqvist, an engineer from the town. She kept the old stone "
        "towers and hung a lighter deck between them. The council had asked for a plain replacement; the "
        "town voted for hers.",
        "Building it cost 41 million crowns, nine million more than planned. Most of the difference went "
        "into the foundations, which had to reach rock that lay deeper than the survey said.",
        "Trams return to the bridge in autumn. Until then a bus runs every ten minutes from the fish market.",
    ),
)
MARKET = Article(
    id="market.txt",
    source=Source(path="market.txt", title="A night market that never closes", date="2021"),
    paragraphs=(
        "The stalls along the quay sell soup and mended shoes until the first tram of the morning.",
        "A bridge of planks leads to the floating kitchen, where the town engineer eats most evenings.",
    ),
)
BARE = Article(
    id="notes/bare.txt",
    source=Source(path="notes/bare.txt"),
    paragraphs=("Nobody signed this page about the lighthouse keeper and her three grey cats.",),
)
HOSTILE = Article(
    id="hostile.html",
    source=Source(
        path="hostile.html",
        title="[bold]Breaking[/bold] [/] news",
        publication="\x1b[31mRed\x1b[0m Post",
        author="[@click=app.quit]Press me[/]",
        date="2020\u202e-13",
    ),
    paragraphs=(
        "Volcano says [/] and [@click=app.quit]leave[/] and [red]stop[/red]. \x1b[31mA red volcano\x1b[0m "
        "said \u202egnihton\u202c at\x00 all.\x1b]0;owned\x07",
    ),
)
ARTICLES = (BRIDGE, MARKET, BARE, HOSTILE)
ANSWERS = ("Ada Lindqvist", "41 million crowns", "four years", "soup and mended shoes")
"""Words that the engine marks as the answer wherever they are."""

REPORT = BuildReport(
    articles=4,
    passages=8,
    elapsed_s=1.25,
    files=(
        *(
            FileReport(path=article.id, outcome=Outcome.INDEXED, passages=len(article.paragraphs))
            for article in ARTICLES
        ),
        FileReport(path="broken[/].pdf", outcome=Outcome.FAILED, reason="the file ends in the middle"),
        FileReport(path="sheet.xlsx", outcome=Outcome.UNSUPPORTED, reason="not a format that is read"),
    ),
)


class FakeEngine:
    """Answers from the invented articles; is its own loader."""

    def __init__(self, articles: Sequence[Article] = ARTICLES) -> None:
        self.articles = {article.id: article for article in articles}
        self.corpus = Path("/nowhere")
        self.may_open, self.may_load, self.may_build = _open_gate(), _open_gate(), _open_gate()
        self.may_answer: deque[Event] = deque()
        """One gate for each coming question; none means that it is answered at once."""
        self.open_errors: deque[QaBotError] = deque()
        self.model_error: QaBotError | None = None
        self.ask_error: QaBotError | None = None
        self.build_error: QaBotError | None = None
        self.files_error: QaBotError | None = None
        self.difference: Changes | None = None
        """What the corpus folder has beyond the articles; none after a build."""
        self.changes_error: Exception | None = None
        self.may_look = _open_gate()
        self.looks = 0
        self.ready = False
        self.building = ""
        """A build that goes on behind until the model may load."""
        self.excluded: set[str] = set()
        self.removed: set[str] = set()
        self.added: list[str] = []
        self.builds: list[str] = []
        """Each rebuild: of "all", or of what is "new"."""
        self.remove_error: QaBotError | None = None
        self.tell: OnProgress = lambda _: None
        """Tells the screen how far a long task is, once the index is opened."""
        self.asked: list[str] = []
        self.after: list[Answer | str | None] = []
        """The answer or question before each question asked."""
        self.highlighted: list[tuple[str, str]] = []
        """Each question and passage that a highlight was wanted for."""

    def load(self, on_progress: OnProgress) -> FakeEngine:
        """Open: build two steps, then stand ready with keywords only."""
        self.tell = on_progress
        _wait(self.may_open, on_progress, Progress("embedding", 1, 4))
        if self.open_errors:
            raise self.open_errors.popleft()
        return self

    def status(self) -> Status:
        """Tell what is loaded."""
        return Status(
            articles=len(self.articles),
            passages=len(self._passages()),
            model="tiny-model",
            ready=self.ready,
            building=self.building,
        )

    def load_model(self) -> None:
        """Become ready."""
        self.may_load.wait(GATE_S)
        if self.model_error is not None:
            raise self.model_error
        self.ready = True

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """Answer by shared words; provisional if the model was not ready when asked."""
        provisional = not self.ready
        self.asked.append(question)
        self.after.append(after)
        if self.may_answer:
            self.may_answer.popleft().wait(GATE_S)
        if self.ask_error is not None:
            raise self.ask_error
        return replace(answer_to(question, self._passages(), k), provisional=provisional)

    def highlight(self, question: str, passage: Passage) -> Highlight:
        """Mark what any question would."""
        self.highlighted.append((question, passage.id))
        if self.ask_error is not None:
            raise self.ask_error
        return highlight_of(passage)

    def article(self, article_id: str) -> Article:
        """Fetch an article."""
        if article_id not in self.articles:
            msg = f"The index has no article {article_id}."
            raise QuestionError(msg)
        return self.articles[article_id]

    def file_of(self, path: str) -> Path:
        """Name a file of the folder that a test has set."""
        return self.corpus / path

    def files(self) -> tuple[FileReport, ...]:
        """Give the files of the report."""
        if self.files_error is not None:
            raise self.files_error
        return REPORT.files

    def catalogue(self) -> Catalogue:
        """Give the articles that are not excluded or removed, and what became of each file."""
        if self.files_error is not None:
            raise self.files_error
        held = [article for article in self.articles.values() if article.id not in self.left_out]
        return Catalogue(
            tuple(ArticleEntry(one.id, one.source, len(one.paragraphs)) for one in held),
            tuple(
                FileReport(file.path, Outcome.EXCLUDED, "excluded by you")
                if file.path in self.excluded
                else file
                for file in REPORT.files
                if file.path not in self.removed
            ),
        )

    @property
    def left_out(self) -> set[str]:
        """The files that are excluded or removed."""
        return self.excluded | self.removed

    def add(self, sources: Sequence[str], on_progress: OnProgress) -> list[AddReport]:
        """Add whatever is named, but for sources that begin with "no"."""
        on_progress(Progress("adding", 0, len(sources)))
        self.added += sources
        return [
            AddReport(source, AddOutcome.FAILED, reason="there is no such file")
            if source.startswith("no")
            else AddReport(source, AddOutcome.ADDED, path=source)
            for source in sources
        ]

    def exclude(self, paths: Sequence[str]) -> None:
        """Exclude files."""
        self.excluded |= set(paths)

    def include(self, paths: Sequence[str]) -> None:
        """Bring files back."""
        self.excluded -= set(paths)

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files, unless there is no bin."""
        if self.remove_error is not None:
            raise self.remove_error
        self.removed |= set(paths)

    def filter_values(self) -> dict[str, list[str]]:
        """Give what the articles name, in their order."""
        sources = [article.source for article in self.articles.values()]
        return {
            "publication": [source.publication for source in sources if source.publication],
            "author": [source.author for source in sources if source.author],
            "title": [source.title for source in sources if source.title],
            "in": list(self.articles),
        }

    def changes(self) -> Changes | None:
        """Tell what a test has set, as it was when the look began."""
        self.looks += 1
        difference = self.difference
        self.may_look.wait(GATE_S)
        if self.changes_error is not None:
            raise self.changes_error
        return difference

    def rebuild(self, on_progress: OnProgress, *, from_scratch: bool = False) -> BuildReport:
        """Report one step until the gate opens, hand over the report."""
        self.builds.append("all" if from_scratch else "new")
        _wait(self.may_build, on_progress, Progress("reading", 2, 6))
        if self.build_error is not None:
            raise self.build_error
        self.difference = None
        return REPORT

    def _passages(self) -> list[Passage]:
        return [passage for article in self.articles.values() for passage in passages_of(article)]


def passages_of(article: Article) -> list[Passage]:
    """Make every paragraph a passage."""
    return [
        Passage(
            id=f"{article.id}#{n}",
            article=article.id,
            source=article.source,
            text=text,
            paragraph=n,
            paragraphs=len(article.paragraphs),
            also_in=article.also_in,
        )
        for n, text in enumerate(article.paragraphs, start=1)
    ]


def shared(score: int) -> Contribution:
    """Return what shared words contribute: the whole score."""
    return Contribution("words", "shared words", float(score))


def answer_to(question: str, passages: Sequence[Passage], k: int) -> Answer:
    """Rank passages by shared words: two or more answer, one is unsure, none is not found."""
    wanted = _words(question)
    scored = sorted(((len(wanted & _words(p.text)), p) for p in passages), key=lambda pair: -pair[0])
    hits = tuple(
        Hit(passage=passage, rank=rank, score=float(score), contributions=(shared(score),))
        for rank, (score, passage) in enumerate(scored[:k], start=1)
    )
    best = scored[0][0] if scored else 0
    verdict = Verdict.ANSWERED if best > 1 else Verdict.UNSURE if best else Verdict.NOT_FOUND
    highlight = highlight_of(hits[0].passage) if hits else None
    return Answer(question=question, hits=hits, highlight=highlight, verdict=verdict, elapsed_ms=12.4)


def highlight_of(passage: Passage) -> Highlight:
    """Mark the first sentence, and the first of ANSWERS in it."""
    sentence = passage.text.split(". ")[0]
    words = next((words for words in ANSWERS if words in sentence), "")
    start = sentence.find(words)
    span = AnswerSpan(words, start, start + len(words), 0.9) if words else None
    return Highlight(passage_id=passage.id, start=0, end=len(sentence), text=sentence, answer=span)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 3}


def _wait(gate: Event, on_progress: OnProgress, progress: Progress) -> None:
    """Report the same progress until the gate opens; whoever is told may end that by an exception."""
    on_progress(progress)
    for _ in range(round(GATE_S / STEP_S)):
        if gate.wait(STEP_S):
            break
        on_progress(progress)


def _open_gate() -> Event:
    gate = Event()
    gate.set()
    return gate
