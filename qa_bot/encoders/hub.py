"""Models from the Hugging Face hub: those in its cache, and those that the user asks to download.

Nothing else is requested from the hub, and it learns nothing but the model's name.
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
"""Exports to other engines, which can be larger than the model."""


def find(name: str) -> Path | None:
    """Return the folder of a model that was downloaded before; None if it is missing or incomplete."""
    try:
        return _snapshot(name, local_files_only=True)
    except Exception:  # noqa: BLE001  its errors come from three libraries
        return None


def fetch(name: str) -> Path:
    """Download a model, with the user's own token if the hub's client has one.

    Raises:
        ModelError: it cannot be downloaded.
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
    """Make the hub's client refuse every request: the files of a model may name other models."""
    from huggingface_hub import constants

    before, constants.HF_HUB_OFFLINE = constants.HF_HUB_OFFLINE, True
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


def _snapshot(name: str, *, local_files_only: bool) -> Path:
    import huggingface_hub  # not needed for the default model

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Path(
            huggingface_hub.snapshot_download(
                name,
                local_files_only=local_files_only,
                ignore_patterns=list(_LEFT_OUT),
                headers={"user-agent": "qa_bot"},  # the default one lists installed packages
            )
        )
