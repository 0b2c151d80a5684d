"""The door to huggingface_hub: models that were fetched before, and those that a person wants fetched now.

Owns the promise that nothing else is asked of a model hub, and that it learns no more than the model's name.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.core.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT_OUT = ("onnx/*", "openvino/*")
"""Exports to other engines, which may be larger than the model."""


def find(name: str) -> Path | None:
    """Find the folder of a model that was fetched before; None where it is not on disk, or not whole."""
    try:
        return _snapshot(name, local_files_only=True)
    except Exception:  # noqa: BLE001  its errors come from three libraries
        return None


def fetch(name: str) -> Path:
    """Fetch a model, with the person's own token where the hub's client knows one.

    Raises:
        ModelError: it cannot be fetched.
    """
    try:
        return _snapshot(name, local_files_only=False)
    except Exception as error:
        msg = (
            f"The model {name} is not on disk and could not be downloaded ({type(error).__name__}). "
            "Check the name and the network, or pass the folder of a model."
        )
        raise ModelError(msg) from error


@contextmanager
def unreachable() -> Iterator[None]:
    """Refuse what the hub's client is asked within the block: the files of a model may name other models."""
    from huggingface_hub import constants

    before, constants.HF_HUB_OFFLINE = constants.HF_HUB_OFFLINE, True
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


def _snapshot(name: str, *, local_files_only: bool) -> Path:
    import huggingface_hub  # only for a model that is not the default one

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Path(
            huggingface_hub.snapshot_download(
                name,
                local_files_only=local_files_only,
                ignore_patterns=list(_LEFT_OUT),
                headers={"user-agent": "qa_bot"},  # not the versions of what else is installed
            )
        )
