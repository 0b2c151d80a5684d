"""Embeds many batches with any encoder: one by one, or many at once if the encoder can do that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qa_bot.encoders.protocol import Embedding, Encoder

_Row = TypeVar("_Row")


@runtime_checkable
class BatchEncoder(Protocol):
    """An encoder that works on many batches at once."""

    def encode_batches(
        self, batches: Iterable[Sequence[str]], finish: Callable[[Embedding], _Row]
    ) -> Iterator[tuple[Sequence[str], list[_Row]]]:
        """Yield each batch with what `finish` makes of its embeddings, as soon as it is done.

        The order of the batches is not kept, the order in a batch is. `finish` can be pickled.
        """


def encode_batches(
    encoder: Encoder, batches: Iterable[Sequence[str]], finish: Callable[[Embedding], _Row]
) -> Iterator[tuple[Sequence[str], list[_Row]]]:
    """Yield each batch of passages with what `finish` makes of its embeddings, as soon as it is done."""
    if isinstance(encoder, BatchEncoder):
        yield from encoder.encode_batches(batches, finish)
    else:
        for batch in batches:
            yield batch, [finish(found) for found in encoder.encode_passages(batch)]
