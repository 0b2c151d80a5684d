"""A model's name -> the quickest encoder that gives its vectors.

Two encoders give the same ones. `SentenceTransformerEncoder` loads any sentence-transformers model and is
the reference; importing what it needs costs seconds. `OnnxEncoder` runs an export of such a model, which is
made once, kept in the cache folder under the fingerprint of the model's files, and trusted only while it
agrees with the reference: a question is embedded without importing torch.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from qa_bot.core.errors import ModelError
from qa_bot.encoders.model_files import fingerprint, model_folder
from qa_bot.encoders.onnx import OnnxEncoder
from qa_bot.encoders.sentence_transformer import SentenceTransformerEncoder

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.encoders.protocol import Encoder


def load_reference(name: str) -> SentenceTransformerEncoder:
    """Load a model with sentence-transformers; takes seconds, for torch is imported.

    Raises:
        ModelError: the model cannot be found or loaded.
    """
    folder = model_folder(name)
    return SentenceTransformerEncoder(name, folder)


def load_encoder(name: str, expected_fingerprint: str, cache: Path) -> Encoder:
    """Load the quickest encoder that gives the vectors of one exact model.

    That is the export in the cache folder; where there is none, it is made; where none can be made,
    sentence-transformers itself.

    Raises:
        ModelError: the model cannot be found, or its files are not those of the expected fingerprint.
    """
    with contextlib.suppress(ModelError):
        return OnnxEncoder(name, expected_fingerprint, export_folder(expected_fingerprint, cache))
    installed = fingerprint(model_folder(name))
    if installed != expected_fingerprint:
        msg = (
            f"The index was made with other weights of {name} (fingerprint {expected_fingerprint[:12]}) than "
            f"the ones installed ({installed[:12]}): run `qa-bot index` to embed anew."
        )
        raise ModelError(msg)
    return quickest(load_reference(name), cache)


def quickest(reference: SentenceTransformerEncoder, cache: Path) -> Encoder:
    """Export the reference and give the export; the reference where none agrees or none can be made."""
    folder = export_folder(reference.fingerprint, cache)
    try:
        reference.export(folder)
        return OnnxEncoder(reference.name, reference.fingerprint, folder)
    except ModelError:
        return reference


def export_folder(model_fingerprint: str, cache: Path) -> Path:
    """Tell where the export of a model stands."""
    return cache / "exports" / model_fingerprint[:32]
