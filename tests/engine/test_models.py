"""The models of an engine load from the start, in threads; what changed meanwhile is loaded when needed."""

from dataclasses import replace
from pathlib import Path

import pytest
from installed import Installed, install
from tiny import TinyEncoder

from qa_bot.core.errors import ModelError
from qa_bot.core.folders import Folders
from qa_bot.encoders.answer_model import NO_ANSWER_MODEL
from qa_bot.encoders.loading import export_folder
from qa_bot.engine.local import LocalEngine
from qa_bot.engine.models import LoadingModels

OWN = TinyEncoder()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Put tiny models in the place of real ones."""
    return install(monkeypatch)


@pytest.fixture
def folders(tmp_path: Path, corpus_folder: Path, index_folder: Path) -> Folders:
    """Give the small corpus and its index, whose model has been exported."""
    export_folder(OWN.fingerprint, tmp_path / "cache").mkdir(parents=True)
    return Folders(corpus_folder, index_folder, tmp_path / "cache")


def test_the_model_of_the_index_is_loaded_once_and_before_it_is_asked_for(
    folders: Folders, installed: Installed
) -> None:
    """An engine takes it over."""
    models = LoadingModels(folders, NO_ANSWER_MODEL)
    assert models.answer_model() is None
    models.encoder(OWN.name, OWN.fingerprint)
    assert installed.loaded == [OWN.name]
    engine = LocalEngine(folders, models=models)
    engine.load_model()
    assert engine.status().ready
    assert installed.loaded == [OWN.name]


def test_another_model_than_that_of_the_index_is_loaded_when_it_is_needed(
    folders: Folders, installed: Installed
) -> None:
    """As after a build that changed it."""
    models = LoadingModels(folders, NO_ANSWER_MODEL)
    installed.models["other"] = TinyEncoder("other", weights="others")
    found = models.encoder("other", installed.models["other"].fingerprint)
    assert (found.name, sorted(installed.loaded)) == ("other", sorted([OWN.name, "other"]))


@pytest.mark.parametrize("lacks", ["index", "export", "folders"])
def test_what_cannot_be_loaded_early_is_loaded_when_it_is_needed(
    lacks: str, folders: Folders, installed: Installed, tmp_path: Path
) -> None:
    """Without an index, before an export that takes seconds and is announced, and with a store."""
    changed = {
        "index": replace(folders, index=tmp_path / "none"),
        "export": replace(folders, cache=tmp_path / "other" / "cache"),
        "folders": replace(folders, store="lance://nowhere"),
    }
    models = LoadingModels(changed[lacks], NO_ANSWER_MODEL)
    assert models.answer_model() is None
    models._encoder.exception()
    assert installed.loaded == []
    assert models.encoder(OWN.name, OWN.fingerprint).fingerprint == OWN.fingerprint


def test_a_model_that_is_missing_is_told_where_it_is_needed(
    folders: Folders, installed: Installed, tmp_path: Path
) -> None:
    """Not by the threads."""
    del installed.models[OWN.name]
    models = LoadingModels(folders, str(tmp_path / "nowhere"))
    with pytest.raises(ModelError, match="There is no answer model"):
        models.answer_model()
    with pytest.raises(ModelError, match=f"no model {OWN.name}"):
        models.encoder(OWN.name, OWN.fingerprint)
