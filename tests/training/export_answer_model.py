"""Export a trained answer model as qa_bot reads it: ONNX with 8-bit weights, a tokenizer, a description.

    python tests/training/export_answer_model.py CHECKPOINT FOLDER [--slope S --intercept I]

`--slope` and `--intercept` calibrate the logit (Platt, 1999). tests/data/answer_model_probes.json gets what
the trained model makes of a few windows, so that a test can compare the export with it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import warnings
from pathlib import Path
from typing import Final

import torch
from train_answer_model import LONGEST, TITLE, AnswerModel, load_model, load_tokenizer

from qa_bot.core.checksums import sha256
from qa_bot.encoders.answer_model import DESCRIPTION, FORM, ReadableText
from qa_bot.encoders.answer_model import AnswerModel as ExportedModel

WINDOW_TOKENS: Final = 112
"""Of a passage in one window."""


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--slope", type=float, default=1.0)
    parser.add_argument("--intercept", type=float, default=0.0)
    parser.add_argument("--probes", type=Path, help="file of windows to add the trained model's readings to")
    parser.add_argument("--float", action="store_true", help="keep 32-bit weights")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        whole = Path(work) / "model.onnx"
        export_float(options.checkpoint, options.layers, whole)
        target = options.folder / "model.onnx"
        if options.float:
            target.write_bytes(whole.read_bytes())
        else:
            quantize(whole, target)
    load_tokenizer().save(str(options.folder / "tokenizer.json"), pretty=False)
    described = {
        "form": FORM,
        "languages": ["en"],
        "window_tokens": WINDOW_TOKENS,
        "max_tokens": LONGEST,
        "title_characters": TITLE,
        "slope": options.slope,
        "intercept": options.intercept,
        "sha256": {name: sha256(options.folder / name) for name in ("model.onnx", "tokenizer.json")},
    }
    (options.folder / DESCRIPTION).write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    if options.probes:
        fill_probes(options.probes, load_model(options.layers, options.checkpoint), options.folder)
    for path in sorted(options.folder.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


def fill_probes(path: Path, trained: AnswerModel, folder: Path) -> None:
    """Write down what the trained model makes of a file's windows, for the test of the export."""
    exported = ExportedModel(folder.name, folder)
    probes = json.loads(path.read_text(encoding="utf-8"))
    trained.eval()
    for probe in probes["windows"]:
        spans = ((0, len(probe["text"])),)
        readable = ReadableText(probe["title"], probe["text"], spans)
        (window,) = exported.windows(0, probe["question"], readable)
        ids, types = torch.tensor([window.ids]), torch.tensor([window.types])
        with torch.no_grad():
            logits, places = trained(ids, torch.ones_like(ids), types)
        found = exported.reading(window, float(logits[0]), places[0].numpy())
        best = found.spans[0]
        probe["log_odds"] = round(found.log_odds, 3)
        probe["answer"] = probe["text"][best.start : best.end]
    probes["sha256"] = exported.fingerprint
    path.write_text(json.dumps(probes, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def export_float(checkpoint: Path, layers: int, path: Path) -> None:
    """Write the model with 32-bit weights."""
    model = load_model(layers, checkpoint).eval()
    names = ("input_ids", "attention_mask", "token_type_ids")
    example = tuple(torch.ones((2, 9), dtype=torch.long) for _ in names)
    axes = {name: {0: "windows", 1: "tokens"} for name in (*names, "spans")}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer's, about shapes
        torch.onnx.export(
            model,
            example,
            str(path),
            dynamo=False,
            input_names=list(names),
            output_names=["answers", "spans"],
            dynamic_axes=axes | {"answers": {0: "windows"}},
            opset_version=17,
        )


def quantize(whole: Path, target: Path) -> None:
    """Quantize weights to 8 bits, each output channel with its own scale.

    One bit is left free (`reduce_range`), since processors without VNNI add products in 16 bits, which 8
    would overflow: the model must read alike on all of them.
    """
    from onnxruntime.quantization import QuantType, quant_pre_process, quantize_dynamic

    ready = whole.with_name("ready.onnx")
    quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(
        str(ready),
        str(target),
        op_types_to_quantize=["MatMul", "Gather"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )


if __name__ == "__main__":
    main()
