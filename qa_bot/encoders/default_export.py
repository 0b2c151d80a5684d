"""The exports of the default model, made without torch.

What the reference encoder makes of the probes comes with the package, in `all_minilm/`, so that an export is
compared with it as any other is.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

from qa_bot.core.errors import ModelError
from qa_bot.encoders.bert_graph import write_bert_graph
from qa_bot.encoders.export_files import new_export, seal
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.encoders.onnx import PROBES, OnnxEncoder
from qa_bot.encoders.precision import precision_of

REFERENCE: Final = Path(__file__).with_name("all_minilm")
"""`description.json` and `probes.npy`, both of the reference encoder."""


def export_default_model(model: Path, fingerprint: str, folder: Path) -> OnnxEncoder:
    """Write the export of the default model, whose files are in `model`, into `folder`, and open it.

    If the folder cannot be written, the export is not kept. The fingerprint states the precision.

    Raises:
        ModelError: its vectors are not the reference's, or it cannot be written anywhere.
    """
    try:
        return _export(model, fingerprint, folder)
    except OSError as error:
        failed = error
    try:
        with tempfile.TemporaryDirectory(prefix="qa-bot-", ignore_cleanup_errors=True) as scratch:
            return _export(model, fingerprint, Path(scratch) / "export")
    except OSError as error:
        msg = f"The export of {DEFAULT_MODEL} cannot be written to {folder}: {failed}"
        raise ModelError(msg) from error


def _export(model: Path, fingerprint: str, folder: Path) -> OnnxEncoder:
    precision = precision_of(fingerprint)
    with new_export(folder) as target:
        write_bert_graph(model, target / "model.onnx", precision)
        shutil.copyfile(model / "tokenizer.json", target / "tokenizer.json")
        shutil.copyfile(REFERENCE / "probes.npy", target / "probes.npy")
        described = json.loads((REFERENCE / "description.json").read_text(encoding="utf-8"))
        seal(target, described | {"precision": precision})
        OnnxEncoder(DEFAULT_MODEL, fingerprint, target).check(PROBES)
    return OnnxEncoder(DEFAULT_MODEL, fingerprint, folder)  # Windows renames no folder of a mapped file
