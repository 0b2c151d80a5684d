"""An answer model that finds one answer, for tests of what follows from a reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_bot.encoders.answer_model import FoundSpan, ReadableText, TextReading

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class FakeAnswerModel:
    """Reads `words` as the answer wherever they occur; counts ten tokens a text."""

    words: str
    probability: float = 0.9
    log_odds: float = 3.0
    name: str = "fake"
    fingerprint: str = "0" * 64
    languages: frozenset[str] = frozenset({"en"})
    read_texts: list[str] = field(default_factory=list)

    def read(
        self, question: str, texts: Sequence[ReadableText], budget_tokens: int | None = None
    ) -> list[TextReading]:
        """Read the first texts that the budget allows."""
        assert question
        kept = texts if budget_tokens is None else texts[: max(1, budget_tokens // 10)]
        self.read_texts += [one.text for one in kept]
        return [self._reading(one.text) for one in kept]

    def _reading(self, text: str) -> TextReading:
        start = text.find(self.words)
        if start < 0:
            return TextReading(-3.0, (FoundSpan(0, min(3, len(text)), 0.01),) if text else ())
        return TextReading(self.log_odds, (FoundSpan(start, start + len(self.words), self.probability),))
