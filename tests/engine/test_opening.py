"""Opening builds, renews, waits for or resumes an index where there is none that can be used."""

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from installed import Installed, install, only_nothing
from tiny import TinyEncoder, ignore

from qa_bot.core.engine import Status
from qa_bot.core.errors import CorpusError, DamagedIndexError, IncompatibleIndexError, ModelError
from qa_bot.core.folders import Folders
from qa_bot.core.types import Outcome, Progress, WordsOnly
from qa_bot.encoders.loading import PREPARING, export_folder
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.encoders.protocol import Embedding
from qa_bot.engine.background import BackgroundTask
from qa_bot.engine.building import build
from qa_bot.engine.local import LocalEngine
from qa_bot.engine.opening import BUILDING, RESUMING, open_engine
from qa_bot.index import build as index_module
from qa_bot.index import embed, version_writer
from qa_bot.index.storage import build_lock, versions


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Put tiny models in the place of real ones."""
    return install(monkeypatch)


@pytest.fixture
def folders(tmp_path: Path, corpus_folder: Path, installed: Installed) -> Folders:
    """Give the small corpus and no index."""
    assert installed.loaded == []
    return Folders(corpus_folder, tmp_path / "index", tmp_path / "cache")


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


@pytest.mark.parametrize("name", ["store/head.sqlite", "passages/meta.json"])
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
        patch.setattr(embed, "write_rows", only_nothing)
        with pytest.raises(ZeroDivisionError):
            build(folders, None, ignore)
    return folders


def test_a_first_build_that_was_broken_off_is_gone_on_with(broken_off: Folders, installed: Installed) -> None:
    """Of what is embedded already; words answer meanwhile, and it says so."""
    encoder, steps = installed.models[DEFAULT_MODEL], list[Progress]()
    begun, gate = threading.Event(), threading.Event()
    encoder.embedded.clear()

    def note(step: Progress) -> None:
        begun.set()
        gate.wait(30)
        steps.append(step)

    engine = open_engine(broken_off, note)
    assert begun.wait(30)  # now the lock has its note, too
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
