"""The export gives the reference's vectors, and where there is none to trust the reference answers."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import frontmatter
import numpy as np
import pytest
from tiny import TinyEncoder

from qa_bot.core.errors import ModelError
from qa_bot.encoders import loading as encoder_module
from qa_bot.encoders import onnx
from qa_bot.encoders.export_files import open_sealed, remove_leftovers, seal
from qa_bot.encoders.loading import (
    LazyEncoder,
    export_folder,
    find_encoder,
    load_encoder,
    load_reference,
    quickest,
)
from qa_bot.encoders.model_files import DEFAULT_MODEL, model_folder
from qa_bot.encoders.onnx import MIN_AGREEMENT, OnnxEncoder
from qa_bot.encoders.precision import Precision
from qa_bot.encoders.protocol import Embedding
from qa_bot.encoders.sentence_transformer import SentenceTransformerEncoder
from qa_bot.encoders.threads import ThreadCount

CORPUS = Path(__file__).parents[2] / "corpus"
EXPORT_FILES = ["model.onnx", "tokenizer.json", "export.json", "probes.npy"]

ODD_TEXTS = [
    "",
    " ",
    "?",
    "a",
    "🎉",
    "[SEP] [MASK] [PAD]",
    "Über 3,5 Millionen Menschen in Zürich wählten; “so viele wie nie”, sagte Zoë.",
    "北京是中华人民共和国的首都。",
    "Москва — столица России.",
    "عاصمة مصر هي القاهرة",
    "e\u0301 is é, and ﬁ is fi",
    "x" * 5000,
    "A sentence that is said again and again until nobody listens any more. " * 200,
]


def paragraphs() -> list[str]:
    """Give the paragraphs of the sample corpus."""
    texts = [frontmatter.load(str(path)).content for path in sorted(CORPUS.glob("*.md"))]
    return [block for text in texts for block in text.split("\n\n")]


def least_cosine(found: list[Embedding], expected: list[Embedding]) -> float:
    """Give the least cosine between vectors, token vectors included; the tokens must be the same."""
    least = 1.0
    for one, other in zip(found, expected, strict=True):
        assert one.token_ids.tolist() == other.token_ids.tolist()
        assert one.tokens.shape == other.tokens.shape
        cosines = [float(one.vector @ other.vector), *(one.tokens * other.tokens).sum(axis=1).tolist()]
        least = min(least, *cosines)
    return least


class UnexportableModel(SentenceTransformerEncoder):
    """Stands for a model that cannot be exported, and tells how often that was tried."""

    def __init__(self) -> None:
        self.name, self.fingerprint, self.tried = "unexportable", "f" * 64, 0

    def export(self, folder: Path) -> None:
        """Fail."""
        self.tried += 1
        raise ModelError(str(folder))


# ------------------------------------------------------------------------------- without a real model


def test_a_model_that_cannot_be_exported_answers_itself(tmp_path: Path) -> None:
    """It was tried, and nothing is left of it."""
    reference = UnexportableModel()
    assert quickest(reference, tmp_path) is reference
    assert reference.tried == 1
    assert not list(tmp_path.iterdir())


def test_other_weights_than_the_indexs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the model, both fingerprints and the command."""
    installed, expected = TinyEncoder(weights="installed").fingerprint, TinyEncoder(weights="old").fingerprint
    monkeypatch.setattr(encoder_module, "model_folder", lambda _: tmp_path)
    monkeypatch.setattr(encoder_module, "fingerprint", lambda _: installed)
    with pytest.raises(ModelError) as caught:
        load_encoder("tiny", expected, tmp_path)
    for part in ("tiny", expected[:12], installed[:12], "`qa-bot index`"):
        assert part in str(caught.value)


@pytest.mark.parametrize("name", EXPORT_FILES)
def test_a_folder_that_is_no_export_is_a_model_error(name: str, tmp_path: Path) -> None:
    """Whichever of its files is met first: missing, or nothing that could be read."""
    with pytest.raises(ModelError, match=r"tiny in .* cannot be used"):
        OnnxEncoder("tiny", "f" * 64, tmp_path / "missing")
    (tmp_path / name).write_bytes(b"\xff garbage")
    with pytest.raises(ModelError, match="cannot be used"):
        OnnxEncoder("tiny", "f" * 64, tmp_path)


def test_what_a_killed_export_left_behind_is_removed(tmp_path: Path) -> None:
    """And one that may be at work is not."""
    old, new = tmp_path / ".export-old", tmp_path / ".export-new"
    for scratch in (old, new):
        scratch.mkdir()
        (scratch / "model.onnx").write_bytes(b"half")
    os.utime(old, (0, 0))
    remove_leftovers(tmp_path)
    assert (old.exists(), new.exists()) == (False, True)


def test_exports_of_two_models_stand_apart(tmp_path: Path) -> None:
    """By the fingerprint of their files."""
    assert export_folder("a" * 64, tmp_path) != export_folder("b" * 64, tmp_path)
    assert export_folder("a" * 64, tmp_path).is_relative_to(tmp_path)


# ----------------------------------------------------------------------------------- the default model


@pytest.fixture(scope="session")
def reference() -> SentenceTransformerEncoder:
    """Load the default model once."""
    return load_reference(DEFAULT_MODEL)


@pytest.fixture(scope="session")
def cache(reference: SentenceTransformerEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache folder with the export of the default model."""
    folder = tmp_path_factory.mktemp("cache")
    reference.export(export_folder(reference.fingerprint, folder))
    return folder


@pytest.fixture(scope="session")
def exported(reference: SentenceTransformerEncoder, cache: Path) -> OnnxEncoder:
    """Open the export."""
    return OnnxEncoder(reference.name, reference.fingerprint, export_folder(reference.fingerprint, cache))


@pytest.fixture
def damageable(reference: SentenceTransformerEncoder, cache: Path, tmp_path: Path) -> Path:
    """Give the export's folder, in a cache folder of the test's own, which is tmp_path."""
    fingerprint = reference.fingerprint
    return shutil.copytree(export_folder(fingerprint, cache), export_folder(fingerprint, tmp_path))


@pytest.mark.slow
def test_the_export_agrees_with_the_reference_on_real_paragraphs(
    reference: SentenceTransformerEncoder, exported: OnnxEncoder
) -> None:
    """Vectors and token vectors, over the whole sample corpus."""
    texts = paragraphs()
    assert len(texts) > 40
    found, expected = exported.encode_passages(texts), reference.encode_passages(texts)
    assert least_cosine(found, expected) >= MIN_AGREEMENT[Precision.FLOAT32]
    assert MIN_AGREEMENT[Precision.FLOAT32] >= 0.9999


@pytest.mark.slow
@pytest.mark.parametrize("text", ODD_TEXTS, ids=lambda text: ascii(text[:12]))
def test_the_export_agrees_with_the_reference_on_odd_texts(
    text: str, reference: SentenceTransformerEncoder, exported: OnnxEncoder
) -> None:
    """Empty, without words, of other scripts, or longer than the model reads."""
    assert least_cosine(exported.encode_passages([text]), reference.encode_passages([text])) >= 0.9999
    assert least_cosine([exported.encode_question(text)], [reference.encode_question(text)]) >= 0.9999
    assert exported.tokenize([text]) == reference.tokenize([text])


@pytest.mark.slow
def test_both_encoders_tell_the_same_of_the_model(
    reference: SentenceTransformerEncoder, exported: OnnxEncoder
) -> None:
    """What an index depends on."""
    for encoder in (reference, exported):
        assert (encoder.name, encoder.dimension, encoder.max_tokens) == (DEFAULT_MODEL, 384, 256)
        assert encoder.tokenize([]) == []
        assert encoder.encode_passages([]) == []
    assert exported.fingerprint == reference.fingerprint
    assert exported.vocabulary() == reference.vocabulary()
    (ids,) = exported.tokenize(["the bridge"])
    assert [exported.vocabulary()[number] for number in ids] == ["[CLS]", "the", "bridge", "[SEP]"]


@pytest.mark.slow
def test_vectors_are_unit_rows_without_special_tokens(exported: OnnxEncoder) -> None:
    """In single precision; a long text gives as many tokens as the model reads, less two."""
    short, long = exported.encode_passages(["the bridge", "word " * 1000])
    for found in (short, long):
        assert {found.vector.dtype, found.tokens.dtype} == {np.dtype(np.float32)}
        assert found.vector.shape == (384,)
        assert np.linalg.norm(found.vector) == pytest.approx(1.0, abs=1e-5)
        assert np.linalg.norm(found.tokens, axis=1) == pytest.approx(np.ones(len(found.tokens)), abs=1e-5)
    assert [len(found.tokens) for found in (short, long)] == [2, 256 - 2]


@pytest.mark.slow
def test_a_vector_does_not_hang_on_its_neighbours(exported: OnnxEncoder) -> None:
    """Padding to the longest of a batch changes nothing, and the order stays."""
    texts = ["A short one.", *ODD_TEXTS, "Another short one."]
    together = exported.encode_passages(texts)
    alone = [exported.encode_passages([text])[0] for text in texts]
    assert least_cosine(together, alone) >= 0.99999


@pytest.mark.slow
def test_vectors_do_not_hang_on_the_number_of_threads(exported: OnnxEncoder, damageable: Path) -> None:
    """Nor on how many were tried before: to the last bit."""
    texts = [f"{text} {number}" for number in range(4) for text in paragraphs()]
    other = OnnxEncoder(DEFAULT_MODEL, exported.fingerprint, damageable)
    other._threads = ThreadCount(4, iter([0, 9, 10]).__next__)  # the second half in a ninth of the time
    expected, found = exported.encode_passages(texts), other.encode_passages(texts)
    assert other._threads.count == 2
    assert [one.vector.tobytes() for one in found] == [one.vector.tobytes() for one in expected]
    assert [one.tokens.tobytes() for one in found] == [one.tokens.tobytes() for one in expected]


@pytest.mark.slow
def test_meaning_is_nearer_than_words(exported: OnnxEncoder) -> None:
    """A question lies nearer to its answer than to a sentence of the same words."""
    question = exported.encode_question("How much did the bridge cost?").vector
    answer, other = exported.encode_passages(
        ["The crossing was built for ninety million euros.", "Much of the bridge is green."]
    )
    assert question @ answer.vector > question @ other.vector


@pytest.mark.slow
def test_an_export_is_made_once(
    reference: SentenceTransformerEncoder, damageable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From then on no model is loaded to answer."""

    def refuse(_: str) -> SentenceTransformerEncoder:
        pytest.fail("loaded in vain")

    monkeypatch.setattr(encoder_module, "load_reference", refuse)
    before = (damageable / "model.onnx").stat().st_mtime_ns
    found = load_encoder(DEFAULT_MODEL, reference.fingerprint, tmp_path)
    assert isinstance(found, OnnxEncoder)
    assert (damageable / "model.onnx").stat().st_mtime_ns == before


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["cut", "empty", "remove"])
@pytest.mark.parametrize("name", EXPORT_FILES)
def test_a_damaged_export_is_told(
    name: str, damage: str, reference: SentenceTransformerEncoder, damageable: Path
) -> None:
    """Whichever of its files it is."""
    path = damageable / name
    content = path.read_bytes()
    path.unlink()
    if damage != "remove":
        path.write_bytes(content[: len(content) // 2] if damage == "cut" else b"")
    with pytest.raises(ModelError):
        OnnxEncoder(DEFAULT_MODEL, reference.fingerprint, damageable)


@pytest.mark.slow
def test_an_export_with_other_vectors_is_told(
    reference: SentenceTransformerEncoder, damageable: Path
) -> None:
    """Its probes are compared whenever it is opened, even if its files are what was written."""
    description = open_sealed(damageable)
    np.save(damageable / "probes.npy", -np.load(damageable / "probes.npy"))
    seal(damageable, description)
    with pytest.raises(ModelError, match="does not reproduce the model's own vectors"):
        OnnxEncoder(DEFAULT_MODEL, reference.fingerprint, damageable)


@pytest.mark.slow
def test_one_bit_in_the_row_of_a_word_is_told_and_mended(
    reference: SentenceTransformerEncoder, exported: OnnxEncoder, damageable: Path, tmp_path: Path
) -> None:
    """No probe has the word, so that only the checksum can tell; the vectors are the model's own again."""
    text = "Zebras grazed beside the lighthouse."
    path = damageable / "model.onnx"
    content = bytearray(path.read_bytes())
    row = content.index(_row_of("lighthouse", reference))
    content[row + 4 * 100 + 3] ^= 0x40  # an exponent's bit
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.onnx does not match its checksum"):
        OnnxEncoder(DEFAULT_MODEL, reference.fingerprint, damageable)
    found = load_encoder(DEFAULT_MODEL, reference.fingerprint, tmp_path)
    assert isinstance(found, OnnxEncoder)
    assert least_cosine(found.encode_passages([text]), exported.encode_passages([text])) >= 0.999999


def _row_of(word: str, reference: SentenceTransformerEncoder) -> bytes:
    """Give the bytes of a word's own vector, as they stand in the model."""
    (ids,) = reference.tokenize([word])
    transformer: Any = reference.model[0]
    weights = transformer.auto_model.get_input_embeddings().weight
    return bytes(weights[ids[1]].detach().numpy().tobytes())


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [{"max_tokens": 16}, {"passage_prompt": "query: "}, {"passage_prompt": 5}, {"special_ids": [101]}],
)
def test_another_value_in_the_description_is_told(
    change: dict[str, object], reference: SentenceTransformerEncoder, damageable: Path
) -> None:
    """Whether it would give other vectors or be stumbled over later."""
    path = damageable / "export.json"
    sealed = json.loads(path.read_text(encoding="utf-8"))
    sealed["content"]["description"] |= change
    path.write_text(json.dumps(sealed), encoding="utf-8")
    with pytest.raises(ModelError, match=r"export\.json does not match its checksum"):
        OnnxEncoder(DEFAULT_MODEL, reference.fingerprint, damageable)


@pytest.mark.slow
def test_a_damaged_export_is_made_anew(
    reference: SentenceTransformerEncoder, damageable: Path, tmp_path: Path
) -> None:
    """In the same place, and nothing else is left in the folder."""
    (damageable / "model.onnx").write_bytes(b"damaged")
    (damageable / "export.json").write_text(json.dumps({}), encoding="utf-8")
    found = quickest(reference, tmp_path)
    assert isinstance(found, OnnxEncoder)
    assert least_cosine(found.encode_passages(["words"]), reference.encode_passages(["words"])) >= 0.9999
    assert list(damageable.parent.iterdir()) == [damageable]
    assert sorted(path.name for path in damageable.iterdir()) == sorted(EXPORT_FILES)


@pytest.mark.slow
def test_an_export_that_disagrees_is_not_kept(
    reference: SentenceTransformerEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reference answers in its place."""
    monkeypatch.setitem(onnx.MIN_AGREEMENT, Precision.FLOAT32, 1.1)
    assert quickest(reference, tmp_path) is reference
    assert not list((tmp_path / "exports").iterdir())


@pytest.mark.slow
def test_a_cache_folder_that_cannot_be_written_costs_only_time(
    reference: SentenceTransformerEncoder, tmp_path: Path
) -> None:
    """The reference answers without an export."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert quickest(reference, tmp_path / "file") is reference
    with pytest.raises(ModelError, match="cannot be written to"):
        reference.export(tmp_path / "file" / "export")


@pytest.mark.slow
def test_a_folder_that_holds_no_model_is_told(tmp_path: Path) -> None:
    """The error names it."""
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(
        ModelError, match=f"{tmp_path.name} cannot be loaded as a sentence-transformers model"
    ):
        load_reference(str(tmp_path))


@pytest.fixture(scope="session")
def word_vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a model that averages word vectors, with the default model's tokenizer."""
    import tokenizers
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    tokenizer = tokenizers.Tokenizer.from_file(str(model_folder(DEFAULT_MODEL) / "tokenizer.json"))
    tokenizer.no_truncation()
    weights = np.random.default_rng(3).standard_normal((tokenizer.get_vocab_size(), 24)).astype(np.float32)
    folder = tmp_path_factory.mktemp("word-vectors")
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    return folder


@pytest.mark.slow
def test_a_model_without_token_vectors_embeds_and_answers_itself(word_vectors: Path, tmp_path: Path) -> None:
    """It reads as many tokens as any model that states no limit, and any text has a vector of unit length."""
    encoder = load_reference(str(word_vectors))
    assert (encoder.dimension, encoder.max_tokens) == (24, 512)
    assert encoder.encode_passages([]) == []
    found = encoder.encode_passages(["The bridge", "the bridge!", "", "🎉" * 3])
    assert [(len(one.tokens), len(one.token_ids)) for one in found] == [(0, 0)] * 4
    assert [np.linalg.norm(one.vector) for one in found] == pytest.approx([1.0] * 4, abs=1e-5)
    assert found[0].vector @ encoder.encode_question("the bridge").vector == pytest.approx(1.0, abs=1e-5)
    (ids,) = encoder.tokenize(["the bridge"])
    assert [encoder.vocabulary()[number] for number in ids] == ["[CLS]", "the", "bridge", "[SEP]"]
    assert quickest(encoder, tmp_path / "cache") is encoder


@pytest.mark.slow
def test_the_limit_of_a_model_of_word_vectors_is_its_tokenizers(word_vectors: Path, tmp_path: Path) -> None:
    """What lies beyond it would not be read."""
    folder = shutil.copytree(word_vectors, tmp_path / "short")
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = {
        "max_length": 128, "strategy": "LongestFirst", "stride": 0, "direction": "Right"
    }  # fmt: skip
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    encoder = load_reference(str(folder))
    assert encoder.max_tokens == 128
    assert len(encoder.tokenize(["bridge " * 300])[0]) == 302


def test_a_model_for_a_build_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By the folder that was named."""
    with pytest.raises(ModelError, match="no model folder"):
        find_encoder(str(tmp_path / "missing"), tmp_path)


def test_name_and_fingerprint_of_a_lazy_encoder_load_nothing_and_all_else_does_once() -> None:
    """Whatever is asked first."""
    loaded: list[TinyEncoder] = []

    def load() -> TinyEncoder:
        loaded.append(TinyEncoder())
        return loaded[-1]

    lazy = LazyEncoder("tiny", "f", load)
    assert (lazy.name, lazy.fingerprint, loaded) == ("tiny", "f", [])
    real = TinyEncoder()
    assert (lazy.dimension, lazy.max_tokens) == (real.dimension, real.max_tokens)
    assert lazy.vocabulary() == real.vocabulary()
    assert lazy.tokenize(["a bridge"]) == real.tokenize(["a bridge"])
    assert (lazy.encode_question("bridge").vector == real.encode_question("bridge").vector).all()
    assert (lazy.encode_passages(["bridge"])[0].tokens == real.encode_passages(["bridge"])[0].tokens).all()
    assert len(loaded) == 1
