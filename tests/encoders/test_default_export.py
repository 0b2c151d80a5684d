"""The default model's export is made from its weights alone, and gives the reference's vectors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from test_loading import ODD_TEXTS, least_cosine, paragraphs

from qa_bot.core.errors import ModelError
from qa_bot.encoders.bert_graph import write_bert_graph
from qa_bot.encoders.default_export import REFERENCE, export_default_model
from qa_bot.encoders.loading import load_reference
from qa_bot.encoders.model_files import DEFAULT_MODEL, fingerprint, model_folder
from qa_bot.encoders.onnx import PROBES, OnnxEncoder, probe_rows

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.encoders.sentence_transformer import SentenceTransformerEncoder

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reference() -> SentenceTransformerEncoder:
    """Load the model with sentence-transformers."""
    return load_reference(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    """Export the model from its weights."""
    model, folder = model_folder(DEFAULT_MODEL), tmp_path_factory.mktemp("exports") / "default"
    export_default_model(model, fingerprint(model), folder)
    return OnnxEncoder(DEFAULT_MODEL, fingerprint(model), folder)


def test_its_vectors_are_the_references(reference: SentenceTransformerEncoder, exported: OnnxEncoder) -> None:
    """Of real paragraphs and odd texts, padded and alone, token vectors included."""
    texts = [*paragraphs(), *ODD_TEXTS]
    assert least_cosine(exported.encode_passages(texts), reference.encode_passages(texts)) >= 0.999999
    alone = [exported.encode_question(text) for text in ODD_TEXTS]
    assert least_cosine(alone, [reference.encode_question(text) for text in ODD_TEXTS]) >= 0.999999


def test_what_comes_with_the_package_is_of_the_reference(reference: SentenceTransformerEncoder) -> None:
    """The probes' vectors and the description."""
    stated = json.loads((REFERENCE / "description.json").read_text(encoding="utf-8"))
    described = reference.description()
    assert stated | {"special_ids": set(stated["special_ids"])} == described | {
        "special_ids": set(reference.model.tokenizer.all_special_ids)
    }
    probes = np.load(REFERENCE / "probes.npy", allow_pickle=False)
    np.testing.assert_allclose(probes, probe_rows(reference.encode_passages(PROBES)), atol=1e-5)


def test_a_graph_with_other_vectors_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is not made."""

    def without_last_layer(model: Path, path: Path) -> None:
        config = json.loads((model / "config.json").read_text(encoding="utf-8"))
        shallow = tmp_path / "shallow"
        shallow.mkdir()
        (shallow / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 5}), encoding="utf-8")
        (shallow / "model.safetensors").symlink_to(model / "model.safetensors")
        write_bert_graph(shallow, path)

    monkeypatch.setattr(f"{export_default_model.__module__}.write_bert_graph", without_last_layer)
    with pytest.raises(ModelError, match="does not reproduce"):
        export_default_model(model_folder(DEFAULT_MODEL), "f" * 64, tmp_path / "exports" / "default")
    assert not list((tmp_path / "exports").iterdir())
