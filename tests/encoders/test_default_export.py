"""The default model's export is made from its weights alone, and gives the reference's vectors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from test_loading import ODD_TEXTS, least_cosine, paragraphs

from qa_bot.core.errors import ModelError
from qa_bot.encoders.bert_graph import WEIGHTS, write_bert_graph
from qa_bot.encoders.default_export import REFERENCE, export_default_model
from qa_bot.encoders.loading import find_encoder, load_encoder, load_reference
from qa_bot.encoders.model_files import DEFAULT_MODEL, fingerprint, model_folder
from qa_bot.encoders.onnx import PROBES, OnnxEncoder, probe_rows
from qa_bot.encoders.precision import Precision, fingerprint_in, precision_of

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
    return export_default_model(model, fingerprint(model), folder)


@pytest.fixture(scope="module")
def quantized(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    """Export the model in int8."""
    model, folder = model_folder(DEFAULT_MODEL), tmp_path_factory.mktemp("exports") / "int8"
    return export_default_model(model, fingerprint_in(fingerprint(model), Precision.INT8), folder)


def test_its_vectors_are_the_references(reference: SentenceTransformerEncoder, exported: OnnxEncoder) -> None:
    """Of real paragraphs and odd texts, padded and alone, token vectors included."""
    texts = [*paragraphs(), *ODD_TEXTS]
    assert least_cosine(exported.encode_passages(texts), reference.encode_passages(texts)) >= 0.999999
    alone = [exported.encode_question(text) for text in ODD_TEXTS]
    assert least_cosine(alone, [reference.encode_question(text) for text in ODD_TEXTS]) >= 0.999999


def test_int8_is_nearly_the_reference(reference: SentenceTransformerEncoder, quantized: OnnxEncoder) -> None:
    """Of real paragraphs more than of odd texts, and of texts more than of tokens."""
    for texts, least, least_of_tokens in ((paragraphs(), 0.99, 0.95), (ODD_TEXTS, 0.97, 0.9)):
        found, expected = quantized.encode_passages(texts), reference.encode_passages(texts)
        assert min(one.vector @ other.vector for one, other in zip(found, expected, strict=True)) >= least
        assert least_cosine(found, expected) >= least_of_tokens


def test_in_int8_a_vector_does_not_depend_on_its_neighbours(quantized: OnnxEncoder) -> None:
    """To the last bit, though all that the model runs together shares one scale."""
    texts = [*paragraphs()[:12], *ODD_TEXTS]
    alone = [quantized.encode_passages([text])[0] for text in texts]
    for one, other in zip(quantized.encode_passages(texts), alone, strict=True):
        assert one.vector.tobytes() == other.vector.tobytes()
        assert one.tokens.tobytes() == other.tokens.tobytes()


def test_questions_are_embedded_in_float32(exported: OnnxEncoder, tmp_path: Path) -> None:
    """Whatever the precision of passages, when building and when asking; the build makes both exports."""
    question = "Who came?"
    expected = exported.encode_question(question).vector.tobytes()
    building = find_encoder(DEFAULT_MODEL, tmp_path, precision=Precision.INT8)
    assert precision_of(building.fingerprint) is Precision.INT8
    assert building.encode_passages([question])[0].vector.tobytes() != expected
    assert len(list((tmp_path / "exports").iterdir())) == 2
    asking = load_encoder(DEFAULT_MODEL, building.fingerprint, tmp_path)
    for encoder in (building, asking):
        assert encoder.encode_question(question).vector.tobytes() == expected
    assert asking.fingerprint == building.fingerprint
    assert asking.encode_passages([question])[0].vector @ exported.encode_question(question).vector < 0.9999


def test_whoever_may_read_the_graph_may_read_its_weights(tmp_path: Path) -> None:
    """A cache folder may be shared."""
    graph = tmp_path / "model.onnx"
    write_bert_graph(model_folder(DEFAULT_MODEL), graph, Precision.FLOAT32)
    assert (tmp_path / WEIGHTS).stat().st_mode == graph.stat().st_mode
    assert (tmp_path / WEIGHTS).stat().st_size > 100 * graph.stat().st_size


@pytest.mark.parametrize("name", ["model.onnx", WEIGHTS])
def test_damaged_weights_are_told(name: str, tmp_path: Path) -> None:
    """Before onnxruntime maps them."""
    model, folder = model_folder(DEFAULT_MODEL), tmp_path / "export"
    export_default_model(model, fingerprint(model), folder)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"{name} does not match its checksum"):
        OnnxEncoder(DEFAULT_MODEL, fingerprint(model), folder)


def test_only_the_default_model_embeds_in_int8(tmp_path: Path) -> None:
    """The error says what to leave out."""
    with pytest.raises(ModelError, match="Only all-MiniLM-L6-v2 can embed in int8: leave out"):
        find_encoder(str(tmp_path), tmp_path, precision=Precision.INT8)


def test_an_export_that_cannot_be_kept_is_used(exported: OnnxEncoder, tmp_path: Path) -> None:
    """It is made in a temporary folder, which is removed."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    model = model_folder(DEFAULT_MODEL)
    found = export_default_model(model, fingerprint(model), tmp_path / "file" / "exports" / "default")
    text = "Snow fell."
    assert found.encode_question(text).vector.tobytes() == exported.encode_question(text).vector.tobytes()
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


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

    def without_last_layer(model: Path, path: Path, precision: Precision) -> None:
        config = json.loads((model / "config.json").read_text(encoding="utf-8"))
        shallow = tmp_path / "shallow"
        shallow.mkdir()
        (shallow / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 5}), encoding="utf-8")
        (shallow / "model.safetensors").symlink_to(model / "model.safetensors")
        write_bert_graph(shallow, path, precision)

    monkeypatch.setattr(f"{export_default_model.__module__}.write_bert_graph", without_last_layer)
    with pytest.raises(ModelError, match="does not reproduce"):
        export_default_model(model_folder(DEFAULT_MODEL), "f" * 64, tmp_path / "exports" / "default")
    assert not list((tmp_path / "exports").iterdir())
