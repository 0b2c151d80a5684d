"""The ranking as one value: its signals with their weights, its deductions, and how deep each stage goes.

A retriever takes a model and never changes it. Two models with the same hash rank alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from qa_bot.core.model_values import hash_of, json_values
from qa_bot.core.scores import Lack
from qa_bot.retrieval.signals import DEDUCTIONS, SIGNALS, Deduction, Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingModel:
    """All that the ranking depends on, except the index and the encoder."""

    signals: tuple[Signal, ...] = SIGNALS
    deductions: tuple[Deduction, ...] = DEDUCTIONS
    candidates: int = 100
    """Passages that each side nominates; 50 loses up to 0.4 points of nDCG@10, 200 gains 0.1 at most."""
    reranked: int = 50
    """Candidates that are read closely; 25 loses 0.6 points of nDCG@10, 100 gains 0.1 at most."""
    first_of_each: int = 5
    """Best passages of each side that are read closely whatever their fused score: what one side finds by
    something that the other is blind to must not drop out before that."""
    read_tokens: int = 1_300
    """Tokens that an answer model reads of the best candidates, questions and titles included: about 15
    paragraphs of news, in 100 ms on two cores."""
    run_share: float = 0.4
    """Weight of runs of three tokens in late interaction, single ones having 1; 0.3 to 0.6 rank alike."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all signals and deductions."""
        return (*(one.name for one in self.signals), *(one.name for one in self.deductions))

    @property
    def unread(self) -> Lack:
        """What a candidate that was not read closely loses: all that one of them could lack."""
        return Lack("unread", "not read closely", sum(one.amount for one in self.deductions))

    def without(self, *names: str) -> RankingModel:
        """Return the same model with some signals or deductions switched off.

        Vectors and BM25 still both nominate candidates.

        Raises:
            ValueError: a name is not one of the model, or no signal is left.
        """
        if unknown := [name for name in names if name not in self.names]:
            msg = f"There is no signal {', '.join(unknown)}. Signals: {', '.join(self.names)}."
            raise ValueError(msg)
        kept = tuple(one for one in self.signals if one.name not in names)
        if not kept:
            msg = f"At least one signal must stay on, of {', '.join(one.name for one in self.signals)}."
            raise ValueError(msg)
        return replace(
            self, signals=kept, deductions=tuple(one for one in self.deductions if one.name not in names)
        )

    @property
    def hash(self) -> str:
        """Hash of all that changes a score: hexadecimal, 12 digits."""
        return hash_of(json_values(self))

    def as_json(self) -> dict[str, Any]:
        """Return the whole model as JSON values, its hash first."""
        return {"hash": self.hash, **json_values(self)}


DEFAULT = RankingModel()
