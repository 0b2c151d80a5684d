"""A small real cross-encoder, saved to a folder as sentence-transformers and transformers save theirs."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("the", "a", "of", "bridge", "cat", "river", "mayor", "opened", "new", "firemen", "rescued", "who")


def save_cross_encoder(
    folder: Path, *, labels: int = 1, architecture: str = "ForSequenceClassification"
) -> Path:
    """Save a BERT of one layer with random weights, always the same."""
    import torch
    import transformers

    folder.mkdir(parents=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    configuration = transformers.BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=64, initializer_range=1.0,
    )  # fmt: skip
    configuration.num_labels = labels
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        getattr(transformers, f"Bert{architecture}")(configuration).save_pretrained(folder)
        transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def expected_scores(folder: Path, question: str, texts: list[str]) -> list[float]:
    """Score by transformers alone, a pair at a time."""
    import torch
    import transformers

    model = transformers.AutoModelForSequenceClassification.from_pretrained(str(folder)).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder))
    found = []
    for text in texts:
        pair = tokenizer(question, text, return_tensors="pt", truncation=True, max_length=64)
        with torch.no_grad():
            found.append(float(torch.sigmoid(model(**pair).logits.double())[0, 0]))
    return found
