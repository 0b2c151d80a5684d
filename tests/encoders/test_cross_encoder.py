"""A cross-encoder gives the model's own scores, and what is none is refused with a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tiny_cross_encoder import expected_scores, save_cross_encoder

from qa_bot.core.errors import ModelError
from qa_bot.encoders.cross_encoder import CrossEncoderReranker

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
TEXTS = ["The mayor opened the bridge.", "A cat.", "?", "unheard words", "the river " * 100]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save the cross-encoder once."""
    return save_cross_encoder(tmp_path_factory.mktemp("models") / "cross")


def test_scores_are_the_models_own(folder: Path) -> None:
    """As a probability; a text that is longer than the model reads is cut, an empty one is no trouble."""
    found = CrossEncoderReranker(str(folder)).score("Who opened the bridge?", TEXTS)
    assert found == pytest.approx(expected_scores(folder, "Who opened the bridge?", TEXTS), abs=1e-5)
    assert 0 <= CrossEncoderReranker(str(folder)).score("", [""])[0] <= 1
    assert len({round(score, 3) for score in found}) > 1
    assert all(0 <= score <= 1 for score in found)


def test_no_texts_have_no_scores(folder: Path) -> None:
    """An answer without hits."""
    assert CrossEncoderReranker(str(folder)).score("who", []) == []


def test_a_model_that_sentence_transformers_saved_is_one_too(folder: Path, tmp_path: Path) -> None:
    """Its own files tell it, whatever the architecture is called."""
    from sentence_transformers import CrossEncoder

    CrossEncoder(str(folder), device="cpu").save_pretrained(str(tmp_path / "saved"))
    found = CrossEncoderReranker(str(tmp_path / "saved")).score("who", TEXTS[:2])
    assert found == pytest.approx(expected_scores(folder, "who", TEXTS[:2]), abs=1e-5)


def test_a_folder_that_is_not_there_is_told() -> None:
    """Before anything is loaded."""
    with pytest.raises(ModelError, match=r"no model folder \./nowhere"):
        CrossEncoderReranker("./nowhere")


def test_an_empty_folder_is_no_model(tmp_path: Path) -> None:
    """It says what is missing."""
    with pytest.raises(ModelError, match=r"config\.json"):
        CrossEncoderReranker(str(tmp_path))


def test_an_embedding_model_is_refused(tmp_path: Path) -> None:
    """A head of random weights would be put on it, and its scores would mean nothing."""
    plain = save_cross_encoder(tmp_path / "plain", architecture="Model")
    with pytest.raises(ModelError, match="is not a cross-encoder but BertModel"):
        CrossEncoderReranker(str(plain))
    with pytest.raises(ModelError, match="is not a cross-encoder but"):
        CrossEncoderReranker("sentence-transformers/all-MiniLM-L6-v2")


def test_a_model_of_several_labels_is_refused(tmp_path: Path) -> None:
    """Which of them would be the score?"""
    with pytest.raises(ModelError, match="has 3 labels, but a reranker needs exactly 1"):
        CrossEncoderReranker(str(save_cross_encoder(tmp_path / "three", labels=3)))


@pytest.mark.parametrize("content", ["{", "[]", json.dumps({"architectures": None})])
def test_a_broken_configuration_is_told(tmp_path: Path, content: str) -> None:
    """Not as a traceback."""
    (tmp_path / "config.json").write_text(content)
    with pytest.raises(ModelError):
        CrossEncoderReranker(str(tmp_path))


def test_missing_or_damaged_weights_are_told(folder: Path, tmp_path: Path) -> None:
    """With the model's name."""
    import shutil

    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="cannot be loaded as a cross-encoder"):
        CrossEncoderReranker(str(copy))
