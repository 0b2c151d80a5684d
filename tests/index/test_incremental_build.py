"""However articles come, change, move and go: an index brought up to date is the one built anew."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import ROOT, shared_cache
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tiny import TinyEncoder, articles_of, hits_of, ignore, model, write_articles

from qa_bot.core.folders import Folders
from qa_bot.core.types import Outcome
from qa_bot.corpus import exclusions
from qa_bot.engine.building import build
from qa_bot.engine.local import LocalEngine
from qa_bot.index import plan
from qa_bot.index.build import build_index
from qa_bot.index.opened import Index, open_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Hit

SAMPLE = ROOT / "corpus"
MOST_HITS = 10
QUESTIONS = ("Who opened the bridge?", "snow in Ulm", "firemen almonds", "the mayor of the town", "zoo")
WORDS = ("bridge", "river", "mayor", "snow", "Ulm", "firemen", "almonds", "town", "opened", "thanked", "café")

names = st.sampled_from(["a.md", "b.md", "c.md", "d/e.md", "d/f.txt", "ü.md"])
sentences = st.lists(st.sampled_from(WORDS), min_size=5, max_size=9).map(
    lambda words: f"{' '.join(words).capitalize()} of the day and of the night in the spring of that year."
)
bodies = st.lists(sentences, min_size=1, max_size=3).map("\n\n".join)


class Corpus(RuleBasedStateMachine):
    """A corpus folder with an index that is brought up to date now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp())
        self.corpus = self.base / "corpus"
        self.encoder = TinyEncoder()

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.base)

    @initialize(name=names, body=bodies)
    def begin(self, name: str, body: str) -> None:
        """Begin with one article."""
        self._write(name, body)

    @rule(name=names, body=bodies)
    def write(self, name: str, body: str) -> None:
        """Add an article, or write another one in its place."""
        self._write(name, body)

    @rule(name=names, sentence=sentences)
    def append(self, name: str, sentence: str) -> None:
        """Add a paragraph to an article."""
        if (self.corpus / name).exists():
            text = (self.corpus / name).read_text(encoding="utf-8")
            (self.corpus / name).write_text(f"{text}\n{sentence}\n", encoding="utf-8")

    @rule(name=names, other=names)
    def rename(self, name: str, other: str) -> None:
        """Move an article, over another one perhaps."""
        if (self.corpus / name).exists():
            (self.corpus / other).parent.mkdir(exist_ok=True)
            (self.corpus / name).rename(self.corpus / other)

    @rule(name=names)
    def exclude(self, name: str) -> None:
        """Exclude an article, which may not be there yet."""
        exclusions.exclude(self.corpus, [name])

    @rule(name=names)
    def include(self, name: str) -> None:
        """Bring an article back, which may not be excluded."""
        exclusions.include(self.corpus, [name])

    @rule(name=names, other=names)
    def copy(self, name: str, other: str) -> None:
        """Put a copy of an article beside it, over another one perhaps."""
        if (self.corpus / name).exists() and name != other:
            (self.corpus / other).parent.mkdir(exist_ok=True)
            shutil.copy2(self.corpus / name, self.corpus / other)

    @precondition(lambda self: len([path for path in self.corpus.rglob("[!.]*") if path.is_file()]) > 1)
    @rule(name=names)
    def delete(self, name: str) -> None:
        """Delete an article, but never the last one."""
        (self.corpus / name).unlink(missing_ok=True)

    @rule()
    def touch(self) -> None:
        """Give every file another time."""
        for path in self.corpus.rglob("*"):
            path.touch()

    @rule()
    def build(self) -> None:
        """Bring the index up to date, and compare it with one that is built anew."""
        report = build_index(self.base / "index", self.corpus, model(self.encoder), ignore)
        shutil.rmtree(self.base / "anew", ignore_errors=True)
        anew = build_index(self.base / "anew", self.corpus, model(TinyEncoder()), ignore, rebuild=True)
        assert (report.articles, report.passages) == (anew.articles, anew.passages)
        same = {Outcome.UNCHANGED: Outcome.INDEXED}
        assert [(file.path, same.get(file.outcome, file.outcome), file.reason) for file in report.files] == [
            (file.path, file.outcome, file.reason) for file in anew.files
        ]
        updated, anew_opened = open_index(self.base / "index"), open_index(self.base / "anew")
        assert held_by(updated) == held_by(anew_opened)
        for question in QUESTIONS:
            self.compare(
                *(hits_of(one, TinyEncoder(), question, MOST_HITS) for one in (updated, anew_opened))
            )

    def compare(self, hits: Sequence[Hit], anew: Sequence[Hit]) -> None:
        """Compare hits with those of a new index: the same ones, but for the order of equal scores."""
        assert told_by(hits) == told_by(anew)

    def _write(self, name: str, body: str) -> None:
        (self.corpus / name).parent.mkdir(parents=True, exist_ok=True)
        write_articles((self.corpus / name).parent, {Path(name).name: body})


class CorpusOfSegments(Corpus):
    """The same, although rows of what is gone remain unused, so that BM25 counts what was deleted."""

    def __init__(self) -> None:
        """Do so in a small index too."""
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(plan, "FEW", 0)
        self.patch.setattr(plan, "MOST_UNUSED", 0.8)

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.patch.undo()
        super().teardown()

    def compare(self, hits: Sequence[Hit], anew: Sequence[Hit]) -> None:
        """Compare hits: nearly all are the same, and each is a passage that there is."""
        assert bool(hits) == bool(anew)


def held_by(index: Index) -> object:
    """Return all that an index holds: passages and whole articles, in order."""
    return [passage for _, passage in index.store.all_passages()], articles_of(index)


def told_by(hits: Sequence[Hit]) -> object:
    """Return hits with their scores and parts, those of equal scores by name, without the last ones."""
    last = hits[-1].score if len(hits) == MOST_HITS else -1.0
    return sorted(
        [
            (-hit.score, hit.passage.id, hit.contributions, hit.lacks, hit.raw)
            for hit in hits
            if hit.score > last
        ],
        key=lambda one: one[:2],
    )


Corpus.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestCorpus = pytest.mark.slow(Corpus.TestCase)
CorpusOfSegments.TestCase.settings = Corpus.TestCase.settings
TestCorpusOfSegments = pytest.mark.slow(CorpusOfSegments.TestCase)


@pytest.mark.slow
def test_the_sample_built_in_three_steps_answers_as_one_built_anew(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each question of its set: the same hits in the same order, scores, highlight and verdict."""
    cache = shared_cache(tmp_path_factory) / "qa_bot"
    files = sorted(path for path in SAMPLE.iterdir() if path.is_file())
    (tmp_path / "corpus").mkdir()
    folders = [Folders(tmp_path / "corpus", tmp_path / name, cache) for name in ("index", "anew")]
    for count in (3, 6, len(files)):
        for path in files[-count:]:
            shutil.copy(path, tmp_path / "corpus")
        build(folders[0], None, ignore)
    build(folders[1], None, ignore, rebuild=True)
    engines = [LocalEngine(one) for one in folders]
    for engine in engines:
        engine.load_model()
    for line in (SAMPLE / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        updated, anew = (engine.ask(json.loads(line)["question"], 10) for engine in engines)
        assert [hit.passage for hit in updated.hits] == [hit.passage for hit in anew.hits]
        scores = [hit.score for hit in anew.hits]  # a text's vector varies in the last digit with its batch
        assert [hit.score for hit in updated.hits] == pytest.approx(scores, abs=1e-3)
        assert (updated.highlight, updated.verdict) == (anew.highlight, anew.verdict)
