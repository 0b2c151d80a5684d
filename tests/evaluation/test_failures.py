"""A failure tells where gold stood and what stood above it."""

from qa_bot.evaluation.failures import ABOVE, Shown, find_failures
from qa_bot.evaluation.question_set import Query


def query(name: str, *gold: str) -> Query:
    """Make a question."""
    return Query(name, f"Who is {name}?", frozenset(gold))


def run_of(*names: str) -> dict[str, float]:
    """Score passages by their order, best first."""
    return {name: 1 / rank for rank, name in enumerate(names, start=1)}


def test_a_question_fails_when_its_first_passage_is_not_gold() -> None:
    """Any of its gold passages will do, and a question without gold cannot fail."""
    queries = [query("q1", "a", "b"), query("q2", "a"), query("u1")]
    run = {"q1": run_of("b", "c"), "q2": run_of("b", "c", "a"), "u1": run_of("a")}
    (failure,) = find_failures(queries, run, Shown)
    assert (failure.id, failure.question, failure.kind) == ("q2", "Who is q2?", "who")
    assert (failure.rank, failure.found, failure.gold) == (3, 3, ("a",))
    assert failure.above == (Shown("b"), Shown("c"))


def test_the_worst_stand_first() -> None:
    """Not found at all, then by rank; equal ones in the order of the set."""
    queries = [query(name, "gold") for name in ("third", "first", "lost", "nothing", "second")]
    run = {
        "third": run_of("a", "gold"),
        "first": run_of("a", "b", "c", "d", "gold"),
        "lost": run_of("a", "b", "c"),
        "nothing": {},
        "second": run_of("a", "b", "gold"),
    }
    found = find_failures(queries, run, Shown)
    assert [(failure.id, failure.rank) for failure in found] == [
        ("lost", None), ("nothing", None), ("first", 5), ("second", 3), ("third", 2),
    ]  # fmt: skip
    assert [len(failure.above) for failure in found] == [ABOVE, 0, ABOVE, 2, 1]


def test_what_stood_above_is_shown_with_title_and_text() -> None:
    """Where it is not known, by its id alone."""
    known = {"a": Shown("a", "A title", "Its text.")}
    (failure,) = find_failures([query("q1", "gold")], {"q1": run_of("a", "b", "gold")}, known.get)
    assert failure.above == (known["a"], Shown("b"))
