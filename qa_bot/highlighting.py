"""The sentence of a passage that answers: the one that meets the question best, word by word.

Two signals are scaled and added: the sentence's share of the question's rare words (BM25 among the passage's
sentences) and its late interaction with the question. Each finds what the other misses.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa_bot import fusion
from qa_bot.lexical import terms_of
from qa_bot.passages import sentences
from qa_bot.types import Highlight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.index import Index
    from qa_bot.lexical import LexicalIndex
    from qa_bot.types import Embedding, Encoder, Passage

LATE_WEIGHT = 2.0
"""Of late interaction beside BM25's 1; measured in tests/benchmarks/README.md."""

_K1, _B = 1.2, 0.75  # BM25's usual ones

_FUNCTION_WORDS = frozenset(
    terms_of(
        "a about above after again all also although am among an and any are as at be because been before "
        "being between both but by can could did do does doing done down during each either else ever "
        "every few for from get gets give given gives go goes got had has have having he her here hers "
        "him his how i if in into is it its just last let like made make makes many may me might mine "
        "more most much must my name named near no nor not of off often on once one only or other our out "
        "over own per please said say says she should since so some still such take tell than that the "
        "their them then there these they this those through till to too under until up us use very was "
        "way we well went were what when where whether which while who whom whose why will with within "
        "without would yet you your"
    )
)


class Highlighter:
    """Chooses sentences, by BM25 alone while there is no encoder."""

    def __init__(self, index: Index, encoder: Encoder | None) -> None:
        self._index = index
        self._encoder = encoder

    def highlight(self, question: str, embedding: Embedding | None, passage: Passage) -> Highlight:
        """Choose the sentence that answers; ties go to the first one."""
        spans = sentences(passage.text) or [(0, len(passage.text))]
        texts = [passage.text[start:end] for start, end in spans]
        lexical = fusion.scale(dict(enumerate(self._lexical(question, texts))), low=0.0)
        late = fusion.scale(dict(enumerate(self._late(embedding, passage, texts))))
        scores = [lexical[number] + LATE_WEIGHT * late.get(number, 0.0) for number in lexical]
        start, end = spans[scores.index(max(scores))]
        return Highlight(passage.id, start, end, passage.text[start:end])

    def _lexical(self, question: str, texts: Sequence[str]) -> list[float]:
        """Score sentences by BM25, the passage's sentences being what lengths are compared with."""
        weights = rarities(question, self._index.passages)
        terms = [terms_of(text) for text in texts]
        mean = sum(map(len, terms)) / len(terms) or 1.0
        norms = [_K1 * (1 - _B + _B * len(own) / mean) for own in terms]
        return [
            sum(weights.get(term, 0.0) for term in own) * (_K1 + 1) / (1 + norm)
            for own, norm in zip(terms, norms, strict=True)
        ]

    def _late(self, embedding: Embedding | None, passage: Passage, texts: Sequence[str]) -> list[float]:
        """Score sentences by late interaction; empty where their tokens cannot be told apart."""
        if embedding is None or self._encoder is None:
            return []
        *tokens, special = self._encoder.tokenize([*texts, ""])
        lengths = [len(own) - len(special) for own in tokens]
        return self._index.late.score_parts(embedding, self._index.store.row_of(passage), lengths)


def rarities(question: str, index: LexicalIndex) -> dict[str, float]:
    """Weigh a question's terms by BM25's inverse document frequency; function words are left out.

    A question of function words alone keeps them.
    """
    terms = terms_of(question)
    total = len(index)
    weights = {}
    for term in [term for term in terms if term not in _FUNCTION_WORDS] or terms:
        frequency = index.frequency(term)
        weights[term] = math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
    return weights
