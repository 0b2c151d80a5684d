"""The protocol of a retriever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qa_bot.core.types import Hit
    from qa_bot.retrieval.query_analysis import Question


class Retriever(Protocol):
    """Finds passages for a question."""

    def find(self, question: Question, k: int, allowed: NDArray[np.bool_] | None = None) -> tuple[Hit, ...]:
        """Find the best k passages (fewer when fewer exist), best first, ties by passage id.

        With `allowed`, by passage row, only passages where it is true can be found.
        """
