"""A build keeps the model of its index, and fetches none that nobody named."""

from pathlib import Path

import pytest
from installed import Installed, install
from tiny import ignore

from qa_bot.core.errors import ModelError
from qa_bot.core.folders import Folders
from qa_bot.core.types import Outcome
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.encoders.precision import Precision, best_precision, precision_of
from qa_bot.engine.building import build, repair_index
from qa_bot.engine.local import LocalEngine
from qa_bot.index.storage.manifest import read_model
from qa_bot.index.storage.versions import current_version


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Put tiny models in the place of real ones."""
    return install(monkeypatch)


@pytest.fixture
def folders(tmp_path: Path, corpus_folder: Path, installed: Installed) -> Folders:
    """Give the small corpus and no index."""
    assert installed.loaded == []
    return Folders(corpus_folder, tmp_path / "index", tmp_path / "cache")


@pytest.mark.usefixtures("index_folder")
def test_a_build_stays_with_the_model_of_the_index(folders: Folders, installed: Installed) -> None:
    """Unless another is named."""
    report = build(folders, None, ignore)
    assert installed.loaded == ["tiny"]
    assert {file.outcome for file in report.files} == {Outcome.UNCHANGED}
    build(folders, DEFAULT_MODEL, ignore)
    assert LocalEngine(folders).status().model == DEFAULT_MODEL


def test_an_index_keeps_its_precision(folders: Folders) -> None:
    """An update does not embed everything again; a rebuild takes what is best for the processor."""
    for wanted in (Precision.FLOAT32, Precision.INT8):
        build(folders, None, ignore, precision=wanted)
        report = build(folders, None, ignore)
        assert {file.outcome for file in report.files} == {Outcome.UNCHANGED}
        assert precision_of_index(folders) is wanted
    build(folders, None, ignore, rebuild=True)
    assert precision_of_index(folders) is best_precision()


def test_a_new_index_gets_what_is_best_for_the_processor(folders: Folders) -> None:
    """A repair keeps it."""
    build(folders, None, ignore)
    assert precision_of_index(folders) is best_precision()
    next(current_version(folders.index).rglob("vectors.f16")).unlink()
    repair_index(folders, ignore)
    assert precision_of_index(folders) is best_precision()


def test_two_precisions_are_not_mixed(folders: Folders, installed: Installed) -> None:
    """Another precision embeds every text again."""
    build(folders, None, ignore, precision=Precision.FLOAT32)
    embedded = installed.models[DEFAULT_MODEL].embedded
    before = len(embedded)
    build(folders, None, ignore, precision=Precision.INT8)
    assert len(embedded) == 2 * before


@pytest.mark.usefixtures("index_folder")
def test_other_models_embed_in_float32(folders: Folders) -> None:
    """Whatever the processor is quick at, and when everything is embedded again."""
    build(folders, None, ignore, rebuild=True)
    assert precision_of_index(folders) is Precision.FLOAT32


def precision_of_index(folders: Folders) -> Precision:
    """Return the precision that the manifest states."""
    return precision_of(read_model(current_version(folders.index))[1])


@pytest.mark.usefixtures("index_folder")
def test_only_a_model_that_a_person_named_may_be_fetched(folders: Folders, installed: Installed) -> None:
    """Not the index's own, whoever made that."""
    build(folders, None, ignore, fetch=True)
    LocalEngine(folders).rebuild(ignore)
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
