"""A model that has no vectors of tokens embeds, is stored and asked like any other."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ARTICLES
from tiny import TinyEncoder, hits_of, ignore, write_articles

from qa_bot.answering.answerer import Answerer
from qa_bot.encoders.protocol import Embedding
from qa_bot.index.build import build_index
from qa_bot.index.doctor import check
from qa_bot.index.opened import Index, open_index


class VectorsOnlyEncoder(TinyEncoder):
    """An encoder without token vectors."""

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages."""
        return [Embedding(one.vector) for one in super().encode_passages(texts)]

    def encode_question(self, question: str) -> Embedding:
        """Embed a question."""
        return Embedding(super().encode_question(question).vector)


@pytest.fixture
def index(corpus_folder: Path, tmp_path: Path) -> Index:
    """Build an index of the small corpus with it."""
    build_index(tmp_path / "index", corpus_folder, VectorsOnlyEncoder(), ignore)
    return open_index(tmp_path / "index")


def test_its_index_finds_by_meaning_and_by_words(index: Index) -> None:
    """The article says "feline" where the question says "cat"."""
    encoder = VectorsOnlyEncoder()
    passage = ARTICLES["cat.md"].split("\n\n")[0]
    hits = hits_of(index, encoder, "Who rescued the cat?", 5)
    assert hits[0].passage.text == passage
    (nearest,) = index.dense.search(encoder.encode_question("cat").vector, 1)
    assert index.store.fetch([nearest])[nearest].text == passage
    assert Answerer(index, encoder).ask("Who rescued the cat?", 3).hits[0].passage.text == passage


def test_late_interaction_has_no_weight(index: Index) -> None:
    """The other signals share all of it: a passage that is the best by each of them has the score 1."""
    (passage,) = (text for text in ARTICLES["bridge.md"].split("\n\n") if text.startswith("Engineers"))
    assert hits_of(index, VectorsOnlyEncoder(), passage, 1)[0].score == pytest.approx(1.0)


def test_its_index_is_sound_and_grows_without_embedding_anything_twice(
    index: Index, corpus_folder: Path, tmp_path: Path
) -> None:
    """Its rows have vectors and no tokens."""
    assert check(tmp_path / "index", corpus_folder).is_sound
    write_articles(corpus_folder, {"snow.md": "Snow fell on the town of Ulm in May."})
    encoder = VectorsOnlyEncoder()
    build_index(tmp_path / "index", corpus_folder, encoder, ignore)
    assert encoder.embedded == ["Snow fell on the town of Ulm in May."]
    assert check(tmp_path / "index", corpus_folder).is_sound
