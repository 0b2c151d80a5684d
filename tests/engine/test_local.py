"""The engine answers from one index folder, and renews it while it answers.

Models are tiny ones; the real one has its own tests.
"""

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ARTICLES
from tiny import TinyEncoder, ignore, model, write_articles

from qa_bot.core.engine import Status
from qa_bot.core.errors import (
    BusyIndexError,
    CorpusError,
    DamagedIndexError,
    IncompatibleIndexError,
    ModelError,
    NoIndexError,
    QuestionError,
)
from qa_bot.core.folders import Folders
from qa_bot.core.types import Changes, OnProgress, Outcome, Progress, WordsOnly
from qa_bot.encoders.loading import PREPARING, export_folder
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.encoders.protocol import Embedding, Encoder
from qa_bot.engine import building as building_module
from qa_bot.engine import local as engine_module
from qa_bot.engine.background import BackgroundTask
from qa_bot.engine.building import build, repair_index
from qa_bot.engine.local import LocalEngine
from qa_bot.engine.opening import BUILDING, RESUMING, open_engine
from qa_bot.evaluation import experiments
from qa_bot.evaluation.experiments import evaluate_question_set
from qa_bot.index import build as index_module
from qa_bot.index import embed, version_writer
from qa_bot.index.storage import build_lock, versions

NEWS = "A ferry sank in the harbour of Kiel without loss of life."


class Installed:
    """The models on this machine, and which of them were loaded in which order."""

    def __init__(self) -> None:
        self.models = {"tiny": TinyEncoder(), DEFAULT_MODEL: TinyEncoder(DEFAULT_MODEL, weights="default")}
        self.loaded: list[str] = []
        self.fetched: list[str] = []
        """Those that were to be fetched if need be."""

    def find_encoder(
        self, name: str, cache: Path, on_progress: OnProgress | None = None, *, fetch: bool = False
    ) -> Encoder:
        """Load a model for a build."""
        assert cache.name == "cache"
        self.fetched += [name] * fetch
        return model(self._load(name))

    def load_encoder(self, name: str, expected_fingerprint: str, cache: Path) -> TinyEncoder:
        """Load a model for questions."""
        assert cache.name == "cache"
        found = self._load(name)
        if found.fingerprint != expected_fingerprint:
            raise ModelError(f"other weights of {name}")
        return found

    def _load(self, name: str) -> TinyEncoder:
        self.loaded.append(name)
        if name not in self.models:
            raise ModelError(f"no model {name}")
        return self.models[name]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Put tiny models in the place of real ones."""
    found = Installed()
    monkeypatch.setattr(building_module, "find_encoder", found.find_encoder)
    monkeypatch.setattr(engine_module, "load_encoder", found.load_encoder)
    monkeypatch.setattr(experiments, "load_encoder", found.load_encoder)
    return found


@pytest.fixture
def folders(tmp_path: Path, corpus_folder: Path, installed: Installed) -> Folders:
    """Give the small corpus and no index."""
    assert installed.loaded == []
    return Folders(corpus_folder, tmp_path / "index", tmp_path / "cache")


@pytest.fixture
def engine(folders: Folders, index_folder: Path) -> LocalEngine:
    """Open the index of the small corpus."""
    assert folders.index == index_folder
    return LocalEngine(folders)


# ------------------------------------------------------------------------------------------- opening


def test_opening_builds_an_index_where_there_is_none(folders: Folders, installed: Installed) -> None:
    """With the default model, telling how far it is."""
    steps: list[Progress] = []
    engine = open_engine(folders, steps.append)
    assert engine.status() == Status(articles=3, passages=5, model=DEFAULT_MODEL, ready=False)
    assert {step.stage for step in steps} >= {"reading", "embedding", "writing"}
    assert installed.loaded == [DEFAULT_MODEL]


@pytest.mark.usefixtures("index_folder", "installed")
def test_a_model_that_is_prepared_first_is_told(folders: Folders) -> None:
    """One that only has to be loaded is not, since telling would take as long."""
    steps: list[Progress] = []
    open_engine(folders, steps.append).load_model()
    assert steps == [PREPARING]
    export_folder(TinyEncoder().fingerprint, folders.cache).mkdir(parents=True)
    open_engine(folders, steps.append).load_model()
    assert steps == [PREPARING]


@pytest.mark.usefixtures("index_folder")
def test_opening_an_index_loads_no_model(folders: Folders, installed: Installed) -> None:
    """And reads no article."""
    steps: list[Progress] = []
    assert open_engine(folders, steps.append).status() == Status(
        articles=3, passages=5, model="tiny", ready=False
    )
    assert (steps, installed.loaded) == ([], [])


def test_opening_without_corpus_and_index_is_told(tmp_path: Path, installed: Installed) -> None:
    """It is the corpus that is missing, and no model is loaded to find that out."""
    with pytest.raises(CorpusError):
        open_engine(Folders(tmp_path / "corpus", tmp_path / "index", tmp_path / "cache"), ignore)
    assert installed.loaded == []


@pytest.mark.parametrize("name", ["store.sqlite", "passages/meta.json"])
def test_opening_heals_a_damaged_index_with_the_model_it_had(
    name: str, folders: Folders, index_folder: Path, installed: Installed
) -> None:
    """The articles are still there, so nothing is lost."""
    (versions.current_version(index_folder) / name).write_bytes(b"")
    with pytest.raises(DamagedIndexError, match="`qa-bot doctor --repair`"):
        LocalEngine(folders)
    assert open_engine(folders, ignore).status() == Status(articles=3, passages=5, model="tiny", ready=False)
    assert installed.loaded == ["tiny"]


def test_opening_heals_an_index_whose_model_is_not_known_any_more(
    folders: Folders, index_folder: Path
) -> None:
    """With the default model."""
    (versions.current_version(index_folder) / "manifest.json").unlink()
    assert open_engine(folders, ignore).status() == Status(
        articles=3, passages=5, model=DEFAULT_MODEL, ready=False
    )


@pytest.mark.parametrize("stated", [[], "tiny", None, {"name": 5}])
def test_opening_heals_an_index_whose_manifest_does_not_name_a_model(
    stated: object, folders: Folders, index_folder: Path
) -> None:
    """Although it is the manifest that the version is named after."""
    version = versions.current_version(index_folder)
    content = json.dumps(json.loads((version / "manifest.json").read_bytes()) | {"model": stated}).encode()
    (version / "manifest.json").write_bytes(content)
    name = f"odd-{hashlib.sha256(content).hexdigest()[:16]}"
    version.rename(version.with_name(name))
    (index_folder / "CURRENT").write_text(name, encoding="ascii")
    with pytest.raises(DamagedIndexError, match=r"no usable value .*`qa-bot doctor --repair`"):
        LocalEngine(folders)
    found = open_engine(folders, ignore).status()
    assert (found.passages, found.model) == (5, DEFAULT_MODEL)


@pytest.mark.usefixtures("index_folder")
def test_opening_renews_an_index_of_another_format_with_the_model_it_had(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an update of qa_bot."""
    monkeypatch.setattr(version_writer, "FORMAT", 99)
    with pytest.raises(IncompatibleIndexError, match="not 99"):
        LocalEngine(folders)
    assert open_engine(folders, ignore).status() == Status(articles=3, passages=5, model="tiny", ready=False)


def test_opening_waits_for_another_builder_and_says_so(folders: Folders) -> None:
    """And opens what that one has built, or builds itself."""
    told, steps = threading.Event(), list[Progress]()

    def note(step: Progress) -> None:
        steps.append(step)
        told.set()

    with build_lock.building(folders.index):
        opened = BackgroundTask(lambda: open_engine(folders, note).load_model())
        assert told.wait(30)
        assert not opened.is_over(0.3)
    opened.finish()
    assert steps[0].stage == f"waiting for process {os.getpid()}, since {steps[0].stage[-8:]}"
    assert LocalEngine(folders).status().articles == 3


def test_the_engine_itself_builds_nothing(folders: Folders) -> None:
    """No index is told as such."""
    with pytest.raises(NoIndexError):
        LocalEngine(folders)


# -------------------------------------------------------------------------------------------- asking


def test_before_the_model_is_loaded_answers_are_provisional(
    engine: LocalEngine, installed: Installed
) -> None:
    """They come from words alone; afterwards from the model too."""
    early = engine.ask("automobile firemen", 3)
    engine.load_model()
    late = engine.ask("automobile firemen", 3)
    assert (early.provisional, late.provisional) == (True, False)
    assert early.hits[0].raw.max_sim is None
    assert late.hits[0].raw.max_sim is not None
    assert engine.status().ready
    engine.load_model()
    assert installed.loaded == ["tiny"]


def test_threads_that_load_the_model_at_once_load_it_once(engine: LocalEngine, installed: Installed) -> None:
    """The others wait."""
    threads = [threading.Thread(target=engine.load_model) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert installed.loaded == ["tiny"]


def test_a_model_with_other_weights_leaves_the_engine_as_it_was(
    engine: LocalEngine, installed: Installed
) -> None:
    """It still answers from words."""
    installed.models["tiny"] = TinyEncoder(weights="second")
    with pytest.raises(ModelError, match="other weights"):
        engine.load_model()
    assert not engine.status().ready
    assert engine.ask("firemen", 3).provisional


def test_a_whole_article_is_fetched_by_its_id(engine: LocalEngine) -> None:
    """An unknown one is told by name."""
    assert "\n\n".join(engine.article("cat.md").paragraphs) == ARTICLES["cat.md"]
    with pytest.raises(QuestionError, match=r"no article dog.md"):
        engine.article("dog.md")


def test_files_tell_what_the_build_told(folders: Folders) -> None:
    """By path."""
    report = build(folders, None, ignore)
    assert LocalEngine(folders).files() == report.files


@pytest.mark.parametrize(("question", "k"), [("", 3), ("bridge", 0)])
def test_a_senseless_question_is_told(question: str, k: int, engine: LocalEngine) -> None:
    """Whether the model is loaded or not."""
    with pytest.raises(QuestionError):
        engine.ask(question, k)


# ------------------------------------------------------------------------------------------ building


@pytest.mark.usefixtures("index_folder")
def test_a_build_stays_with_the_model_of_the_index(folders: Folders, installed: Installed) -> None:
    """Unless another is named."""
    report = build(folders, None, ignore)
    assert installed.loaded == ["tiny"]
    assert {file.outcome for file in report.files} == {Outcome.UNCHANGED}
    build(folders, DEFAULT_MODEL, ignore)
    assert LocalEngine(folders).status().model == DEFAULT_MODEL


@pytest.mark.usefixtures("index_folder")
def test_only_a_model_that_a_person_named_may_be_fetched(
    engine: LocalEngine, folders: Folders, installed: Installed
) -> None:
    """Not the index's own, whoever made that."""
    build(folders, None, ignore, fetch=True)
    engine.rebuild(ignore)
    repair_index(folders, ignore)
    assert installed.fetched == []
    build(folders, DEFAULT_MODEL, ignore, fetch=True)
    assert installed.fetched == [DEFAULT_MODEL]


@pytest.mark.usefixtures("index_folder")
def test_a_model_that_is_not_there_leaves_the_index(folders: Folders) -> None:
    """The error is the model's."""
    with pytest.raises(ModelError, match="no model missing"):
        build(folders, "missing", ignore)
    assert LocalEngine(folders).status().model == "tiny"


def test_rebuilding_answers_from_the_new_version(
    engine: LocalEngine, folders: Folders, installed: Installed
) -> None:
    """The model is loaded once for questions, and is ready afterwards."""
    assert not any("Kiel" in hit.passage.text for hit in engine.ask("ferry Kiel", 3).hits)
    write_articles(folders.corpus, {"ferry.md": NEWS})
    report = engine.rebuild(ignore)
    answer = engine.ask("ferry Kiel", 3)
    assert {file.path: file.outcome for file in report.files}["ferry.md"] is Outcome.INDEXED
    assert (answer.hits[0].passage.text, answer.provisional) == (NEWS, False)
    assert engine.status() == Status(articles=4, passages=6, model="tiny", ready=True)
    engine.rebuild(ignore)
    assert installed.loaded == ["tiny", "tiny", "tiny"]  # to build, to answer, to build


def test_rebuilding_after_the_models_files_changed_takes_the_new_ones(
    engine: LocalEngine, folders: Folders, installed: Installed
) -> None:
    """Questions are never embedded by another model than passages."""
    engine.load_model()
    installed.models["tiny"] = TinyEncoder(weights="second", meanings={"boat": "ferry"})
    write_articles(folders.corpus, {"ferry.md": NEWS})
    engine.rebuild(ignore)
    assert engine.ask("boat", 3).hits[0].passage.text == NEWS


@pytest.mark.usefixtures("index_folder")
def test_a_rebuild_that_fails_leaves_the_engine_answering(engine: LocalEngine, folders: Folders) -> None:
    """From what it had."""
    with build_lock.building(folders.index), pytest.raises(BusyIndexError):
        engine.rebuild(ignore)
    for path in folders.corpus.iterdir():
        path.unlink()
    with pytest.raises(CorpusError):
        engine.rebuild(ignore)
    assert engine.ask("firemen", 3).hits


def test_questions_are_answered_while_the_index_is_rebuilt(engine: LocalEngine, folders: Folders) -> None:
    """From the old version, until the new one is whole."""
    write_articles(folders.corpus, {"ferry.md": NEWS})
    counts: list[int] = []

    def ask(step: Progress) -> None:
        assert step.stage
        counts.append(len(engine.ask("ferry firemen", 9).hits))

    engine.rebuild(ask)
    assert set(counts) == {2}
    assert engine.ask("ferry Kiel", 1).hits[0].passage.text == NEWS


# -------------------------------------------------------------------------------- while others build


def test_a_version_that_another_builder_made_is_moved_to(engine: LocalEngine, folders: Folders) -> None:
    """Between two questions, with the model that is loaded."""
    engine.load_model()
    write_articles(folders.corpus, {"ferry.md": NEWS})
    assert not any(hit.passage.text == NEWS for hit in engine.ask("ferry Kiel", 3).hits)
    build(folders, None, ignore)
    answer = engine.ask("ferry Kiel", 3)
    assert (answer.hits[0].passage.text, answer.provisional) == (NEWS, False)
    assert engine.status() == Status(articles=4, passages=6, model="tiny", ready=True)


def test_a_version_that_cannot_be_used_is_not_moved_to(
    engine: LocalEngine, folders: Folders, index_folder: Path
) -> None:
    """What is open answers on, and a later version is moved to."""
    write_articles(folders.corpus, {"ferry.md": NEWS})
    build(folders, None, ignore)
    (versions.current_version(index_folder) / "frequency.i64").write_bytes(b"")
    assert not any(hit.passage.text == NEWS for hit in engine.ask("ferry Kiel", 3).hits)
    (index_folder / "CURRENT").write_bytes(b"")
    assert engine.ask("firemen", 3).hits
    build(folders, None, ignore)
    assert engine.ask("ferry Kiel", 3).hits[0].passage.text == NEWS


def test_what_the_corpus_folder_has_beyond_the_index_is_told(folders: Folders) -> None:
    """Without reading it."""
    build(folders, None, ignore)
    engine = LocalEngine(folders)
    assert engine.changes() == Changes((), (), ())
    write_articles(folders.corpus, {"ferry.md": NEWS})
    assert engine.changes() == Changes(("ferry.md",), (), ())


def test_a_large_first_build_is_asked_by_words_while_it_embeds(
    folders: Folders, installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And by meaning once it is done, which loading the model waits for."""
    monkeypatch.setattr(index_module, "WORDS_FIRST", 5)
    asked = threading.Event()
    slow = installed.models[DEFAULT_MODEL]
    real = slow.encode_passages

    def encode(texts: Sequence[str]) -> list[Embedding]:
        assert "bridge" not in " ".join(texts) or asked.wait(30)
        return real(texts)

    monkeypatch.setattr(slow, "encode_passages", encode)
    engine = open_engine(folders, ignore)
    early = engine.ask("automobile firemen", 3)
    assert (early.provisional, engine.status()) == (
        True,
        Status(articles=3, passages=5, model=DEFAULT_MODEL, ready=False, building=BUILDING),
    )
    assert early.hits[0].passage.article == "cat.md"
    assert engine.article("cat.md")
    asked.set()
    engine.load_model()
    late = engine.ask("automobile firemen", 3)
    assert (late.provisional, engine.status().ready) == (False, True)
    assert late.hits[0].raw.max_sim is not None
    assert len(versions.all_versions(folders.index)) == 2
    assert {file.outcome for file in build(folders, None, ignore).files} == {Outcome.UNCHANGED}


def test_a_first_build_that_fails_while_it_embeds_is_told_and_goes_on_later(
    folders: Folders, installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then words answer."""
    monkeypatch.setattr(index_module, "WORDS_FIRST", 5)

    def fail(texts: Sequence[str]) -> list[Embedding]:
        if "bridge" in " ".join(texts):
            asked.wait(30)
            raise ModelError("no memory left")
        return real(texts)

    asked, real = threading.Event(), installed.models[DEFAULT_MODEL].encode_passages
    with monkeypatch.context() as patch:
        patch.setattr(installed.models[DEFAULT_MODEL], "encode_passages", fail)
        engine = open_engine(folders, ignore)
        asked.set()
        with pytest.raises(ModelError, match="no memory left"):
            engine.load_model()
    assert engine.ask("firemen", 3).provisional
    build(folders, None, ignore)
    assert engine.ask("firemen", 3).hits
    engine.load_model()
    assert not engine.ask("firemen", 3).provisional


@pytest.fixture
def broken_off(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """Break a first build off when it has words and half of the embeddings."""
    monkeypatch.setattr(index_module, "WORDS_FIRST", 5)
    monkeypatch.setattr(embed, "_BATCH", 2)
    with monkeypatch.context() as patch:
        patch.setattr(embed, "write_rows", _only_nothing)
        with pytest.raises(ZeroDivisionError):
            build(folders, None, ignore)
    return folders


def test_a_first_build_that_was_broken_off_is_gone_on_with(broken_off: Folders, installed: Installed) -> None:
    """Of what is embedded already; words answer meanwhile, and it says so."""
    encoder, steps, gate = installed.models[DEFAULT_MODEL], list[Progress](), threading.Event()
    encoder.embedded.clear()

    def note(step: Progress) -> None:
        gate.wait(30)
        steps.append(step)

    engine = open_engine(broken_off, note)
    assert engine.status() == Status(
        articles=3, passages=5, model=DEFAULT_MODEL, ready=False, building=RESUMING
    )
    assert engine.ask("firemen", 3).provisional
    assert engine.words_only == WordsOnly(build_lock.builder(broken_off.index))
    gate.set()
    engine.load_model()
    assert engine.status() == Status(articles=3, passages=5, model=DEFAULT_MODEL, ready=True)
    assert not engine.ask("firemen", 3).provisional
    assert engine.words_only is None
    assert encoder.embedded == []
    assert "writing" in {step.stage for step in steps}
    assert open_engine(broken_off, ignore).status().building == ""


def test_a_build_that_cannot_be_gone_on_with_leaves_words(broken_off: Folders) -> None:
    """And is not said to go on any more."""
    for path in broken_off.corpus.iterdir():
        path.unlink()
    engine = open_engine(broken_off, ignore)
    with pytest.raises(CorpusError):
        engine.load_model()
    assert (engine.status().ready, engine.status().building) == (False, "")
    assert engine.ask("firemen", 3).provisional


def test_an_engine_that_goes_on_with_no_build_loads_no_model_for_words(
    broken_off: Folders, installed: Installed
) -> None:
    """Its state distinguishes an interrupted build from one in progress."""
    installed.loaded.clear()
    engine = LocalEngine(broken_off)
    engine.load_model()
    assert installed.loaded == []
    assert engine.words_only == WordsOnly(None)
    with build_lock.building(broken_off.index):
        assert engine.words_only == WordsOnly(build_lock.builder(broken_off.index))
        assert f"process {os.getpid()}" in str(engine.words_only)
        assert open_engine(broken_off, ignore).status().building == BUILDING


def test_a_question_set_is_measured_on_words_alone_too(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that is still being embedded is asked as it is."""
    monkeypatch.setattr(index_module, "WORDS_FIRST", 5)
    monkeypatch.setattr(embed, "write_rows", _only_nothing)
    with pytest.raises(ZeroDivisionError):
        build(folders, None, ignore)
    path = folders.corpus.parent / "questions.jsonl"
    answers = [{"article": "bridge.md", "quote": "The mayor opened"}]
    path.write_text(json.dumps({"id": "q1", "question": "Who opened the bridge?", "answers": answers}))
    assert evaluate_question_set(path, folders, ignore).evaluation.measures["Success@1"].value == 1.0


def _only_nothing(version: Path, texts: Sequence[str], found: embed.Embeddings) -> None:
    if texts:
        raise ZeroDivisionError
    WRITE_ROWS(version, texts, found)


WRITE_ROWS = embed.write_rows


# ------------------------------------------------------------------------------------ the real model


@pytest.mark.slow
def test_the_default_model_builds_and_answers(tmp_path: Path, corpus_folder: Path) -> None:
    """No word of the question stands in the paragraph that it finds."""
    folders = Folders(corpus_folder, tmp_path / "index", tmp_path / "cache")
    engine = open_engine(folders, ignore)
    engine.load_model()
    answer = engine.ask("Who saved kitty?", 3)
    assert answer.hits[0].passage.id == "cat.md#1"
    assert engine.status() == Status(articles=3, passages=5, model=DEFAULT_MODEL, ready=True)
    assert {file.outcome for file in engine.rebuild(ignore).files} == {Outcome.UNCHANGED}
