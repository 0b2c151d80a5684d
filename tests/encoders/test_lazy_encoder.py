"""A lazy encoder knows its name and fingerprint, and is its encoder in all else."""

from tiny import TinyEncoder

from qa_bot.encoders.loading import LazyEncoder


def test_name_and_fingerprint_load_nothing_and_all_else_does_once() -> None:
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
