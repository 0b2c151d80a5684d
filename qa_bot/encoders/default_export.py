"""The export of the default model, made without torch.

What the reference encoder makes of the probes comes with the package, in `all_minilm/`, so that the export is
compared with it as any other is.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

from qa_bot.core.errors import ModelError
from qa_bot.encoders.bert_graph import write_bert_graph
from qa_bot.encoders.export_files import new_export, seal
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.encoders.onnx import PROBES, OnnxEncoder

REFERENCE: Final = Path(__file__).with_name("all_minilm")
"""`description.json` and `probes.npy`, both of the reference encoder."""


def export_default_model(model: Path, fingerprint: str, folder: Path) -> None:
    """Write the export of the default model, whose files are in `model`, into `folder`.

    Raises:
        ModelError: its vectors are not the reference's, or it cannot be written.
    """
    try:
        with new_export(folder) as target:
            write_bert_graph(model, target / "model.onnx")
            shutil.copyfile(model / "tokenizer.json", target / "tokenizer.json")
            shutil.copyfile(REFERENCE / "probes.npy", target / "probes.npy")
            seal(target, json.loads((REFERENCE / "description.json").read_text(encoding="utf-8")))
            OnnxEncoder(DEFAULT_MODEL, fingerprint, target).check(PROBES)
    except OSError as error:
        msg = f"The export of {DEFAULT_MODEL} cannot be written to {folder}: {error}"
        raise ModelError(msg) from error
