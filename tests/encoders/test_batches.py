"""Texts run together up to a number of tokens, padding included."""

from qa_bot.encoders.onnx import batched


def _sizes(lengths: list[int], at_once: int) -> list[list[int]]:
    found = batched([[0] * length for length in lengths], at_once)
    return [[len(ids) for ids in batch] for batch in found]


def test_a_batch_has_at_most_so_many_tokens_with_its_padding() -> None:
    """2 * 5 fit into 10; 3 * 5 and 3 * 6 do not."""
    assert _sizes([4, 5, 5, 6], 10) == [[4, 5], [5], [6]]


def test_a_longer_text_runs_alone() -> None:
    """And every text does, where none may have company."""
    assert _sizes([4, 20, 20], 10) == [[4], [20], [20]]
    assert _sizes([4, 4], 0) == [[4], [4]]


def test_no_texts_make_no_batch() -> None:
    """An empty list is no batch."""
    assert _sizes([], 10) == []
